//! Drafts: what is being filled in. The store keeps their text and asks no more of it.

use crate::{Backing, Fault, Local, Mode, Table, Transaction};

impl<B: Backing> Local<B> {
    /// Keeps a draft under its id, in place of what was kept before. Relaxed: a crash of the machine may lose the
    /// last moments.
    pub async fn keep_draft(&self, id: &str, text: &str) -> Result<(), Fault> {
        let tx = self.backing.begin(&[Table::Drafts], Mode::Relaxed).await?;
        tx.put(Table::Drafts, id, text).await?;
        tx.commit().await
    }

    /// A draft's text.
    pub async fn draft(&self, id: &str) -> Result<Option<String>, Fault> {
        let tx = self.backing.begin(&[Table::Drafts], Mode::Read).await?;
        tx.get(Table::Drafts, id).await
    }

    /// All drafts: ids and texts.
    pub async fn drafts(&self) -> Result<Vec<(String, String)>, Fault> {
        let tx = self.backing.begin(&[Table::Drafts], Mode::Read).await?;
        tx.range(Table::Drafts, "", usize::MAX).await
    }

    /// Drops a draft because the person says so.
    pub async fn drop_draft(&self, id: &str) -> Result<(), Fault> {
        let tx = self.backing.begin(&[Table::Drafts], Mode::Relaxed).await?;
        tx.delete(Table::Drafts, id).await?;
        tx.commit().await
    }

    /// A single text kept beside the records: the catalogue, the directory.
    pub async fn note_text(&self, key: &str, text: &str) -> Result<(), Fault> {
        let tx = self.backing.begin(&[Table::Meta], Mode::Relaxed).await?;
        tx.put(Table::Meta, &format!("text/{key}"), text).await?;
        tx.commit().await
    }

    /// A text kept by [`Local::note_text`].
    pub async fn noted_text(&self, key: &str) -> Result<Option<String>, Fault> {
        let tx = self.backing.begin(&[Table::Meta], Mode::Read).await?;
        tx.get(Table::Meta, &format!("text/{key}")).await
    }
}
