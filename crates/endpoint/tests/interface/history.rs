//! Who changed what in a record, from what to what: for those who judge it, and for nobody else.

use crate::exchange::*;
use crate::world::*;
use serde_json::{Value as Json, json};

/// Naïma registers somebody in Guelmim, and Brahim changes her name.
async fn two_write(world: &World, root: &Visitor) {
    let naima = Phone::of(world, world.phone(root, "Naïma", field_worker()).await, 1).await;
    let brahim = Phone::of(world, world.phone(root, "Brahim", field_worker()).await, 2).await;
    register(&naima, "Fatima", GUELMIM).await;
    naima.exchanges().await;
    brahim.exchanges().await;
    brahim.save(person("Fatima"), "person", &[(NAME, text("Fatima-Zahra"))]).await;
    brahim.exchanges().await;
}

fn path(record: &str) -> String {
    format!("/api/v1/records/{record}/history")
}

#[tokio::test]
async fn a_history_says_what_each_change_replaced_the_latest_first() {
    let world = World::new().await;
    let root = world.administrator().await;
    two_write(&world, &root).await;
    let desk = world.coordinator(&root, "Salma", "10.261").await;
    let history = desk.get(&path(&person("Fatima").to_string()), &world).await.json();
    let events = history["events"].as_array().unwrap();
    assert_eq!((events.len(), &history["more"]), (2, &json!(false)), "{history}");
    assert_eq!(events[0]["edits"], json!([{ "path": NAME, "before": "Fatima", "after": "Fatima-Zahra" }]));
    assert_eq!(events[1]["edits"], json!([{ "path": NAME, "after": "Fatima" }]), "a scope is no answer");
    assert_ne!(events[0]["author"], events[1]["author"]);

    let later = desk.get(&format!("{}?skip=1", path(&person("Fatima").to_string())), &world).await.json();
    assert_eq!(later["events"].as_array().unwrap(), &events[1..]);
}

#[tokio::test]
async fn the_history_of_a_record_out_of_reach_is_not_there() {
    let world = World::new().await;
    let root = world.administrator().await;
    two_write(&world, &root).await;
    let fatima = person("Fatima").to_string();
    let there = world.coordinator(&root, "There", "10.521").await;
    let other = grant("coordinator", json!(["SWITCH"]), "10.261");
    let other = world.phone(&root, "Another programme", other).await;
    let worker = world.phone(&root, "Worker", field_worker()).await;
    let board = world.phone(&root, "Board", grant("board", json!("all"), "")).await;
    let nobody = person("nobody").to_string();
    for (name, visitor) in [
        ("there", &there),
        ("another programme", &other),
        ("worker", &worker),
        ("board", &board),
        ("root", &root),
    ] {
        for record in [fatima.as_str(), &nobody, "not-an-id", "%27%3B%20DROP%20TABLE%20record%3B--"] {
            let refused = visitor.get(&path(record), &world).await;
            assert_eq!(refused.refusal(), (404, "not_found".into()), "{name}: {record}");
        }
    }
    let desk = world.coordinator(&root, "Salma", "10.261").await;
    for odd in ["skip=-1", "skip=x", "skip=1%20OR%201=1", "skip=99999999999999999999", "after=1", "skip="] {
        let refused = desk.get(&format!("{}?{odd}", path(&fatima)), &world).await;
        assert_eq!(refused.refusal().0, 422, "{odd}");
    }
    assert_eq!(Visitor::default().get(&path(&fatima), &world).await.refusal().0, 401);
    let none: &[Json] = &[];
    let beyond = desk.get(&format!("{}?skip={}", path(&fatima), u64::MAX), &world).await.json();
    assert_eq!(beyond["events"].as_array().unwrap(), none);
}
