//! Pages of the field worker: one thumb, sunlight, few words.

mod attendance;
mod decided;
mod form;
mod home;
mod lines;
mod people;
mod person;
mod records;
mod session;
mod sessions;
mod settings;
mod standing;
mod sync;

pub use attendance::Attendance;
pub use form::{DraftForm, EditForm, NewForm};
pub use home::Home;
pub use people::People;
pub use person::Person;
pub use records::Records;
pub use session::Session;
pub use sessions::Sessions;
pub use settings::Settings;
pub use sync::Sync;
