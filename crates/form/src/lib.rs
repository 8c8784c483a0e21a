//! What is asked: a [`Definition`] is a form as data, a [`Draft`] is one being filled, and what it finishes as is a
//! [`record::Proposal`].
//!
//! ```text
//! XLSForm (Markdown)  ──compile──►  Definition  ──►  Draft  ──finish──►  Proposal
//!     text, by coordinators          JSON bundle      on the phone         to the record
//! ```
//!
//! An answer marks the expressions that read it; they are evaluated once each, in an order sorted when the form was
//! compiled, and what did not change wakes nobody. The answer to a change is a set of [`Changes`]: which facets of
//! which questions a screen has to show anew.
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
pub use evaluate::{Rows, Source};
pub use expression::{Expression, ExpressionId, Operator};
pub use facet::{Changes, Facet, Step};
pub use function::Function;
pub use labels::{Labels, Piece};
pub use node::{Bind, Class, Kind, Node, NodeId};
pub use problem::{FieldError, Problem};
pub use surroundings::Surroundings;
