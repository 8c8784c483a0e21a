//! The only folder that names the browser: storage, network, clock, randomness, events. It knows nothing of Leptos,
//! whose prelude has a `LocalStorage` of its own.

mod by_name;
pub mod chosen;
pub mod clock;
pub mod files;
pub mod gate;
mod gzip;
pub mod journal;
pub mod keyboard;
pub mod page;
pub mod panic;
pub mod position;
pub mod random;
pub mod scanner;
pub mod sealing;
pub mod store;
pub mod tabs;
pub mod timeline;
pub mod transport;
mod vault;
pub mod worker;
