//! Files of phones that find no network: brought to the desk, carried by colleagues, damaged, false, twice.

use crate::exchange::*;
use crate::sealing;
use crate::world::*;
use serde_json::{Value, json};
use std::fs;
use sync::Part;

const PARTS_OF: usize = 600;

/// A world with a coordinator's desk and a phone on which five people are registered and nothing was sent.
async fn a_phone_without_network(world: &World) -> (Visitor, Visitor, Phone<'_>) {
    let root = world.administrator().await;
    let desk = world.coordinator(&root, "Salma", "10").await;
    let visitor = world.phone(&root, "Naïma", field_worker()).await;
    let naima = Phone::of(world, visitor, 1).await;
    for name in ["Fatima", "Aïcha", "Ali", "Omar", "Zahra"] {
        register(&naima, name, GUELMIM).await;
    }
    (root, desk, naima)
}

async fn key(visitor: &Visitor, world: &World) -> Value {
    visitor.get("/api/v1/me", world).await.json()["network"]["key"].clone()
}

async fn file_of(phone: &Phone<'_>, world: &World) -> (String, Vec<Part>) {
    let parts = phone.local.bundle(PARTS_OF).await.unwrap();
    (sealing::file(&key(&phone.visitor, world).await, &parts), parts)
}

async fn bring(desk: &Visitor, file: &str, take: bool, world: &World) -> Value {
    let reply = desk.post("/api/v1/bundle", &json!({ "file": file, "take": take }), world).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.json()
}

fn numbers(report: &Value) -> [u64; 4] {
    ["changes", "new", "known", "unreadable"].map(|name| report[name].as_u64().unwrap())
}

#[tokio::test]
async fn a_file_is_looked_into_first_then_taken_in_and_a_second_time_nothing_is_new() {
    let world = World::new().await;
    let (root, desk, naima) = a_phone_without_network(&world).await;
    let (file, parts) = file_of(&naima, &world).await;
    assert!(parts.len() > 2 && file.lines().count() == parts.len() + 1);

    let looked = bring(&desk, &file, false, &world).await;
    assert_eq!((numbers(&looked), &looked["name"]), ([5, 5, 0, 0], &json!("Naïma")));
    assert_eq!(looked["from"], world.now());
    assert_eq!(bring(&desk, &file, false, &world).await, looked, "looking changes nothing");
    let taken = bring(&desk, &file, true, &world).await;
    assert_eq!((numbers(&taken), taken["complete"].as_bool()), ([5, 5, 0, 0], Some(true)));
    assert_eq!(numbers(&bring(&desk, &file, true, &world).await), [5, 0, 5, 0]);

    let brahim = Phone::of(&world, world.phone(&root, "Brahim", field_worker()).await, 2).await;
    brahim.exchanges().await;
    assert_eq!(brahim.shown(person("Zahra"), NAME).await, text("Zahra"));
    naima.exchanges().await;
    assert_eq!(naima.local.standing().await.unwrap().unwrap().waiting(), 0);
    assert!(world.proved().await.all_true());
    let files = desk.get("/api/v1/bundle/carried", &world).await.json();
    assert_eq!(files["files"][0]["taken"], 5);
    assert_eq!(
        (&files["files"][0]["taken_by"], &files["files"][0]["open"]),
        (&json!("Salma"), &json!(false))
    );
}

#[tokio::test]
async fn a_colleague_carries_a_file_and_a_coordinator_takes_it_in_with_one_tap() {
    let world = World::new().await;
    let (root, desk, naima) = a_phone_without_network(&world).await;
    let (file, _) = file_of(&naima, &world).await;
    let brahim = world.phone(&root, "Brahim", field_worker()).await;
    let said = json!({ "file": file });
    let carried = brahim.post("/api/v1/bundle/carried", &said, &world).await.json();
    assert_eq!(carried, json!({ "new": true, "changes": 5 }));
    assert_eq!(brahim.post("/api/v1/bundle/carried", &said, &world).await.json()["new"], false);
    assert_eq!(brahim.post("/api/v1/bundle", &said, &world).await.refusal().0, 403);
    assert_eq!(brahim.get("/api/v1/bundle/carried", &world).await.refusal().0, 403);

    let files = desk.get("/api/v1/bundle/carried", &world).await.json()["files"].clone();
    let [waiting] = files.as_array().unwrap().as_slice() else { panic!("{files}") };
    assert_eq!((&waiting["brought_by"], &waiting["person"]), (&json!("Brahim"), &json!("Naïma")));
    assert_eq!((&waiting["changes"], &waiting["taken_at"]), (&json!(5), &Value::Null));
    let path = format!("/api/v1/bundle/carried/{}", waiting["id"].as_str().unwrap());
    assert_eq!(brahim.post(&path, &json!({ "take": true }), &world).await.refusal().0, 403);
    assert_eq!(desk.post(&path, &json!({ "take": true }), &world).await.json()["new"], 5);
    assert_eq!(
        desk.post(&path, &json!({ "take": true }), &world).await.refusal().0,
        404,
        "nothing is left in it"
    );
}

#[tokio::test]
async fn a_damaged_file_costs_its_damaged_part_alone_and_says_so() {
    let world = World::new().await;
    let (_, desk, naima) = a_phone_without_network(&world).await;
    let (file, parts) = file_of(&naima, &world).await;
    let of = parts.len() as u64;
    let lines: Vec<&str> = file.lines().collect();
    let mut damaged: Vec<String> = lines.iter().map(ToString::to_string).collect();
    damaged[2] = damaged[2].replacen("..", "..A", 1);
    let report = bring(&desk, &damaged.join("\n"), true, &world).await;
    let first = parts[0].entries.len() as u64;
    assert_eq!(numbers(&report), [5 - parts[1].entries.len() as u64, first, 0, 1]);
    assert_eq!(report["parts"][1], json!({ "number": 2, "changes": null, "became": null }));
    assert_eq!(report["parts"][2]["became"], json!({ "ahead": { "expects": first + 1 } }));
    assert_eq!(report["complete"], false);

    // Cut off after the first part, without the first line, with its lines upside down: what is there is read.
    let cut = format!("{}\n{}\n{}", lines[0], lines[1], &lines[2][..100]);
    assert_eq!(numbers(&bring(&desk, &cut, false, &world).await), [first, 0, first, of - 1]);
    let upside_down: Vec<&str> = lines[1..].iter().rev().copied().collect();
    assert_eq!(
        numbers(&bring(&desk, &upside_down.join("\r\n"), true, &world).await),
        [5, 5 - first, first, 0]
    );
}

#[tokio::test]
async fn whatever_is_altered_in_a_file_is_never_taken_in() {
    let world = World::new().await;
    let (_, desk, naima) = a_phone_without_network(&world).await;
    let (file, parts) = file_of(&naima, &world).await;
    let bytes = file.as_bytes();
    let mut chance = fastrand::Rng::with_seed(7);
    let mut read = 0;
    for round in 0..120 {
        let mut altered = bytes.to_vec();
        let at = chance.usize(..altered.len());
        match round % 3 {
            0 => altered[at] ^= 1 << chance.u8(..7),
            1 => altered.truncate(at),
            _ => drop(altered.drain(at..(at + chance.usize(1..40)).min(bytes.len()))),
        }
        let Ok(altered) = String::from_utf8(altered) else { continue };
        let said = json!({ "file": altered, "take": false });
        let reply = desk.post("/api/v1/bundle", &said, &world).await;
        assert!([200, 422].contains(&reply.status.as_u16()), "{}", reply.text());
        if reply.status == 200 {
            let report = reply.json();
            let sizes = parts.iter().map(|part| part.entries.len() as u64);
            let whole: u64 = sizes.sum();
            assert!(report["changes"].as_u64().unwrap() <= whole);
            read += 1;
            // Bits that base64 leaves unused, line ends and the first line carry nothing; all else breaks its seal.
            desk.post("/api/v1/bundle", &json!({ "file": altered, "take": true }), &world).await;
        }
    }
    assert!(read > 60, "most of a damaged file can be read: {read}");
    naima.exchanges().await;
    let standing = naima.local.standing().await.unwrap().unwrap();
    assert_eq!(standing.waiting(), 0);
    assert_eq!(
        standing.device,
        device("Naïma"),
        "every entry that came is the phone's own, or its log would be forked"
    );
    assert!(world.proved().await.all_true());
}

#[tokio::test]
async fn files_that_are_none_or_of_others_are_refused_with_the_reason() {
    let world = World::new().await;
    let (root, desk, naima) = a_phone_without_network(&world).await;
    let (file, parts) = file_of(&naima, &world).await;
    let refused =
        async |file: &str| desk.post("/api/v1/bundle", &json!({ "file": file }), &world).await.refusal();
    for nothing in ["", "\n\n", "[]", "{\"index\":1}", "PK\u{3}\u{4}", &"x".repeat(1 << 20)] {
        assert_eq!(refused(nothing).await, (422, "not_a_phones_file".into()), "{nothing:.20}");
    }
    assert_eq!(refused(r#"{"tiwizi":2,"kid":"x"}"#).await, (422, "newer_file".into()));
    assert_eq!(refused(r#"{"tiwizi":1,"kid":"another network's"}"#).await, (422, "other_key".into()));
    let own = key(&root, &world).await;
    assert_eq!(refused(&sealing::line(&own, b"{}", 9, true)).await, (422, "not_a_phones_file".into()));
    let none = format!("{{\"tiwizi\":1,\"kid\":{}}}\n{}", own["kid"], "line\n".repeat(3));
    assert_eq!(numbers(&bring(&desk, &none, true, &world).await), [0, 0, 0, 3]);

    let bomb = sealing::line(&own, &vec![b' '; 64 << 20], 9, true);
    assert_eq!(refused(&bomb).await, (422, "not_a_phones_file".into()));
    let form = axum::http::Request::post("/api/v1/bundle").header("x-tiwizi", "1");
    let form = form.header("content-type", "text/plain").body(file.clone().into()).unwrap();
    assert_eq!(desk.ask(form, &world).await.status, 415);
    let long = json!({ "file": "x".repeat(17 << 20) });
    assert_eq!(desk.post("/api/v1/bundle", &long, &world).await.status, 413);

    // A part that says it is of another log than it follows on.
    let mut false_parts = parts;
    false_parts[0].before.hash = sync::Hash::of("a guess");
    false_parts.truncate(1);
    let report = bring(&desk, &sealing::file(&own, &false_parts), true, &world).await;
    assert_eq!((&report["new"], &report["parts"][0]["became"]), (&json!(0), &json!("forked")));
}

#[tokio::test]
async fn a_carrier_cannot_fill_the_disk() {
    let world = World::new().await;
    let (root, _, naima) = a_phone_without_network(&world).await;
    let key = key(&root, &world).await;
    let parts = naima.local.bundle(1 << 20).await.unwrap();
    let brahim = world.phone(&root, "Brahim", field_worker()).await;
    for number in 0..20 {
        let file = sealing::file(&key, &parts) + &"\n".repeat(number);
        assert_eq!(brahim.post("/api/v1/bundle/carried", &json!({ "file": file }), &world).await.status, 200);
    }
    let file = sealing::file(&key, &parts) + &"\n".repeat(20);
    assert_eq!(brahim.post("/api/v1/bundle/carried", &json!({ "file": file }), &world).await.status, 429);
}

#[tokio::test]
async fn phones_cut_off_people_who_left_and_phones_forgotten_in_a_restore_each_have_their_way() {
    let world = World::new().await;
    let (root, desk, naima) = a_phone_without_network(&world).await;
    let (file, _) = file_of(&naima, &world).await;
    root.post(&format!("/api/v1/phones/{}/revoke", device("Naïma")), &Value::Null, &world).await;
    let report = bring(&desk, &file, false, &world).await;
    assert_eq!(
        (numbers(&report), &report["revoked"], &report["left"]),
        ([5, 5, 0, 0], &json!(true), &json!(false))
    );
    let me = root.get("/api/v1/team", &world).await.json();
    let people = me["people"].as_array().unwrap();
    let id = people.iter().find(|one| one["name"] == "Naïma").unwrap()["id"].as_str().unwrap().to_owned();
    root.send("PUT", &format!("/api/v1/team/{id}"), &json!({ "active": false }), &world).await;
    let report = bring(&desk, &file, true, &world).await;
    assert_eq!((numbers(&report), &report["left"]), ([5, 5, 0, 0], &json!(true)));
    assert_eq!(report["held"], 5, "it is there, and a coordinator looks at it");
    let held = desk.get("/api/v1/held", &world).await.json();
    assert_eq!(held["entries"].as_array().unwrap().len(), 5);

    let (parts, key) = (naima.local.bundle(PARTS_OF).await.unwrap(), key(&root, &world).await);
    let unknown = |mut part: Part| {
        part.bundle.device = device("nobody has enrolled");
        part
    };
    let parts: Vec<Part> = parts.into_iter().map(unknown).collect();
    let report = bring(&desk, &sealing::file(&key, &parts), true, &world).await;
    assert_eq!((numbers(&report), &report["known_phone"]), ([5, 0, 0, 0], &json!(false)));
    assert_eq!((&report["name"], &report["complete"]), (&json!("Naïma"), &json!(false)));
}

#[tokio::test]
async fn a_key_that_was_changed_still_opens_what_was_sealed_to_it() {
    let world = World::new().await;
    let (root, desk, naima) = a_phone_without_network(&world).await;
    let (file, _) = file_of(&naima, &world).await;
    let before = key(&root, &world).await;
    let folder = world.folder().path().to_owned();
    world.endpoint.stop().await;
    fs::rename(folder.join("rescue.key"), folder.join("rescue-2026.key")).unwrap();
    let after = world.restarted().await;
    let now = key(&root, &after).await;
    assert_ne!(now["kid"], before["kid"]);
    let note = json!({ "app_version": "1", "unsent": 5, "storage": {} });
    let told = naima.visitor.post("/api/v1/phone", &note, &after).await.json();
    assert_eq!(told["key"], now, "phones hear of the new one");
    assert_eq!(numbers(&bring(&desk, &file, true, &after).await), [5, 5, 0, 0]);

    after.endpoint.stop().await;
    fs::remove_file(folder.join("rescue-2026.key")).unwrap();
    let without = after.restarted().await;
    let refused = desk.post("/api/v1/bundle", &json!({ "file": file }), &without).await;
    assert_eq!(refused.refusal(), (422, "other_key".into()));
    #[cfg(unix)]
    {
        let mode = fs::metadata(folder.join("rescue.key")).unwrap();
        assert_eq!(std::os::unix::fs::MetadataExt::mode(&mode) & 0o777, 0o600);
    }
}
