//! Pages before anybody has signed in.

mod enrol;
mod input;
mod not_found;
mod setup;
mod sign_in;

pub use enrol::Enrol;
pub use input::Input;
pub use not_found::NotFound;
pub use setup::{Setup, wrong_account};
pub use sign_in::SignIn;
