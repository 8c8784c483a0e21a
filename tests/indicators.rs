//! What coordinators count at the desk.

use crate::world::browser::{Browser, Kind};
use crate::world::desk::Desk;
use crate::world::person::{Person, training};
use crate::world::{World, story, story_of_the_region, words};
use std::collections::BTreeMap;

/// The desk of the first coordinator of the demonstration.
async fn desk_of_the_region(world: &World) -> Desk {
    let said = world.said_at_start().await;
    let accounts = said.iter().filter_map(|line| line.strip_prefix("desk sign-in"));
    let mut accounts = accounts.map(|account| account.trim().split("  ").collect::<Vec<_>>());
    let account = accounts.find(|account| account[1] != "admin").expect("a coordinator");
    let [_, user, password] = account[..] else { panic!("{account:?}") };
    let desk = world.desk("desk", "fr").await;
    desk.signs_in(user, password).await;
    desk
}

/// The figures of the map, by commune: those of nought left out.
async fn on_the_map(desk: &Browser) -> BTreeMap<String, String> {
    let acts = desk.names(Kind::Act, &[]).await;
    let tile = |act: &String| words::read("fr", "dashboard.bar.things", act);
    let tiles = acts.iter().filter_map(tile).map(|said| (said["place"].clone(), said["all"].clone()));
    tiles.filter(|(_, all)| all != "0").collect()
}

/// The totals of the table of communes.
async fn in_the_table(desk: &Browser) -> BTreeMap<String, String> {
    let communes = words::communes();
    let lines = desk.words().await;
    let row = |line: &str| {
        let commune = communes.iter().filter(|name| line.starts_with(*name)).max_by_key(|name| name.len())?;
        let numbers = line[commune.len()..].split_whitespace().collect::<Vec<_>>();
        let is_row = !numbers.is_empty() && numbers.iter().all(|n| n.parse::<u32>().is_ok());
        is_row.then(|| (commune.clone(), numbers[numbers.len() - 1].to_owned()))
    };
    lines.lines().filter_map(row).collect()
}

/// The map and the table beside it say the same of every commune, whatever is counted; the arrows lead over the map.
#[tokio::test(flavor = "multi_thread")]
async fn the_map_at_the_desk_says_the_figures_of_its_table() {
    story_of_the_region(async |world| {
        let desk = desk_of_the_region(&world).await;
        desk.taps(&desk.word("desk.nav.dashboard")).await;
        desk.taps(&desk.word("dashboard.as_table")).await;
        for measure in ["reached", "sessions", "attendances", "launched", "approved"] {
            let name = desk.word(&format!("indicator.{measure}"));
            desk.picks(&desk.word("dashboard.indicator"), &name).await;
            desk.sees(&desk.word(&format!("indicator.{measure}.hint"))).await;
            let table = in_the_table(&desk).await;
            assert!(table.len() > 1, "{measure}: {table:?}");
            assert_eq!(on_the_map(&desk).await, table, "{measure}");
        }
        let tiles = desk.names(Kind::Act, &[]).await;
        let tiles = tiles.iter().filter(|act| words::read("fr", "dashboard.bar.things", act).is_some());
        assert_eq!(tiles.count(), 53);

        // A tile opens the records behind its figure.
        let (commune, all) = on_the_map(&desk).await.into_iter().next().expect("a commune");
        let said = [("place", commune.as_str()), ("all", all.as_str())];
        desk.taps(&words::say_with("fr", "dashboard.bar.things", &said)).await;
        desk.sees(&words::say_with("fr", "records.count", &[("n", &all)])).await;
        std::fs::write(world.pictures().join("map-fr.png"), desk.picture().await).expect("the picture");
        desk.changes_language("ar").await;
        std::fs::write(world.pictures().join("map-ar.png"), desk.picture().await).expect("the picture");
    })
    .await;
}

/// A figure stands beside its target and says from which records it comes; no target is not a target of nought; and
/// all of it is there without network.
#[tokio::test(flavor = "multi_thread")]
async fn a_figure_at_the_desk_stands_beside_its_target() {
    story(async |world| {
        let naima = world.field_worker("Naïma").await;
        let fatima = Person::named("Fatima", "Aït Ali");
        naima.registers(&fatima).await;
        naima.enters_session(&training("Gestion de stock")).await;
        naima.marks("Gestion de stock", &[(&fatima.name(), "present")]).await;
        naima.is_all_sent().await;
        let desk = world.coordinator("Rachid").await;
        desk.sees("Gestion de stock").await;
        desk.taps(&desk.word("desk.nav.dashboard")).await;
        let merchants = words::say_with("fr", "dashboard.part", &[("part", "0"), ("whole", "147")]);
        desk.sees(&merchants).await;
        desk.sees(&words::say_with("fr", "dashboard.part", &[("part", "0"), ("whole", "50")])).await;
        let reached = [(Kind::Group, "Accompagnement des marchands ambulants")];
        desk.taps_in(&reached, &desk.word("indicator.reached")).await;
        let one_session = async || {
            let shown = desk.words().await;
            let mut said = shown.lines().filter_map(|line| words::read("fr", "dashboard.from", line));
            said.any(|said| said["n"] == "1" && said["approved"] == "0").then_some(())
        };
        desk.until("the figure to say that it comes from one session", one_session).await;
        desk.sees(&desk.word("dashboard.target.none")).await;

        desk.loses_signal().await;
        desk.goes_to("/desk/indicators").await;
        desk.sees(&merchants).await;
        desk.taps(&desk.word("dashboard.as_table")).await;
        desk.sees("147").await;
        desk.sees_no_more(&desk.word("dashboard.targets.missing")).await;
        desk.gets_signal().await;
    })
    .await;
}
