//! How devices and the endpoint agree.
//!
//! Every device owns one **log** of what its people did: changes, each saved in one transaction and never altered.
//! The endpoint keeps every log and the **records** that all logs together add up to. One request does it all: the
//! device sends the entries that the endpoint lacks and reads the records that have changed beyond its **cursor**.
//!
//! 1. [`Local::save`] puts a change into the log, on the disk, with its dot and its hash.
//! 2. [`run`] asks with [`Local::request`] and takes in with [`Local::take_in`], until there is nothing more.
//! 3. [`answer`] is the endpoint's half: it skips what it has, judges what is new, merges it or **holds** it for a
//!    person to look at, numbers the records that changed, and reads on.
//! 4. The device shows the **base** that the endpoint last stated, with its own unsettled entries on top. An entry
//!    is settled only when the base has taken it in.
//!
//! Both sides may lose their storage, and find each other again:
//!
//! | what happens | how it shows | what is done |
//! |---|---|---|
//! | an answer is lost | the device asks again from what it knows to be accepted | what is there is skipped |
//! | the phone was rolled back or copied | the hashes of the two logs differ: [`Response::Forked`] | a new identity, the same dots |
//! | the phone's store lost its tail, or all | its log ends before the second copy's [`Mark`] | [`Local::recover`] puts the copies back |
//! | the endpoint was restored | the cursor is from an epoch, or a seq, that it has lost | the device offers its log again and gives back its bases under their [`Seal`] ([`Returned`]), then reads on |
//! | the endpoint was restored from before what it had said was safe | the log begins beyond its end | a declared hole, and the log goes on |
//! | a record or a base is not what it was | the [`Digest`]s of the two sides differ; the endpoint's own [`Seal`] does not fit | the parts that differ are found, and what differs in them is stated anew, given back or made anew from the logs |
//! | the office withdraws the device | [`Response::Withdrawn`] | it sends what is left, which is held for a person to look at, and lets go of all |
//! | a phone finds no network, or its store opens no more | its work comes as a file that somebody carries: a [`Bundle`] | what follows on the log is taken in as if the phone had sent it ([`receive`]) |
//! | a decision arrives before the entry that it is about | nothing is held yet | it waits, and is carried out when the entry comes |
//!
//! Each row is a history in `tests/histories.rs`, `tests/restores.rs`, `tests/recoveries.rs`, `tests/comparisons.rs` or `tests/bundles.rs`; `tests/peers.rs` and
//! `tests/offline_entities.rs` tell what other apps do there. The crate `simulation` lives through random ones.
//!
//! ```
//! use futures_executor::block_on;
//! use record::*;
//! use std::cell::RefCell;
//! use sync::{memory::*, *};
//!
//! // An endpoint, and two field workers with a phone each.
//! let office = RefCell::new(MemoryOffice::default());
//! office.borrow_mut().start(Epoch(1));
//! let everywhere = Grant { role: Role::FieldWorker, programmes: Programmes::All, territory: String::new() };
//! let phone = |name: &str| {
//!     let (device, person) = (DeviceId::derived("phone", &[name]), AuthorId::derived("staff", &[name]));
//!     let grants = office.borrow_mut().grant(person, Grants { version: 0, list: vec![everywhere.clone()] });
//!     office.borrow_mut().enrol(device, person);
//!     let local = Local::new(Memory::default(), |record| record.form.clone());
//!     block_on(local.enrol(Enrolment { device, person, grants })).unwrap();
//!     (local, Line { office: &office, session: Session { device, person, withdrawn: false }, now: 1_000 })
//! };
//! let (naima, brahim) = (phone("Naïma"), phone("Brahim"));
//! let exchange = |(local, line): &(Local<Memory>, Line)| {
//!     let identity = || DeviceId::derived("phone", &["another"]);
//!     block_on(run(local, line, &mut Batch::default(), &|| 1_000, &identity, |_| {})).unwrap()
//! };
//!
//! // Naïma registers somebody without signal: saved on this phone, one entry waiting.
//! let fatima = RecordId::derived("person", &["Fatima"]);
//! let name = Path::field("given_name").unwrap();
//! let proposal = Proposal {
//!     record: fatima, saw: Context::default(), form: "person".into(), form_version: 1,
//!     author: naima.1.session.person, on: "2026-11-21".parse().unwrap(),
//!     edits: [(name.clone(), Some(Value::Text("Fatima".into())))].into(),
//! };
//! let saved = block_on(naima.0.save(proposal, None, 900, || Actor(1))).unwrap();
//! assert_eq!(saved.standing.waiting(), 1);
//!
//! // Signal returns: it is at the office, and on Brahim's phone after his exchange.
//! assert_eq!(exchange(&naima).waiting(), 0);
//! exchange(&brahim);
//! let shown = block_on(brahim.0.shown(fatima)).unwrap().unwrap();
//! assert_eq!(shown.record.shown(&name), Some(&Value::Text("Fatima".into())));
//! ```
//!
//! What is deliberately not here: a clock, randomness, a network, a database. They are passed in, so that a
//! simulator can run the same code through every fault it can think of.

#![warn(missing_docs)]

mod answer;
mod backing;
mod bases;
mod bundle;
mod compare;
mod compared;
mod desk;
mod digest;
mod drafts;
mod erased;
mod grants;
mod judge;
mod local;
mod log;
pub mod memory;
mod mentions;
mod office;
mod patience;
mod protocol;
mod prune;
mod read;
mod receive;
mod recover;
mod run;
mod sound;
mod standing;
mod take_in;
mod upload;
mod withdrawn;

pub use answer::{Facts, answer};
pub use backing::{Backing, Fault, Mode, Table, Transaction};
pub use bundle::{Bundle, Part};
pub use compare::{Comparing, Proof};
pub use desk::erase_again;
pub use digest::{Digest, Parts, part_of};
pub use grants::{Grant, Grants, Programmes, Role, within};
pub use local::{EnrolError, Enrolment, Local, Saved, Shown};
pub use log::{Act, Decision, Entry, Head, LONGEST_ENTRY, Payload};
pub use office::{
    Acknowledged, DeviceLog, Early, EpochStart, Found, Kept, Office, Passed, Session, Stored, Summed, Told,
};
pub use patience::Patience;
pub use protocol::{
    Answer, Compared, Compares, Confirmed, Cursor, Epoch, Outcome, PROTOCOL, Reason, Request, Response,
    Returned, Seal, SealKey, Stated, Widening,
};
pub use receive::{Received, receive};
pub use record::{Hash, HashError};
pub use recover::{Mark, Recovered};
pub use run::{Batch, Round, Stopped, Transport, Trouble, round, run};
pub use standing::{Returning, Standing};
pub use take_in::TakenIn;
pub use upload::{Ask, Heard, Pace, Turn, Upload};
