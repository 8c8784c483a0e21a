//! A copy of the database, made while an endpoint may be at work, read again and proved before it is called a backup.
//! Only then are phones told how much of their logs it holds.
//!
//! | | in the copy |
//! |---|---|
//! | people, rights, phones, logs, records, readings | yes |
//! | photos and other files that are whole | yes, in the folder `files` beside the copy, each once for all backups there |
//! | parts of files that are being sent | no: phones send them again |
//! | hashes of passwords and of session tokens | yes: nobody signs in with a hash, and phones go on after a restore |
//! | open enrolment codes and the administrator's one-time link | no: they are good for a day, and a code is short enough to be found from its hash |
//! | the key of the seals, the folder's own catalogue | no: whoever steals the copy can make no seal |

mod files;
mod manifest;
mod server;

pub use files::{CarryError, FilesHeld, beside_backup, carry};
pub use manifest::{LogHeld, Manifest};
pub(crate) use manifest::{stamp, weigh};
pub use server::back_up_server;

use crate::folder::{Folder, FolderError, create_private, failed, sync_names, write_private};
use crate::proof::Findings;
use crate::store::{Database, StoreError, layout, open_beside, open_to_write};
use crate::verify::verify;
use serde::Serialize;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Connection, Row, query, raw_sql};
use std::fs;
use std::path::{Path, PathBuf};

/// A copy that was proved.
#[derive(Clone, Debug)]
pub struct Backup {
    /// Where it is.
    pub file: PathBuf,
    /// What it holds.
    pub manifest: Manifest,
}

/// Why there is no backup, or nobody was told of it.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// A file or folder cannot be used.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A backup writes over nothing.
    #[error("{0} is there already, and nothing is written over it")]
    Exists(PathBuf),
    /// Another backup of that name is under way, or was cut off.
    #[error("{0} is there: a backup of this name is under way, or was cut off; if so, remove it")]
    UnderWay(PathBuf),
    /// The copy was read again, and is not true.
    #[error("the copy is not true, and was removed; `tiwizi verify` says whether the database itself is")]
    Untrue(Box<Findings>),
    /// The database on a server is not true.
    #[error("the database is not true, and no copy was made")]
    UntrueServer(Box<Findings>),
    /// PostgreSQL's own programs make and read the copy of a server.
    #[error("{program}, of PostgreSQL's own programs: {said}")]
    Tool {
        /// Which.
        program: String,
        /// What it said.
        said: String,
    },
    /// The copy is good, but the database could not be told.
    #[error("{file} is a good backup, but phones are not told what it holds: {error}")]
    NotNoted {
        /// The backup.
        file: PathBuf,
        /// Why.
        error: StoreError,
    },
}

impl From<CarryError> for BackupError {
    fn from(error: CarryError) -> Self {
        match error {
            CarryError::Folder(error) => error.into(),
            CarryError::Store(error) => error.into(),
        }
    }
}

type Result<T, E = BackupError> = std::result::Result<T, E>;

/// Backs the folder's database up to a file, or to a new file in a folder, named by the time: `now` in milliseconds
/// since 1970-01-01 UTC. A backup that fails leaves nothing behind, and phones keep what they have.
pub async fn back_up(folder: &Folder, to: &Path, now: i64) -> Result<Backup> {
    let database = folder.present_database()?;
    let key = folder.seal_key()?;
    let file = named(to, now, "sqlite")?;
    let partial = Unfinished::begin(&file)?;
    copy(&database, &partial.path).await?;
    let findings = verify(&Database::File(partial.path.clone()), &key).await?;
    if !findings.all_true() {
        return Err(BackupError::Untrue(Box::new(findings)));
    }
    let mut proved = Database::File(partial.path.clone()).open_to_read().await?;
    // Before the copy has its name: whoever finds a backup finds its files.
    let files = carry(&mut proved, &folder.files(), &beside_backup(&file)).await?;
    let manifest = Manifest { files, ..describe(&mut proved, &partial.path, &file, &findings, now).await? };
    proved.close().await.map_err(StoreError::from)?;
    finish(partial, &file, &manifest)?;
    let noted = note_in(&database, &manifest).await;
    noted.map_err(|error| BackupError::NotNoted { file: file.clone(), error })?;
    Ok(Backup { file, manifest })
}

/// Gives a copy its name, with what it holds beside it.
fn finish(partial: Unfinished, file: &Path, manifest: &Manifest) -> Result<()> {
    let note = beside(file, ".json");
    let written = Unfinished::at(note.clone());
    write_private(&note, manifest.text().as_bytes()).map_err(failed(&note))?;
    fs::rename(&partial.path, file).map_err(failed(file))?;
    written.stays();
    partial.stays();
    let parent = file.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new("."));
    Ok(sync_names(parent).map_err(failed(parent))?)
}

/// A path with something behind its name.
pub(crate) fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn named(to: &Path, now: i64, kind: &str) -> Result<PathBuf> {
    let is_folder = to.is_dir() || to.as_os_str().as_encoded_bytes().ends_with(b"/");
    if !is_folder {
        return Ok(to.to_owned());
    }
    Folder::at(to).make()?;
    Ok(to.join(format!("tiwizi-{}.{kind}", stamp(now))))
}

async fn copy(database: &Path, to: &Path) -> Result<()> {
    let mut db = open_beside(database).await?;
    let into = to.to_string_lossy().into_owned();
    query("VACUUM INTO ?1").bind(into).execute(&mut db).await.map_err(StoreError::from)?;
    db.close().await.map_err(StoreError::from)?;
    // Overwritten with zeros, not only forgotten.
    let strip = "PRAGMA secure_delete = on; DELETE FROM code; DELETE FROM setup";
    let mut copy = open_beside(to).await?;
    raw_sql(strip).execute(&mut copy).await.map_err(StoreError::from)?;
    copy.close().await.map_err(StoreError::from)?;
    fs::File::open(to).and_then(|file| file.sync_all()).map_err(failed(to))?;
    Ok(())
}

/// What a database holds of which a file is the copy.
async fn describe(
    db: &mut AnyConnection,
    copy: &Path,
    file: &Path,
    findings: &Findings,
    now: i64,
) -> Result<Manifest> {
    let layout = layout(db).await?;
    let heads = "SELECT d.id, d.head_index, d.head_hash, (SELECT count(*) FROM entry WHERE device = d.id)
                 FROM device AS d ORDER BY d.id";
    let rows = query(heads).fetch_all(db).await.map_err(StoreError::from)?;
    let held = |row: &AnyRow| {
        let (device, index) = (row.try_get(0)?, row.try_get(1)?);
        Ok(LogHeld { device, index, hash: row.try_get(2)?, entries: row.try_get(3)? })
    };
    let logs = rows.iter().map(held).collect::<Result<_, sqlx::Error>>();
    let (bytes, sha256) = weigh(copy).map_err(failed(copy))?;
    Ok(Manifest {
        file: file.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        made_at: manifest::instant(now),
        layout,
        bytes,
        sha256,
        entries: findings.entries,
        records: findings.records,
        seq: findings.seq,
        epoch: findings.epoch,
        files: FilesHeld::default(),
        logs: logs.map_err(StoreError::from)?,
    })
}

/// One transaction of the live database: each log that the backup holds is safe up to there.
async fn note_in(database: &Path, manifest: &Manifest) -> std::result::Result<(), StoreError> {
    let held: Vec<_> = manifest.logs.iter().map(|log| (&log.device, log.index, &log.hash)).collect();
    let mut db = open_to_write(database).await?;
    let mut tx = db.begin_with("BEGIN IMMEDIATE").await?;
    note(&mut tx, &held).await?;
    tx.commit().await?;
    Ok(db.close().await?)
}

/// Notes that a verified backup holds these logs, each up to a place and the hash there.
pub(crate) async fn note(
    db: &mut AnyConnection,
    held: &impl Serialize,
) -> std::result::Result<(), StoreError> {
    // Plain data: writing it as JSON cannot fail.
    let held = serde_json::to_string(held).unwrap_or_default();
    query(include_str!("../queries/note_backup.sql")).bind(held).execute(db).await?;
    Ok(())
}

/// A file that is removed again, with what SQLite may have put beside it, unless it stays.
pub(crate) struct Unfinished {
    pub path: PathBuf,
    finished: bool,
}

impl Unfinished {
    /// A file that is about to be made.
    pub fn at(path: PathBuf) -> Self {
        Self { path, finished: false }
    }

    /// Begins a backup, for its owner alone, where none of that name is made nor under way.
    fn begin(file: &Path) -> Result<Self> {
        let path = beside(file, ".partial");
        let begun = match create_private(&path) {
            Ok(_) => Self::at(path),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                return Err(BackupError::UnderWay(path));
            }
            Err(error) => return Err(failed(&path)(error).into()),
        };
        for taken in [file.to_owned(), beside(file, ".json")] {
            if taken.exists() {
                return Err(BackupError::Exists(taken));
            }
        }
        Ok(begun)
    }

    /// It is finished.
    pub fn stays(mut self) {
        self.finished = true;
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if self.finished {
            return;
        }
        for suffix in ["", "-journal", "-wal", "-shm"] {
            // Mostly there is nothing beside it; and what cannot be removed is told by the next backup.
            let _ = fs::remove_file(beside(&self.path, suffix));
        }
    }
}
