//! How much memory the endpoint takes with a great many records.

use super::table::{Aim, Table};
use crate::world::World;
use crate::world::courier::Courier;
use crate::world::people::{COMMUNE, EMPTY_COMMUNE};
use record::RecordId;
use serde_json::json;
use sqlx::sqlite::{SqliteConnectOptions, SqliteSynchronous};
use sqlx::{Connection, Row, SqliteConnection, query};
use std::fs;
use std::time::Instant;
use sync::{Hash, Head, Payload, SealKey};

const WRITE_RECORDS: &str = include_str!("../../crates/endpoint/queries/write_records.sql");
const APPEND_ENTRIES: &str = include_str!("../../crates/endpoint/queries/append_entries.sql");

/// Rows a statement.
const BATCH: u64 = 1_000;
/// Rows a transaction: what is not committed lies in memory.
const COMMIT: u64 = 50_000;
/// How many of the records that are there are copied over and over.
pub const MODELS: usize = 5_000;
/// How many of the largest pages are asked for.
const PAGES: usize = 5;
/// Bytes; what a cheap machine has to spare.
const MOST: f64 = 64e6;

/// A record that is there, its entry, and what else its rows hold.
struct Model {
    id: String,
    scopes: String,
    ever: String,
    body: String,
    entry: String,
    actor: String,
    n: i64,
}

/// Fills the database of an endpoint up to so many records, starts it, and lets phones ask it for everything that
/// phones ask for: one that may see nothing and so is led past all records, one of a commune, and one that is told
/// pages as large as there are.
pub async fn of_the_endpoint(world: &World, records: u64, table: &mut Table) {
    let log = enrolled(world, "Driss", "").await;
    let began = Instant::now();
    world.stops_the_endpoint().await;
    let office = fill(world, &log.device().to_string(), records).await;
    let filled = began.elapsed().as_secs_f64();
    world.starts_the_endpoint().await;
    let Some((fresh, _)) = world.memory().await else {
        return println!("How much memory the endpoint takes is told on Linux alone.");
    };
    enrolled(world, "Omar", EMPTY_COMMUNE).await.exchanges().await;
    let began = Instant::now();
    enrolled(world, "Zineb", COMMUNE).await.exchanges().await;
    let asked = began.elapsed().as_secs_f64();
    enrolled(world, "Touria", "").await.reads_pages(PAGES).await;
    let (now, most) = world.memory().await.expect("its memory");
    let megabytes = |bytes: u64| bytes as f64 / 1e6;
    let what = |what: &str| format!("endpoint with {office} records: {what}");
    table.row(what("in memory at start"), megabytes(fresh), "MB", None, Aim::None);
    table.row(what("in memory afterwards"), megabytes(now), "MB", Some(megabytes(fresh)), Aim::None);
    table.row(what("at most"), megabytes(most), "MB", Some(megabytes(fresh)), Aim::AtMost(MOST / 1e6));
    table.row(what("a phone's first exchanges"), asked, "s", None, Aim::None);
    table.row(what("filling it here"), filled, "s", None, Aim::None);
}

async fn enrolled(world: &World, name: &str, territory: &str) -> Courier {
    let link = world.invitation_within(name, "field_worker", territory).await;
    Courier::enrolled(world.line().await, name, &link).await
}

/// Fills the database between two runs of the endpoint, faster than phones could: with copies of what is there under
/// identities of their own, sealed as the endpoint seals, each with its entry in one device's log. Gives how many
/// records there are then.
async fn fill(world: &World, device: &str, records: u64) -> u64 {
    let data = world.data().await;
    let key = fs::read(data.join("seal.key")).expect("the key").try_into().map(SealKey).expect("a key");
    // What is lost when the machine fails here is no loss; memory spares the disk.
    let options = SqliteConnectOptions::new()
        .filename(data.join("tiwizi.sqlite"))
        .synchronous(SqliteSynchronous::Off)
        .pragma("cache_size", "-200000");
    let mut db = SqliteConnection::connect_with(&options).await.expect("the database");
    let models = models(&mut db).await;
    let (mut count, mut seq) = counts(&mut db).await;
    let mut head = Head::EMPTY;
    while count < records {
        let mut tx = db.begin().await.expect("a transaction");
        for _ in 0..COMMIT / BATCH {
            let some = BATCH.min(records - count);
            let (mut rows, mut entries) = (Vec::new(), Vec::new());
            for _ in 0..some {
                (count, seq) = (count + 1, seq + 1);
                let copy = models[count as usize % models.len()].copied(count);
                let payload = Payload::from_kept(copy.entry).expect("JSON");
                head = head.then(&payload);
                let Model { id, scopes, ever, body, actor, n, .. } = copy;
                let place = (head.index, payload.hash(), head.hash);
                entries.push(json!([
                    place.0,
                    place.1,
                    place.2,
                    id,
                    actor,
                    n,
                    "\"merged\"",
                    0,
                    payload.as_str()
                ]));
                let (seal, hash) = (key.seal(&body), Hash::of(&body));
                rows.push(json!([id, "person", seq, seal, scopes, ever, hash, body]));
            }
            query(WRITE_RECORDS).bind(json!(rows).to_string()).execute(&mut *tx).await.expect("records");
            let append = query(APPEND_ENTRIES).bind(device).bind(0).bind(json!(entries).to_string());
            append.execute(&mut *tx).await.expect("entries");
        }
        let ends = "UPDATE device SET head_index = $2, head_hash = $3 WHERE id = $1";
        let ends = query(ends).bind(device).bind(head.index as i64).bind(head.hash.to_string());
        ends.execute(&mut *tx).await.expect("the device");
        query("UPDATE counter SET seq = $1").bind(seq as i64).execute(&mut *tx).await.expect("the counter");
        tx.commit().await.expect("committed");
    }
    db.close().await.expect("closed");
    count
}

async fn models(db: &mut SqliteConnection) -> Vec<Model> {
    let rows = "SELECT r.id, r.scopes, r.ever, r.body, e.payload, e.actor, e.n FROM record AS r
                JOIN entry AS e ON e.record = r.id GROUP BY r.id HAVING count(*) = 1 LIMIT $1";
    let rows = query(rows).bind(MODELS as i64).fetch_all(db).await.expect("records");
    let text = |row: &sqlx::sqlite::SqliteRow, column: usize| row.get::<String, _>(column);
    rows.iter()
        .map(|row| Model {
            id: text(row, 0),
            scopes: text(row, 1),
            ever: text(row, 2),
            body: text(row, 3),
            entry: text(row, 4),
            actor: text(row, 5),
            n: row.get(6),
        })
        .collect()
}

/// How many records there are, and the last number that one was given.
async fn counts(db: &mut SqliteConnection) -> (u64, u64) {
    let row = query("SELECT (SELECT count(*) FROM record), seq FROM counter").fetch_one(db).await;
    let row = row.expect("the counter");
    (row.get::<i64, _>(0).unsigned_abs(), row.get::<i64, _>(1).unsigned_abs())
}

impl Model {
    /// The same under another identity: the later the copy, the higher, so that each stands behind the last in its index.
    fn copied(&self, copy: u64) -> Self {
        let id = RecordId::from_random(u128::MAX << 120 | u128::from(copy) << 80).to_string();
        let (body, entry) = (self.body.replace(&self.id, &id), self.entry.replace(&self.id, &id));
        let (scopes, ever, actor) = (self.scopes.clone(), self.ever.clone(), self.actor.clone());
        Self { id, scopes, ever, body, entry, actor, n: self.n }
    }
}
