//! Pages of the coordinator: a dense, calm desk, keyboard first. What this device holds is judged without network;
//! people, phones and held entries are asked of the office.

mod bundles;
mod decide;
mod disputes;
mod exports;
mod fetched;
mod frame;
mod held;
mod indicators;
mod naming;
mod no_right;
mod overdue;
mod record;
mod review;
mod settle;
mod team;

pub use bundles::Bundles;
pub use disputes::Disputes;
pub use exports::Exports;
pub use frame::Frame;
pub use held::Held;
pub use indicators::Indicators;
pub use overdue::Overdue;
pub use record::Record;
pub use review::Review;
pub use team::Team;
