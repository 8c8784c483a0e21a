//! A copy of a database on a PostgreSQL server: its own `pg_dump` makes it. What is proved is what is copied, because
//! both look at the database as it was at one moment; then `pg_restore` reads the copy from end to end.
//!
//! Sessions are not in it either: when it is put back, nobody can say which of them were ended since.

use super::{
    Backup, BackupError, Manifest, Result, Unfinished, beside_backup, carry, describe, finish, named, note,
};
use crate::folder::{Folder, failed};
use crate::proof::Findings;
use crate::store::{Server, StoreError, look};
use crate::verify::look_through;
use sqlx::{AnyConnection, query_as, raw_sql};
use std::path::Path;
use std::process::Command;

/// What is empty in the copy: the ways in.
const WAYS_IN: [&str; 3] = ["code", "session", "setup"];

/// Backs a server's database up to a file, or to a new file in a folder, named by the time: `now` in milliseconds since
/// 1970-01-01 UTC. A backup that fails leaves nothing behind, and phones keep what they have.
pub async fn back_up_server(folder: &Folder, server: &Server, to: &Path, now: i64) -> Result<Backup> {
    let key = folder.seal_key()?;
    let file = named(to, now, "dump")?;
    let partial = Unfinished::begin(&file)?;
    let mut db = server.connect().await?;
    // It has nothing to do while the copy is made.
    raw_sql("SET idle_in_transaction_session_timeout = 0")
        .execute(&mut db)
        .await
        .map_err(StoreError::from)?;
    let mut tx = look(&mut db).await?;
    let mut findings = Findings::default();
    look_through(&mut tx, &key, &mut findings).await?;
    if !findings.all_true() {
        return Err(BackupError::UntrueServer(Box::new(findings)));
    }
    dump(server, &mut tx, &partial.path).await?;
    run(Command::new("pg_restore").arg("--file=/dev/null").arg(&partial.path))?;
    std::fs::File::open(&partial.path).and_then(|copy| copy.sync_all()).map_err(failed(&partial.path))?;
    let files = carry(&mut tx, &folder.files(), &beside_backup(&file)).await?;
    let manifest = Manifest { files, ..describe(&mut tx, &partial.path, &file, &findings, now).await? };
    drop(tx);
    finish(partial, &file, &manifest)?;
    let noted = note_in(&mut db, &manifest).await;
    noted.map_err(|error| BackupError::NotNoted { file: file.clone(), error })?;
    Ok(Backup { file, manifest })
}

/// What the transaction sees, into a file that is there.
async fn dump(server: &Server, tx: &mut AnyConnection, to: &Path) -> Result<()> {
    let seen = "SELECT pg_export_snapshot(), current_schema()::text";
    let seen: (String, String) = query_as(seen).fetch_one(&mut *tx).await.map_err(StoreError::from)?;
    let (moment, schema) = seen;
    let mut dump = Command::new("pg_dump");
    // Programs' arguments can be seen by others on the machine; what is around them cannot.
    dump.arg("--dbname")
        .arg(server.without_password())
        .envs(server.password().map(|word| ("PGPASSWORD", word)));
    dump.args(["--format=custom", "--no-owner", "--no-privileges", "--no-password"]);
    dump.arg(format!("--snapshot={moment}")).arg(format!("--schema={schema}"));
    dump.args(WAYS_IN.iter().map(|table| format!("--exclude-table-data={schema}.{table}")));
    run(dump.arg("--file").arg(to))
}

/// Runs one of PostgreSQL's own programs to its end.
fn run(command: &mut Command) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let ended = command
        .output()
        .map_err(|error| BackupError::Tool { program: program.clone(), said: error.to_string() })?;
    if ended.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&ended.stderr).trim().to_owned();
    Err(BackupError::Tool { program, said })
}

/// One transaction of the live database: each log that the backup holds is safe up to there.
async fn note_in(db: &mut AnyConnection, manifest: &Manifest) -> Result<(), StoreError> {
    let held: Vec<_> = manifest.logs.iter().map(|log| (&log.device, log.index, &log.hash)).collect();
    let mut tx = Server::begin_writing(db).await?;
    note(&mut tx, &held).await?;
    Ok(tx.commit().await?)
}
