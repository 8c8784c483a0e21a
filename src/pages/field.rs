//! Pages of the field worker: one thumb, sunlight, few words.

mod attendance;
mod form;
mod home;
mod people;
mod person;
mod records;
mod session;
mod settings;
mod sync;

pub use attendance::Attendance;
pub use form::{DraftForm, EditForm, NewForm};
pub use home::Home;
pub use people::People;
pub use person::Person;
pub use records::Records;
pub use session::Session;
pub use settings::Settings;
pub use sync::Sync;
