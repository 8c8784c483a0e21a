//! Pages before anybody has signed in.

mod enrol;
mod not_found;
mod setup;
mod sign_in;

pub use enrol::Enrol;
pub use not_found::NotFound;
pub use setup::Setup;
pub use sign_in::SignIn;
