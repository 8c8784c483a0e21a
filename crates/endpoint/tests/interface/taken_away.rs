//! What a restore must not give back, and what a lost key costs.

use crate::exchange::*;
use crate::world::*;
use endpoint::{RestoreError, Sessions, back_up, restore};
use serde_json::{Value as Json, json};
use std::fs;

async fn out(visitor: &Visitor, world: &World) -> bool {
    visitor.get("/api/v1/me", world).await.status == 401
}

#[tokio::test]
async fn what_was_taken_away_since_a_backup_stays_taken_away() {
    let world = World::in_a_file().await;
    let root = world.administrator().await;
    let desk = world.coordinator(&root, "Salma", "10.261").await;
    let phone = async |name: &str| {
        let person = world.person(&root, name, field_worker()).await;
        let code = world.code(&root, &person).await;
        (person, enrol(&world, &code, name).await.signed_in())
    };
    let (stays, leaves, moves, ends) =
        (phone("Stays").await, phone("Leaves").await, phone("Moves").await, phone("Ends").await);
    let export = json!({ "form": "person", "language": "fr", "values": "codes", "reason": "Rapport" });
    assert_eq!(desk.post("/api/v1/export", &export, &world).await.status, 200);
    let backup = world.folder().path().join("backup.sqlite");
    back_up(&world.folder(), &backup, world.now()).await.unwrap();

    // Since then: one has left, one works elsewhere, one has signed out, and somebody has taken a file.
    let team = |person: &str| format!("/api/v1/team/{person}");
    root.send("PUT", &team(&leaves.0), &json!({ "active": false }), &world).await;
    let elsewhere = json!({ "grants": [grant("field_worker", json!(["MICRO"]), "10.521")] });
    root.send("PUT", &team(&moves.0), &elsewhere, &world).await;
    ends.1.post("/api/v1/sign-out", &Json::Null, &world).await;
    assert_eq!(desk.post("/api/v1/export", &export, &world).await.status, 200);
    world.person(&root, "Newcomer", field_worker()).await;

    let refused = restore(&world.folder(), &backup, false, world.now()).await;
    assert!(matches!(refused, Err(RestoreError::Folder(_))), "{refused:?}");
    world.endpoint.stop().await;
    let restored = restore(&world.folder(), &backup, false, world.now()).await.unwrap();
    assert_eq!(restored.sessions, Sessions::OpenTillNow(4));
    let world = world.restarted().await;
    assert!(out(&leaves.1, &world).await && out(&ends.1, &world).await);
    assert!(!out(&stays.1, &world).await);
    let moved = moves.1.get("/api/v1/me", &world).await.json();
    assert_eq!(moved["grants"], json!({ "version": 2, "list": elsewhere["grants"] }));
    let exports = desk.get("/api/v1/exports", &world).await.json();
    assert_eq!(exports["exports"].as_array().unwrap().len(), 2, "{exports}");
    let team = root.get("/api/v1/team", &world).await.json().to_string();
    assert!(team.contains("Stays") && !team.contains("Newcomer"), "the rest is as it was");
}

#[tokio::test]
async fn a_lost_key_is_drawn_anew_and_all_is_sealed_under_the_new_one() {
    let world = World::in_a_file().await;
    let root = world.administrator().await;
    let phone = Phone::of(&world, world.phone(&root, "Naïma", field_worker()).await, 1).await;
    // More than are sealed at a time.
    for n in 0..501 {
        register(&phone, &format!("Person {n}"), GUELMIM).await;
    }
    phone.exchanges().await;
    assert!(world.proved().await.all_true());
    world.endpoint.stop().await;
    fs::remove_file(world.folder().path().join("seal.key")).unwrap();
    let world = world.restarted().await;
    let proved = world.proved().await;
    assert_eq!((proved.records, proved.differences), (501, Vec::new()));
}

#[cfg(unix)]
#[tokio::test]
async fn what_the_machines_administrator_restores_belongs_to_whom_the_folder_belongs() {
    use std::os::unix::fs::{MetadataExt, chown};
    let world = World::in_a_file().await;
    world.administrator().await;
    let (folder, backup) = (world.folder(), world.folder().path().join("backup.sqlite"));
    back_up(&folder, &backup, world.now()).await.unwrap();
    world.endpoint.stop().await;
    // Only the machine's administrator may give a folder away; for anybody else it stays their own.
    let _ = chown(folder.path(), Some(65_534), Some(65_534));
    restore(&folder, &backup, false, world.now()).await.unwrap();
    let owner = |path: &std::path::Path| fs::metadata(path).unwrap().uid();
    assert_eq!(owner(&folder.database()), owner(folder.path()));
    assert_eq!(owner(&folder.path().join("lock")), owner(folder.path()));
}
