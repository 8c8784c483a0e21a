//! What `backup`, `restore` and `verify` say to whoever looks after the endpoint. Exit codes are the same for all
//! three: 0 done, 1 something is not true, 2 it could not be done.

use crate::flags;
use anyhow::Result;
use endpoint::{
    BackupError, Database, FilesHeld, Findings, Folder, RestoreError, Sessions, back_up, back_up_server,
    beside_backup, restore, verify, verify_files,
};
use std::fmt::Display;
use std::path::Path;
use std::process::ExitCode;

const UNTRUE: u8 = 1;
/// How many differences are named where they are not what was asked for.
const A_FEW: usize = 10;

/// Makes a backup.
pub async fn backup(flags: flags::Backup, now: i64) -> Result<ExitCode> {
    let folder = Folder::at(&flags.data);
    let backup = match flags.place.server()? {
        Some(server) => back_up_server(&folder, &server, &flags.to, now).await,
        None => back_up(&folder, &flags.to, now).await,
    };
    let backup = match backup {
        Ok(backup) => backup,
        Err(error) => {
            let (BackupError::Untrue(findings) | BackupError::UntrueServer(findings)) = &error else {
                return Err(error.into());
            };
            return Ok(untrue(&error, findings));
        }
    };
    let held = &backup.manifest;
    println!("backup  {}", backup.file.display());
    println!("proved  logs {}, entries {}, records {}", held.logs.len(), held.entries, held.records);
    tell_files(held.files);
    warn(&flags.data, &backup.file);
    Ok(ExitCode::SUCCESS)
}

/// Puts a backup in place.
pub async fn put_back(flags: flags::Restore, now: i64) -> Result<ExitCode> {
    let restored = match restore(&Folder::at(&flags.data), &flags.from, flags.keep_sessions, now).await {
        Ok(restored) => restored,
        Err(error) => {
            let RestoreError::Untrue { findings, .. } = &error else { return Err(error.into()) };
            return Ok(untrue(&error, findings));
        }
    };
    let Findings { entries, logs, records, .. } = restored.findings;
    println!("restored  {}", flags.from.display());
    println!("proved  logs {logs}, entries {entries}, records {records}");
    tell_files(restored.files);
    if let Some(replaced) = restored.replaced {
        println!("kept  {}", replaced.display());
    }
    match restored.sessions {
        Sessions::OpenTillNow(open) => println!("sessions that go on  {open}, those that were open till now"),
        Sessions::Ended => {
            println!("sessions that go on  0: phones need a new code each, and keep their work")
        }
        Sessions::AllOfTheBackup(open) => {
            println!("sessions that go on  {open}: revoke once more what was revoked since the backup");
        }
    }
    println!("Start the endpoint: phones offer again what the backup lacks.");
    Ok(ExitCode::SUCCESS)
}

/// Proves a database.
pub async fn prove(flags: flags::Verify) -> Result<ExitCode> {
    let folder = Folder::at(&flags.data);
    let (database, files) = match (flags.backup, flags.place.server()?) {
        (Some(backup), _) => (Database::File(backup.clone()), beside_backup(&backup)),
        (None, Some(server)) => (Database::Server(server), folder.files()),
        (None, None) => (Database::File(folder.present_database()?), folder.files()),
    };
    let mut findings = verify(&database, &folder.seal_key()?).await?;
    verify_files(&database, &files, &mut findings).await?;
    if flags.json {
        println!("{}", serde_json::to_string_pretty(&findings)?);
    } else {
        let Findings { entries, logs, holes, records, proved_by_seal_alone, .. } = findings;
        println!("logs {logs}, entries {entries}, holes declared {holes}");
        println!("records {records}, changes in them that the seal alone proves {proved_by_seal_alone}");
        println!("files {}, on their way {}", findings.files, findings.awaited.len());
        for awaited in &findings.awaited {
            println!("record {} waits for file {}", awaited.record, awaited.sha256);
        }
        tell(&findings, usize::MAX);
    }
    Ok(if findings.all_true() { ExitCode::SUCCESS } else { ExitCode::from(UNTRUE) })
}

fn tell_files(held: FilesHeld) {
    let FilesHeld { count, copied, lost, .. } = held;
    println!("files  {count}, of which copied now {copied}");
    if lost > 0 {
        eprintln!(
            "files lost  {lost}: phones that still hold them are asked for them; `tiwizi verify` names them"
        );
    }
}

fn untrue(error: &impl Display, findings: &Findings) -> ExitCode {
    eprintln!("{error}");
    tell(findings, A_FEW);
    ExitCode::from(UNTRUE)
}

fn tell(findings: &Findings, at_most: usize) {
    for difference in findings.differences.iter().take(at_most) {
        println!("{difference}");
    }
    match findings.differences.len() {
        0 => println!("all is true"),
        differences => println!("differences {differences}"),
    }
}

/// What makes a backup worth less than it could be.
#[cfg(unix)]
fn warn(data: &Path, backup: &Path) {
    use std::os::unix::fs::MetadataExt;
    let (Ok(data), Ok(backup)) = (data.metadata(), backup.metadata()) else { return };
    if data.dev() == backup.dev() {
        eprintln!("the backup lies on the disk of the database: what breaks one breaks both");
    }
    if backup.mode() & 0o077 != 0 {
        eprintln!("the disk of the backup knows no owners: others on this machine can read it");
    }
}

#[cfg(not(unix))]
fn warn(_: &Path, _: &Path) {}
