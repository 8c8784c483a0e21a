//! The files of records, beside a database: in a folder `files`, each under the hash of its bytes. What lies there and is
//! true is not copied again, so that backups to one folder share what they share.

use super::weigh;
use crate::files::Shelf;
use crate::folder::{Folder, FolderError, create_private, failed, sync_names};
use crate::store::{StoreError, layout};
use crate::verify::{WITH_FILES, whole};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sqlx::AnyConnection;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use sync::Hash;

/// Which files lie beside a database.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct FilesHeld {
    /// How many, each read again.
    pub count: u64,
    /// How many bytes they are.
    pub bytes: u64,
    /// How many of them were copied this time.
    pub copied: u64,
    /// How many there should be besides: gone or altered where they were to be copied from.
    pub lost: u64,
}

/// Where the files of the database at a path lie, if it is a backup.
pub fn beside_backup(backup: &Path) -> PathBuf {
    backup.with_file_name("files")
}

/// Brings the files that a database says are whole from one folder into another, and reads again those that are there.
pub async fn carry(db: &mut AnyConnection, from: &Path, to: &Path) -> Result<FilesHeld, CarryError> {
    if layout(db).await? < WITH_FILES {
        return Ok(FilesHeld::default());
    }
    let (said, _) = whole(db).await?;
    let (from, to) = (Shelf::at(from.to_owned()), Shelf::at(to.to_owned()));
    let mut held = FilesHeld::default();
    for file in said {
        let (source, target) = (from.whole(file.sha256), to.whole(file.sha256));
        let is_true = |path: &Path| weigh(path).is_ok_and(|is| is == (file.size, file.sha256));
        if !is_true(&target) {
            if !copy(&source, &target, file.sha256)? {
                held.lost += 1;
                continue;
            }
            held.copied += 1;
        }
        held.count += 1;
        held.bytes += file.size;
    }
    Ok(held)
}

/// Why files could not be brought from one folder into another.
#[derive(Debug, thiserror::Error)]
pub enum CarryError {
    /// A file or folder cannot be used.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Whether there was a file with the bytes of its name to copy. Either all of the copy is there afterwards or none.
fn copy(source: &Path, target: &Path, sha256: Hash) -> Result<bool, FolderError> {
    let mut from = match fs::File::open(source) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        from => from.map_err(failed(source))?,
    };
    let folder = target.parent().unwrap_or(Path::new("."));
    Folder::at(folder).make()?;
    let partial = super::beside(target, ".partial");
    // Left by a copy that was cut off.
    match fs::remove_file(&partial) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(&partial)(error)),
        _ => {}
    }
    let unfinished = super::Unfinished::at(partial.clone());
    let mut to = create_private(&partial).map_err(failed(&partial))?;
    let (mut sum, mut piece) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        match from.read(&mut piece).map_err(failed(source))? {
            0 => break,
            read => {
                sum.update(&piece[..read]);
                to.write_all(&piece[..read]).map_err(failed(&partial))?;
            }
        }
    }
    if Hash(sum.finalize().into()) != sha256 {
        return Ok(false);
    }
    to.sync_all().map_err(failed(&partial))?;
    fs::rename(&partial, target).map_err(failed(target))?;
    unfinished.stays();
    sync_names(folder).map_err(failed(folder))?;
    Ok(true)
}
