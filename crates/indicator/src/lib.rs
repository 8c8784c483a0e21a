//! What is counted and found over records, the same in the browser and the endpoint.
//!
//! - [`people_reached`]: distinct people present at sessions, by sex and commune.
//! - [`due`]: when a venture is to be asked what became of it.
//! - [`appointment`]: when it is to be visited again.
//! - [`Namesakes`]: who may be somebody already known.
//! - [`search_key`] and [`Query`]: names are found however they are written, in Arabic or Latin letters, and those
//!   recorded in one script by typing the other.
//!
//! What is deliberately not here: input and output, a clock, the way a figure is shown.

#![warn(missing_docs)]

mod due;
mod namesakes;
mod normal;
mod reached;
mod search;
mod skeleton;
mod visits;

pub use due::{Due, due};
pub use namesakes::Namesakes;
pub use normal::{light, normal};
pub use reached::{BySex, Participant, Reached, Sex, people_reached, present};
pub use search::{Fit, Query, search_key};
pub use visits::{Appointment, Visit, appointment};
