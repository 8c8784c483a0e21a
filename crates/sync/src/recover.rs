//! The comparison at start: the store against the second copy and its high-water mark.
//!
//! Chromium has been measured to recreate a corrupted IndexedDB empty, and to drop the tail of a truncated one
//! with no sign at all. What the second copy still has is put back; what it has not is counted and told.

use crate::standing::{append, begin_all, head_at, read_log, read_standing, write_standing};
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
    /// | the store | then |
    /// |---|---|
    /// | is another person's | the mark is old; nothing is done |
    /// | has the mark's head in its log | nothing was lost |
    /// | ends before it, or has gone another way | the copies that its log lacks are appended |
    /// | has no device | the device is known again, its log begins at what the endpoint had accepted, and the copies follow |
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
            Some(standing) => standing,
            None => {
                let new = Standing::new(mark.device, mark.person, Grants::default());
                let begins = mark.accepted;
                Box::new(Standing {
                    head: begins,
                    kept: begins,
                    accepted: begins,
                    settled_through: begins.index,
                    ..new
                })
            }
        };
        let is_same_log = standing.device == mark.device;
        let has_the_mark = head_at(&tx, &standing, mark.head.index).await? == Some(mark.head);
        if is_same_log && has_the_mark && !emptied {
            return Ok(Recovered::default());
        }
        let lost = if is_same_log { mark.head.index.saturating_sub(standing.head.index) } else { 0 };
        let replayed = put_back(&tx, &mut standing, mark, copies).await?;
        if replayed == 0 && !emptied {
            return Ok(Recovered { missing: lost, ..Recovered::default() });
        }
        write_standing(&tx, &standing).await?;
        tx.commit().await?;
        self.own.borrow_mut().invalidate();
        Ok(Recovered { replayed, missing: lost.saturating_sub(replayed), emptied })
    }
}

/// Appends the copies that the log lacks, in their order. Gives how many.
async fn put_back(
    tx: &impl Transaction,
    standing: &mut Standing,
    mark: Mark,
    mut copies: Vec<Entry>,
) -> Result<u64, Fault> {
    let log = read_log(tx, standing.kept.index, usize::MAX).await?;
    let has: HashSet<&Payload> = log.iter().map(|(_, logged)| &logged.payload).collect();
    copies.sort_by_key(|copy| copy.index);
    copies.dedup_by_key(|copy| copy.index);
    let accepted = if log.is_empty() { accepted_among(&copies, mark, standing) } else { 0 };
    copies.retain(|copy| copy.index > accepted && !has.contains(&copy.payload));
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

/// Through which index the endpoint has the copies, as a store knows that has let go of its log.
///
/// A place alone says nothing: a store and a second copy of two pasts have different entries at the same one. The
/// copies have to lead from what their mark calls accepted to the very head that the store calls so.
fn accepted_among(copies: &[Entry], mark: Mark, standing: &Standing) -> u64 {
    if mark.device != standing.device {
        return 0;
    }
    let begins = copies.iter().skip_while(|copy| copy.index <= mark.accepted.index);
    let mut head = mark.accepted;
    for copy in begins.take_while(|copy| copy.index <= standing.accepted.index) {
        if copy.index != head.index + 1 {
            return 0;
        }
        head = head.then(&copy.payload);
    }
    if head == standing.accepted { head.index } else { 0 }
}
