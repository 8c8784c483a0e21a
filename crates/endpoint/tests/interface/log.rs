//! What the log says, and what it must not say.

use crate::world::*;
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use std::io;
use std::sync::{Arc, Mutex};

#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl io::Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn the_log_names_routes_and_nobody() {
    let kept = Kept::default();
    let writer = kept.clone();
    let subscriber = tracing_subscriber::fmt()
        .json()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone());
    let _guard = tracing::subscriber::set_default(subscriber.finish());

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

    let log = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
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
        assert!(!log.contains(secret), "{secret} is in the log");
    }
}
