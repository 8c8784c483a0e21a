//! Which files are mentioned on a device: a photo that nothing mentions any more may go.

use crate::{Backing, Fault, Hash, Local, Mode, Table, Transaction};
use std::collections::BTreeSet;

/// Packs are long: so many rows are read at a time.
const AT_A_TIME: usize = 8;

impl<B: Backing> Local<B> {
    /// Those of these files that the device's own entries mention, settled or not.
    pub async fn mentioned_in_log(&self, files: &[Hash]) -> Result<BTreeSet<Hash>, Fault> {
        self.mentioned_in(&[Table::Log], files).await
    }

    /// Those of these files that anything on the device mentions: an entry, a record or a draft. Reads all of it.
    pub async fn mentioned(&self, files: &[Hash]) -> Result<BTreeSet<Hash>, Fault> {
        self.mentioned_in(&[Table::Log, Table::Drafts, Table::Rows, Table::Packs], files).await
    }

    async fn mentioned_in(&self, tables: &[Table], files: &[Hash]) -> Result<BTreeSet<Hash>, Fault> {
        let mut sought: Vec<(Hash, String)> = files.iter().map(|file| (*file, file.to_string())).collect();
        let tx = self.backing.begin(tables, Mode::Read).await?;
        for &table in tables {
            let mut from = String::new();
            while !sought.is_empty() {
                let rows = tx.range(table, &from, AT_A_TIME).await?;
                sought.retain(|(_, hex)| !rows.iter().any(|(_, text)| text.contains(hex.as_str())));
                // The least key that is greater.
                let Some((last, _)) = rows.into_iter().next_back() else { break };
                from = last + "\0";
            }
        }
        let unmentioned: BTreeSet<Hash> = sought.into_iter().map(|(file, _)| file).collect();
        Ok(files.iter().filter(|file| !unmentioned.contains(file)).copied().collect())
    }
}
