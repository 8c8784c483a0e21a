//! Setting up, enrolling, signing in, staying in, and out.

use crate::world::*;
use serde_json::{Value, json};

#[tokio::test]
async fn the_one_time_link_makes_one_administrator() {
    let world = World::new().await;
    let link = world.endpoint.setup_link().await.unwrap().unwrap();
    let token = link.strip_prefix("https://tiwizi.example/setup/").unwrap();
    let nobody = Visitor::default();
    let path = format!("/api/v1/setup/{token}");
    assert_eq!(nobody.get(&path, &world).await.json(), json!({ "valid": true }));
    assert_eq!(nobody.get("/api/v1/setup/guess", &world).await.json(), json!({ "valid": false }));

    let said = |password: &str| json!({ "token": token, "name": "Root", "user": "root", "password": password, "device": device("root") });
    let weak = nobody.post("/api/v1/setup", &said("password123"), &world).await;
    assert_eq!(weak.refusal(), (422, "password_weak".into()));
    let root = nobody.post("/api/v1/setup", &said(PASSWORD), &world).await.signed_in();
    assert_eq!(root.get("/api/v1/me", &world).await.json()["grants"]["list"][0]["role"], "administrator");

    assert_eq!(nobody.get(&path, &world).await.json(), json!({ "valid": false }));
    let again = nobody.post("/api/v1/setup", &said(PASSWORD), &world).await;
    assert_eq!(again.refusal(), (404, "code_unknown".into()));
    assert_eq!(world.endpoint.setup_link().await.unwrap(), None);
}

#[tokio::test]
async fn a_new_start_makes_a_new_link_and_the_last_no_longer_opens() {
    let world = World::new().await;
    let first = world.endpoint.setup_link().await.unwrap().unwrap();
    world.endpoint.setup_link().await.unwrap().unwrap();
    let path = format!("/api/v1/setup/{}", first.rsplit('/').next().unwrap());
    assert_eq!(Visitor::default().get(&path, &world).await.json(), json!({ "valid": false }));
}

#[tokio::test]
async fn a_code_lets_one_phone_in_and_the_same_phone_again() {
    let world = World::new().await;
    let root = world.administrator().await;
    let person = world.person(&root, "Naïma", field_worker()).await;
    let code = world.code(&root, &person).await;

    assert_eq!(enrol(&world, "00000-00000", "naima").await.refusal(), (404, "code_unknown".into()));
    let first = enrol(&world, &code, "naima").await;
    first.signed_in();
    // Typed by hand, its answer lost, tried again within the day.
    let typed = code.to_lowercase().replace('-', " ");
    let again = enrol(&world, &typed, "naima").await;
    let phone = again.signed_in();
    assert_eq!(again.json(), first.json());
    assert_eq!(phone.get("/api/v1/me", &world).await.json()["person"]["name"], "Naïma");
    assert_eq!(enrol(&world, &code, "another").await.refusal(), (409, "code_used".into()));

    world.time_passes(2 * DAY);
    assert_eq!(enrol(&world, &code, "naima").await.refusal(), (409, "code_used".into()));
}

#[tokio::test]
async fn a_code_is_good_for_a_day_and_until_the_next_is_made() {
    let world = World::new().await;
    let root = world.administrator().await;
    let person = world.person(&root, "Naïma", field_worker()).await;
    let replaced = world.code(&root, &person).await;
    let code = world.code(&root, &person).await;
    assert_eq!(enrol(&world, &replaced, "naima").await.refusal(), (404, "code_unknown".into()));
    world.time_passes(DAY);
    assert_eq!(enrol(&world, &code, "naima").await.refusal(), (410, "code_expired".into()));
}

#[tokio::test]
async fn a_phone_that_is_somebody_elses_is_not_taken_over() {
    let world = World::new().await;
    let root = world.administrator().await;
    world.phone(&root, "naima", field_worker()).await;
    let brahim = world.person(&root, "Brahim", field_worker()).await;
    let code = world.code(&root, &brahim).await;
    assert_eq!(enrol(&world, &code, "naima").await.refusal(), (403, "other_device".into()));
    // And the code was not spent on the attempt.
    enrol(&world, &code, "brahim").await.signed_in();
}

#[tokio::test]
async fn unknown_user_and_wrong_password_look_alike() {
    let world = World::new().await;
    world.administrator().await;
    let nobody = Visitor::default();
    let unknown = sign_in(&world, &nobody, "nobody", PASSWORD).await;
    let wrong = sign_in(&world, &nobody, "root", "trois chèvres au souk").await;
    assert_eq!(unknown.refusal(), (401, "sign_in_failed".into()));
    assert_eq!((unknown.status, unknown.bytes), (wrong.status, wrong.bytes));
    sign_in(&world, &nobody, "ROOT", PASSWORD).await.signed_in();
}

#[tokio::test]
async fn who_guesses_waits_and_the_others_at_the_same_address_do_not() {
    let world = World::new().await;
    let root = world.administrator().await;
    let newcomer = json!({
        "name": "Naïma", "user": "naima", "password": PASSWORD,
        "grants": [grant("coordinator", json!(["MICRO"]), "")],
    });
    root.post("/api/v1/team", &newcomer, &world).await;
    let village = Visitor { from: Some([105, 0, 0, 7].into()), cookie: None };
    for _ in 0..6 {
        let refused = sign_in(&world, &village, "root", "wrong").await;
        assert_eq!(refused.refusal(), (401, "sign_in_failed".into()));
    }
    let refused = sign_in(&world, &village, "root", PASSWORD).await;
    assert_eq!(refused.refusal(), (429, "try_later".into()));
    assert_eq!((refused.header("retry-after"), &refused.json()["retry_after"]), ("2", &json!(2)));
    sign_in(&world, &village, "naima", PASSWORD).await.signed_in();
    let elsewhere = Visitor { from: Some([105, 0, 0, 8].into()), cookie: None };
    sign_in(&world, &elsewhere, "root", PASSWORD).await.signed_in();
    world.time_passes(2_000);
    sign_in(&world, &village, "root", PASSWORD).await.signed_in();
}

#[tokio::test]
async fn only_a_trusted_proxy_is_believed_about_where_a_request_comes_from() {
    let proxy = [10, 0, 0, 1].into();
    let world = World::with(|settings, _| settings.proxies = vec![proxy]).await;
    world.administrator().await;
    let guess = |peer, said: &'static str| {
        let visitor = Visitor { from: Some(peer), cookie: None };
        let world = &world;
        async move {
            let body = json!({ "user": "root", "password": "wrong", "device": device("root") }).to_string();
            let request = axum::http::Request::post("/api/v1/sign-in")
                .header("x-tiwizi", "1")
                .header("content-type", "application/json")
                .header("x-forwarded-for", said)
                .body(body.into());
            visitor.ask(request.unwrap(), world).await.status.as_u16()
        }
    };
    // A liar's own address counts, whatever it claims; so does the one before the proxy, whatever stands before it.
    for said in ["1.1.1.1", "1.1.1.2", "1.1.1.3", "1.1.1.4", "1.1.1.5", "1.1.1.6"] {
        assert_eq!(guess([9, 9, 9, 9].into(), said).await, 401);
    }
    assert_eq!(guess([9, 9, 9, 9].into(), "1.1.1.7").await, 429);
    for said in ["7.7.7.1, 8.8.8.8", "7.7.7.2, 8.8.8.8", "8.8.8.8", "8.8.8.8", "8.8.8.8", "8.8.8.8"] {
        assert_eq!(guess(proxy, said).await, 401);
    }
    assert_eq!(guess(proxy, "7.7.7.3, 8.8.8.8").await, 429);
    assert_eq!(guess(proxy, "8.8.8.9").await, 401);
}

/// Every route for those who are in, with a body that would be fine.
fn routes() -> Vec<(&'static str, &'static str, Value)> {
    vec![
        ("GET", "/api/v1/me", Value::Null),
        ("GET", "/api/v1/directory", Value::Null),
        ("GET", "/api/v1/catalogue", Value::Null),
        ("POST", "/api/v1/sign-out", Value::Null),
        ("POST", "/api/v1/phone", json!({ "app_version": "1", "unsent": 0, "storage": {} })),
        ("GET", "/api/v1/team", Value::Null),
        ("POST", "/api/v1/team", json!({ "name": "X", "grants": [field_worker()] })),
        ("PUT", "/api/v1/team/018f0000-0000-4000-8000-000000000000", json!({ "active": false })),
        ("POST", "/api/v1/team/018f0000-0000-4000-8000-000000000000/code", Value::Null),
        ("POST", "/api/v1/phones/018f0000-0000-4000-8000-000000000000/revoke", Value::Null),
        ("GET", "/api/v1/held", Value::Null),
        ("POST", "/api/v1/bundle", json!({ "file": "", "take": true })),
        ("POST", "/api/v1/bundle/carried", json!({ "file": "" })),
        ("GET", "/api/v1/bundle/carried", Value::Null),
        ("POST", "/api/v1/bundle/carried/018f", json!({ "take": true })),
    ]
}

pub async fn is_out(visitor: &Visitor, world: &World, why: &str) {
    is_told_nothing(visitor, world, why).await;
    let refused = visitor.post("/api/v1/sync", &json!({}), world).await;
    assert_eq!(refused.refusal(), (401, "sign_in_needed".into()), "{why}");
}

/// Is out, but may send what was saved before.
pub async fn is_told_nothing(visitor: &Visitor, world: &World, why: &str) {
    for (method, path, said) in routes() {
        let refused = visitor.send(method, path, &said, world).await;
        assert_eq!(refused.refusal(), (401, "sign_in_needed".into()), "{why}: {method} {path}");
    }
}

#[tokio::test]
async fn every_route_refuses_who_is_not_in() {
    let world = World::new().await;
    let root = world.administrator().await;
    is_out(&Visitor::default(), &world, "no token").await;
    let forged = Visitor { cookie: Some(format!("__Host-tiwizi={}", "0".repeat(64))), from: None };
    is_out(&forged, &world, "a token never given").await;

    let phone = world.phone(&root, "naima", field_worker()).await;
    root.post(&format!("/api/v1/phones/{}/revoke", device("naima")), &Value::Null, &world).await;
    is_told_nothing(&phone, &world, "a revoked device").await;

    let brahim = world.person(&root, "Brahim", field_worker()).await;
    let phone = enrol(&world, &world.code(&root, &brahim).await, "brahim").await.signed_in();
    let reply =
        root.send("PUT", &format!("/api/v1/team/{brahim}"), &json!({ "active": false }), &world).await;
    assert_eq!(reply.status, 204);
    is_told_nothing(&phone, &world, "somebody who has left").await;

    let out = sign_in(&world, &Visitor::default(), "root", PASSWORD).await.signed_in();
    assert_eq!(out.post("/api/v1/sign-out", &Value::Null, &world).await.status, 204);
    is_out(&out, &world, "somebody who signed out").await;
}

#[tokio::test]
async fn a_session_ends_by_lying_idle_and_by_its_age() {
    let world = World::new().await;
    let root = world.administrator().await;
    let phone = world.phone(&root, "naima", field_worker()).await;
    let sync = json!({ "protocol": 1, "device": device("naima"), "kept": head(), "before": head(), "head": head(),
        "grants": 1, "seen_outcomes": 0, "limit": 1000 });
    for _ in 0..3 {
        world.time_passes(399 * DAY);
        let reply = phone.post("/api/v1/sync", &sync, &world).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        assert!(reply.header("set-cookie").contains("Max-Age=34560000"));
    }
    is_out(&root, &world, "a desk after 30 days").await;
    world.time_passes(399 * DAY);
    is_out(&phone, &world, "a phone 1,200 days after enrolment").await;
}

fn head() -> Value {
    json!({ "index": 0, "hash": "0".repeat(64) })
}

#[tokio::test]
async fn two_endpoints_do_not_work_in_one_folder() {
    let world = World::in_a_file().await;
    let second = world.tries_to_start_again().await.err().unwrap().to_string();
    assert!(second.contains("is in use: an endpoint is running on it"), "{second}");
    world.endpoint.stop().await;
    world.tries_to_start_again().await.unwrap();
}
