//! Files and the program itself: cut off at any byte, killed, backed up, restored and proved.

use crate::program::{Phone, Program};
use crate::sending::*;
use std::fs;
use std::io::{Read, Write};
use std::net::Shutdown;
use std::path::{Path, PathBuf};

async fn phone(program: &Program) -> Phone<'_> {
    program.starts();
    let root = program.first_administrator();
    let naima = program.enrols(&root, "Naïma").await;
    naima.registers("Fatima", "Fatima").await;
    naima
}

fn lies(folder: &Path, sent: &Sent) -> PathBuf {
    let name = sent.sha256().to_string();
    folder.join(&name[..2]).join(name)
}

#[tokio::test]
async fn cut_off_at_any_byte_a_file_goes_on_there_and_no_byte_is_sent_twice() {
    let program = Program::new();
    let naima = phone(&program).await;
    let sent = photo(11, 700_000);
    naima.creates(&sent);
    let mut random = fastrand::Rng::with_seed(7);
    let mut arrived = 0;
    loop {
        let piece = random.usize(0..60_000);
        if arrived + piece >= sent.bytes.len() {
            naima.sends(&sent, arrived);
            break;
        }
        let mut line = naima.begins_to_send(&sent, arrived);
        line.write_all(&sent.bytes[arrived..arrived + piece]).unwrap();
        // No more comes: the endpoint sees the end in the middle of the body.
        line.shutdown(Shutdown::Write).unwrap();
        line.read_to_end(&mut Vec::new()).unwrap();
        arrived += piece;
        assert_eq!(naima.arrived(&sent), Some(arrived));
    }
    assert_eq!(fs::read(lies(&program.path("data/files"), &sent)).unwrap(), sent.bytes);
}

#[tokio::test]
async fn killed_in_the_middle_the_endpoint_still_has_what_it_said_it_had() {
    let program = Program::new();
    let naima = phone(&program).await;
    let sent = photo(12, 900_000);
    naima.creates(&sent);
    let mut told = 0;
    for upto in [100_000, 400_000, 899_999] {
        let mut line = naima.begins_to_send(&sent, told);
        line.write_all(&sent.bytes[told..upto]).unwrap();
        // Until some of it is there: then it is told.
        let before = told;
        while told == before {
            told = naima.arrived(&sent).unwrap();
        }
        program.is_killed();
        drop(line);
        program.starts();
        let kept = naima.arrived(&sent).unwrap();
        assert!((told..=upto).contains(&kept), "{told} were told, {kept} are there, {upto} were sent");
        told = kept;
    }
    naima.sends(&sent, told);
    assert_eq!(fs::read(lies(&program.path("data/files"), &sent)).unwrap(), sent.bytes);
}

#[tokio::test]
async fn a_backup_holds_the_files_each_once_and_a_restore_puts_them_back() {
    let program = Program::new();
    let naima = phone(&program).await;
    let (first, second, awaited) = (photo(13, 40_000), photo(14, 50_000), photo(15, 60_000));
    for sent in [&first, &awaited] {
        naima.puts("Fatima", sent).await;
    }
    naima.exchanges().await;
    naima.creates(&first);
    naima.sends(&first, 0);
    let backed_up = program.runs("backup", &["--to", "@backups/one.sqlite"]);
    assert!(backed_up.code != 0, "there is no such folder yet: {backed_up:?}");
    fs::create_dir(program.path("backups")).unwrap();
    let backed_up = program.runs("backup", &["--to", "@backups/one.sqlite"]);
    assert_eq!(backed_up.code, 0, "{backed_up:?}");
    assert!(backed_up.said.contains("files  1, of which copied now 1"), "{backed_up:?}");
    naima.creates(&second);
    naima.sends(&second, 0);
    let backed_up = program.runs("backup", &["--to", "@backups/two.sqlite"]);
    assert!(backed_up.said.contains("files  2, of which copied now 1"), "{backed_up:?}");
    let copies = program.path("backups/files");
    assert_eq!(fs::read(lies(&copies, &first)).unwrap(), first.bytes);

    let proved = program.runs("verify", &[]);
    assert_eq!(proved.code, 0, "{proved:?}");
    let waits = format!("waits for file {}", awaited.sha256());
    assert!(proved.said.contains("files 2, on their way 1") && proved.said.contains(&waits), "{proved:?}");

    // The disk dies, with all that is on it but the key.
    program.is_killed();
    fs::remove_dir_all(program.path("data/files")).unwrap();
    fs::remove_file(program.path("data/tiwizi.sqlite")).unwrap();
    let restored = program.runs("restore", &["--from", "@backups/two.sqlite"]);
    assert_eq!(restored.code, 0, "{restored:?}");
    assert!(restored.said.contains("files  2, of which copied now 2"), "{restored:?}");
    assert_eq!(fs::read(lies(&program.path("data/files"), &second)).unwrap(), second.bytes);
    assert_eq!(program.runs("verify", &[]).code, 0);
}

#[tokio::test]
async fn a_file_that_is_gone_or_altered_is_named_stops_no_backup_and_spoils_none() {
    let program = Program::new();
    let naima = phone(&program).await;
    let (whole, gone, altered) = (photo(16, 4_000), photo(17, 4_000), photo(18, 4_000));
    for sent in [&whole, &gone, &altered] {
        naima.creates(sent);
        naima.sends(sent, 0);
    }
    assert_eq!(program.runs("verify", &[]).code, 0);
    fs::create_dir(program.path("backups")).unwrap();
    fs::remove_file(lies(&program.path("data/files"), &gone)).unwrap();
    let file = lies(&program.path("data/files"), &altered);
    let mut bytes = altered.bytes.clone();
    bytes[3_999] ^= 1;
    fs::write(&file, &bytes).unwrap();

    let proved = program.runs("verify", &[]);
    assert_eq!(proved.code, 1, "{proved:?}");
    let named = |sent: &Sent, what: &str| proved.said.contains(&format!("file {}: {what}", sent.sha256()));
    assert!(named(&gone, "was whole, and is not there"), "{proved:?}");
    assert!(named(&altered, "does not have the bytes of its name"), "{proved:?}");
    assert!(!proved.said.contains(&whole.sha256().to_string()) && proved.said.contains("differences 2"));

    let backed_up = program.runs("backup", &["--to", "@backups/one.sqlite"]);
    assert_eq!(backed_up.code, 0, "{backed_up:?}");
    assert!(backed_up.complained.contains("files lost  2"), "{backed_up:?}");
    assert_eq!(files_below(&program.path("backups/files")), [whole.sha256().to_string()]);
    let proved = program.runs("verify", &["--backup", "@backups/one.sqlite"]);
    assert!(proved.code == 1 && proved.said.contains("differences 2"), "{proved:?}");

    // Whole again from the phone; and what is altered in a backup is copied again by the next.
    naima.creates(&gone);
    naima.sends(&gone, 0);
    fs::write(&file, &altered.bytes).unwrap();
    fs::write(lies(&program.path("backups/files"), &whole), b"worn out").unwrap();
    let backed_up = program.runs("backup", &["--to", "@backups/two.sqlite"]);
    assert!(backed_up.said.contains("files  3, of which copied now 3"), "{backed_up:?}");
    assert_eq!(program.runs("verify", &["--backup", "@backups/two.sqlite"]).code, 0);
}

#[tokio::test]
async fn files_that_came_after_the_backup_stay_after_a_restore() {
    let program = Program::new();
    let naima = phone(&program).await;
    let (late, half) = (photo(19, 4_000), photo(20, 4_000));
    naima.exchanges().await;
    assert_eq!(program.runs("backup", &["--to", "@early.sqlite"]).code, 0);
    for sent in [&late, &half] {
        naima.creates(sent);
    }
    naima.sends(&late, 0);
    let mut line = naima.begins_to_send(&half, 0);
    line.write_all(&half.bytes[..1_000]).unwrap();
    line.shutdown(Shutdown::Write).unwrap();
    line.read_to_end(&mut Vec::new()).unwrap();
    program.is_killed();
    assert_eq!(program.runs("restore", &["--from", "@early.sqlite"]).code, 0);
    program.starts();
    assert_eq!(naima.arrived(&late), Some(4_000));
    assert_eq!(naima.arrived(&half), Some(1_000));
    assert_eq!(program.runs("verify", &[]).code, 0);
}
