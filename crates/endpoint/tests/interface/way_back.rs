//! Backups and the way back, with the program itself: what phones drop, what they offer again, and what `verify` says.

use crate::exchange::{person, text};
use crate::program::{Ended, Phone, Program};
use crate::world::device;
use sqlx::{ConnectOptions, Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use std::fs;
use sync::{Stopped, Trouble};

/// An administrator, and two phones that have exchanged: three people, of whom one was corrected by the other phone.
async fn two_phones(program: &Program) -> (String, Phone<'_>, Phone<'_>) {
    program.starts();
    let root = program.first_administrator();
    let naima = program.enrols(&root, "Naïma").await;
    let brahim = program.enrols(&root, "Brahim").await;
    for name in ["Fatima", "Aïcha", "Hassan"] {
        naima.registers(name, name).await;
    }
    naima.exchanges().await;
    brahim.exchanges().await;
    brahim.registers("Aïcha", "Aïcha Bent Ali").await;
    brahim.exchanges().await;
    naima.exchanges().await;
    (root, naima, brahim)
}

async fn open(program: &Program) -> SqliteConnection {
    SqliteConnectOptions::new().filename(program.path("data/tiwizi.sqlite")).connect().await.unwrap()
}

/// All of the database goes into its one file.
async fn fold(program: &Program) {
    let mut db = open(program).await;
    sqlx::query("PRAGMA journal_mode = DELETE").execute(&mut db).await.unwrap();
    db.close().await.unwrap();
}

/// Alters one row, whatever it belongs to.
async fn alter(program: &Program, sql: &'static str) {
    let mut db = open(program).await;
    sqlx::query("PRAGMA foreign_keys = off").execute(&mut db).await.unwrap();
    let altered = sqlx::query(sql).execute(&mut db).await.unwrap().rows_affected();
    assert_eq!(altered, 1, "{sql}");
    db.close().await.unwrap();
}

/// How much of its log each phone was told is safe.
async fn safe(program: &Program) -> Vec<i64> {
    let mut db = open(program).await;
    let safe = "SELECT safe_through FROM device WHERE head_index > 0 ORDER BY head_index DESC";
    sqlx::query_scalar(safe).fetch_all(&mut db).await.unwrap()
}

fn done(ended: &Ended) -> &Ended {
    assert_eq!(ended.code, 0, "{ended:?}");
    ended
}

fn backups(program: &Program) -> Vec<String> {
    let names = fs::read_dir(program.path("backups")).unwrap();
    let mut names: Vec<_> = names.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn phones_drop_what_a_proved_backup_holds_and_nothing_before() {
    let program = Program::new();
    let (_, naima, brahim) = two_phones(&program).await;
    assert_eq!(naima.exchanges().await.kept.index, 0);
    assert_eq!(safe(&program).await, [0, 0]);

    done(&program.runs("backup", &["--to", "@backups/"]));
    assert_eq!(safe(&program).await, [3, 1]);
    assert_eq!(naima.exchanges().await.kept.index, 3);
    assert_eq!(brahim.exchanges().await.kept.index, 1);
    naima.registers("Zahra", "Zahra").await;
    assert_eq!(naima.exchanges().await.kept.index, 3, "what came after the backup is kept");

    let [backup, manifest] = backups(&program).try_into().unwrap();
    assert!(backup.starts_with("tiwizi-20") && backup.ends_with("Z.sqlite"), "{backup}");
    assert_eq!(manifest, format!("{backup}.json"));
    let described = fs::read(program.path("backups").join(&manifest)).unwrap();
    let described: serde_json::Value = serde_json::from_slice(&described).unwrap();
    assert_eq!((&described["entries"], &described["records"]), (&4.into(), &3.into()));
    assert_eq!((&described["seq"], &described["layout"]), (&4.into(), &5.into()));
    let held: Vec<i64> =
        described["logs"].as_array().unwrap().iter().map(|log| log["index"].as_i64().unwrap()).collect();
    assert_eq!(held.iter().sum::<i64>(), 4);
    #[cfg(unix)]
    for file in [backup, manifest] {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(program.path("backups").join(&file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
}

#[tokio::test]
async fn a_backup_holds_no_way_in_that_its_reader_could_use() {
    let program = Program::new();
    let (root, ..) = two_phones(&program).await;
    program.opens_a_code(&root, "Khadija");
    done(&program.runs("backup", &["--to", "@copy.sqlite"]));
    let copy = SqliteConnectOptions::new().filename(program.path("copy.sqlite"));
    let mut copy = copy.connect().await.unwrap();
    let codes: i64 = sqlx::query_scalar("SELECT count(*) FROM code").fetch_one(&mut copy).await.unwrap();
    assert_eq!(codes, 0);
    let mut live = open(&program).await;
    let hash: String =
        sqlx::query_scalar("SELECT hash FROM code WHERE used_by IS NULL").fetch_one(&mut live).await.unwrap();
    let bytes = fs::read(program.path("copy.sqlite")).unwrap();
    assert!(
        !bytes.windows(64).any(|window| window == hash.as_bytes()),
        "not even in what is free in the file"
    );
}

#[tokio::test]
async fn a_backup_that_is_not_proved_leaves_nothing_behind_and_phones_drop_nothing() {
    let program = Program::new();
    let (_, naima, _) = two_phones(&program).await;
    fs::create_dir(program.path("backups")).unwrap();

    let full = program.runs_on_a_full_disk("backup", &["--to", "@backups/"], 40);
    assert_eq!((full.code, backups(&program).len()), (2, 0), "{full:?}");
    assert!(full.complained.starts_with("tiwizi: ") && full.complained.lines().count() == 1, "{full:?}");

    alter(&program, "UPDATE entry SET payload = replace(payload, 'Hassan', 'Hassam') WHERE place = 3").await;
    let untrue = program.runs("backup", &["--to", "@backups/"]);
    assert_eq!((untrue.code, backups(&program).len()), (1, 0), "{untrue:?}");
    assert!(untrue.said.contains(": its payload is not what its hash says"), "{untrue:?}");
    assert_eq!(safe(&program).await, [0, 0]);
    assert_eq!(naima.exchanges().await.kept.index, 0);

    alter(&program, "UPDATE entry SET payload = replace(payload, 'Hassam', 'Hassan') WHERE place = 3").await;
    done(&program.runs("backup", &["--to", "@backups/one.sqlite"]));
    let before = fs::read(program.path("backups/one.sqlite")).unwrap();
    let again = program.runs("backup", &["--to", "@backups/one.sqlite"]);
    assert!(again.code == 2 && again.complained.contains("nothing is written over it"), "{again:?}");
    assert_eq!(fs::read(program.path("backups/one.sqlite")).unwrap(), before);
    assert_eq!(backups(&program), ["one.sqlite", "one.sqlite.json"]);

    fs::write(program.path("backups/two.sqlite.partial"), "a backup that was cut off").unwrap();
    let cut_off = program.runs("backup", &["--to", "@backups/two.sqlite"]);
    assert!(cut_off.code == 2 && cut_off.complained.contains("two.sqlite.partial is there"), "{cut_off:?}");
}

#[tokio::test]
async fn a_restored_endpoint_is_offered_again_what_it_has_lost() {
    let program = Program::new();
    let (_, naima, brahim) = two_phones(&program).await;
    done(&program.runs("backup", &["--to", "@monday.sqlite"]));
    naima.exchanges().await;
    naima.registers("Zahra", "Zahra").await;
    naima.exchanges().await;
    brahim.exchanges().await;
    brahim.registers("Zahra", "Zahra Aït Ali").await;
    brahim.exchanges().await;

    let running = program.runs("restore", &["--from", "@monday.sqlite"]);
    assert!(running.code == 2 && running.complained.contains("an endpoint is running on it"), "{running:?}");
    program.is_killed();
    fs::write(program.path("data/tiwizi.sqlite.restoring"), "a restore that was cut off").unwrap();
    let restored = program.runs("restore", &["--from", "@monday.sqlite"]);
    assert!(done(&restored).said.contains("sessions that go on  3,"), "{restored:?}");
    program.starts();
    // The wrong order: Brahim wrote over what only Naïma had made.
    for phone in [&brahim, &naima, &brahim] {
        phone.exchanges().await;
    }
    for phone in [&naima, &brahim] {
        assert_eq!(phone.shows(person("Zahra")).await, text("Zahra Aït Ali"));
        assert_eq!(phone.shows(person("Aïcha")).await, text("Aïcha Bent Ali"));
    }
    let proved = program.runs("verify", &[]);
    assert!(done(&proved).said.contains("logs 3, entries 6, holes declared 0\nrecords 4, "), "{proved:?}");
    assert!(proved.said.ends_with("all is true\n"), "{proved:?}");

    // What was there is kept, whole.
    let kept = fs::read_dir(program.path("data")).unwrap().map(|file| file.unwrap().path());
    let kept = kept.filter(|path| path.to_string_lossy().contains("tiwizi-replaced-"));
    let [kept] = kept.collect::<Vec<_>>().try_into().unwrap();
    done(&program.runs("verify", &["--backup", kept.to_str().unwrap()]));
}

#[tokio::test]
async fn what_a_restore_from_before_the_last_backup_has_cost_is_a_declared_hole() {
    let program = Program::new();
    let (_, naima, brahim) = two_phones(&program).await;
    done(&program.runs("backup", &["--to", "@monday.sqlite"]));
    naima.registers("Zahra", "Zahra").await;
    naima.exchanges().await;
    brahim.exchanges().await;
    done(&program.runs("backup", &["--to", "@tuesday.sqlite"]));
    assert_eq!(naima.exchanges().await.kept.index, 4);

    program.is_killed();
    done(&program.runs("restore", &["--from", "@monday.sqlite"]));
    program.starts();
    naima.exchanges().await;
    brahim.exchanges().await;
    assert_eq!(brahim.shows(person("Zahra")).await, text("Zahra"), "given back by those who had read it");
    let proved = program.runs("verify", &["--json"]);
    let proved: serde_json::Value = serde_json::from_str(&done(&proved).said).unwrap();
    assert_eq!((&proved["holes"], &proved["proved_by_seal_alone"]), (&1.into(), &1.into()), "{proved}");
    assert_eq!((&proved["entries"], &proved["records"]), (&4.into(), &4.into()), "{proved}");
    assert_eq!(proved["differences"], serde_json::json!([]));
    // The hole is in no backup either, and the log goes on behind it.
    done(&program.runs("backup", &["--to", "@wednesday.sqlite"]));
    naima.registers("Khadija", "Khadija").await;
    naima.exchanges().await;
    done(&program.runs("verify", &[]));
}

#[tokio::test]
async fn a_restore_revives_no_phone_that_was_revoked() {
    let program = Program::new();
    let (root, naima, brahim) = two_phones(&program).await;
    done(&program.runs("backup", &["--to", "@monday.sqlite"]));
    program.revokes(&root, "Brahim");
    program.is_killed();
    let restored = program.runs("restore", &["--from", "@monday.sqlite"]);
    assert!(done(&restored).said.contains("sessions that go on  2,"), "{restored:?}");
    program.starts();
    naima.exchanges().await;
    assert_eq!(brahim.tries_to_exchange().await, Err(Stopped::Trouble(Trouble::Withdrawn)));

    // Nothing is left that could be asked: nobody goes on, unless whoever restores says so.
    program.is_killed();
    fs::write(program.path("data/tiwizi.sqlite"), "a disk that broke").unwrap();
    let restored = program.runs("restore", &["--from", "@monday.sqlite"]);
    assert!(done(&restored).said.contains("sessions that go on  0:"), "{restored:?}");
    program.starts();
    assert_eq!(naima.tries_to_exchange().await, Err(Stopped::Trouble(Trouble::SignInNeeded)));
    program.is_killed();
    fs::remove_file(program.path("data/tiwizi.sqlite")).unwrap();
    let restored = program.runs("restore", &["--from", "@monday.sqlite", "--keep-sessions"]);
    assert!(done(&restored).said.contains("revoke once more what was revoked since"), "{restored:?}");
    program.starts();
    naima.exchanges().await;
}

#[tokio::test]
async fn what_is_no_good_backup_is_refused_and_nothing_is_changed() {
    let program = Program::new();
    two_phones(&program).await;
    done(&program.runs("backup", &["--to", "@good.sqlite"]));
    program.is_killed();
    done(&program.runs("verify", &[]));
    let before = data(&program);
    let good = fs::read(program.path("good.sqlite")).unwrap();
    let altered = |from: &str, to: &str| {
        let at = good.windows(from.len()).position(|window| window == from.as_bytes()).unwrap();
        [&good[..at], to.as_bytes(), &good[at + from.len()..]].concat()
    };
    for (what, bytes, code, sentence) in [
        ("no database", b"hello".to_vec(), 2, "is no backup that this program can read"),
        ("empty", Vec::new(), 2, "is no database of tiwizi"),
        ("cut short", good[..good.len() / 2].to_vec(), 2, "is no backup that this program can read"),
        ("a name was changed", altered("Hassan", "Hassam"), 1, "it was damaged or altered"),
    ] {
        fs::write(program.path("bad.sqlite"), bytes).unwrap();
        let refused = program.runs("restore", &["--from", "@bad.sqlite"]);
        assert!(refused.code == code && refused.complained.contains(sentence), "{what}: {refused:?}");
        assert!(refused.complained.contains("nothing was changed"), "{what}: {refused:?}");
        assert_eq!(data(&program), before, "{what}");
    }
    fs::copy(program.path("good.sqlite.json"), program.path("bad.sqlite.json")).unwrap();
    let refused = program.runs("restore", &["--from", "@bad.sqlite"]);
    assert!(refused.code == 2 && refused.complained.contains("the manifest beside it"), "{refused:?}");
    let missing = program.runs("restore", &["--from", "@none.sqlite"]);
    assert!(missing.code == 2 && missing.complained.contains("none.sqlite"), "{missing:?}");
    assert_eq!(data(&program), before);

    // Somebody else has the database open.
    let mut reader = open(&program).await;
    sqlx::query("SELECT count(*) FROM entry").fetch_one(&mut reader).await.unwrap();
    let refused = program.runs("restore", &["--from", "@good.sqlite"]);
    assert!(refused.code == 2 && refused.complained.contains("in use by another program"), "{refused:?}");
    reader.close().await.unwrap();
    done(&program.runs("restore", &["--from", "@good.sqlite"]));
}

/// Names and contents of the data folder's files.
fn data(program: &Program) -> Vec<(String, Vec<u8>)> {
    let files = fs::read_dir(program.path("data")).unwrap().map(|file| file.unwrap());
    let files = files.map(|file| (file.file_name().into_string().unwrap(), fs::read(file.path()).unwrap()));
    // What SQLite keeps beside a database for its readers says nothing by itself.
    let mut files: Vec<_> = files.filter(|(name, _)| !name.ends_with("-shm")).collect();
    files.sort();
    files
}

#[tokio::test]
async fn whatever_is_altered_behind_the_endpoints_back_is_named() {
    let program = Program::new();
    two_phones(&program).await;
    program.is_killed();
    fold(&program).await;
    let (database, whole) = (program.path("data/tiwizi.sqlite"), program.path("whole.sqlite"));
    fs::copy(&database, &whole).unwrap();
    let (naima, hassan) = (device("Naïma"), person("Hassan"));
    for (sql, named) in [
        (
            "UPDATE entry SET payload = replace(payload, 'Hassan', 'Hassam') WHERE place = 3",
            format!("entry 3 of device {naima}: its payload is not what its hash says"),
        ),
        (
            "UPDATE entry SET payload_hash = substr(payload_hash, 2) || substr(payload_hash, 1, 1) WHERE place = 3",
            format!("entry 3 of device {naima}: its payload is not what its hash says"),
        ),
        (
            "UPDATE entry SET hash = substr(hash, 2) || substr(hash, 1, 1) WHERE place = 2",
            format!("entry 2 of device {naima}: its hash does not follow from the entries before it"),
        ),
        ("DELETE FROM entry WHERE place = 2", format!("entry 2 of device {naima}: is missing")),
        (
            "UPDATE device SET head_index = 2 WHERE head_index = 3",
            format!("the log of device {naima}: does not end where it is said to end"),
        ),
        (
            "UPDATE entry SET outcome = '\"dismissed\"' WHERE place = 3",
            format!("entry 3 of device {naima}: is said to be set aside, and its record has it"),
        ),
        (
            "UPDATE record SET body = replace(body, 'Hassan', 'Hassam') WHERE body LIKE '%Hassan%'",
            format!("record {hassan}: is not what the logs add up to"),
        ),
        (
            "UPDATE record SET seal = substr(seal, 2) || substr(seal, 1, 1) WHERE body LIKE '%Hassan%'",
            format!("record {hassan}: its seal is not this endpoint's seal on it"),
        ),
        (
            "DELETE FROM record WHERE body LIKE '%Hassan%'",
            format!("entry 3 of device {naima}: is said to be taken in, and its record does not have it"),
        ),
        ("UPDATE counter SET seq = 3", "the counter: stands at 3, and the last number given is 4".into()),
        (
            "UPDATE session SET device = 'nobody' WHERE by = 'password'",
            "the file: a row of session names".into(),
        ),
    ] {
        alter(&program, sql).await;
        let found = program.runs("verify", &[]);
        assert!(
            found.code == 1 && found.said.lines().any(|line| line.starts_with(&named)),
            "{sql}: {found:?}"
        );
        assert!(!found.said.contains("Hassa"), "{sql}: no names: {found:?}");
        fs::copy(&whole, &database).unwrap();
    }

    // A page of the file itself, of an index that is needed to look on.
    let mut db = open(&program).await;
    let page = "SELECT rootpage FROM sqlite_schema WHERE name = 'entry_by_change'";
    let page: i64 = sqlx::query_scalar(page).fetch_one(&mut db).await.unwrap();
    db.close().await.unwrap();
    let mut bytes = fs::read(&whole).unwrap();
    bytes[(page as usize - 1) * 4096..][..200].fill(0xff);
    fs::write(&database, bytes).unwrap();
    let found = program.runs("verify", &[]);
    assert!(found.code == 1 && found.said.contains("\nthe file: "), "{found:?}");
    fs::write(&database, "no database").unwrap();
    let unreadable = program.runs("verify", &[]);
    assert!(unreadable.code == 2 && unreadable.said.is_empty(), "{unreadable:?}");
}

#[tokio::test]
async fn a_start_that_fails_says_why_in_one_sentence() {
    let program = Program::new();
    two_phones(&program).await;
    let second = program.runs("serve", &["--listen", "127.0.0.1:0"]);
    program.is_killed();
    let full = program.runs_on_a_full_disk("serve", &["--listen", "127.0.0.1:0"], 8);
    fs::write(
        program.path("data/tiwizi.sqlite"),
        "no database, for long enough to be read as one".repeat(99),
    )
    .unwrap();
    for name in ["data/tiwizi.sqlite-wal", "data/tiwizi.sqlite-shm"] {
        fs::remove_file(program.path(name)).unwrap();
    }
    let damaged = program.runs("serve", &["--listen", "127.0.0.1:0"]);
    for (ended, sentence) in [
        (second, "is in use: an endpoint is running on it"),
        (full, "the disk is full or failing: make room, and start again"),
        (damaged, "`tiwizi restore` puts a backup in its place"),
    ] {
        assert_eq!((ended.code, ended.said.as_str()), (2, ""), "{ended:?}");
        let complaints: Vec<&str> = ended.complained.lines().collect();
        assert!(
            matches!(&complaints[..], [one] if one.starts_with("tiwizi: ") && one.contains(sentence)),
            "{ended:?}"
        );
    }
}
