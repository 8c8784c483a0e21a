//! What is wrong with an answer, as facts. The words are made where they are shown.

use crate::{FileProblem, Labels, Place, typed};
use record::Path;

/// What is wrong with an answer. At most one at a time; in this order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Problem {
    /// What was typed cannot be understood.
    Typed(typed::Problem),
    /// An answer is needed. The words are the form's own where it has some, else empty.
    Required(Labels),
    /// The answer is not among the choices offered any more.
    NotOffered,
    /// The file is none that the question takes.
    File(FileProblem),
    /// The answer breaks a rule; the words are the form's own, else empty.
    Constraint(Labels),
    /// The rules of the form cost more than a phone can do.
    TooHeavy,
}

/// A problem and where it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldError {
    /// Where it stands in the record.
    pub path: Path,
    /// The question.
    pub place: Place,
    /// What is wrong.
    pub problem: Problem,
}
