//! What coordinators count at the desk.

use crate::world::browser::{Browser, Kind};
use crate::world::person::{Person, training};
use crate::world::{story, story_of_the_region, words};
use std::collections::BTreeMap;
use std::fs;

/// Keys as WebDriver writes them (W3C WebDriver, section 17.4.2).
const TAB: &str = "\u{e004}";
const ARROW_RIGHT: &str = "\u{e014}";
const ENTER: &str = "\u{e007}";

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
        let desk = world.coordinator_of_the_region().await;
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

        // The arrow goes to the neighbour, and Enter opens the records behind its figure.
        let said = |place: &str, all: &str| {
            words::say_with("fr", "dashboard.bar.things", &[("place", place), ("all", all)])
        };
        let figures = on_the_map(&desk).await;
        let figure = |place: &str| figures.get(place).map_or("0", String::as_str);
        let (from, to) = ("Abaynou", "Echatea El Abied (Plage Blanche)");
        desk.taps(&said(from, figure(from))).await;
        desk.sees(&words::say_with("fr", "records.count", &[("n", figure(from))])).await;
        desk.presses(ARROW_RIGHT).await;
        let neighbour = said(to, figure(to));
        let is_there = async || {
            let focused = desk.facts(Kind::Act, &neighbour, &[]).await?["focused"] == true;
            focused.then_some(())
        };
        desk.until("the neighbour to have the focus", is_there).await;
        desk.presses(ENTER).await;
        let opened = async || desk.has(Kind::Heading, to, &[]).await.then_some(());
        desk.until("the records of the neighbour", opened).await;
    })
    .await;
}

/// How the page looks, at a desk and on a narrow screen.
#[tokio::test(flavor = "multi_thread")]
async fn pictures_of_the_indicators_at_the_desk_can_be_taken() {
    story_of_the_region(async |world| {
        let desk = world.coordinator_of_the_region().await;
        let takes = async |name: &str| {
            fs::write(world.pictures().join(name), desk.picture().await).expect("the picture");
        };
        desk.taps(&desk.word("desk.nav.dashboard")).await;
        for (shape, width) in [("wide", None), ("narrow", Some(400))] {
            if let Some(width) = width {
                desk.is_narrow(width).await;
            }
            for tongue in ["ar", "fr"] {
                desk.changes_language(tongue).await;
                desk.goes_to("/desk/indicators").await;
                desk.comes_to(&desk.word("dashboard.places")).await;
                takes(&format!("{shape}-{tongue}-targets.png")).await;
                desk.picks(&desk.word("dashboard.indicator"), &desk.word("indicator.attendances")).await;
                desk.sees(&desk.word("indicator.attendances.hint")).await;
                // Past the figure, Tab comes to the map.
                desk.presses(&format!("{TAB}{TAB}")).await;
                takes(&format!("{shape}-{tongue}-map.png")).await;
                let missing = desk.inspection(false).await;
                assert!(missing.is_empty(), "{shape} {tongue}: {missing:#?}");
            }
        }
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
