//! How devices and the endpoint agree.

#![warn(missing_docs)]

mod answer;
mod backing;
mod bases;
mod drafts;
mod grants;
mod judge;
mod local;
mod log;
mod office;
mod protocol;
mod read;
mod recover;
mod run;
mod standing;
mod take_in;

pub use answer::{Facts, answer};
pub use backing::{Backing, Fault, Mode, Table, Transaction};
pub use grants::{Grant, Grants, Programmes, Role, within};
pub use local::{EnrolError, Enrolment, Local, Saved, Shown};
pub use log::{Act, Decision, Entry, Hash, HashError, Head, Payload};
pub use office::{Acknowledged, DeviceLog, EpochStart, Found, Kept, Office, Passed, Session, Stored, Told};
pub use protocol::{
    Answer, Confirmed, Cursor, Epoch, Outcome, PROTOCOL, Reason, Request, Response, Seal, SealKey, Stated,
    Widening,
};
pub use recover::{Mark, Recovered};
pub use run::{Batch, Round, Stopped, Transport, Trouble, round, run};
pub use standing::Standing;
pub use take_in::TakenIn;
