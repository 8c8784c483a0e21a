//! What is counted and found over records, the same in the browser and the endpoint.
//!
//! - [`people_reached`]: distinct people present at sessions, by sex and commune.
//! - [`search_key`] and [`Query`]: names are found however they are written, in Arabic or Latin letters.
//!
//! What is deliberately not here: input and output, a clock, the way a figure is shown.

#![warn(missing_docs)]

mod normal;
mod reached;
mod search;

pub use normal::{light, normal};
pub use reached::{BySex, Participant, Reached, Sex, people_reached, present};
pub use search::{Query, search_key};
