//! A database on a server: several endpoints at work with it, killed in turn; what happens while it is away; and what
//! is said when it cannot be used.

use crate::exchange::{self, GUELMIM, NAME, person, register, text};
use crate::program::{End, Ended, Phone, Program};
use crate::server::own_place;
use crate::world::{World, device, field_worker};
use endpoint::{Database, Server, Store};
use serde_json::Value;
use sqlx::{AnyConnection, Connection, query, query_scalar};
use std::cell::{Cell, RefCell};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use sync::{Stopped, Trouble};
use tokio::net::{TcpListener, UnixStream};
use tokio::sync::watch;

/// An empty place in the server of the tests.
async fn place() -> String {
    own_place().await.unwrap()
}

async fn open(place: &str) -> AnyConnection {
    place.parse::<Server>().unwrap().connect().await.unwrap()
}

async fn number(place: &str, sql: &'static str) -> i64 {
    query_scalar(sql).fetch_one(&mut open(place).await).await.unwrap()
}

/// A second endpoint at the same place, which has the key of the first.
fn second(first: &Program, place: &str) -> Program {
    let second = Program::at(place);
    fs::create_dir(second.path("data")).unwrap();
    fs::copy(first.path("data/seal.key"), second.path("data/seal.key")).unwrap();
    second.starts();
    second
}

/// An administrator, and a phone that has exchanged.
async fn a_phone(program: &Program) -> (String, Phone<'_>) {
    program.starts();
    let root = program.first_administrator();
    let naima = program.enrols(&root, "Naïma").await;
    naima.registers("Hassan", "Hassan").await;
    naima.exchanges().await;
    (root, naima)
}

/// Returns when a writer waits for the records, which somebody else holds.
fn a_writer_waits(place: String) {
    let waiting = "SELECT count(*) FROM pg_locks AS l JOIN pg_class AS c ON c.oid = l.relation
                   JOIN pg_namespace AS n ON n.oid = c.relnamespace
                   WHERE NOT l.granted AND c.relname = 'record' AND n.nspname = current_schema()";
    let wait = async move {
        let mut db = open(&place).await;
        while query_scalar::<_, i64>(waiting).fetch_one(&mut db).await.unwrap() == 0 {}
    };
    // The test's own thread is where the program's answer is waited for.
    let watching =
        move || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(wait);
    std::thread::spawn(watching).join().unwrap();
}

async fn compares(phone: &Phone<'_>) -> (bool, u32) {
    phone.local.compare().await.unwrap();
    let proof = phone.exchanges().await.proof.unwrap();
    (proof.equal, proof.mended)
}

#[tokio::test]
#[ignore = "in PostgreSQL: `cargo xtask test` brings one"]
async fn two_endpoints_over_one_database_are_killed_in_turn_and_nothing_is_lost() {
    let place = place().await;
    let first = Program::at(&place);
    first.starts();
    let root = first.first_administrator();
    let second = second(&first, &place);
    let naima = first.enrols(&root, "Naïma").await;
    let brahim = second.enrols(&root, "Brahim").await;
    for round in 0..6 {
        let (dies, lives) = if round % 2 == 0 { (&first, &second) } else { (&second, &first) };
        naima.goes_by(dies);
        brahim.goes_by(lives);
        naima.registers(&format!("Naïma's {round}"), "Fatima").await;
        brahim.registers(&format!("Brahim's {round}"), "Hassan").await;
        brahim.exchanges().await;

        // Twice as soon as it is asked; twice while it holds the counter and writes; twice when all is written.
        let mut holder = open(&place).await;
        let mut hold = holder.begin().await.unwrap();
        dies.dies_at(match round / 2 {
            0 => End::Asked,
            1 => {
                query("LOCK TABLE record IN EXCLUSIVE MODE").execute(&mut *hold).await.unwrap();
                let place = place.clone();
                End::When(Box::new(move || a_writer_waits(place)))
            }
            _ => End::Answering,
        });
        let cut = naima.tries_to_exchange().await;
        assert_eq!(cut, Err(Stopped::Trouble(Trouble::NoNetwork)));
        hold.rollback().await.unwrap();

        naima.goes_by(lives);
        naima.exchanges().await;
        // What the other had read in the meantime stands beside nothing: it was seen.
        brahim.exchanges().await;
        brahim.registers(&format!("Naïma's {round}"), "Fatima Zahra").await;
        brahim.exchanges().await;
        dies.starts();
        naima.goes_by(dies);
        naima.exchanges().await;
        assert_eq!(naima.shows(person(&format!("Naïma's {round}"))).await, text("Fatima Zahra"));
    }
    assert_eq!(number(&place, "SELECT count(*) FROM record").await, 12);
    assert_eq!(number(&place, "SELECT count(*) FROM entry").await, 18);
    let changes = "SELECT count(*) FROM (SELECT DISTINCT record, actor, n FROM entry) AS changes";
    assert_eq!(number(&place, changes).await, 18, "each change is there once");
    assert_eq!(number(&place, "SELECT count(*) FROM epoch").await, 8, "one a start");
    assert_eq!((compares(&naima).await, compares(&brahim).await), ((true, 0), (true, 0)));
    let proved = second.runs("verify", &[]);
    assert!(proved.code == 0 && proved.said.ends_with("all is true\n"), "{proved:?}");
}

#[tokio::test]
#[ignore = "in PostgreSQL: `cargo xtask test` brings one"]
async fn what_two_endpoints_take_in_at_once_about_one_record_is_all_in_it() {
    let first = World::new().await;
    let second = first.restarted().await;
    let root = first.administrator().await;
    let naima = exchange::Phone::of(&first, first.phone(&root, "Naïma", field_worker()).await, 1).await;
    let brahim = exchange::Phone::of(&second, second.phone(&root, "Brahim", field_worker()).await, 2).await;
    register(&naima, "Hassan", GUELMIM).await;
    naima.exchanges().await;
    brahim.exchanges().await;
    naima.save(person("Hassan"), "person", &[("phone", text("0612345678"))]).await;
    brahim.save(person("Hassan"), "person", &[(NAME, text("Hassan Ouali"))]).await;

    // Until one of them waits for the records, and the other for it.
    let one_after_another = "SELECT count(*) FROM pg_locks AS l JOIN pg_class AS c ON c.oid = l.relation
                             JOIN pg_namespace AS n ON n.oid = c.relnamespace
                             JOIN pg_stat_activity AS a ON l.pid = ANY (pg_blocking_pids(a.pid))
                             WHERE NOT l.granted AND c.relname = 'record' AND n.nspname = current_schema()";
    let mut holder = first.database().await;
    let mut hold = holder.begin().await.unwrap();
    query("LOCK TABLE record IN EXCLUSIVE MODE").execute(&mut *hold).await.unwrap();
    let lets_go = async {
        let mut db = first.database().await;
        while query_scalar::<_, i64>(one_after_another).fetch_one(&mut db).await.unwrap() == 0 {}
        hold.rollback().await.unwrap();
    };
    tokio::join!(naima.exchanges(), brahim.exchanges(), lets_go);
    for phone in [&naima, &brahim] {
        phone.exchanges().await;
        assert_eq!(phone.shown(person("Hassan"), "phone").await, text("0612345678"));
        assert_eq!(phone.shown(person("Hassan"), NAME).await, text("Hassan Ouali"));
    }
    assert_eq!(second.proved().await.differences, []);
}

/// Who numbers what is written.
#[derive(Clone, Copy, PartialEq)]
enum Numbers {
    /// The endpoint's counter.
    Counter,
    /// What databases offer for it.
    Sequence,
}

/// Two endpoints write at once, the one that began later ends first if it may; meanwhile somebody reads, each time
/// beyond the last number that was read. Gives what was read.
async fn read_while_two_write(numbers: Numbers) -> Vec<i64> {
    let place = place().await;
    let database = Database::Server(place.parse().unwrap());
    let (first, second) = (Store::open(&database).await.unwrap(), Store::open(&database).await.unwrap());
    query("CREATE SEQUENCE plain").execute(&mut open(&place).await).await.unwrap();
    let write = async |store: &Store| {
        let mut tx = match numbers {
            Numbers::Counter => store.write().await.unwrap(),
            Numbers::Sequence => sqlx::Acquire::begin(store.read()).await.unwrap(),
        };
        let next = match numbers {
            Numbers::Counter => "UPDATE counter SET seq = seq + 1 RETURNING seq",
            Numbers::Sequence => "SELECT nextval('plain')",
        };
        let seq: i64 = query_scalar(next).fetch_one(&mut *tx).await.unwrap();
        query("INSERT INTO record VALUES ('r' || $1::text, 'person', $1, '', '[]', '[]', 2, '', '{}')")
            .bind(seq)
            .execute(&mut *tx)
            .await
            .unwrap();
        tx
    };
    let seen = RefCell::new(Vec::new());
    let read = async || {
        let last = seen.borrow().last().copied().unwrap_or(0);
        let beyond = query_scalar::<_, i64>("SELECT seq FROM record WHERE seq > $1 ORDER BY seq");
        let beyond = beyond.bind(last).fetch_all(&mut open(&place).await).await.unwrap();
        seen.borrow_mut().extend(beyond);
    };
    let early = write(&first).await;
    let has_ended = Cell::new(false);
    let late = async {
        write(&second).await.commit().await.unwrap();
        has_ended.set(true);
    };
    let rest = async {
        // Until the later one has ended, or waits.
        let waits = "SELECT count(*) FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid)
                     WHERE NOT l.granted AND a.query LIKE '%counter%'";
        let waits = async || numbers == Numbers::Counter && number(&place, waits).await > 0;
        while !has_ended.get() && !waits().await {
            read().await;
        }
        read().await;
        early.commit().await.unwrap();
        read().await;
    };
    tokio::join!(late, rest);
    read().await;
    seen.into_inner()
}

#[tokio::test]
#[ignore = "in PostgreSQL: `cargo xtask test` brings one"]
async fn no_reader_passes_a_late_commit_by_as_with_a_plain_sequence() {
    assert_eq!(read_while_two_write(Numbers::Counter).await, [1, 2]);
    assert_eq!(read_while_two_write(Numbers::Sequence).await, [2], "the first is never seen");
}

#[tokio::test]
#[ignore = "in PostgreSQL: `cargo xtask test` brings one"]
async fn a_second_endpoint_needs_the_key_of_the_first() {
    let place = place().await;
    let first = Program::at(&place);
    first.starts();
    first.first_administrator();
    let second = Program::at(&place);
    let serve = ["--listen", "127.0.0.1:0"];
    must_complain(&second.runs("serve", &serve), "seal.key is not there: put the copy of it");
    fs::write(second.path("data/seal.key"), [7; 32]).unwrap();
    must_complain(&second.runs("serve", &serve), "is not the key under which this database is sealed");
    fs::copy(first.path("data/seal.key"), second.path("data/seal.key")).unwrap();
    second.starts();
}

/// One sentence, in which no password is.
fn must_complain(ended: &Ended, sentence: &str) {
    assert_eq!((ended.code, ended.said.as_str()), (2, ""), "{ended:?}");
    let complaints: Vec<&str> =
        ended.complained.lines().filter(|line| line.starts_with("tiwizi: ")).collect();
    assert!(matches!(&complaints[..], [one] if one.contains(sentence)), "{sentence}: {ended:?}");
    assert!(!ended.complained.contains("geheim"), "{ended:?}");
}

#[tokio::test]
#[ignore = "in PostgreSQL: `cargo xtask test` brings one"]
async fn a_server_that_cannot_be_used_is_told_in_one_sentence_without_its_password() {
    let place = place().await;
    let serve = ["--listen", "127.0.0.1:0"];
    let mut db = open(&place).await;
    let guarded =
        "DO $$ BEGIN CREATE ROLE guarded LOGIN PASSWORD 'right'; EXCEPTION WHEN OTHERS THEN NULL; END $$";
    query(guarded).execute(&mut db).await.unwrap();
    Store::open(&Database::Server(place.parse().unwrap())).await.unwrap().close().await;
    query("UPDATE tiwizi_layout SET step = 99").execute(&mut db).await.unwrap();
    let at = |user: &str, database: &str| {
        place.replace("postgres@localhost/postgres", &format!("{user}:geheim@localhost/{database}"))
    };
    for (address, sentence) in [
        ("mysql://root:geheim@localhost/tiwizi".to_owned(), "no address of a PostgreSQL database"),
        (
            "postgres://postgres:geheim@127.0.0.1:1/tiwizi".to_owned(),
            "server does not answer: see whether it runs",
        ),
        (at("guarded", "postgres"), "takes neither this user nor this password"),
        (at("postgres", "nowhere"), "the server has no such database: make it with createdb"),
        (at("postgres", "postgres"), "its layout is 99, the newest known is"),
    ] {
        let program = Program::at(&address);
        must_complain(&program.runs("serve", &serve), sentence);
        assert!(!program.runs("serve", &["--help"]).said.contains("geheim"));
    }
}

#[tokio::test]
#[ignore = "in PostgreSQL: `cargo xtask test` brings one"]
async fn what_is_altered_in_a_server_is_named() {
    let place = place().await;
    let program = Program::at(&place);
    a_phone(&program).await;
    assert_eq!(program.runs("verify", &[]).code, 0);
    let alter = "UPDATE entry SET payload = replace(payload, 'Hassan', 'Hassam')";
    query(alter).execute(&mut open(&place).await).await.unwrap();
    let found = program.runs("verify", &["--json"]);
    assert_eq!(found.code, 1, "{found:?}");
    let found: Value = serde_json::from_str(&found.said).unwrap();
    let payload = serde_json::json!({ "at": { "entry": { "device": device("Naïma"), "index": 1 } }, "what": "payload" });
    assert_eq!(found["differences"], serde_json::json!([payload]));
}

/// A line to the server that can be cut.
struct Line {
    is_cut: watch::Sender<bool>,
    address: String,
}

impl Line {
    async fn to(place: &str) -> Self {
        let folder = place.split("host=").nth(1).unwrap().split('&').next().unwrap();
        let socket: Arc<PathBuf> = Arc::new([folder, ".s.PGSQL.5432"].iter().collect());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let options = place.split("options=").nth(1).unwrap();
        let port = listener.local_addr().unwrap().port();
        let address = format!("postgres://postgres@127.0.0.1:{port}/postgres?options={options}");
        let (is_cut, cut) = watch::channel(false);
        tokio::spawn(async move {
            while let Ok((mut near, _)) = listener.accept().await {
                let (socket, mut cut) = (socket.clone(), cut.clone());
                tokio::spawn(async move {
                    let mut far = UnixStream::connect(&*socket).await.unwrap();
                    tokio::select! {
                        _ = cut.wait_for(|is_cut| *is_cut) => {}
                        _ = tokio::io::copy_bidirectional(&mut near, &mut far) => {}
                    }
                });
            }
        });
        Self { is_cut, address }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "in PostgreSQL: `cargo xtask test` brings one"]
async fn while_the_server_is_away_phones_are_told_to_come_again_and_lose_nothing() {
    let place = place().await;
    let line = Line::to(&place).await;
    let program = Program::at(&line.address);
    let (_, naima) = a_phone(&program).await;

    line.is_cut.send(true).unwrap();
    naima.registers("Aïcha", "Aïcha").await;
    assert_eq!(naima.tries_to_exchange().await, Err(Stopped::Trouble(Trouble::Busy)));
    let answered = program.post(&naima.cookie, "/api/v1/sync", "{}");
    assert_eq!((answered.status, answered.retry_after), (503, Some(5)));

    line.is_cut.send(false).unwrap();
    naima.exchanges().await;
    assert_eq!(number(&place, "SELECT count(*) FROM record").await, 2);
    // What answers now might have been an older copy.
    assert_eq!(number(&place, "SELECT count(*) FROM epoch").await, 2);
    naima.exchanges().await;
    assert_eq!(number(&place, "SELECT count(*) FROM epoch").await, 2, "one a cut");
    assert_eq!(compares(&naima).await, (true, 0));
}

#[tokio::test]
#[ignore = "in PostgreSQL: `cargo xtask test` brings one"]
async fn a_server_is_backed_up_by_its_own_programs_and_what_is_put_back_is_true() {
    let place = place().await;
    let program = Program::at(&place);
    let (root, naima) = a_phone(&program).await;
    program.opens_a_code(&root, "Brahim");
    let backup = program.runs("backup", &["--to", "@backups/"]);
    assert!(backup.code == 0 && backup.said.contains("logs 2, entries 1, records 1"), "{backup:?}");
    assert_eq!(naima.exchanges().await.kept.index, 1, "the phone drops what the backup holds");
    let files = fs::read_dir(program.path("backups")).unwrap().map(|file| file.unwrap().path());
    let mut files: Vec<PathBuf> = files.collect();
    files.sort();
    let [copy, manifest] = &files[..] else { panic!("{files:?}") };
    assert!(copy.extension().unwrap() == "dump" && manifest.extension().unwrap() == "json", "{files:?}");

    // Put back under the same names, after all is lost.
    program.is_killed();
    let schema = place.rsplit("%3D").next().unwrap();
    let lose = format!("DROP SCHEMA {schema} CASCADE");
    sqlx::raw_sql(sqlx::AssertSqlSafe(lose)).execute(&mut open(&place).await).await.unwrap();
    let server = std::env::var("TIWIZI_TEST_DATABASE").unwrap();
    let restore = |copy: &PathBuf| {
        let mut restore = std::process::Command::new("pg_restore");
        restore.args(["--no-owner", "--exit-on-error", "--dbname", &server]).arg(copy).output().unwrap()
    };
    let restored = restore(copy);
    assert!(restored.status.success(), "{restored:?}");
    let proved = program.runs("verify", &[]);
    assert!(proved.code == 0 && proved.said.ends_with("all is true\n"), "{proved:?}");
    let ways_in =
        "SELECT (SELECT count(*) FROM code) + (SELECT count(*) FROM session) + (SELECT count(*) FROM setup)";
    assert_eq!(number(&place, ways_in).await, 0);
    program.starts();

    // What is not true is not backed up, and phones are not told.
    let alter = "UPDATE entry SET payload = replace(payload, 'Hassan', 'Hassam')";
    query(alter).execute(&mut open(&place).await).await.unwrap();
    let untrue = program.runs("backup", &["--to", "@untrue.dump"]);
    assert!(untrue.code == 1 && untrue.complained.contains("the database is not true"), "{untrue:?}");
    assert!(!program.path("untrue.dump").exists() && !program.path("untrue.dump.partial").exists());
    let refused = program.runs("restore", &["--from", copy.to_str().unwrap()]);
    assert!(
        refused.code == 2 && refused.complained.contains("is a copy of a PostgreSQL server"),
        "{refused:?}"
    );
}
