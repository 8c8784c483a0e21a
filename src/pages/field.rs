//! Pages of the field worker: one thumb, sunlight, few words.

mod attendance;
mod decided;
mod disputed;
mod due;
mod facts;
mod form;
mod hand_over;
mod home;
mod lines;
mod listing;
mod one;
mod outgoing;
mod person;
mod proof;
mod records;
mod related;
mod session;
mod sessions;
mod settings;
mod standing;
mod sync;

pub use attendance::Attendance;
pub use due::Due;
pub use form::{DraftForm, EditForm, NewForm};
pub use hand_over::HandOver;
pub use home::Home;
pub use listing::{Organisations, People, Ventures};
pub use one::One;
pub use person::Person;
pub use records::Records;
pub use session::Session;
pub use sessions::Sessions;
pub use settings::Settings;
pub use sync::Sync;
