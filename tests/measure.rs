//! What is measured, in the order in which a region comes to be: people are registered, sent, read, looked for.

mod floor;
mod home;
mod save;
mod search;
mod table;
mod travel;
mod watch;

pub use table::Table;

use crate::world::World;
use floor::Floor;

/// How often each thing is measured; the middle one counts.
const ROUNDS: usize = 3;

/// An unslowed processor, and one like an old phone's.
const RATES: [f64; 2] = [1.0, 6.0];

/// Everything, with so many records.
pub async fn everything(world: &World, records: usize, table: &mut Table) {
    let floor = Floor::opens().await;
    let stated = travel::push(world, &floor, records, table).await;
    let phone = travel::pull(world, &floor, &stated, table).await;
    travel::nothing_new(&phone, table).await;
    save::saves(&phone, table).await;
    search::keys(&phone, table).await;
    phone.gets_signal().await;
    phone.is_all_sent().await;
    home::opens(world, &phone, table).await;
}
