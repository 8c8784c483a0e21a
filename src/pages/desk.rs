//! Pages of the coordinator: a dense, calm desk, keyboard first.

mod disputes;
mod held;
mod indicators;
mod record;
mod review;
mod team;

pub use crate::parts::Desk as Frame;
pub use disputes::Disputes;
pub use held::Held;
pub use indicators::Indicators;
pub use record::Record;
pub use review::{NothingOpen, Review};
pub use team::Team;
