//! A record that is erased by law: it is in no row, no file and no journal any more, and no backup brings it back.

use crate::exchange::{Phone, person, register, text};
use crate::program::Program;
use crate::sending::{files_below, photo};
use crate::world::*;
use serde_json::json;
use std::fs;
use std::path::Path;

/// No name of anybody real, and nothing that stands anywhere else.
const NAME: &str = "Fatima-Zahra-El-Ouardani";

/// Whether a text stands in any file of a folder, even where the file says that there is nothing.
fn stands_in(folder: &Path, text: &str) -> bool {
    fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return stands_in(&path, text);
        }
        fs::read(&path).unwrap().windows(text.len()).any(|window| window == text.as_bytes())
    })
}

#[tokio::test]
async fn what_is_erased_is_in_no_row_no_file_and_no_journal_and_all_is_still_true() {
    let world = World::in_a_file().await;
    let root = world.administrator().await;
    let naima = Phone::of(&world, world.phone(&root, "Naïma", field_worker()).await, 1).await;
    let salma = Phone::of(&world, world.coordinator(&root, "Salma", "10.261").await, 2).await;
    register(&naima, NAME, crate::exchange::GUELMIM).await;
    register(&naima, "Brahim", crate::exchange::GUELMIM).await;
    let (own, shared) = (photo(1, 30_000), photo(2, 20_000));
    naima.save(person(NAME), "person", &[("photo", Some(own.value())), ("card", Some(shared.value()))]).await;
    naima.save(person("Brahim"), "person", &[("card", Some(shared.value()))]).await;
    naima.exchanges().await;
    for sent in [&own, &shared] {
        naima.visitor.creates(sent, &world).await;
        assert_eq!(naima.visitor.sends(sent, &world).await.status, 204);
    }
    salma.exchanges().await;
    let data = world.folder();
    assert!(stands_in(data.path(), NAME));
    assert_eq!(files_below(&data.files()).len(), 2);

    let why = "asked for in writing";
    salma.save(person(NAME), "person", &[("@erased", text(why))]).await;
    salma.exchanges().await;
    assert!(!stands_in(data.path(), NAME));
    assert_eq!(files_below(&data.files()).len(), 1, "the photo that another record holds too stays");
    assert_eq!(root.get(&own.path(), &world).await.status, 404);
    assert!(world.proved().await.all_true(), "{:?}", world.proved().await);

    naima.exchanges().await;
    assert_eq!(naima.shown(person(NAME), crate::exchange::NAME).await, None);
    assert_eq!(naima.shown(person("Brahim"), crate::exchange::NAME).await, text("Brahim"));
    let history =
        salma.visitor.get(&format!("/api/v1/records/{}/history", person(NAME)), &world).await.text();
    assert!(history.contains(why) && !history.contains(NAME), "{history}");
}

#[tokio::test]
async fn a_backup_from_before_an_erasure_erases_again_when_the_endpoint_starts() {
    let program = Program::new();
    program.starts();
    let root = program.first_administrator();
    let naima = program.enrols(&root, "Naïma").await;
    let coordinator = grant("coordinator", json!(["MICRO"]), "10.261");
    let salma = program.enrols_as(&root, "Salma", coordinator).await;
    naima.registers("Fatima", NAME).await;
    naima.exchanges().await;
    salma.exchanges().await;
    let done = |ended: crate::program::Ended| assert_eq!(ended.code, 0, "{ended:?}");
    done(program.runs("backup", &["--to", "@before.sqlite"]));
    salma.erases("Fatima").await;
    salma.exchanges().await;
    assert!(!stands_in(&program.path("data"), NAME));
    program.is_killed();

    done(program.runs("restore", &["--from", "@before.sqlite"]));
    fs::remove_file(program.path("before.sqlite")).unwrap();
    assert!(stands_in(&program.path("data"), NAME), "the backup holds it");
    // No phone has said anything yet.
    program.starts();
    let database = |name: &str| fs::read(program.path("data").join(name)).unwrap_or_default();
    for name in ["tiwizi.sqlite", "tiwizi.sqlite-wal"] {
        let bytes = database(name);
        assert!(!bytes.windows(NAME.len()).any(|window| window == NAME.as_bytes()), "{name}");
    }
    done(program.runs("verify", &[]));
    naima.exchanges().await;
    salma.exchanges().await;
    assert_eq!(naima.shows(person("Fatima")).await, None);
    done(program.runs("verify", &[]));
}
