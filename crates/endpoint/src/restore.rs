//! A backup takes the place of the database. It is proved first; what was there is kept beside it under another name;
//! and what was taken away from people and phones since the backup stays taken away.

use crate::backup::{
    CarryError, FilesHeld, Manifest, Unfinished, beside, beside_backup, carry, stamp, weigh,
};
use crate::folder::{Folder, FolderError, create_private, failed, sync_names};
use crate::proof::Findings;
use crate::store::{Database, StoreError, open_beside};
use crate::verify::{WITH_FILES, verify};
use sqlx::{Connection, SqliteConnection, query, query_scalar, raw_sql};
use std::path::{Path, PathBuf};
use std::{fs, io, io::Read};

/// What a restore has done.
#[derive(Clone, Debug)]
pub struct Restored {
    /// What the backup holds.
    pub findings: Findings,
    /// Where the database lies that was there, if there was one.
    pub replaced: Option<PathBuf>,
    /// Whose sessions go on.
    pub sessions: Sessions,
    /// Which files are there.
    pub files: FilesHeld,
}

/// Which of the backup's sessions go on after a restore.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sessions {
    /// Those that were still open in the database that was replaced, which could be asked.
    OpenTillNow(i64),
    /// None: nobody can say which of them were ended since.
    Ended,
    /// All: whoever restored has said so.
    AllOfTheBackup(i64),
}

/// Why nothing was restored.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// A file or folder cannot be used.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The file is none of ours, or cannot be read.
    #[error("{file} is no backup that this program can read; nothing was changed: {error}")]
    NoBackup {
        /// The file.
        file: PathBuf,
        /// Why.
        error: StoreError,
    },
    /// A server is put back by its own programs.
    #[error(
        "{0} is a copy of a PostgreSQL server: `tiwizi restore --help` says how it is put back; nothing was changed"
    )]
    OfAServer(PathBuf),
    /// The file has changed since its manifest was written.
    #[error(
        "{0} is not the file that the manifest beside it describes: it was damaged or exchanged; nothing was changed"
    )]
    NotAsDescribed(PathBuf),
    /// The file can be read, and is not true.
    #[error(
        "{file} is not true: it was damaged or altered, or seal.key is another network's; nothing was changed"
    )]
    Untrue {
        /// The file.
        file: PathBuf,
        /// What is untrue.
        findings: Box<Findings>,
    },
    /// Some other program works with the database.
    #[error("the database in {0} is in use by another program; stop that first")]
    InUse(PathBuf),
    /// The copy could not be prepared.
    #[error("the backup could not be prepared, and nothing was changed: {0}")]
    Store(#[from] StoreError),
}

impl From<CarryError> for RestoreError {
    fn from(error: CarryError) -> Self {
        match error {
            CarryError::Folder(error) => error.into(),
            CarryError::Store(error) => error.into(),
        }
    }
}

type Result<T> = std::result::Result<T, RestoreError>;

/// The first layout that notes who read what beyond the everyday.
const WITH_READINGS: i64 = 2;
/// The first layout that keeps files that phones have saved.
const WITH_BUNDLES: i64 = 5;

/// Puts a backup in the place of the folder's database. Either all of it happens or nothing; `now` in milliseconds
/// since 1970-01-01 UTC names what is kept. The endpoint's next start begins a new epoch, by which phones know that
/// they must offer again what the backup lacks.
///
/// | the database that was there | sessions of the backup |
/// |---|---|
/// | can be read | those go on that are open in it too; phones, people, rights and passwords stay as far taken away as they are in it; who read what stays noted |
/// | cannot be read, or there is none | end: phones are enrolled again by a new code and keep their work |
/// | the same, and `keep_sessions` | go on, those of phones that were revoked since too |
pub async fn restore(folder: &Folder, from: &Path, keep_sessions: bool, now: i64) -> Result<Restored> {
    must_be_as_described(from)?;
    if is_of_a_server(from).map_err(failed(from))? {
        return Err(RestoreError::OfAServer(from.to_owned()));
    }
    folder.make()?;
    let _occupied = folder.occupy()?;
    let key = folder.seal_key()?;
    let database = folder.database();
    let next = Unfinished::at(beside(&database, ".restoring"));
    copy(from, &next.path)?;
    folder.adopt(&next.path);
    let no_backup = |error| RestoreError::NoBackup { file: from.to_owned(), error };
    let findings = verify(&Database::File(next.path.clone()), &key).await.map_err(no_backup)?;
    if !findings.all_true() {
        return Err(RestoreError::Untrue { file: from.to_owned(), findings: Box::new(findings) });
    }

    let asked = if database.exists() { ask(&database, &next.path, folder).await? } else { None };
    let sessions = match asked {
        Some(open) => Sessions::OpenTillNow(open),
        None => of_the_backup(&next.path, keep_sessions).await?,
    };
    // Files are never written over: those that were there stay, whatever the backup knows of them.
    let mut next_holds = Database::File(next.path.clone()).open_to_read().await?;
    let files = carry(&mut next_holds, &beside_backup(from), &folder.files()).await?;
    next_holds.close().await.map_err(StoreError::from)?;
    own(folder, &folder.files());
    fs::File::open(&next.path).and_then(|file| file.sync_all()).map_err(failed(&next.path))?;
    let replaced = put_in_place(&database, &next.path, now)?;
    next.stays();
    sync_names(folder.path()).map_err(failed(folder.path()))?;
    Ok(Restored { findings, replaced, sessions, files })
}

/// What the machine's administrator put among the files, the endpoint must be able to read. What cannot be listed was
/// not put there.
fn own(folder: &Folder, path: &Path) {
    folder.adopt(path);
    for inside in fs::read_dir(path).into_iter().flatten().flatten() {
        own(folder, &inside.path());
    }
}

/// A manifest need not be there; one that is must fit.
fn must_be_as_described(from: &Path) -> Result<()> {
    let is = weigh(from).map_err(failed(from))?;
    let manifest = beside(from, ".json");
    let text = match fs::read(&manifest) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        text => text.map_err(failed(&manifest))?,
    };
    let described =
        serde_json::from_slice::<Manifest>(&text).ok().map(|manifest| (manifest.bytes, manifest.sha256));
    if described == Some(is) { Ok(()) } else { Err(RestoreError::NotAsDescribed(from.to_owned())) }
}

/// Whether pg_dump has made it.
fn is_of_a_server(from: &Path) -> io::Result<bool> {
    let mut begins = Vec::new();
    fs::File::open(from)?.take(5).read_to_end(&mut begins)?;
    Ok(begins == b"PGDMP")
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    let mut backup = fs::File::open(from).map_err(failed(from))?;
    // Left by a restore that was cut off: whoever occupies the folder owns it.
    match fs::remove_file(to) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(to)(error).into()),
        _ => {}
    }
    let mut copy = create_private(to).map_err(failed(to))?;
    io::copy(&mut backup, &mut copy).map_err(failed(to))?;
    copy.sync_all().map_err(failed(to))?;
    Ok(())
}

/// How many sessions open anything: of no phone that was withdrawn, and of nobody who has left.
const OPEN: &str = "SELECT count(*) FROM session AS s JOIN device AS d ON d.id = s.device
    JOIN person AS p ON p.id = d.person WHERE d.revoked_at IS NULL AND p.active = 1";

/// Takes over from the database that was there what was taken away since the backup. Gives how many sessions go on;
/// `None` if it cannot be read.
async fn ask(database: &Path, next: &Path, folder: &Folder) -> Result<Option<i64>> {
    match fold_log(database).await {
        Err(error) if error.is_in_use() => return Err(RestoreError::InUse(folder.path().to_owned())),
        Err(_) => return Ok(None),
        Ok(()) => {}
    }
    let mut db = open_beside(next).await?;
    let attached = query("ATTACH DATABASE ?1 AS replaced").bind(database.to_string_lossy().into_owned());
    attached.execute(&mut db).await.map_err(StoreError::from)?;
    let open = carry_over(&mut db).await;
    db.close().await.map_err(StoreError::from)?;
    Ok(open.ok())
}

/// All of the database goes into its one file; nobody else may have it open.
async fn fold_log(database: &Path) -> std::result::Result<(), StoreError> {
    let mut db = open_beside(database).await?;
    raw_sql("PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE").execute(&mut db).await?;
    Ok(db.close().await?)
}

async fn carry_over(db: &mut SqliteConnection) -> std::result::Result<i64, sqlx::Error> {
    let mut tx = db.begin().await?;
    raw_sql(include_str!("../queries/carry_over.sql")).execute(&mut *tx).await?;
    let mut both = i64::MAX;
    for layout in ["PRAGMA main.user_version", "PRAGMA replaced.user_version"] {
        both = both.min(query_scalar(layout).fetch_one(&mut *tx).await?);
    }
    if both >= WITH_READINGS {
        raw_sql(include_str!("../queries/carry_readings_over.sql")).execute(&mut *tx).await?;
    }
    if both >= WITH_FILES {
        raw_sql(include_str!("../queries/carry_files_over.sql")).execute(&mut *tx).await?;
    }
    if both >= WITH_BUNDLES {
        raw_sql(include_str!("../queries/carry_bundles_over.sql")).execute(&mut *tx).await?;
    }
    let open = query_scalar(OPEN).fetch_one(&mut *tx).await?;
    tx.commit().await?;
    Ok(open)
}

async fn of_the_backup(next: &Path, keep: bool) -> Result<Sessions> {
    let mut db = open_beside(next).await?;
    let sessions = if keep {
        let count = query_scalar(OPEN).fetch_one(&mut db).await;
        Sessions::AllOfTheBackup(count.map_err(StoreError::from)?)
    } else {
        query("DELETE FROM session").execute(&mut db).await.map_err(StoreError::from)?;
        Sessions::Ended
    };
    db.close().await.map_err(StoreError::from)?;
    Ok(sessions)
}

/// The old database gets a second name before the new one takes its first: at no moment is there none. What lies
/// beside it goes along, or SQLite would take it for the new one's.
fn put_in_place(database: &Path, next: &Path, now: i64) -> Result<Option<PathBuf>> {
    let kept = free_name(database, now);
    let was_there = database.exists();
    if was_there {
        // Some disks know no second names.
        let kept_too = fs::hard_link(database, &kept).or_else(|_| fs::copy(database, &kept).map(drop));
        kept_too.map_err(failed(&kept))?;
    }
    for suffix in ["-wal", "-shm", "-journal"] {
        let left = beside(database, suffix);
        if left.exists() {
            fs::rename(&left, beside(&kept, suffix)).map_err(failed(&left))?;
        }
    }
    fs::rename(next, database).map_err(failed(database))?;
    Ok(was_there.then_some(kept))
}

/// Under which name the database is kept that is replaced. Nobody else is at work here who could take it.
fn free_name(database: &Path, now: i64) -> PathBuf {
    let mut kept = database.with_file_name(format!("tiwizi-replaced-{}.sqlite", stamp(now)));
    let mut again = 1;
    while kept.exists() {
        again += 1;
        kept = database.with_file_name(format!("tiwizi-replaced-{}-{again}.sqlite", stamp(now)));
    }
    kept
}
