//! The demonstration: a region as the README promises it, made by the endpoint's own exchange.

use crate::world::*;
use endpoint::WayIn;
use record::{Record, ReviewState};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

async fn everything(visitor: &Visitor, device: record::DeviceId, world: &World) -> Vec<Record> {
    let mut records = Vec::new();
    let mut cursor = Value::Null;
    loop {
        let head = json!({ "index": 0, "hash": "0".repeat(64) });
        let request = json!({
            "protocol": 1, "device": device, "kept": head, "before": head, "head": head, "cursor": cursor,
            "grants": 1, "seen_outcomes": 0, "limit": 100_000,
        });
        let answer = visitor.post("/api/v1/sync", &request, world).await.json()["answer"].clone();
        for stated in answer["records"].as_array().into_iter().flatten() {
            records.push(serde_json::from_value(stated["record"].clone()).unwrap());
        }
        cursor = answer["cursor"].clone();
        if answer["more"] != true {
            return records;
        }
    }
}

#[tokio::test]
async fn the_demonstration_is_a_whole_small_region() {
    let world = World::new().await;
    let ways_in = world.endpoint.fill_with_demo().await.unwrap().unwrap();
    assert!(world.endpoint.fill_with_demo().await.unwrap().is_none(), "only into a fresh database");
    assert_eq!(world.endpoint.setup_link().await.unwrap(), None);

    let (mut links, mut accounts) = (Vec::new(), Vec::new());
    for way_in in ways_in {
        match way_in {
            WayIn::Link { url, .. } => links.push(url),
            WayIn::Account { user, password, .. } => accounts.push((user, password)),
        }
    }
    assert_eq!((links.len(), accounts.len()), (3, 3));
    let code = links[0].rsplit('/').next().unwrap();
    enrol(&world, code, "a real phone").await.signed_in();

    let mut records: BTreeMap<_, Record> = BTreeMap::new();
    for (user, password) in &accounts[1..] {
        let desk = sign_in(&world, &Visitor::default(), user, password).await.signed_in();
        for record in everything(&desk, device(user), &world).await {
            records.insert(record.id, record);
        }
    }
    let of = |form: &str| records.values().filter(|record| record.form == form).collect::<Vec<_>>();
    let (people, sessions) = (of("person"), of("session"));
    assert_eq!((people.len(), sessions.len()), (200, 40));
    let others = ["organisation", "enrolment", "venture", "coaching"].map(|form| of(form).len());
    assert_eq!(others, [1, 6, 6, 6]);
    let scopes: BTreeSet<(&str, &str)> = people.iter().flat_map(|person| person.scopes()).collect();
    let programmes: BTreeSet<&str> = scopes.iter().map(|(programme, _)| *programme).collect();
    let communes: BTreeSet<&str> = scopes.iter().map(|(_, commune)| *commune).collect();
    assert_eq!((programmes.len(), communes.len()), (5, 53));
    let attended =
        sessions.iter().filter(|s| s.fields.keys().any(|path| path.as_str().starts_with("attendance/")));
    assert!(attended.count() >= 30);

    let states: BTreeSet<ReviewState> = people.iter().map(|person| person.review_state()).collect();
    use ReviewState::*;
    assert_eq!(states, [Awaiting, Approved, ChangedSinceApproval, Returned, Corrected].into());
    let disputes: Vec<_> = records.values().flat_map(|record| record.disputes()).collect();
    assert_eq!(disputes.iter().map(|path| path.as_str()).collect::<Vec<_>>(), ["phone"]);
    assert!(people.iter().any(|person| person.review().is_some_and(|review| !review.remarks.is_empty())));

    let desk = sign_in(&world, &Visitor::default(), &accounts[2].0, &accounts[2].1).await.signed_in();
    let held = desk.get("/api/v1/held", &world).await.json();
    assert_eq!(held["entries"].as_array().unwrap().len(), 1, "{held}");

    // More records than are proved at a time.
    let proved = world.proved().await;
    assert_eq!((proved.records, proved.differences), (259, Vec::new()));
}
