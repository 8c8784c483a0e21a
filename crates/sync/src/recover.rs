//! The comparison at start: the store against the second copy and its high-water mark.
//!
//! Chromium has been measured to recreate a corrupted IndexedDB empty, and to drop the tail of a truncated one
//! with no sign at all. What the second copy still has is put back; what it has not is counted and told.

use crate::standing::{append, begin_all, enrolled, read_log, read_standing, write_standing};
use crate::{Act, Backing, Entry, Fault, Grants, Head, Local, Mode, Payload, Standing, Transaction};
use record::{AuthorId, DeviceId};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// The high-water mark beside the second copy: how far the device's log went when it was last written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Mark {
    /// Whose log.
    pub device: DeviceId,
    /// Who is enrolled on the device.
    pub person: AuthorId,
    /// The end of the log.
    pub head: Head,
    /// The end of the log as the endpoint had said it has it.
    pub accepted: Head,
}

impl Mark {
    /// The mark of where a device stands.
    pub fn of(standing: &Standing) -> Self {
        let Standing { device, person, head, accepted, .. } = *standing;
        Self { device, person, head, accepted }
    }
}

/// What the comparison found.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Recovered {
    /// Entries that the store had lost and that were put back.
    pub replayed: u64,
    /// Entries that the store had lost and that the second copy lacks too.
    pub missing: u64,
    /// Whether the store was empty although the device was enrolled.
    pub emptied: bool,
}

impl<B: Backing> Local<B> {
    /// Compares the store with the second copy's mark and entries, and puts back what the store has lost.
    ///
    /// | the store | the mark | then |
    /// |---|---|---|
    /// | reaches the mark, or beyond | any | nothing was lost |
    /// | ends before the mark, same device | – | the entries between are put back from their copies |
    /// | has no device | a device | the device is known again, its log begins at what the endpoint had accepted |
    /// | another identity of the same person's device | – | one of the two is old: copies that the log lacks are appended |
    /// | another person's | – | the mark is old; nothing is done |
    ///
    /// An entry without a copy is counted as missing. The entries after it are appended all the same, at other
    /// places: should the endpoint have had it, it will say that the log is forked, and nothing is taken in twice.
    pub async fn recover(&self, mark: Option<Mark>, copies: Vec<Entry>) -> Result<Recovered, Fault> {
        let Some(mark) = mark else { return Ok(Recovered::default()) };
        let tx = begin_all(&self.backing, Mode::Strict).await?;
        let found = read_standing(&tx).await?;
        let emptied = found.is_none();
        let mut standing = match found {
            Some(standing) if standing.person != mark.person => return Ok(Recovered::default()),
            Some(standing) if standing.device != mark.device => return self.append_what_is_new(copies).await,
            Some(standing) => standing,
            None => {
                let new = Standing::new(mark.device, mark.person, Grants::default());
                let begins = mark.accepted;
                Standing {
                    head: begins,
                    kept: begins,
                    accepted: begins,
                    settled_through: begins.index,
                    ..new
                }
            }
        };
        let lost = mark.head.index.saturating_sub(standing.head.index);
        if lost == 0 && !emptied {
            return Ok(Recovered::default());
        }
        let from = standing.head.index;
        let mut copies: Vec<Entry> = copies.into_iter().filter(|copy| copy.index > from).collect();
        copies.sort_by_key(|copy| copy.index);
        copies.dedup_by_key(|copy| copy.index);
        let replayed = put_back(&tx, &mut standing, copies).await?;
        write_standing(&tx, &standing).await?;
        tx.commit().await?;
        self.own.borrow_mut().invalidate();
        Ok(Recovered { replayed, missing: lost.saturating_sub(replayed), emptied })
    }

    /// Appends the copies that the log does not have. The device has had two identities, and either the store or the
    /// copies are those of the older one; an entry that the endpoint has had under the other is not taken in twice.
    async fn append_what_is_new(&self, mut copies: Vec<Entry>) -> Result<Recovered, Fault> {
        let tx = begin_all(&self.backing, Mode::Strict).await?;
        let mut standing = enrolled(&tx).await?;
        let log = read_log(&tx, standing.kept.index, usize::MAX).await?;
        let has: HashSet<&Payload> = log.iter().map(|(_, logged)| &logged.payload).collect();
        copies.retain(|copy| !has.contains(&copy.payload));
        copies.sort_by_key(|copy| copy.index);
        if copies.is_empty() {
            return Ok(Recovered::default());
        }
        let replayed = put_back(&tx, &mut standing, copies).await?;
        write_standing(&tx, &standing).await?;
        tx.commit().await?;
        self.own.borrow_mut().invalidate();
        Ok(Recovered { replayed, ..Recovered::default() })
    }
}

/// Appends copies to the log. Gives how many.
async fn put_back(tx: &impl Transaction, standing: &mut Standing, copies: Vec<Entry>) -> Result<u64, Fault> {
    let replayed = copies.len() as u64;
    for copy in copies {
        let about = match copy.payload.act() {
            Ok(Act::Change(change)) => {
                standing.clock = standing.clock.max(change.at);
                Some((change.record, change.dot))
            }
            _ => None,
        };
        append(tx, standing, about, copy.payload).await?;
    }
    Ok(replayed)
}
