//! What is asked: a [`Definition`] is a form as data, a [`Draft`] is one being filled, and what it finishes as is a
//! [`record::Proposal`].
//!
//! ```text
//! XLSForm (Markdown)  ──compile──►  Definition  ──►  Draft  ──finish──►  Proposal
//!     text, by coordinators          JSON bundle      on the phone         to the record
//! ```
//!
//! ```
//! # #[cfg(feature = "compile")] {
//! use form::{Draft, Place, Problem, Surroundings, compile};
//! use record::{AuthorId, RecordId, Value};
//!
//! let form = compile::xlsform_markdown("
//! ## settings
//! | form_id |
//! |---------|
//! | visit   |
//!
//! ## survey
//! | type    | name | label::fr | required | constraint | relevant   |
//! |---------|------|-----------|----------|------------|------------|
//! | integer | age  | Âge       | yes      | . >= 10    |            |
//! | text    | guardian | Tuteur | yes     |            | ${age} < 18 |
//! ", &compile::ExternalLists::default()).unwrap();
//! let (age, guardian) = (form.find("age").unwrap(), form.find("guardian").unwrap());
//!
//! let today = "2026-11-21".parse().unwrap();
//! let mut draft = Draft::new(form.into(), RecordId::from_random(1), Surroundings::on(today));
//! assert!(matches!(draft.problem(age), Some(Problem::Required(_))));
//! draft.type_in(&"age".parse().unwrap(), "١٦");
//! assert!(draft.relevant(guardian));
//! let changes = draft.type_in(&"age".parse().unwrap(), "25");
//! assert!(changes.places().eq([age, guardian].map(Place::from)));
//!
//! let proposal = draft.finish(AuthorId::from_random(2), today).unwrap();
//! assert_eq!(proposal.edits.into_values().collect::<Vec<_>>(), [Some(Value::Integer(25))]);
//! # }
//! ```
//!
//! An answer marks the expressions that read it; they are evaluated once each, in an order sorted when the form was
//! compiled, and what did not change wakes nobody. The answer to a change is a set of [`Changes`]: which facets of
//! which questions a screen has to show anew.
//!
//! A repeat has rows, each known by an identity and not by its place: two phones can add rows to one record at the same
//! time. In a rule of a repeat's own question `${sibling}` is the sibling in the same row, and an answer wakes the rules of
//! its row alone; `sum(${repeat}/member)`, `count(${repeat}[…])` and `position(..)` read all rows.
//!
//! What is deliberately not here: input and output, a clock, randomness, screens, and any sentence in a human
//! language. A [`Problem`] carries its facts; its words are the caller's, or the form's own ([`Labels`]).
//! Parsing of expressions and reading of XLSForm stand behind the feature `compile`: a phone only evaluates.

#![warn(missing_docs)]

mod choice;
#[cfg(feature = "compile")]
pub mod compile;
mod definition;
mod draft;
mod evaluate;
mod expression;
mod facet;
pub mod file;
mod function;
mod labels;
mod node;
mod operand;
mod problem;
mod surroundings;
pub mod typed;

pub use choice::{Choice, ChoiceList, ListId};
pub use definition::{Definition, Unsound};
pub use draft::{Draft, Kept, Mark, Screen};
pub use expression::{Expression, ExpressionId, Operator};
pub use facet::{Changes, Facet, Step};
pub use file::FileProblem;
pub use function::Function;
pub use labels::{Labels, Piece};
pub use node::{Bind, Class, Kind, Node, NodeId, Place};
pub use problem::{FieldError, Problem};
pub use surroundings::Surroundings;
