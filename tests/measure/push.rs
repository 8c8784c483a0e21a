//! A phone sends all that a person has saved on it.

use super::floor::Floor;
use super::table::{Aim, Table};
use super::travel::getting_in;
use super::watch::{numbers, spans};
use crate::world::World;
use crate::world::people::People;
use crate::world::phone::Phone;
use crate::world::pocket::Pocket;
use record::{Actor, AuthorId};
use serde_json::{Value, json};
use std::time::Duration;
use sync::{Entry, Local, Table as Rows};

const ROWS: &str = include_str!("rows.js");
/// Packs and sends what `/same` answers.
const SENDS: &str = "const text = await (await fetch('/same')).text();
    const began = performance.now();
    const packing = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
    const body = await new Response(packing).arrayBuffer();
    await (await fetch('/', { method: 'POST', body })).text();
    return [performance.now() - began, body.byteLength];";

const PATIENCE: Duration = Duration::from_secs(300);
/// How many rows a script is handed at a time.
const AT_A_TIME: usize = 1000;
/// When all of it was saved, in milliseconds since 1970-01-01 UTC.
const MORNING: i64 = 1_795_248_000_000;

/// What was sent.
pub struct Pushed {
    pub entries: Vec<Entry>,
}

impl Pushed {
    /// The changes as documents of PouchDB: the same JSON, under the record's identity.
    pub fn changes(&self) -> Vec<Value> {
        let change = |entry: &Entry| {
            let change = entry.payload.change().expect("a change");
            let mut document = serde_json::to_value(&change).expect("JSON");
            document["_id"] = json!(change.record);
            document
        };
        self.entries.iter().map(change).collect()
    }
}

/// A phone in the browser sends so many records.
pub async fn pushes(world: &World, floor: &Floor, records: usize, table: &mut Table) -> Pushed {
    let phone = getting_in(world, "Brahim", "").await;
    phone.until("an exchange", async || spans(&phone, "exchange").await.first().copied()).await;
    phone.works_without_network().await;
    let pushed = loads(&phone, records).await;
    phone.line().carried();
    phone.goes_to("/").await;
    let sent = async || spans(&phone, "exchange").await.first().copied();
    let took = phone.until_within(PATIENCE, "all to be sent", sent).await;
    let carried = phone.line().carried();
    let (bare, packed) = bare_send(&phone, floor, &pushed).await;
    let each = |bytes: f64| bytes / records as f64;
    let asked = carried.asked as f64;
    table.row("push: requests", carried.exchanges as f64, "", Some(1.0), Aim::AtMost(25.0));
    table.row("push: bytes sent", asked, "B", Some(packed), Aim::TimesAtMost(1.5));
    table.row("push: bytes sent a record", each(asked), "B", Some(each(packed)), Aim::AtMost(200.0));
    table.row("push: bytes answered", carried.answered as f64, "B", None, Aim::None);
    table.row("push: seconds", took / 1000.0, "s", Some(bare / 1000.0), Aim::None);
    phone.closes().await;
    pushed
}

/// Puts into the phone's store what its own rules would have put there, had somebody saved so many people on it.
async fn loads(phone: &Phone, records: usize) -> Pushed {
    // A page of the same origin in which the app does not run.
    phone.goes_to("/api/v1/health").await;
    let meta = phone.script(ROWS, vec![json!("meta"), Value::Null]).await;
    let meta: Vec<(String, String)> = serde_json::from_value(meta).expect("rows");
    let pocket = Pocket::with(Rows::Meta, meta);
    let local = Local::new(pocket.clone(), |record| record.form.clone());
    let standing = local.standing().await.expect("a store").expect("somebody's phone");
    let mut people = People::new();
    for _ in 0..records {
        saves(&local, &mut people, standing.person).await;
    }
    for table in [Rows::Log, Rows::Meta] {
        for some in pocket.rows(table).chunks(AT_A_TIME) {
            phone.script(ROWS, vec![json!(table.name()), json!(some)]).await;
        }
    }
    Pushed { entries: local.unsent().await.expect("a store") }
}

async fn saves(local: &Local<Pocket>, people: &mut People, author: AuthorId) {
    local.save(people.next(author), None, MORNING, || Actor(1)).await.expect("saved");
}

/// Milliseconds that a page takes to pack and send the same JSON in one piece, and packed bytes.
async fn bare_send(phone: &Phone, floor: &Floor, pushed: &Pushed) -> (f64, f64) {
    floor.holds(&serde_json::to_vec(&pushed.entries).expect("JSON"));
    phone.goes_anywhere(&floor.origin()).await;
    let took = numbers(&phone.script(SENDS, vec![]).await);
    (took[0], took[1])
}
