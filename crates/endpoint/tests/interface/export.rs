//! Files for spreadsheets: who may take them, what is in them, and what is noted.

use crate::exchange::*;
use crate::world::*;
use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use serde_json::{Value as Json, json};
use tower::ServiceExt;

const REASON: &str = "Rapport trimestriel à l’INDH";

fn wanted(language: &str, values: &str) -> Json {
    json!({ "form": "person", "language": language, "values": values, "reason": REASON })
}

/// The lines of a file, each as its cells.
fn cells(reply: &Reply, delimiter: char) -> Vec<Vec<String>> {
    assert_eq!(reply.status, 200, "{}", reply.text());
    let text = reply.text();
    let text = text.strip_prefix('\u{feff}').unwrap();
    let cell = |cell: &str| cell.trim_matches('"').to_owned();
    text.lines().map(|line| line.split(&format!("\"{delimiter}\"")).map(cell).collect()).collect()
}

fn column<'a>(lines: &'a [Vec<String>], head: &str) -> Vec<&'a str> {
    let place =
        lines[0].iter().position(|cell| cell == head).unwrap_or_else(|| panic!("{head}: {:?}", lines[0]));
    let mut found: Vec<&str> = lines[1..].iter().map(|line| line[place].as_str()).collect();
    found.sort_unstable();
    found
}

async fn registered<'a>(world: &'a World, root: &Visitor, names: &[(&str, &str)]) -> Phone<'a> {
    let everywhere = grant("field_worker", json!("all"), "");
    let naima = Phone::of(world, world.phone(root, "Naïma", everywhere).await, 1).await;
    for (name, commune) in names {
        register(&naima, name, commune).await;
    }
    naima.exchanges().await;
    naima
}

#[tokio::test]
async fn a_file_holds_what_the_coordinator_judges_and_its_making_is_noted() {
    let world = World::new().await;
    let root = world.administrator().await;
    registered(&world, &root, &[("Fatima", GUELMIM), ("Aïcha", GUELMIM), ("Elsewhere", TAN_TAN)]).await;
    let desk = world.coordinator(&root, "Salma", "10.261").await;
    let reply = desk.post("/api/v1/export", &wanted("en", "codes"), &world).await;
    assert_eq!(reply.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(reply.header("content-disposition"), "attachment; filename=\"tiwizi-person.csv\"");
    let lines = cells(&reply, ',');
    assert_eq!(column(&lines, NAME), ["Aïcha", "Fatima"]);
    assert_eq!(column(&lines, "state"), ["awaiting", "awaiting"]);
    assert_eq!(column(&lines, "author"), ["Naïma", "Naïma"]);
    // Morocco's clocks are an hour before Greenwich's, and the head says whose time it is.
    assert_eq!(column(&lines, "written (Africa/Casablanca)"), ["2026-11-21T09:00:00+01:00"; 2]);
    let mut numbers = ["Aïcha", "Fatima"].map(|name| person(name).number());
    numbers.sort();
    assert_eq!(column(&lines, "number"), numbers);

    // Records named that are out of reach, or not there, are as if they had not been named.
    let named = json!([person("Fatima"), person("Elsewhere"), person("Nobody")]);
    let some =
        json!({ "form": "person", "language": "fr", "values": "labels", "reason": REASON, "records": named });
    let lines = cells(&desk.post("/api/v1/export", &some, &world).await, ';');
    assert_eq!(column(&lines, "État"), ["Nouvelle"]);

    let noted = desk.get("/api/v1/exports", &world).await.json();
    let exports = noted["exports"].as_array().unwrap();
    assert_eq!(exports.iter().map(|one| one["records"].as_u64().unwrap()).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(exports[0]["reason"], REASON);
    assert_eq!(
        exports[0]["about"],
        json!({ "form": "person", "language": "fr", "values": "labels", "chosen": true })
    );
    // Whoever administers sees it, and whoever judges some of it; others do not.
    assert_eq!(root.get("/api/v1/exports", &world).await.json(), noted);
    let beside = world.coordinator(&root, "Beside", "10.261").await;
    assert_eq!(beside.get("/api/v1/exports", &world).await.json(), noted);
    let there = world.coordinator(&root, "There", "10.521").await;
    assert_eq!(there.get("/api/v1/exports", &world).await.json(), json!({ "exports": [] }));
}

#[tokio::test]
async fn only_who_judges_takes_files_and_only_with_a_reason() {
    let world = World::new().await;
    let root = world.administrator().await;
    for role in ["field_worker", "coach", "board", "partner"] {
        let phone = world.phone(&root, role, grant(role, json!("all"), "")).await;
        let refused = phone.post("/api/v1/export", &wanted("fr", "codes"), &world).await;
        assert_eq!(refused.refusal(), (403, "forbidden".into()), "{role}");
        assert_eq!(phone.get("/api/v1/exports", &world).await.refusal().0, 403, "{role}");
    }
    // The administrator reads no file.
    let refused = root.post("/api/v1/export", &wanted("fr", "codes"), &world).await;
    assert_eq!(refused.refusal(), (403, "forbidden".into()));
    let nobody = Visitor::default().post("/api/v1/export", &wanted("fr", "codes"), &world).await;
    assert_eq!(nobody.refusal().0, 401);

    let desk = world.coordinator(&root, "Salma", "10.261").await;
    let with = |key: &str, value: Json| {
        let mut said = wanted("fr", "codes");
        said[key] = value;
        said
    };
    for (said, field) in [
        (with("reason", json!("  \n ")), "reason"),
        (with("reason", json!("x".repeat(301))), "reason"),
        (with("reason", json!("a\u{202e}b c")), "reason"),
        (with("form", json!("'; DROP TABLE record; --")), "form"),
        (with("form", json!("../person")), "form"),
    ] {
        let refused = desk.post("/api/v1/export", &said, &world).await;
        assert_eq!(refused.json(), json!({ "error": "invalid", "field": field }), "{said}");
    }
    assert_eq!(desk.post("/api/v1/export", &with("language", json!("de")), &world).await.refusal().0, 400);
    assert_eq!(
        desk.get("/api/v1/exports", &world).await.json(),
        json!({ "exports": [] }),
        "nothing was taken"
    );
}

#[tokio::test]
async fn no_cell_is_a_formula() {
    let world = World::new().await;
    let root = world.administrator().await;
    let names =
        ["=HYPERLINK(\"http://x\")", "+1", "-1", "@A1", "\t=1", "＝1+1", "a\";=1+1;\"b", "\u{202e}=1"];
    let named: Vec<(&str, &str)> = names.iter().map(|name| (*name, GUELMIM)).collect();
    registered(&world, &root, &named).await;
    let desk = world.coordinator(&root, "Salma", "10.261").await;
    for language in ["ar", "fr", "en"] {
        for values in ["codes", "labels"] {
            let reply = desk.post("/api/v1/export", &wanted(language, values), &world).await;
            let text = reply.text();
            let begins = |sign: char| text.contains(&format!("\"{sign}"));
            assert!(!['=', '+', '-', '@', '\t', '＝'].into_iter().any(begins), "{text}");
            assert!(text.contains("\"'=HYPERLINK(\"\"http://x\"\")\""), "{text}");
            assert!(text.contains("\"a\"\";=1+1;\"\"b\""), "what looks like cells stays in its own: {text}");
        }
    }
}

#[tokio::test]
async fn rights_that_end_while_a_file_is_made_cut_it_short() {
    let world = World::new().await;
    let root = world.administrator().await;
    let names: Vec<String> = (0..1_200).map(|n| format!("Person {n}")).collect();
    let named: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), GUELMIM)).collect();
    registered(&world, &root, &named).await;
    let desk = world.coordinator(&root, "Salma", "10.261").await;
    let id = desk.get("/api/v1/me", &world).await.json()["person"]["id"].as_str().unwrap().to_owned();
    let request = Request::post("/api/v1/export")
        .header("x-tiwizi", "1")
        .header("content-type", "application/json")
        .header("cookie", desk.cookie.as_deref().unwrap())
        .body(Body::from(wanted("fr", "codes").to_string()));
    let response = world.router.clone().oneshot(request.unwrap()).await.unwrap();
    assert_eq!(response.status(), 200);
    // Nobody has read a byte of it yet, so no more than the first parts are made.
    let end = json!({ "active": false });
    assert_eq!(root.send("PUT", &format!("/api/v1/team/{id}"), &end, &world).await.status, 204);
    assert!(response.into_body().collect().await.is_err(), "the file ends in the middle, and says so");
}
