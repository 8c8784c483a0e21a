//! What was erased by law, in a file apart from the database: a backup from before an erasure does not bring back what
//! was erased. A line is the state of a record of which nothing else is left, so that the file says no more than that
//! there were such records.

use crate::folder::private;
use crate::store::office::OpenOffice;
use crate::{Endpoint, StoreError};
use record::Record;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use sync::{Facts, erase_again};

/// The file in which erasures are noted.
#[derive(Clone, Debug)]
pub struct Erasures(PathBuf);

impl Erasures {
    /// Those noted in a file, which need not be there yet.
    pub fn at(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// Notes records before their erasure is committed: noted in vain, they are erased all the same when the endpoint
    /// starts the next time. On the disk when this returns.
    pub fn note(&self, erased: &[Record]) -> io::Result<()> {
        let mut lines = String::new();
        for record in erased {
            lines += &serde_json::to_string(record)?;
            lines.push('\n');
        }
        let mut file: File = private(File::options().append(true).create(true)).open(&self.0)?;
        file.write_all(lines.as_bytes())?;
        file.sync_all()
    }

    /// All that were noted. A line that was cut by a loss of power was not committed either.
    pub fn all(&self) -> io::Result<Vec<Record>> {
        match fs::read_to_string(&self.0) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            text => Ok(text?.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()),
        }
    }
}

impl Endpoint {
    /// Commits what an open office has written. What was erased is noted first; the bytes of files that only erased
    /// records held go afterwards, and nothing of what stood in the database is left in its journal.
    pub(crate) async fn commit(&self, office: OpenOffice) -> Result<(), StoreError> {
        let OpenOffice { tx, erased, dropped, .. } = office;
        if !erased.is_empty() {
            self.erasures.note(&erased).map_err(sqlx::Error::from)?;
        }
        tx.commit().await?;
        for sha256 in dropped {
            if let Err(error) = self.shelf.drop_whole(sha256) {
                tracing::error!(%error, "the bytes of an erased file could not be dropped");
            }
        }
        if !erased.is_empty() {
            tracing::info!(records = erased.len(), "erased by law");
            self.store.empty_journal().await?;
        }
        Ok(())
    }

    /// Erases again what a backup that was put in place has brought back.
    pub(crate) async fn erase_again(&self) -> Result<(), StoreError> {
        let noted = self.erasures.all().map_err(sqlx::Error::from)?;
        if noted.is_empty() {
            return Ok(());
        }
        let facts = Facts {
            now: self.now(),
            knows_form: &|form| self.catalogue.has_form(form),
            seal: &self.seal,
            catalogue: &self.catalogue.version,
        };
        let mut office = OpenOffice::within(self.store.write().await?, self.now());
        erase_again(&mut office, &noted, &facts).await?;
        self.commit(office).await
    }
}
