//! Saving: from the tap until the change is on the disk.

use super::table::{Aim, Table, quantile};
use super::watch::{numbers, strings};
use super::{RATES, profile};
use crate::world::phone::Phone;
use serde_json::json;

const SAVE: &str = include_str!("save.js");

/// How many at a time: a script has half a minute.
const AT_A_TIME: usize = 4;

/// How many at each rate: one in a hundred is what p99 is about.
pub const SAVES: usize = 100;

/// Saves on a phone that holds everything, without signal.
pub async fn saves(phone: &Phone, table: &mut Table) {
    phone.loses_signal().await;
    phone.goes_to("/people").await;
    let all =
        "return [...document.querySelectorAll('main .cards a')].map(link => link.pathname.split('/').pop())";
    let all = async || Some(strings(&phone.script(all, vec![]).await)).filter(|all| !all.is_empty());
    let shown = phone.until("somebody in the list", all).await;
    let records: Vec<String> = shown.into_iter().cycle().take(SAVES).collect();
    for rate in RATES {
        phone.is_slowed(rate).await;
        let (mut tap, mut store, mut floor) = (Vec::new(), Vec::new(), Vec::new());
        for some in records.chunks(AT_A_TIME) {
            let took = phone.script(SAVE, vec![json!(some)]).await;
            tap.extend(numbers(&took["tap"]));
            store.extend(numbers(&took["store"]));
            floor.extend(numbers(&took["floor"]));
        }
        for (name, share) in [("p50", 0.5), ("p99", 0.99)] {
            let aim = if rate > 1.0 && share > 0.9 { Aim::AtMost(50.0) } else { Aim::None };
            let bare = Some(quantile(&floor, share));
            let what = |part: &str| format!("save, {name} at {rate}×: {part}");
            table.row(what("the strict transaction"), quantile(&store, share), "ms", bare, aim);
            table.row(what("from the tap to the disk"), quantile(&tap, share), "ms", bare, aim);
        }
    }
    if table.misses("save") {
        profile::begins(phone).await;
        phone.script(SAVE, vec![json!(records[..AT_A_TIME])]).await;
        profile::ends(phone, "save").await;
    }
    phone.is_slowed(1.0).await;
}
