//! The endpoint's half of a rescue bundle: its entries are judged and merged exactly as if the device had sent them
//! itself. What the device has read is not touched: it exchanges as ever once it can, and hears of everything.
//!
//! Whoever brings a file is not the one who made it. What proves that entries are the device's is that they follow on
//! the log that the endpoint has; that the file is what it is said to be, a coordinator vouches for.

use crate::answer::{Facts, acknowledge_grants, work};
use crate::office::{DeviceLog, Office, Session};
use crate::{Entry, Hash, Head, Part, Request};
use serde::{Deserialize, Serialize};

/// What became of a part.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Received {
    /// It follows on the log; all of it is here now.
    Here {
        /// How many entries were not here before.
        new: u64,
        /// How many were.
        known: u64,
        /// How many the device has dropped and a restored endpoint has lost: they stay a hole in the log.
        lacking: u64,
        /// How many of the new ones are held for a person to look at.
        held: u64,
    },
    /// Entries before it are missing: none of it could be taken in.
    Ahead {
        /// The first entry missing.
        expects: u64,
    },
    /// The log here and the log in the file went different ways: the phone was rolled back or copied. None of it was
    /// taken in. The phone finds out when it exchanges, takes a new identity and offers all of it again.
    Forked,
    /// It ends within a hole that the device has declared: there is nothing here to compare it with.
    InHole,
}

/// Takes in the parts of one bundle, in the order of the log. Gives what became of each, in their own order. The
/// caller commits the transaction; one that is rolled back has only looked. Taken in again, a bundle changes nothing.
///
/// The session is that of the device's own person, whoever brings the file: the caller has made sure that the device,
/// or the one that it replaces, is known. What comes from a device that was withdrawn, or from somebody who has left, is
/// held for a person to look at, as when the device hands it over itself.
///
/// # Errors
/// Only the database's.
pub async fn receive<O: Office>(
    office: &mut O,
    session: &Session,
    parts: &[Part],
    facts: &Facts<'_>,
) -> Result<Vec<Received>, O::Error> {
    let mut in_order: Vec<(usize, &Part)> = parts.iter().enumerate().collect();
    in_order.sort_by_key(|(_, part)| part.before.index);
    let mut received = vec![Received::Forked; parts.len()];
    for (place, part) in in_order {
        received[place] = receive_part(office, session, part, facts).await?;
    }
    Ok(received)
}

async fn receive_part<O: Office>(
    office: &mut O,
    session: &Session,
    part: &Part,
    facts: &Facts<'_>,
) -> Result<Received, O::Error> {
    let device = part.bundle.device;
    if device != session.device && part.bundle.replaces == Some(session.device) {
        office.replace_device(session.device, device, session.person).await?;
    }
    let mut log = office.device_log(device).await?.unwrap_or_default();
    let new = match fit(office, part, &log).await? {
        Ok(new) => new,
        Err(received) => return Ok(received),
    };
    let (mut known, mut lacking, mut held) = (0, 0, 0);
    for entry in part.entries.iter().filter(|entry| entry.index <= log.head.index) {
        let is_here = office.hash_at(device, entry.index).await?.is_some();
        *(if is_here { &mut known } else { &mut lacking }) += 1;
    }
    let count = new.len() as u64;
    if count > 0 {
        let request = as_request(part);
        acknowledge_grants(office, session, &request, &mut log).await?;
        held = work(office, session, &request, log, facts, new).await?.held;
    }
    Ok(Received::Here { new: count, known, lacking, held })
}

/// The entries of a part that the log does not have yet, each with the head after it; or why there are none to take.
///
/// | the part | then |
/// |---|---|
/// | begins beyond the end of our log | ahead: also where the phone has dropped what is missing, because only the phone itself declares a hole |
/// | has another hash at the last place that both have | forked |
/// | ends where we have a hole | in a hole |
/// | ends within our log, which may have gone on since | nothing of it is new |
/// | else | the entries after the end of our log are new |
async fn fit<O: Office>(
    office: &mut O,
    part: &Part,
    log: &DeviceLog,
) -> Result<Result<Vec<(Head, Entry)>, Received>, O::Error> {
    let ours = log.head;
    if part.before.index > ours.index {
        return Ok(Err(Received::Ahead { expects: ours.index + 1 }));
    }
    let both_have = ours.index.min(part.last());
    let mut head = part.before;
    let mut theirs = head.hash;
    let mut new = Vec::new();
    for entry in &part.entries {
        head = head.then(&entry.payload);
        if head.index <= both_have {
            theirs = head.hash;
        } else {
            new.push((head, entry.clone()));
        }
    }
    let there = match both_have {
        0 => Some(Hash::default()),
        _ if both_have == ours.index => Some(ours.hash),
        _ => office.hash_at(part.bundle.device, both_have).await?,
    };
    Ok(match there {
        None => Err(Received::InHole),
        Some(there) if there != theirs => Err(Received::Forked),
        Some(_) => Ok(new),
    })
}

/// The part as the request by which the device would have sent it, but for reading.
fn as_request(part: &Part) -> Request {
    let bundle = &part.bundle;
    Request {
        protocol: bundle.protocol,
        device: bundle.device,
        replaces: bundle.replaces,
        kept: Head::EMPTY,
        entries: Vec::new(),
        before: part.before,
        head: bundle.head,
        cursor: None,
        grants: bundle.grants,
        grants_after: bundle.grants_after,
        seen_outcomes: 0,
        limit: 0,
        returned: None,
        compares: None,
    }
}
