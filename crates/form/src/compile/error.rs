//! What is wrong with a form, for the coordinator who writes it.

use std::fmt;

/// Something that must be mended before a form can be used.
#[derive(Clone, PartialEq, Debug)]
pub struct Error {
    /// The sheet: `survey`, `choices` or `settings`.
    pub sheet: String,
    /// The line of the file; 0 if it is about the sheet as a whole.
    pub row: usize,
    /// The column, as the table heads it; empty if it is about the row.
    pub column: String,
    /// What is wrong.
    pub fault: Fault,
    /// What may have been meant.
    pub suggestion: Option<String>,
}

/// Something the author should know, though the form can be used.
#[derive(Clone, PartialEq, Debug)]
pub struct Note {
    /// The sheet.
    pub sheet: String,
    /// The line of the file.
    pub row: usize,
    /// The column.
    pub column: String,
    /// What happened.
    pub what: Remark,
}

/// What a note says.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Remark {
    /// A column has no meaning here.
    #[error("the column is not read")]
    UnknownColumn,
    /// A pattern without `^` and `$` is matched against the whole answer.
    #[error("the pattern has to match the whole answer")]
    WholePattern,
    /// A text that is no date counts as empty.
    #[error("{0:?} is no date: it counts as empty")]
    NoDate(String),
    /// A picture may ask for fewer pixels than the network's limit, not for more.
    #[error("pictures have at most {0} pixels on their longer side")]
    Shrunk(u16),
}

/// What is wrong with a form.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum Fault {
    /// A sheet that a form needs is missing or empty.
    #[error("the sheet is missing or empty")]
    MissingSheet,
    /// A cell that is needed is empty.
    #[error("the cell is empty")]
    MissingCell,
    /// A row has more cells than its table has columns.
    #[error("the row has {found} cells, its table {columns} columns")]
    Cells {
        /// How many cells there are.
        found: usize,
        /// How many there may be.
        columns: usize,
    },
    /// A name that is none.
    #[error("{0:?} is no name: letters, digits and _, not starting with a digit")]
    BadName(String),
    /// A name that stands twice.
    #[error("{name:?} stands in row {first} already")]
    Duplicate {
        /// The name.
        name: String,
        /// Where it stands first.
        first: usize,
    },
    /// A type of question that does not exist.
    #[error("there is no type {0:?}")]
    UnknownType(String),
    /// Something of XLSForm that is not supported here and would change what the form means.
    #[error("{0} is not supported")]
    Unsupported(String),
    /// A reason for a missing answer that does not exist.
    #[error("there is no reason {0:?} for a missing answer")]
    UnknownReason(String),
    /// A number of pixels that is none.
    #[error("{0:?} is no number of pixels")]
    NoPixels(String),
    /// A file where a value would have to be computed.
    #[error("a file cannot be computed")]
    ComputedFile,
    /// A choice list that does not exist.
    #[error("there is no choice list {0:?}")]
    UnknownList(String),
    /// A question that does not exist.
    #[error("there is no question {0:?}")]
    UnknownQuestion(String),
    /// A column of a choice list that does not exist.
    #[error("the choices have no column {0:?}")]
    UnknownColumn(String),
    /// A function that does not exist.
    #[error("there is no function {0:?}")]
    UnknownFunction(String),
    /// A code that is none of the question's choices: the comparison could never be true.
    #[error("{code:?} is not a choice of {question:?}")]
    UnknownCode {
        /// The question.
        question: String,
        /// The code.
        code: String,
    },
    /// An expression that cannot be read from a character on.
    #[error("cannot be read from character {at}: {found:?} where {expected} is expected")]
    Syntax {
        /// The character, from 1.
        at: usize,
        /// What stands there.
        found: String,
        /// What should.
        expected: &'static str,
    },
    /// An expression nested too deeply.
    #[error("is nested more than {} deep", crate::Expression::MAX_DEPTH)]
    TooDeep,
    /// A function with too few or too many arguments.
    #[error("{function}() takes {least} to {most} arguments, not {found}")]
    Arity {
        /// The function.
        function: &'static str,
        /// The least number.
        least: usize,
        /// The greatest number.
        most: usize,
        /// What it has.
        found: usize,
    },
    /// Something that can never be what its place needs.
    #[error("{found} stands where {needed} is needed")]
    Type {
        /// What is needed.
        needed: &'static str,
        /// What stands there.
        found: &'static str,
    },
    /// A pattern that is none.
    #[error("the pattern cannot be read: {0}")]
    Pattern(String),
    /// Rules that wait for each other.
    #[error("these rules wait for each other: {}", rows(.0))]
    Cycle(Vec<(String, usize)>),
    /// A group that is not closed, or a close without an open.
    #[error("a group or repeat is not opened and closed in pairs")]
    Unbalanced,
    /// A rule where none can be.
    #[error("a member of a roster has no rules of its own")]
    RuleInRoster,
    /// A number of rows for what has none.
    #[error("only a repeat has a number of rows")]
    CountOfNoRepeat,
    /// A question of the record's key that may stay empty.
    #[error("{0:?} is part of the key of a record: it has to be required, with yes, and always relevant")]
    KeyNotRequired(String),
    /// A title that would change from day to day.
    #[error("the title of a record cannot depend on the day")]
    TitleOfTheDay,
    /// More questions, lists or expressions than can be numbered.
    #[error("the form is too large")]
    TooLarge,
}

fn rows(cycle: &[(String, usize)]) -> String {
    let each = cycle.iter().map(|(name, row)| format!("{name} (row {row})"));
    each.collect::<Vec<_>>().join(", ")
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, row {}", self.sheet, self.row)?;
        if !self.column.is_empty() {
            write!(f, ", {}", self.column)?;
        }
        write!(f, ": {}", self.fault)?;
        if let Some(suggestion) = &self.suggestion {
            write!(f, " (did you mean {suggestion}?)")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
