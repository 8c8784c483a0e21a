//! How fast the whole is, each figure beside its physical floor, measured in the same minutes of the same machine: a
//! real browser, a real endpoint, real records. `cargo xtask bench` builds what is needed and hands over the rest.
//!
//! Nothing here fails because it is slow: a missed aim is written in the table, and what to do about it is for people.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a measurement that cannot go on has failed")]

#[allow(dead_code, reason = "the endpoint by itself uses more of the table")]
mod measure;
#[allow(dead_code, reason = "the stories use more of it")]
mod world;

use measure::{Part, Sizes, Table};
use std::env;
use std::str::FromStr;

/// As many as a phone with the region's work of some years holds.
const RECORDS: usize = 10_000;
/// As many as the office of a country holds.
const OFFICE: u64 = 1_000_000;

#[tokio::main]
async fn main() {
    let records = given("--records").unwrap_or(RECORDS);
    let sizes =
        Sizes { records, office: given("--office").unwrap_or(OFFICE), first_visit: given("--first-visit") };
    world::story(async move |world| {
        let mut table = Table::default();
        match given::<Part>("--only") {
            Some(part) => measure::only(part, &world, &sizes, &mut table).await,
            None => measure::everything(&world, &sizes, &mut table).await,
        }
        table.tell(&format!("The whole, with {records} records"));
    })
    .await;
}

/// What stands after a word of the command line.
fn given<T: FromStr>(word: &str) -> Option<T> {
    let mut arguments = env::args().skip_while(|argument| argument != word).skip(1);
    arguments
        .next()
        .map(|told: String| told.parse().unwrap_or_else(|_| panic!("{word} {told}: what is that?")))
}
