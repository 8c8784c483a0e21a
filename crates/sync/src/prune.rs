//! Dropping the beginning of the log: only what a verified backup of the endpoint holds.

use crate::standing::{enrolled, head_at, index_key, write_standing};
use crate::{Backing, Fault, Local, Mode, Table, Transaction};

impl<B: Backing> Local<B> {
    /// Drops the part of the log that a verified backup holds, never past an entry that is not settled. The log
    /// begins where it ends; should the endpoint be restored from an older backup, it notes a hole.
    pub async fn drop_what_is_safe(&self) -> Result<(), Fault> {
        let Some(standing) = self.standing().await? else { return Ok(()) };
        if standing.safe_through.min(standing.accepted.index) <= standing.kept.index {
            return Ok(()); // Most of the time: nothing is written for nothing.
        }
        let tx = self.backing.begin(&[Table::Meta, Table::Log, Table::Outcomes], Mode::Strict).await?;
        let mut standing = enrolled(&tx).await?;
        let first_lagging = standing.lagging.first().map_or(u64::MAX, |index| index - 1);
        let safe = standing.safe_through.min(standing.accepted.index);
        let through = safe.min(standing.settled_through).min(first_lagging);
        if through <= standing.kept.index {
            return Ok(());
        }
        let Some(kept) = head_at(&tx, &standing, through).await? else { return Ok(()) };
        for index in standing.kept.index + 1..=through {
            tx.delete(Table::Log, &index_key(index)).await?;
            tx.delete(Table::Outcomes, &index_key(index)).await?;
        }
        standing.kept = kept;
        write_standing(&tx, &standing).await?;
        tx.commit().await
    }
}
