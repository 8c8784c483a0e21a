//! The rescue bundle: what a phone without network has not sent, as a file that somebody else can carry.
//!
//! A bundle is cut into **parts**, each of which says whose log it is from and where in it it belongs, so that a part
//! that is damaged costs only itself. How the parts are sealed and written into a file is not decided here.

use crate::standing::{enrolled, head_at, read_log};
use crate::{Backing, Entry, Fault, Head, Local, Mark, Mode, PROTOCOL, Table};
use record::{AuthorId, DeviceId};
use serde::{Deserialize, Serialize};

/// The log that a bundle was made from, as the device knew it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Bundle {
    /// The protocol that the device speaks.
    pub protocol: u32,
    /// Whose log.
    pub device: DeviceId,
    /// The device it was before it found its log forked, if the endpoint does not know the new one yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<DeviceId>,
    /// Who is enrolled on the device.
    pub person: AuthorId,
    /// The end of the log.
    pub head: Head,
    /// The end of the log as the endpoint had last said it has it.
    pub accepted: Head,
    /// The version of its grants that the device knew; 0 if that could not be read.
    pub grants: u32,
    /// The last entry made before it knew them.
    pub grants_after: u64,
}

/// A part of a bundle: some entries, one after the other, and all that is needed to put them into their place.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Part {
    /// What it is a part of.
    pub bundle: Bundle,
    /// Which one, from 1.
    pub number: u32,
    /// Of how many.
    pub of: u32,
    /// The log before the first entry.
    pub before: Head,
    /// The entries, in order.
    pub entries: Vec<Entry>,
}

/// How many entries that the endpoint has said it has go into a bundle all the same, unless a verified backup holds
/// them: an endpoint restored meanwhile has lost the last of them, and could not take in what comes after.
const REACH_BACK: u64 = 500;

impl<B: Backing> Local<B> {
    /// Everything that the endpoint has not said it has, and the last entries before it, in parts of about so many
    /// bytes. Nothing on the device changes: it sends all of it itself as soon as it can.
    pub async fn bundle(&self, bytes: usize) -> Result<Vec<Part>, Fault> {
        let tx = self.backing.begin(&[Table::Meta, Table::Log], Mode::Read).await?;
        let standing = enrolled(&tx).await?;
        let accepted = standing.accepted.index;
        let safe = standing.safe_through.min(accepted);
        let begins = accepted.saturating_sub(REACH_BACK).max(safe).max(standing.kept.index);
        let before = head_at(&tx, &standing, begins).await?.unwrap_or(standing.accepted);
        let log = read_log(&tx, before.index, usize::MAX).await?;
        let bundle = Bundle {
            protocol: PROTOCOL,
            device: standing.device,
            replaces: standing.replaces,
            person: standing.person,
            head: standing.head,
            accepted: standing.accepted,
            grants: standing.grants.version,
            grants_after: standing.grants_after,
        };
        let entries = log.into_iter().map(|(index, logged)| Entry { index, payload: logged.payload });
        Ok(in_parts(&bundle, before, entries, bytes))
    }
}

impl Mark {
    /// The bundle of a device whose store cannot be opened, from the second copies of what it has not sent.
    ///
    /// A copy that is missing leaves no gap: those after it move up, as in [`Local::recover`]. Should the store open
    /// again, the endpoint will find the two logs forked, and nothing is taken in twice.
    pub fn bundle(self, mut copies: Vec<Entry>, bytes: usize) -> Vec<Part> {
        copies.retain(|copy| copy.index > self.accepted.index);
        copies.sort_by_key(|copy| copy.index);
        copies.dedup_by_key(|copy| copy.index);
        let mut head = self.accepted;
        for copy in &mut copies {
            head = head.then(&copy.payload);
            copy.index = head.index;
        }
        let bundle = Bundle {
            protocol: PROTOCOL,
            device: self.device,
            replaces: None,
            person: self.person,
            head,
            accepted: self.accepted,
            grants: 0,
            grants_after: 0,
        };
        in_parts(&bundle, self.accepted, copies.into_iter(), bytes)
    }
}

impl Part {
    /// Whether its entries follow one another, up to at most the end of the log.
    pub fn is_consistent(&self) -> bool {
        let mut head = self.before;
        for entry in &self.entries {
            if entry.index != head.index.saturating_add(1) {
                return false;
            }
            head = head.then(&entry.payload);
        }
        head.index < self.bundle.head.index || head == self.bundle.head
    }

    /// The last of its entries; that before the first if it has none.
    pub fn last(&self) -> u64 {
        self.entries.last().map_or(self.before.index, |entry| entry.index)
    }
}

fn in_parts(bundle: &Bundle, before: Head, entries: impl Iterator<Item = Entry>, bytes: usize) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let (mut head, mut room) = (before, 0);
    for entry in entries {
        let size = entry.payload.as_str().len();
        if parts.is_empty() || size > room {
            let number = parts.len() as u32 + 1;
            parts.push(Part { bundle: bundle.clone(), number, of: 0, before: head, entries: Vec::new() });
            room = bytes;
        }
        room = room.saturating_sub(size);
        head = head.then(&entry.payload);
        if let Some(part) = parts.last_mut() {
            part.entries.push(entry);
        }
    }
    let of = parts.len() as u32;
    for part in &mut parts {
        part.of = of;
    }
    parts
}
