//! How devices and the endpoint agree.

#![warn(missing_docs)]

mod backing;
mod grants;
mod log;
mod office;
mod protocol;

pub use backing::{Backing, Fault, Mode, Table, Transaction};
pub use grants::{Grant, Grants, Programmes, Role, within};
pub use log::{Act, Decision, Entry, Hash, HashError, Head, Payload};
pub use office::{DeviceLog, EpochStart, Found, Kept, Office, Passed, Session, Stored};
pub use protocol::{
    Answer, Confirmed, Cursor, Epoch, Outcome, PROTOCOL, Reason, Request, Response, Seal, SealKey, Stated,
    Widening,
};
