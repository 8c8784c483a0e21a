//! Whether every file that is said to be whole lies where it must, with the bytes of its name.

use crate::backup::weigh;
use crate::files::Shelf;
use crate::proof::{Awaited, Findings, Place, Untrue};
use crate::store::{Database, StoreError, layout};
use sqlx::{AnyConnection, Connection, Row, query};
use std::io;
use std::path::Path;
use sync::Hash;

type Result<T> = std::result::Result<T, StoreError>;

/// The first layout that knows of files.
pub const WITH_FILES: i64 = 4;

/// A file that a database says is whole.
pub struct Said {
    /// The hash of its bytes.
    pub sha256: Hash,
    /// How many there are.
    pub size: u64,
}

/// Looks through the files of the database at a path, which lie in a folder.
///
/// | the file | is |
/// |---|---|
/// | lies there, of its size and with the bytes of its name | true |
/// | is not there | gone |
/// | has other bytes | altered |
/// | is not there, and its last byte has only just come | on its way |
/// | is named by a record, and has never been whole | on its way |
///
/// # Errors
/// If the database cannot be read. A file that cannot be read is among the findings.
pub async fn verify_files(database: &Database, files: &Path, findings: &mut Findings) -> Result<()> {
    match look_through(database, files, findings).await {
        // Named with the database.
        Err(error) if error.is_damage() => Ok(()),
        looked => looked,
    }
}

async fn look_through(database: &Database, files: &Path, findings: &mut Findings) -> Result<()> {
    let mut db = database.open_to_read().await?;
    if layout(&mut db).await? < WITH_FILES {
        return Ok(());
    }
    let shelf = Shelf::at(files.to_owned());
    let (said, ending) = whole(&mut db).await?;
    findings.files = said.len() as u64;
    for Said { sha256, size } in said {
        let untrue = match weigh(&shelf.whole(sha256)) {
            Ok(is) if is == (size, sha256) => continue,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Untrue::Gone,
            Ok(_) | Err(_) => Untrue::Altered,
        };
        if untrue == Untrue::Gone && ending.contains(&sha256) {
            continue;
        }
        findings.differ(Place::Bytes { sha256: sha256.to_string() }, untrue);
    }
    findings.awaited = awaited(&mut db).await?;
    Ok(db.close().await?)
}

/// The files that are said to be whole, and those of them that somebody is sending at this moment.
pub async fn whole(db: &mut AnyConnection) -> Result<(Vec<Said>, Vec<Hash>)> {
    let rows = query("SELECT sha256, size FROM file ORDER BY sha256").fetch_all(&mut *db).await?;
    let hash = |text: &str| text.parse::<Hash>().map_err(|_| StoreError::Unreadable("the name of a file"));
    let said = |row: &sqlx::any::AnyRow| {
        let size = u64::try_from(row.try_get::<i64, _>(1)?).unwrap_or(u64::MAX);
        Ok(Said { sha256: hash(row.try_get(0)?)?, size })
    };
    let said = rows.iter().map(said).collect::<Result<_>>()?;
    let rows = query("SELECT DISTINCT sha256 FROM upload").fetch_all(db).await?;
    let ending = rows.iter().map(|row| hash(row.try_get(0)?)).collect::<Result<_>>()?;
    Ok((said, ending))
}

/// What records hold and has never come.
async fn awaited(db: &mut AnyConnection) -> Result<Vec<Awaited>> {
    let rows = query(
        "SELECT held.record, held.sha256 FROM file_of AS held
         WHERE NOT EXISTS (SELECT 1 FROM file AS f WHERE f.sha256 = held.sha256) ORDER BY held.record, held.sha256",
    )
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| Ok(Awaited { record: row.try_get(0)?, sha256: row.try_get(1)? })).collect()
}
