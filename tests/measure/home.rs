//! Opening the app: from the address until home can be used.

use super::table::{Aim, Table, median};
use super::travel::empty_phone;
use super::watch::{usable, watch};
use super::{RATES, ROUNDS, profile};
use crate::world::World;
use crate::world::phone::Phone;
use std::collections::BTreeMap;

/// The browser is started anew each time. The floor is the same page on a phone that holds no records.
pub async fn opens(world: &World, full: &Phone, records: usize, table: &mut Table) {
    let empty = empty_phone(world).await;
    full.closes().await;
    empty.closes().await;
    let mut figures: BTreeMap<(bool, usize), [Vec<f64>; 2]> = BTreeMap::new();
    for _ in 0..ROUNDS {
        for stopped in [false, true] {
            if stopped {
                world.stops_the_endpoint().await;
            }
            for (place, rate) in RATES.into_iter().enumerate() {
                let [with_all, with_none] = figures.entry((stopped, place)).or_default();
                with_all.push(opens_cold(full, rate).await);
                with_none.push(opens_cold(&empty, rate).await);
            }
            if stopped {
                world.starts_the_endpoint().await;
            }
        }
    }
    for ((stopped, place), [with_all, with_none]) in figures {
        let endpoint = if stopped { "stopped" } else { "up" };
        let what = format!("home usable, {records}, endpoint {endpoint}, at {}×", RATES[place]);
        table.row(what, median(&with_all) / 1000.0, "s", Some(median(&with_none) / 1000.0), Aim::AtMost(1.5));
    }
    if table.misses("home") {
        full.is_slowed(6.0).await;
        full.starts().await;
        watch(full).await;
        full.goes_to("/").await;
        usable(full).await;
        profile::begins(full).await;
        full.goes_to("/people").await;
        full.goes_to("/").await;
        usable(full).await;
        profile::ends(full, "home").await;
        full.closes().await;
    }
}

async fn opens_cold(phone: &Phone, rate: f64) -> f64 {
    phone.is_slowed(rate).await;
    phone.starts().await;
    watch(phone).await;
    phone.goes_to("/").await;
    let took = usable(phone).await;
    phone.closes().await;
    took
}
