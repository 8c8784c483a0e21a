//! Records on their way from the endpoint to phones, and exchanges when there is nothing new.

use super::ROUNDS;
use super::floor::Floor;
use super::table::{Aim, Table, median};
use super::watch::{numbers, spans, watch};
use crate::world::World;
use crate::world::courier::Courier;
use crate::world::people::{EMPTY_COMMUNE, People};
use crate::world::phone::Phone;
use std::time::Duration;

/// How long tens of thousands of records may take.
const PATIENCE: Duration = Duration::from_secs(300);

const HEALTH: &str =
    "return fetch('/api/v1/health', { headers: { 'x-tiwizi': '1' } }).then(health => health.text())";

/// What a phone is answered that has nothing.
pub async fn stated(world: &World) -> Vec<u8> {
    let link = world.invitation("Aïcha", "field_worker").await;
    let phone = Courier::enrolled(world.line().await, "Aïcha", &link).await;
    phone.exchanges().await;
    phone.answered()
}

/// Phones in the browser get everything; the last of them stays in use.
pub async fn pull(world: &World, floor: &Floor, stated: &[u8], table: &mut Table) -> Phone {
    let packed = floor.holds(stated) as f64;
    let (mut took, mut bare, mut carried, mut last) = (Vec::new(), Vec::new(), Vec::new(), None);
    for round in 1..=ROUNDS {
        let phone = getting_in(world, &format!("Fatima {round}"), "").await;
        took.push(exchange_of(&phone).await);
        carried.push(phone.line().carried());
        phone.works_without_network().await;
        bare.push(bare_fetch(world, floor, round).await);
        if let Some(before) = last.replace(phone) {
            before.closes().await;
        }
    }
    let of = |figure: fn(&crate::world::line::Carried) -> u64| {
        median(&carried.iter().map(|carried| figure(carried) as f64).collect::<Vec<_>>())
    };
    table.row("pull: requests", of(|carried| carried.exchanges), "", Some(1.0), Aim::None);
    table.row("pull: bytes received", of(|carried| carried.answered), "B", Some(packed), Aim::None);
    table.row("pull: bytes sent", of(|carried| carried.asked), "B", None, Aim::None);
    let bare = Some(median(&bare) / 1000.0);
    table.row("pull: seconds until all is stored", median(&took) / 1000.0, "s", bare, Aim::AtMost(1.0));
    last.expect("a phone")
}

/// A phone that has just been made somebody's: it exchanges for the first time.
pub async fn getting_in(world: &World, name: &str, territory: &str) -> Phone {
    let link = world.invitation_within(name, "field_worker", territory).await;
    let phone = world.phone(name, "fr").await;
    phone.starts().await;
    watch(&phone).await;
    phone.goes_to(&link).await;
    phone.taps(&phone.word("enrol.submit")).await;
    phone.taps(&phone.word("enrol.done.start")).await;
    phone
}

/// A phone whose person works where nobody is registered.
pub async fn empty_phone(world: &World) -> Phone {
    let phone = getting_in(world, "Rkia", EMPTY_COMMUNE).await;
    exchange_of(&phone).await;
    phone.works_without_network().await;
    phone
}

async fn exchange_of(phone: &Phone) -> f64 {
    phone.until("an exchange", async || spans(phone, "exchange").await.first().copied()).await
}

/// The same JSON by one request, in a page of its own that does nothing else.
async fn bare_fetch(world: &World, floor: &Floor, round: usize) -> f64 {
    let phone = world.phone(&format!("Floor {round}"), "fr").await;
    phone.starts().await;
    phone.goes_anywhere(&floor.origin()).await;
    let fetch = "const began = performance.now();
        return fetch('/same').then(same => same.text()).then(text => {
            text.trim().split('\\n').forEach(JSON.parse);
            return [performance.now() - began];
        })";
    let took = numbers(&phone.script(fetch, vec![]).await)[0];
    phone.closes().await;
    took
}

/// So many more people are at the office.
pub async fn registered(world: &World, records: usize) {
    let link = world.invitation("Hassan", "field_worker").await;
    let courier = Courier::enrolled(world.line().await, "Hassan", &link).await;
    courier.exchanges().await;
    let mut people = People::others();
    for _ in 0..records {
        courier.saves(people.next(courier.person)).await;
    }
    courier.exchanges().await;
}

/// A phone that holds so many people.
pub async fn full_phone(world: &World, records: usize) -> Phone {
    registered(world, records).await;
    let phone = getting_in(world, "Fatima", "").await;
    phone
        .until_within(PATIENCE, "an exchange", async || spans(&phone, "exchange").await.first().copied())
        .await;
    phone.works_without_network().await;
    phone
}

/// So many more people are at the office, and on the phone.
pub async fn grows(world: &World, phone: &Phone, records: usize) {
    registered(world, records).await;
    let before = spans(phone, "exchange").await.len();
    phone.exchanges().await;
    let ended = async || spans(phone, "exchange").await.get(before).copied();
    phone.until_within(PATIENCE, "an exchange", ended).await;
    phone.is_all_sent().await;
}

/// Exchanges with nothing new, beside the smallest question there is.
pub async fn nothing_new(phone: &Phone, table: &mut Table) {
    let (mut whole, mut took, mut bare) = (Vec::new(), Vec::new(), Vec::new());
    let (mut requests, mut asked, mut answered) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..10 {
        let before = spans(phone, "exchange").await.len();
        phone.line().carried();
        phone.exchanges().await;
        let ended = async || spans(phone, "exchange").await.get(before).copied();
        whole.push(phone.until("an exchange", ended).await);
        let carried = phone.line().carried();
        requests.push(carried.exchanges as f64);
        asked.push(carried.asked as f64);
        answered.push(carried.answered as f64);
        took.push(spans(phone, "/api/v1/sync").await.pop().expect("an exchange"));
        phone.script(HEALTH, vec![]).await;
        let health = async || spans(phone, "/api/v1/health").await.pop();
        bare.push(phone.until("an answer", health).await);
    }
    table.row("nothing new: requests", median(&requests), "", Some(1.0), Aim::AtMost(1.0));
    table.row("nothing new: bytes sent, heads and all", median(&asked), "B", None, Aim::AtMost(1000.0));
    table.row("nothing new: bytes received", median(&answered), "B", None, Aim::AtMost(1000.0));
    table.row("nothing new: the whole exchange", median(&whole), "ms", Some(median(&bare)), Aim::None);
    table.row("nothing new: round trip", median(&took), "ms", Some(median(&bare)), Aim::None);
}
