//! Looking for somebody in the whole list: from each key until the answer is painted.

use super::table::{Aim, Table, quantile};
use super::watch::numbers;
use super::{RATES, profile};
use crate::world::phone::Phone;
use serde_json::json;

const SEARCH: &str = include_str!("search.js");
/// A name in each script, words in the wrong order, part of a telephone number, nobody.
const WORDS: [&str; 5] = ["fatima", "فاطمة", "ait aicha", "0600123", "xyz"];

pub async fn keys(phone: &Phone, table: &mut Table) {
    phone.goes_to("/people").await;
    let list = async || phone.script("return document.querySelector('main .cards a')", vec![]).await;
    phone.until("the list", async || Some(list().await).filter(|found| !found.is_null())).await;
    for rate in RATES {
        phone.is_slowed(rate).await;
        let took = phone.script(SEARCH, vec![json!(WORDS)]).await;
        let (keys, floor) = (numbers(&took["keys"]), numbers(&took["floor"]));
        for (name, share) in [("p50", 0.5), ("p95", 0.95)] {
            let aim = if rate > 1.0 { Aim::AtMost(100.0) } else { Aim::None };
            let bare = Some(quantile(&floor, share));
            table.row(format!("search, a key, {name} at {rate}×"), quantile(&keys, share), "ms", bare, aim);
        }
    }
    if table.misses("search") {
        profile::begins(phone).await;
        phone.script(SEARCH, vec![json!(WORDS)]).await;
        profile::ends(phone, "search").await;
    }
    phone.is_slowed(1.0).await;
}
