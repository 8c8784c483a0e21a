//! What is counted and found over records, the same in the browser and the endpoint.
//!
//! - [`Facts::figure`]: indicators, from people reached to ventures alive, by commune and sex.
//! - [`due`]: when a venture is to be asked what became of it.
//! - [`appointment`]: when it is to be visited again.
//! - [`missed`]: what nobody asked in time.
//! - [`Namesakes`]: who may be somebody already known.
//! - [`search_key`] and [`Query`]: names are found however they are written, in Arabic or Latin letters, and those
//!   recorded in one script by typing the other.
//!
//! What is deliberately not here: input and output, a clock, the way a figure is shown.

#![warn(missing_docs)]

mod due;
mod fact;
mod figure;
mod measure;
mod missed;
mod namesakes;
mod normal;
mod search;
mod skeleton;
mod visits;

pub use due::{Due, due};
pub use fact::{Fact, Facts, Sex, outcome, present};
pub use figure::{Asked, BySex, Figure, Place};
pub use measure::Measure;
pub use missed::{Missed, missed};
pub use namesakes::Namesakes;
pub use normal::{light, normal};
pub use search::{Fit, Query, search_key};
pub use visits::{Appointment, Visit, appointment};
