//! A device that the office withdraws: it hands over what was saved on it, and is told nothing.

use crate::exchange::*;
use crate::getting_in::{is_out, is_told_nothing};
use crate::sending::{files_below, photo};
use crate::world::*;
use serde_json::{Value as Json, json};
use sync::{Stopped, Trouble};

const WITHDRAWN: Result<(), Stopped> = Err(Stopped::Trouble(Trouble::Withdrawn));

async fn withdraws(root: &Visitor, name: &str, world: &World) {
    let reply = root.post(&format!("/api/v1/phones/{}/revoke", device(name)), &Json::Null, world).await;
    assert_eq!(reply.status, 204);
}

/// The reasons for which entries are held.
async fn held(desk: &Visitor, world: &World) -> Vec<String> {
    let held = desk.get("/api/v1/held", world).await.json();
    let reason = |held: &Json| held["reason"].as_str().unwrap().to_owned();
    held["entries"].as_array().unwrap().iter().map(reason).collect()
}

#[tokio::test]
async fn a_lost_phone_hands_over_what_it_had_not_sent_and_is_told_nothing() {
    let world = World::new().await;
    let root = world.administrator().await;
    let desk = world.coordinator(&root, "Salma", "10.261").await;
    let naima = Phone::of(&world, world.phone(&root, "Naïma", field_worker()).await, 1).await;
    let brahim = Phone::of(&world, world.phone(&root, "Brahim", field_worker()).await, 2).await;
    register(&naima, "Fatima", GUELMIM).await;
    withdraws(&root, "Naïma", &world).await;
    register(&brahim, "Khadija", GUELMIM).await;
    brahim.exchanges().await;

    assert_eq!(naima.tries_to_exchange().await, WITHDRAWN);
    assert_eq!(held(&desk, &world).await, ["withdrawn"]);
    assert_eq!(naima.shown(person("Khadija"), NAME).await, None);
    is_told_nothing(&naima.visitor, &world, "a lost phone").await;
    naima.local.let_go_of_everything().await.unwrap();
    assert_eq!(naima.local.standing().await.unwrap(), None, "it is nobody's");
}

#[tokio::test]
async fn a_lost_phone_hands_over_the_photos_of_its_log_and_no_others() {
    let world = World::new().await;
    let root = world.administrator().await;
    let naima = Phone::of(&world, world.phone(&root, "Naïma", field_worker()).await, 1).await;
    let (own, other) = (photo(1, 5_000), photo(2, 5_000));
    register(&naima, "Fatima", GUELMIM).await;
    naima.save(person("Fatima"), "person", &[("photo", Some(own.value()))]).await;
    withdraws(&root, "Naïma", &world).await;
    let forbidden = (403, "forbidden".to_owned());
    assert_eq!(naima.visitor.creates(&own, &world).await.refusal(), forbidden, "its log is not here yet");

    assert_eq!(naima.tries_to_exchange().await, WITHDRAWN);
    assert_eq!(naima.visitor.sends(&own, &world).await.status, 204);
    assert_eq!(naima.visitor.arrived(&own, &world).await, Some((5_000, 5_000)));
    assert_eq!(naima.visitor.get(&own.path(), &world).await.refusal().0, 401, "it is told nothing");
    assert_eq!(naima.visitor.creates(&other, &world).await.refusal(), forbidden);
    let piece = naima.visitor.sends_piece(&other.path(), 0, other.bytes.clone(), None, &world).await;
    assert_eq!(piece.refusal(), forbidden);
    assert_eq!(files_below(&world.folder().path().join("files")), [own.sha256().to_string()]);
}

#[tokio::test]
async fn who_has_left_hands_over_what_they_had_not_sent() {
    let world = World::new().await;
    let root = world.administrator().await;
    let desk = world.coordinator(&root, "Salma", "10.261").await;
    let id = world.person(&root, "Brahim", field_worker()).await;
    let visitor = enrol(&world, &world.code(&root, &id).await, "Brahim").await.signed_in();
    let brahim = Phone::of(&world, visitor, 1).await;
    register(&brahim, "Fatima", GUELMIM).await;
    root.send("PUT", &format!("/api/v1/team/{id}"), &json!({ "active": false }), &world).await;
    assert_eq!(brahim.tries_to_exchange().await, WITHDRAWN);
    assert_eq!(held(&desk, &world).await, ["withdrawn"]);
}

#[tokio::test]
async fn a_phone_that_is_found_again_goes_on_and_whoever_copied_it_stays_out() {
    let world = World::new().await;
    let root = world.administrator().await;
    let id = world.person(&root, "Brahim", field_worker()).await;
    let lost = enrol(&world, &world.code(&root, &id).await, "Brahim").await.signed_in();
    let mut brahim = Phone::of(&world, lost.clone(), 1).await;
    withdraws(&root, "Brahim", &world).await;
    brahim.visitor = enrol(&world, &world.code(&root, &id).await, "Brahim").await.signed_in();
    register(&brahim, "Fatima", GUELMIM).await;
    brahim.exchanges().await;
    is_out(&lost, &world, "a copy of the phone that was lost").await;
}

#[tokio::test]
async fn another_identity_of_a_lost_phone_is_withdrawn_too() {
    let world = World::new().await;
    let root = world.administrator().await;
    let naima = Phone::of(&world, world.phone(&root, "Naïma", field_worker()).await, 1).await;
    register(&naima, "Fatima", GUELMIM).await;
    naima.exchanges().await;
    withdraws(&root, "Naïma", &world).await;
    // Rolled back or copied, it comes with a log of its own.
    naima.local.take_new_identity(device("a new identity")).await.unwrap();
    assert_eq!(naima.tries_to_exchange().await, WITHDRAWN);
    let team = root.get("/api/v1/team", &world).await.json().to_string();
    assert_eq!(team.matches("\"revoked_at\":1").count(), 2, "{team}");
    is_told_nothing(&naima.visitor, &world, "its new identity").await;
}
