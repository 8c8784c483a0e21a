//! What the log says, and what it must not say.

use crate::world::*;
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::io;
use tracing_subscriber::filter::{LevelFilter, dynamic_filter_fn};
use tracing_subscriber::layer::SubscriberExt;

thread_local! {
    /// What is logged on this thread, from when a test begins to listen: others work meanwhile on theirs.
    static HEARD: RefCell<Option<Vec<u8>>> = const { RefCell::new(None) };
}

struct Ear;

impl io::Write for Ear {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        HEARD.with_borrow_mut(|heard| heard.as_mut().map(|heard| heard.extend(bytes)));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Hears everything that is logged on this thread. For the whole program at once, and not for this thread alone:
/// where something is logged for the first time by a thread that nobody listens to, it falls silent for all of them.
fn listen() {
    HEARD.set(Some(Vec::new()));
    let here = dynamic_filter_fn(|_, _| HEARD.with_borrow(Option::is_some));
    let json = tracing_subscriber::fmt().json().with_max_level(LevelFilter::TRACE).with_writer(|| Ear);
    tracing::subscriber::set_global_default(json.finish().with(here)).unwrap();
    // Somebody may have logged between the birth of the listener and its coming into force.
    tracing::callsite::rebuild_interest_cache();
}

#[tokio::test]
async fn the_log_names_routes_and_nobody() {
    listen();
    let world = World::new().await;
    let root = world.administrator().await;
    let person = world.person(&root, "Naïma Bouhmidi", field_worker()).await;
    let code = world.code(&root, &person).await;
    let phone = enrol(&world, &code, "naima").await.signed_in();
    sign_in(&world, &Visitor { from: Some([105, 0, 0, 7].into()), cookie: None }, "root", "a wrong password")
        .await;
    phone.post("/api/v1/sync", &json!({ "payload": "Fatima Aït Ali" }), &world).await;
    let injected =
        Request::get("/api/v1/x%0a2026-11-21 INFO forged".replace(' ', "%20")).body(Body::empty()).unwrap();
    phone.ask(injected, &world).await;
    root.post(&format!("/api/v1/phones/{}/revoke", device("naima")), &Value::Null, &world).await;

    // sqlx looks for a file of passwords in the home of whoever runs it.
    let log = String::from_utf8(HEARD.take().unwrap()).unwrap().replace("/root/.pgpass", "");
    let ours: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let routes: Vec<&str> = ours.iter().filter_map(|line| line["fields"]["route"].as_str()).collect();
    assert!(
        routes.contains(&"/api/v1/team/{person}/code") && routes.contains(&"/api/v1/enrol"),
        "{routes:?}"
    );
    let token = phone.cookie.unwrap().replace("__Host-tiwizi=", "");
    let device = device("naima").to_string();
    for secret in
        ["Naïma", "Fatima", "root", "wrong password", "105.0.0.7", "forged", &person, &code, &token, &device]
    {
        let said: Vec<&str> = log.lines().filter(|line| line.contains(secret)).collect();
        assert!(said.is_empty(), "{secret} is in the log: {said:?}");
    }
}
