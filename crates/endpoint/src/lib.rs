//! The server: takes in what devices did, states what is known, and knows who may see it.
//!
//! [`router`] is its table of contents; each step of it is a file of the same name. The decisions of the exchange
//! are in the crate `sync`; here is what they stand on: the database, who is speaking, and the wire. The clock and
//! randomness are passed in ([`Surroundings`]); the binary `tiwizi` alone reads them.

mod backup;
mod body;
mod catalogue;
mod client;
mod code;
mod demo;
mod endpoint;
mod enrol;
mod erased;
mod exchange;
mod export;
mod files;
mod folder;
mod headers;
mod held;
mod history;
mod logging;
mod me;
mod password;
mod patience;
mod phones;
mod proof;
mod readings;
mod refusal;
mod rescue;
mod restore;
mod rights;
mod router;
mod serve;
mod session;
mod setup;
mod sign_in;
mod source;
mod store;
mod surroundings;
mod team;
mod uploads;
mod verify;

pub use backup::{Backup, BackupError, FilesHeld, LogHeld, Manifest, back_up, back_up_server, beside_backup};
pub use demo::{DemoError, WayIn};
pub use endpoint::{Endpoint, Settings, StartError};
pub use files::FileLimits;
pub use folder::{Folder, FolderError};
pub use proof::{Awaited, Difference, Findings, Place, Untrue};
pub use restore::{RestoreError, Restored, Sessions, restore};
pub use router::router;
pub use serve::{Limits, serve};
pub use source::Peer;
pub use store::{Database, NoAddress, Server, Store, StoreError, office::OpenOffice};
pub use surroundings::Surroundings;
pub use verify::{verify, verify_files};
