//! Random histories of phones, people and an endpoint, through a bad network and failing storage, on the shipping
//! code of both sides: `sync::run` over a phone's store that can crash at every step, and `sync::answer` over the
//! endpoint's database.
//!
//! A history is drawn from a seed and is the same each time. Afterwards everybody exchanges until nothing moves, and
//! then all that `sync` promises must be true: nothing saved is lost, nothing is overwritten unseen, nobody is shown
//! what they may not see, a message repeated changes nothing, everybody holds the same. One who remembers every
//! change and who had seen what applies the rules to the whole history at once, without merge, and compares.
//!
//! A history that fails is made short: steps and phones are left out as long as it still fails.
//!
//! What is deliberately not here: any rule of the exchange. This crate only breaks things and looks.

#![warn(missing_docs)]
#![expect(clippy::expect_used, reason = "a simulation that cannot go on has found something, and says where")]

mod carried;
mod check;
mod command;
mod crash;
mod damage;
mod happenings;
mod ledger;
mod line;
mod phone;
mod plan;
mod report;
mod shrink;
mod twin;
mod world;

pub use check::Sum;
pub use command::command;
pub use crash::{Broken, Crashing};
pub use plan::Plan;
pub use report::{Lived, MakeTwin, Report, Tally, alone, live, simulate};
pub use shrink::shrink;
pub use twin::Twin;

/// How long a year is, in milliseconds.
pub const MILLIS_A_YEAR: f64 = 31_557_600_000.0;
