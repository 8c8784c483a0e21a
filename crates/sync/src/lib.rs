//! How devices and the endpoint agree.

#![warn(missing_docs)]

mod answer;
mod backing;
mod grants;
mod judge;
mod log;
mod office;
mod protocol;
mod read;

pub use answer::{Facts, answer};
pub use backing::{Backing, Fault, Mode, Table, Transaction};
pub use grants::{Grant, Grants, Programmes, Role, within};
pub use log::{Act, Decision, Entry, Hash, HashError, Head, Payload};
pub use office::{Acknowledged, DeviceLog, EpochStart, Found, Kept, Office, Passed, Session, Stored, Told};
pub use protocol::{
    Answer, Confirmed, Cursor, Epoch, Outcome, PROTOCOL, Reason, Request, Response, Seal, SealKey, Stated,
    Widening,
};
