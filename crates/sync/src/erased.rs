//! Letting go of what was erased by law: the device keeps the chain of its log, and that there was a record.
//!
//! What it has not sent yet goes first, as it is: the endpoint takes it in without its answers, and only then do they go
//! here too. So nothing that was saved is ever without an answer.

use crate::standing::{index_key, read_log, written};
use crate::{Backing, Fault, Local, Standing, Table, Transaction};
use record::RecordId;
use std::collections::BTreeSet;

impl<B: Backing> Local<B> {
    /// Takes the answers about erased records, and drafts of them, out of the entries after one of them that the endpoint has.
    pub(crate) async fn redact_log(
        &self,
        tx: &impl Transaction,
        standing: &Standing,
        after: u64,
    ) -> Result<(), Fault> {
        if standing.erased.is_empty() || after >= standing.accepted.index {
            return Ok(());
        }
        let log = read_log(tx, after, (standing.accepted.index - after) as usize).await?;
        for (index, mut logged) in log {
            let Some(change) = logged.payload.change() else { continue };
            let mut about = [change.record].into_iter().chain(change.handed_over());
            if !about.any(|id| standing.erased.contains(&id)) {
                continue;
            }
            if let Some(redacted) = logged.payload.redacted() {
                logged.payload = redacted;
                tx.put(Table::Log, &index_key(index), &written(&logged)?).await?;
            }
        }
        Ok(())
    }

    /// Takes records out of all packs, in whichever of them an earlier state lies: those erased, and those that have left
    /// the device.
    pub(crate) async fn take_out_of_packs(
        &self,
        tx: &impl Transaction,
        records: &BTreeSet<RecordId>,
    ) -> Result<(), Fault> {
        if records.is_empty() {
            return Ok(());
        }
        for (key, index) in tx.range(Table::PackIndex, "", usize::MAX).await? {
            let id_of = |line: &str| line.split_once('\t')?.0.parse().ok();
            let is_one = |line: &str| id_of(line).is_some_and(|id: RecordId| records.contains(&id));
            let lines: BTreeSet<usize> =
                index.lines().enumerate().filter(|(_, line)| is_one(line)).map(|(at, _)| at).collect();
            if lines.is_empty() {
                continue;
            }
            tx.put(Table::PackIndex, &key, &without(&index, &lines)).await?;
            if let Some(pack) = tx.get(Table::Packs, &key).await? {
                tx.put(Table::Packs, &key, &without(&pack, &lines)).await?;
            }
        }
        Ok(())
    }
}

/// The text with these lines empty: the others keep their places.
fn without(text: &str, lines: &BTreeSet<usize>) -> String {
    let kept = |(at, line)| if lines.contains(&at) { "\n".to_owned() } else { format!("{line}\n") };
    text.lines().enumerate().map(kept).collect()
}
