//! What taking in and stating records costs, beside the floor: the same rows inserted into SQLite with nothing
//! around them, in as many transactions. `cargo xtask bench` runs it.

#![allow(clippy::unwrap_used)] // a bench is a test too, which the lint does not see

#[path = "../tests/interface/server.rs"]
mod server;

#[allow(dead_code, reason = "the tests use more of it")]
#[path = "../tests/interface/world.rs"]
mod world;

#[allow(dead_code, reason = "the whole uses more of it")]
#[path = "../../../tests/measure/table.rs"]
mod table;

use axum::http::Request as Http;
use record::{Actor, AuthorId, Change, Context, Dot, HybridTime, RecordId, Value};
use serde_json::json;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{Connection, SqliteConnection, query, query_as, raw_sql};
use std::path::Path;
use std::time::{Duration, Instant};
use sync::{Act, Answer, Entry, Head, Payload, Request, Response};
use table::{Aim, Table, median};
use world::{Visitor, World, device, field_worker};

const RECORDS: u64 = 10_000;
const BATCH: usize = 250;
const ROUNDS: usize = 3;

#[tokio::main]
async fn main() {
    let (mut bare, mut pushed, mut stated, mut nothing) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let world = World::new().await;
        let root = world.administrator().await;
        let naima = world.phone(&root, "Naïma", field_worker()).await;
        let brahim = world.phone(&root, "Brahim", field_worker()).await;
        let me = naima.get("/api/v1/me", &world).await.json();
        let author: AuthorId = me["person"]["id"].as_str().unwrap().parse().unwrap();
        let entries: Vec<Entry> = (1..=RECORDS).map(|index| entry(index, author)).collect();
        pushed.push(a_second(push(&world, &naima, &entries).await));
        bare.push(a_second(bare_inserts(&world).await));
        let mut pulling = asking("Brahim");
        stated.push(a_second(pull(&world, &brahim, &mut pulling).await));
        nothing.push(nothing_new(&world, &brahim, &pulling).await);
    }
    let mut table = Table::default();
    let (unit, floor) = ("records/s", median(&bare));
    table.row("taken in, beside bare inserts", median(&pushed), unit, Some(floor), Aim::TimesAtLeast(0.5));
    table.row("stated to a second phone", median(&stated), unit, None, Aim::None);
    table.row("an exchange with nothing new", median(&nothing), "ms", None, Aim::None);
    table.tell(&format!("The endpoint by itself, {RECORDS} records, {BATCH} a request"));
}

async fn push(world: &World, phone: &Visitor, entries: &[Entry]) -> Duration {
    let mut pushing = asking("Naïma");
    let began = Instant::now();
    for batch in entries.chunks(BATCH) {
        pushing.entries = batch.to_vec();
        let last = batch.iter().fold(pushing.before, |head, entry| head.then(&entry.payload));
        pushing.head = last;
        let answer = ask(world, phone, &pushing).await;
        assert_eq!(answer.accepted, last);
        (pushing.before, pushing.cursor) = (last, Some(answer.cursor));
    }
    began.elapsed()
}

async fn pull(world: &World, phone: &Visitor, pulling: &mut Request) -> Duration {
    let mut records = 0;
    let began = Instant::now();
    loop {
        let answer = ask(world, phone, pulling).await;
        pulling.cursor = Some(answer.cursor);
        records += answer.records.len();
        if !answer.more {
            break;
        }
    }
    assert_eq!(records as u64, RECORDS);
    began.elapsed()
}

/// Milliseconds each.
async fn nothing_new(world: &World, phone: &Visitor, request: &Request) -> f64 {
    let began = Instant::now();
    for _ in 0..200 {
        ask(world, phone, request).await;
    }
    began.elapsed().as_secs_f64() * 5.0
}

fn a_second(took: Duration) -> f64 {
    RECORDS as f64 / took.as_secs_f64()
}

fn entry(index: u64, author: AuthorId) -> Entry {
    let text = |text: &str| Some(Value::Text(text.to_owned()));
    let choice = |code: &str| Some(Value::Choice(code.to_owned()));
    let edits = [
        ("given_name_ar", text("فاطمة الزهراء")),
        ("family_name_ar", text("أيت لحسن")),
        ("given_name", text("Fatima Zahra")),
        ("family_name", text("Aït Lahcen")),
        ("phone", text("+212600123456")),
        ("sex", choice("woman")),
        ("commune", choice("10.261.01.03")),
        ("programme", choice("MICRO")),
        ("consent_a", choice("given")),
        ("consent_b", choice("refused")),
        ("education", choice("lower_secondary")),
        ("household_size", Some(Value::Integer(6))),
        ("@scope/MICRO/10.261.01.03", Some(Value::Flag(true))),
    ];
    let change = Change {
        record: RecordId::derived("person", &[&index.to_string()]),
        dot: Dot { actor: Actor(1), n: 1 },
        saw: Context::default(),
        form: "person".into(),
        form_version: 1,
        author,
        at: HybridTime::from_millis(1_795_248_000_000 + index as i64),
        on: "2026-11-21".parse().unwrap(),
        redacted: None,
        edits: edits.into_iter().map(|(path, value)| (path.parse().unwrap(), value)).collect(),
    };
    Entry { index, payload: Payload::of(&Act::Change(change)).unwrap() }
}

fn asking(phone: &str) -> Request {
    let head = json!(Head::EMPTY);
    serde_json::from_value(json!({
        "protocol": 1, "device": device(phone), "kept": head, "before": head, "head": head,
        "grants": 1, "seen_outcomes": 0, "limit": 256_000,
    }))
    .unwrap()
}

async fn ask(world: &World, visitor: &Visitor, request: &Request) -> Answer {
    let said = Http::post("/api/v1/sync").header("x-tiwizi", "1").header("content-type", "application/json");
    let reply = visitor.ask(said.body(serde_json::to_string(request).unwrap().into()).unwrap(), world).await;
    match serde_json::from_slice(&reply.bytes).unwrap() {
        Response::Answer(answer) => *answer,
        other => panic!("{other:?}"),
    }
}

/// The rows that the endpoint has made of it, put into another database with the same layout and the same settings: an
/// entry and a record at a time, one prepared statement each, as many a transaction.
async fn bare_inserts(world: &World) -> Duration {
    let mut made = world.database().await;
    let entries: Vec<EntryRow> = query_as(ENTRIES).fetch_all(&mut made).await.unwrap();
    let records: Vec<RecordRow> = query_as(RECORDS_MADE).fetch_all(&mut made).await.unwrap();
    let rows: Vec<_> = entries.into_iter().zip(records).collect();
    assert_eq!(rows.len() as u64, RECORDS);
    let folder = tempfile::tempdir().unwrap();
    let mut bare = SqliteConnection::connect_with(&as_the_endpoint(folder.path())).await.unwrap();
    for step in LAYOUT {
        raw_sql(step).execute(&mut bare).await.unwrap();
    }
    let began = Instant::now();
    for batch in rows.chunks(BATCH) {
        let mut tx = bare.begin_with("BEGIN IMMEDIATE").await.unwrap();
        for (entry, record) in batch {
            insert_entry(&mut tx, entry).await;
            insert_record(&mut tx, record).await;
        }
        tx.commit().await.unwrap();
    }
    began.elapsed()
}

const LAYOUT: [&str; 5] = [
    include_str!("../migrations/sqlite/1.sql"),
    include_str!("../migrations/sqlite/2.sql"),
    include_str!("../migrations/sqlite/3.sql"),
    include_str!("../migrations/sqlite/4.sql"),
    include_str!("../migrations/sqlite/5.sql"),
];

fn as_the_endpoint(folder: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(folder.join("bare.sqlite"))
        .foreign_keys(false)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("secure_delete", "ON")
}

type EntryRow = (String, i64, String, String, String, String, i64, String, i64, i64, String);
const ENTRIES: &str =
    "SELECT device, place, payload_hash, hash, record, actor, n, outcome, revision, received_at,
    payload FROM entry ORDER BY place";

async fn insert_entry(db: &mut SqliteConnection, row: &EntryRow) {
    let (device, place, payload_hash, hash, record, actor, n, outcome, revision, received_at, payload) = row;
    query("INSERT INTO entry VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")
        .bind(device)
        .bind(place)
        .bind(payload_hash)
        .bind(hash)
        .bind(record)
        .bind(actor)
        .bind(n)
        .bind(outcome)
        .bind(revision)
        .bind(received_at)
        .bind(payload)
        .execute(db)
        .await
        .unwrap();
}

type RecordRow = (String, String, i64, String, String, String, i64, String, String);
const RECORDS_MADE: &str =
    "SELECT id, form, seq, seal, scopes, ever, bytes, hash, body FROM record ORDER BY seq";

async fn insert_record(db: &mut SqliteConnection, row: &RecordRow) {
    let (id, form, seq, seal, scopes, ever, bytes, hash, body) = row;
    query("INSERT INTO record VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")
        .bind(id)
        .bind(form)
        .bind(seq)
        .bind(seal)
        .bind(scopes)
        .bind(ever)
        .bind(bytes)
        .bind(hash)
        .bind(body)
        .execute(db)
        .await
        .unwrap();
}
