//! Long lists, and taps: from the touch until what it leads to is painted.

use super::table::{Aim, Table, quantile};
use super::watch::numbers;
use super::{RATES, ROUNDS, profile};
use crate::world::phone::Phone;
use serde_json::Value;

const TAPS: &str = include_str!("taps.js");

/// Goes through the app by taps, on a phone that holds everything.
pub async fn taps(phone: &Phone, records: usize, table: &mut Table) {
    phone.goes_to("/").await;
    let home = "return document.querySelector('main a[href=\"/form/person/new\"]')";
    let home = async || Some(phone.script(home, vec![]).await).filter(|found| !found.is_null());
    phone.until("home", home).await;
    for rate in RATES {
        phone.is_slowed(rate).await;
        let mut rounds = Vec::new();
        for _ in 0..ROUNDS {
            rounds.push(phone.script(TAPS, vec![]).await);
        }
        let slow = rate > 1.0;
        let of =
            |what: &str| rounds.iter().flat_map(|round: &Value| numbers(&round[what])).collect::<Vec<_>>();
        let aim = |most: f64| if slow { Aim::AtMost(most) } else { Aim::None };
        for (name, share) in [("p50", 0.5), ("p95", 0.95)] {
            let bare = Some(quantile(&of("bare"), share));
            table.row(
                format!("a tap, {name} at {rate}×"),
                quantile(&of("taps"), share),
                "ms",
                bare,
                aim(100.0),
            );
        }
        let (lists, bare) = (quantile(&of("lists"), 1.0) / 1000.0, quantile(&of("bare_lists"), 1.0) / 1000.0);
        table.row(format!("a list of {records} opens, slowest at {rate}×"), lists, "s", Some(bare), aim(1.0));
    }
    told(&phone.script(TAPS, vec![]).await);
    if table.misses("a tap") || table.misses("a list") {
        profile::begins(phone).await;
        phone.script(TAPS, vec![]).await;
        profile::ends(phone, "taps").await;
    }
    phone.is_slowed(1.0).await;
}

/// Each tap by its name, at the slow rate.
fn told(round: &Value) {
    let names = round["names"].as_array().cloned().unwrap_or_default();
    let told = names
        .iter()
        .zip(numbers(&round["all"]))
        .map(|(name, took)| format!("{} {took:.0} ms", name.as_str().unwrap_or_default()));
    println!("Taps at 6×: {}", told.collect::<Vec<_>>().join(", "));
}
