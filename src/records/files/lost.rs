//! Files that were on this device alone and are there no more: told, and never counted as sent.
//!
//! As long as the office is to have a file and has it not, localStorage holds a second copy of the line about it.
//!
//! | the second copy | the line in the store | the bytes | the file is |
//! |---|---|---|---|
//! | says it is unsent | none: the store was emptied or broke | – | lost |
//! | says it is unsent | says so too | none, or not those | lost, as soon as it is to be sent |
//! | none | none, and a draft that names it is saved | – | lost |
//!
//! The office may have it all the same: it is asked before each turn of sending.

use super::super::{Records, Summary};
use super::{KeptFile, Stands};
use crate::browser::{clock, files, journal};
use leptos::prelude::*;
use record::{File, FlatSet, Hash};
use std::sync::Arc;

impl KeptFile {
    /// What is known of it once its bytes are gone.
    pub(super) fn lost(self) -> Self {
        Self { stands: Stands::Lost, whole: false, ..self }
    }

    /// The same bytes are given once more: whatever was given up of them is to be sent.
    pub(super) fn found(self) -> Self {
        let given_up = matches!(self.stands, Stands::Lost | Stands::Without);
        let stands = if given_up { Stands::Here } else { self.stands };
        Self { stands, ..self }
    }

    /// Keeps the second copy of its line, or drops it when there is nothing to send. Whether it fitted.
    pub(super) fn copy(&self) -> bool {
        match self.line().filter(|_| self.is_outgoing()) {
            Some((key, line)) => journal::keep_file(&key, &line),
            None => {
                journal::drop_file(&self.key());
                true
            }
        }
    }
}

impl Records {
    /// The files that are lost.
    pub fn lost_files(self) -> Vec<Hash> {
        self.files_now(|kept| kept.saved && kept.stands == Stands::Lost)
    }

    /// The records that a lost file belongs to, as far as they are known, followed.
    pub fn records_with_lost_files(self) -> Vec<Arc<Summary>> {
        let lost = |kept: &Arc<KeptFile>| kept.record.filter(|_| kept.saved && kept.stands == Stands::Lost);
        let records: FlatSet<_> = self.files.with(|files| files.values().filter_map(lost).collect());
        records.iter().filter_map(|record| self.summary(*record)).collect()
    }

    /// A draft named these files: those that are not known here were lost with the store.
    pub(in crate::records) fn are_here_or_lost(self, files: &[File]) {
        let now = clock::now();
        self.files.update(|all| {
            for file in files {
                let lost = || Arc::new(KeptFile::new(file.clone(), now).lost());
                all.entry(file.sha256).or_insert_with(lost);
            }
        });
    }

    /// A colleague hands over a draft that names these files: their bytes are not here, and are not this phone's to send.
    pub(in crate::records) async fn are_elsewhere(self, files: Vec<File>) {
        let now = clock::now();
        let unknown: Vec<File> = files
            .into_iter()
            .filter(|file| self.files.with_untracked(|all| !all.contains_key(&file.sha256)))
            .collect();
        self.files.update(|all| {
            for file in &unknown {
                all.insert(file.sha256, Arc::new(KeptFile::new(file.clone(), now)));
            }
        });
        let note = |kept: &mut KeptFile| (kept.stands, kept.whole) = (Stands::Elsewhere, false);
        self.change_files(&unknown.iter().map(|file| file.sha256).collect::<Vec<_>>(), note).await;
    }

    /// What the browser could not read once it may read after a new start.
    pub(super) async fn look_for_lost(self) {
        let mut found = Vec::new();
        for file in self.lost_files() {
            if let Ok(Some(bytes)) = self.bytes(file).await
                && files::hash(&bytes).await == Some(file)
            {
                found.push(file);
            }
        }
        self.note_files(&found, Stands::Here).await;
    }

    /// Makes the second copies what the lines are: a kill may have come between the two.
    pub(super) fn copy_files(self) {
        let mut copied = true;
        self.files.with_untracked(|files| files.values().for_each(|kept| copied &= kept.copy()));
        self.are_copied(copied);
    }

    /// The person is told where there is no room for second copies.
    pub(super) fn are_copied(self, copied: bool) {
        if !copied {
            self.health.update(|health| health.copied = false);
        }
    }
}
