//! What is measured, in the order in which a region comes to be: people are registered, sent, read, looked for.

mod floor;
mod home;
mod lists;
mod memory;
mod peer;
mod profile;
mod push;
mod save;
mod search;
mod table;
mod travel;
mod watch;

pub use table::Table;

use crate::world::World;
use crate::world::phone::Phone;
use floor::Floor;
use peer::Peer;
use std::str::FromStr;
use table::Aim;

/// How often each thing is measured; the middle one counts.
const ROUNDS: usize = 3;

/// An unslowed processor, and one like an old phone's.
const RATES: [f64; 2] = [1.0, 6.0];

/// How many times as many people a phone holds when home is opened.
const GROWN: usize = 5;

/// What is asked for.
pub struct Sizes {
    /// How many records phones hold.
    pub records: usize,
    /// How many the endpoint holds when its memory is read.
    pub office: u64,
    /// Brotli bytes that a first visit downloads, if the client is the one that is installed.
    pub first_visit: Option<f64>,
}

/// A part that can be measured by itself.
#[derive(Clone, Copy)]
pub enum Part {
    /// Pushing, pulling, nothing new and saving, with PouchDB beside.
    Travel,
    /// Lists, taps and search.
    Lists,
    /// Opening home with five times as many records.
    Home,
    /// The endpoint's memory.
    Memory,
}

impl FromStr for Part {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        match name {
            "travel" => Ok(Self::Travel),
            "lists" => Ok(Self::Lists),
            "home" => Ok(Self::Home),
            "memory" => Ok(Self::Memory),
            _ => Err(()),
        }
    }
}

/// One part, with no more records than it needs.
pub async fn only(part: Part, world: &World, sizes: &Sizes, table: &mut Table) {
    match part {
        Part::Travel => drop(beside_the_peer(world, sizes.records, table).await),
        Part::Lists => {
            let phone = travel::full_phone(world, sizes.records).await;
            phone.loses_signal().await;
            lists::taps(&phone, sizes.records, table).await;
            search::keys(&phone, table).await;
        }
        Part::Home => {
            let phone = travel::full_phone(world, GROWN * sizes.records).await;
            home::opens(world, &phone, GROWN * sizes.records, table).await;
        }
        Part::Memory => {
            travel::registered(world, memory::MODELS).await;
            memory::of_the_endpoint(world, sizes.office, table).await;
        }
    }
}

/// Everything.
pub async fn everything(world: &World, sizes: &Sizes, table: &mut Table) {
    if let Some(bytes) = sizes.first_visit {
        table.row("first visit: bytes", bytes, "B", None, Aim::AtMost(350_000.0));
    }
    let phone = beside_the_peer(world, sizes.records, table).await;
    lists::taps(&phone, sizes.records, table).await;
    search::keys(&phone, table).await;
    phone.gets_signal().await;
    phone.is_all_sent().await;
    travel::grows(world, &phone, (GROWN - 1) * sizes.records).await;
    home::opens(world, &phone, GROWN * sizes.records, table).await;
    memory::of_the_endpoint(world, sizes.office, table).await;
}

/// What PouchDB does too, each right after ours.
async fn beside_the_peer(world: &World, records: usize, table: &mut Table) -> Phone {
    let floor = Floor::opens().await;
    let peer = Peer::opens(world).await;
    let pushed = push::pushes(world, &floor, records, table).await;
    peer.pushes(world, &pushed, table).await;
    let stated = travel::stated(world).await;
    let phone = travel::pull(world, &floor, &stated, table).await;
    let browser = peer.pulls(world, records, table).await;
    travel::nothing_new(&phone, table).await;
    peer::nothing_new(&browser, table).await;
    save::saves(&phone, table).await;
    peer::saves(&browser, &pushed, table).await;
    browser.closes().await;
    phone
}
