//! The desk: people, grants and phones, each within one's own reach.

use crate::world::*;
use serde_json::{Value, json};

fn names(team: &Value) -> Vec<String> {
    let people = team["people"].as_array().unwrap();
    let mut names: Vec<String> = people.iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_coordinator_sees_and_invites_within_programmes_and_territory() {
    let world = World::new().await;
    let root = world.administrator().await;
    let naima = world.coordinator(&root, "Naïma", "10.261").await;
    let here = grant("field_worker", json!(["MICRO"]), "10.261.01");
    let brahim = world.person(&naima, "Brahim", here.clone()).await;
    world.person(&root, "Elsewhere", grant("field_worker", json!(["MICRO"]), "10.521")).await;
    assert_eq!(names(&naima.get("/api/v1/team", &world).await.json()), ["Brahim", "Naïma"]);
    assert_eq!(
        names(&root.get("/api/v1/team", &world).await.json()),
        ["Brahim", "Elsewhere", "Naïma", "Root"]
    );

    for beyond in [
        grant("field_worker", json!(["MICRO"]), "10"),
        grant("field_worker", json!("all"), "10.261"),
        grant("coordinator", json!(["MICRO"]), "10.261"),
        grant("administrator", json!("all"), ""),
    ] {
        let said = json!({ "name": "X", "grants": [beyond] });
        assert_eq!(
            naima.post("/api/v1/team", &said, &world).await.refusal(),
            (403, "forbidden".into()),
            "{said}"
        );
        let said = json!({ "grants": [here, said["grants"][0]] });
        let path = format!("/api/v1/team/{brahim}");
        assert_eq!(
            naima.send("PUT", &path, &said, &world).await.refusal(),
            (403, "forbidden".into()),
            "{said}"
        );
    }
    for (path, fine) in
        [("name", json!({ "name": "Brahim Aït Baha" })), ("active", json!({ "active": true }))]
    {
        let reply = naima.send("PUT", &format!("/api/v1/team/{brahim}"), &fine, &world).await;
        assert_eq!(reply.status, 204, "{path}: {}", reply.text());
    }
}

#[tokio::test]
async fn who_is_out_of_reach_is_as_if_they_were_not_there() {
    let world = World::new().await;
    let root = world.administrator().await;
    let naima = world.coordinator(&root, "Naïma", "10.261").await;
    let elsewhere = grant("field_worker", json!(["MICRO"]), "10.521");
    let other = world.person(&root, "Elsewhere", elsewhere).await;
    enrol(&world, &world.code(&root, &other).await, "elsewhere").await.signed_in();
    let nobody = "018f0000-0000-4000-8000-000000000000";
    for person in [other.as_str(), nobody, "not-an-id", "'; DROP TABLE person; --"] {
        let person = person.replace(' ', "%20");
        for (method, path, said) in [
            ("PUT", format!("/api/v1/team/{person}"), json!({ "active": false })),
            ("GET", format!("/api/v1/team/{person}/grants"), Value::Null),
            ("POST", format!("/api/v1/team/{person}/code"), Value::Null),
            ("POST", format!("/api/v1/phones/{person}/revoke"), Value::Null),
        ] {
            let refused = naima.send(method, &path, &said, &world).await;
            assert_eq!(refused.refusal(), (403, "forbidden".into()), "{method} {path}");
        }
    }
    let path = format!("/api/v1/phones/{}/revoke", device("elsewhere"));
    assert_eq!(naima.post(&path, &Value::Null, &world).await.refusal(), (403, "forbidden".into()));
    assert_eq!(root.post(&path, &Value::Null, &world).await.status, 204);
}

#[tokio::test]
async fn a_field_worker_and_a_board_member_have_no_desk() {
    let world = World::new().await;
    let root = world.administrator().await;
    for role in ["field_worker", "coach", "board", "partner"] {
        let phone = world.phone(&root, role, grant(role, json!("all"), "")).await;
        for (method, path, said) in [
            ("GET", "/api/v1/team", Value::Null),
            ("GET", "/api/v1/held", Value::Null),
            ("POST", "/api/v1/team", json!({ "name": "X", "grants": [field_worker()] })),
            ("PUT", "/api/v1/team/018f0000-0000-4000-8000-000000000000", json!({ "active": false })),
            ("GET", "/api/v1/team/018f0000-0000-4000-8000-000000000000/grants", Value::Null),
            ("POST", "/api/v1/phones/018f0000-0000-4000-8000-000000000000/revoke", Value::Null),
        ] {
            let refused = phone.send(method, path, &said, &world).await;
            assert_eq!(refused.refusal(), (403, "forbidden".into()), "{role}: {method} {path}");
        }
    }
    // The administrator manages people, and reads no file.
    assert_eq!(root.get("/api/v1/held", &world).await.refusal(), (403, "forbidden".into()));
}

#[tokio::test]
async fn nobody_gives_themselves_anything_and_the_last_administrator_stays() {
    let world = World::new().await;
    let root = world.administrator().await;
    let naima = world.coordinator(&root, "Naïma", "10.261").await;
    let id = |me: &Value| me["person"]["id"].as_str().unwrap().to_owned();
    let own = id(&naima.get("/api/v1/me", &world).await.json());
    let wider = json!({ "grants": [grant("coordinator", json!("all"), "")] });
    let refused = naima.send("PUT", &format!("/api/v1/team/{own}"), &wider, &world).await;
    assert_eq!(refused.refusal(), (403, "forbidden".into()));

    let own = id(&root.get("/api/v1/me", &world).await.json());
    for end in [json!({ "active": false }), json!({ "grants": [field_worker()] })] {
        let refused = root.send("PUT", &format!("/api/v1/team/{own}"), &end, &world).await;
        assert_eq!(refused.refusal(), (409, "last_administrator".into()), "{end}");
    }
    assert_eq!(root.get("/api/v1/me", &world).await.json()["grants"]["version"], 1);
}

#[tokio::test]
async fn every_version_of_grants_is_kept_with_who_gave_it_and_none_is_replaced_unseen() {
    let world = World::new().await;
    let root = world.administrator().await;
    let naima = world.coordinator(&root, "Naïma", "10.261").await;
    let brahim = world.person(&root, "Brahim", grant("field_worker", json!(["MICRO"]), "10.261.01")).await;
    let path = format!("/api/v1/team/{brahim}");
    let first = world.now();
    world.time_passes(MINUTE);
    let wider = grant("field_worker", json!(["MICRO"]), "10.261");
    let said = json!({ "grants": [wider], "over": 1 });
    assert_eq!(naima.send("PUT", &path, &said, &world).await.status, 204);
    // Who saw the first version only does not undo the second.
    let late = json!({ "grants": [grant("coach", json!(["MICRO"]), "10.261")], "over": 1 });
    assert_eq!(root.send("PUT", &path, &late, &world).await.refusal(), (409, "changed_meanwhile".into()));

    let versions = naima.get(&format!("{path}/grants"), &world).await.json();
    let expected = json!({ "versions": [
        { "version": 2, "list": [wider], "at": world.now(), "by": "Naïma" },
        {
            "version": 1, "list": [grant("field_worker", json!(["MICRO"]), "10.261.01")], "at": first, "by": "Root",
        },
    ] });
    assert_eq!(versions, expected);
}

#[tokio::test]
async fn facts_of_the_endpoint_are_not_taken_from_a_body() {
    let world = World::new().await;
    let root = world.administrator().await;
    let said = json!({
        "name": "Brahim", "grants": [field_worker()], "id": "018f0000-0000-4000-8000-000000000001",
        "active": false, "made_at": 0, "version": 9, "phones": [{ "device": device("x") }],
    });
    let id = root.post("/api/v1/team", &said, &world).await.json()["id"].clone();
    assert_ne!(id, said["id"]);
    let team = root.get("/api/v1/team", &world).await.json();
    let brahim = team["people"].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap();
    assert_eq!(
        (&brahim["active"], &brahim["phones"], &brahim["grants"]["version"]),
        (&json!(true), &json!([]), &json!(1))
    );
}

#[tokio::test]
async fn what_is_not_acceptable_is_said_by_its_field() {
    let world = World::new().await;
    let root = world.administrator().await;
    for (said, field) in [
        (json!({ "name": " ", "grants": [field_worker()] }), "name"),
        (json!({ "name": "a\u{202e}b", "grants": [field_worker()] }), "name"),
        (json!({ "name": "X", "grants": [] }), "grants"),
        (json!({ "name": "X", "grants": [grant("coach", json!([]), "")] }), "grants"),
        (json!({ "name": "X", "grants": [grant("coach", json!("all"), "'; --")] }), "grants"),
        (json!({ "name": "X", "grants": [field_worker()], "user": "x y", "password": PASSWORD }), "user"),
        (json!({ "name": "X", "grants": [field_worker()], "user": "xy" }), "password"),
    ] {
        let refused = root.post("/api/v1/team", &said, &world).await;
        assert_eq!(refused.json(), json!({ "error": "invalid", "field": field }), "{said}");
    }
    let taken = json!({ "name": "X", "grants": [field_worker()], "user": "Root", "password": PASSWORD });
    assert_eq!(root.post("/api/v1/team", &taken, &world).await.refusal(), (409, "user_taken".into()));
}

#[tokio::test]
async fn the_desk_sees_phones_and_the_open_code() {
    let world = World::new().await;
    let root = world.administrator().await;
    let phone = world.phone(&root, "Brahim", field_worker()).await;
    let note = json!({ "app_version": "0.1.0", "unsent": 4, "storage": { "usage": 10, "quota": 20, "persisted": false } });
    assert_eq!(phone.post("/api/v1/phone", &note, &world).await.status, 200);
    let team = root.get("/api/v1/team", &world).await.json();
    let brahim = &team["people"][0];
    let seen = &brahim["phones"][0];
    assert_eq!(seen["label"], "Itel A16");
    assert_eq!((&seen["app_version"], &seen["unsent"]), (&json!("0.1.0"), &json!(4)));
    assert_eq!(seen["storage"], note["storage"]);
    assert_eq!(brahim["open_code"], Value::Null);
    // Its person has given it another name.
    let mut named = note.clone();
    named["label"] = json!("Téléphone de Brahim");
    assert_eq!(phone.post("/api/v1/phone", &named, &world).await.status, 200);
    let team = root.get("/api/v1/team", &world).await.json();
    assert_eq!(team["people"][0]["phones"][0]["label"], "Téléphone de Brahim");
    let path = format!("/api/v1/team/{}/code", brahim["id"].as_str().unwrap());
    let code = root.post(&path, &Value::Null, &world).await.json();
    assert_eq!(code["link"], format!("https://tiwizi.example/enrol/{}", code["code"].as_str().unwrap()));
    let team = root.get("/api/v1/team", &world).await.json();
    assert_eq!(team["people"][0]["open_code"]["expires_at"], code["expires_at"]);
    assert!(!team.to_string().contains("argon2"));
}

#[tokio::test]
async fn colleagues_are_known_by_name_and_asked_for_once() {
    let world = World::new().await;
    let root = world.administrator().await;
    let phone = world.phone(&root, "Brahim", field_worker()).await;
    for path in ["/api/v1/directory", "/api/v1/catalogue"] {
        let reply = phone.get(path, &world).await;
        let again = axum::http::Request::get(path).header("if-none-match", reply.header("etag"));
        let again = phone.ask(again.body(Default::default()).unwrap(), &world).await;
        assert_eq!((again.status.as_u16(), again.bytes.len()), (304, 0), "{path}");
    }
    assert_eq!(names(&phone.get("/api/v1/directory", &world).await.json()), ["Brahim", "Root"]);
}
