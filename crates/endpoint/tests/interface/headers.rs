//! What is said around every answer, and what every request that changes something must say.

use crate::world::*;
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use std::fs;

const EVERYWHERE: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-resource-policy", "same-origin"),
    ("strict-transport-security", "max-age=63072000"),
];

/// What only pages heed.
const ON_PAGES: [(&str, &str); 2] = [
    ("cross-origin-opener-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(self), geolocation=(self), microphone=(), payment=(), usb=(), interest-cohort=()",
    ),
];

async fn with_client() -> World {
    World::with(|settings, folder| {
        let dist = folder.join("dist");
        fs::create_dir(&dist).unwrap();
        fs::write(dist.join("index.html"), "<script type=\"module\">alert(1)</script>").unwrap();
        settings.client = Some(dist);
    })
    .await
}

#[tokio::test]
async fn every_answer_carries_the_security_headers_errors_included() {
    let world = with_client().await;
    let root = world.administrator().await;
    let nobody = Visitor::default();
    let replies = [
        nobody.get("/", &world).await,
        nobody.get("/desk/team", &world).await,
        nobody.get("/gone-0123456789abcdef.js", &world).await,
        nobody.send("POST", "/", &Value::Null, &world).await,
        nobody.get("/api/v1/health", &world).await,
        nobody.get("/api/v1/me", &world).await,
        nobody.get("/api/v2/me", &world).await,
        nobody.get("/api", &world).await,
        nobody.send("DELETE", "/api/v1/me", &Value::Null, &world).await,
        nobody.post("/api/v1/enrol", &json!("garbage"), &world).await,
        nobody.ask(Request::post("/api/v1/enrol").body(Body::empty()).unwrap(), &world).await,
        root.get("/api/v1/me", &world).await,
        root.post("/api/v1/team", &json!({}), &world).await,
    ];
    let has = |reply: &Reply, expected: &[(&str, &str)]| {
        for (name, value) in expected {
            assert_eq!(reply.header(name), *value, "{name}: {} {}", reply.status, reply.text());
        }
    };
    replies.iter().for_each(|reply| has(reply, &EVERYWHERE));
    let (pages, data) = replies.split_at(4);
    for reply in pages {
        has(reply, &ON_PAGES);
        let policy = reply.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'self'; script-src 'self' 'wasm-unsafe-eval' 'sha256-"),
            "{policy}"
        );
        assert!(policy.contains("frame-ancestors 'none'; base-uri 'none'; form-action 'self'"), "{policy}");
        assert!(!policy.contains("unsafe-inline"), "{policy}");
    }
    for reply in data {
        has(reply, &[("content-security-policy", "default-src 'none'; frame-ancestors 'none'")]);
    }
    let codes: Vec<u16> = replies.iter().map(|reply| reply.status.as_u16()).collect();
    assert_eq!(codes, [200, 200, 404, 405, 200, 401, 404, 404, 405, 400, 403, 200, 400]);
}

#[tokio::test]
async fn the_interface_is_in_no_cache() {
    let world = World::new().await;
    let root = world.administrator().await;
    for path in ["/api/v1/health", "/api/v1/me", "/api/v1/catalogue", "/api/v1/nothing"] {
        assert_eq!(root.get(path, &world).await.header("cache-control"), "no-store", "{path}");
    }
}

#[tokio::test]
async fn only_https_is_told_to_stay_https() {
    let world = World::with(|settings, _| settings.public_url = "http://127.0.0.1:8080".into()).await;
    assert_eq!(
        Visitor::default().get("/api/v1/health", &world).await.header("strict-transport-security"),
        ""
    );
}

#[tokio::test]
async fn what_another_site_can_make_a_browser_send_changes_nothing() {
    let world = World::new().await;
    let root = world.administrator().await;
    let body = json!({ "name": "X", "grants": [field_worker()] }).to_string();
    for (ours, kind, refusal) in [
        (None, "application/json", (403, "header_missing")),
        (Some("0"), "application/json", (403, "header_missing")),
        (Some("1"), "text/plain", (415, "not_json")),
        (Some("1"), "application/x-www-form-urlencoded", (415, "not_json")),
        (Some("1"), "multipart/form-data; boundary=x", (415, "not_json")),
    ] {
        let mut request =
            Request::post("/api/v1/team").header("content-type", kind).body(body.clone().into()).unwrap();
        request.headers_mut().insert("content-length", body.len().into());
        if let Some(ours) = ours {
            request.headers_mut().insert("x-tiwizi", ours.parse().unwrap());
        }
        let refused = root.ask(request, &world).await.refusal();
        assert_eq!((refused.0, refused.1.as_str()), refusal, "{ours:?} {kind}");
    }
    let out = Request::post("/api/v1/sign-out").body(Body::empty()).unwrap();
    assert_eq!(root.ask(out, &world).await.refusal(), (403, "header_missing".into()));
    assert_eq!(root.get("/api/v1/team", &world).await.json()["people"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn an_unknown_path_of_the_interface_is_never_the_page() {
    let world = with_client().await;
    for path in ["/api", "/api/", "/api/v1", "/api/v1/", "/api/v1/unknown", "/api/v2/me", "/api/v1/team/x/y"]
    {
        let refused = Visitor::default().get(path, &world).await;
        assert_eq!(refused.refusal(), (404, "not_found".into()), "{path}");
        assert_eq!(refused.header("content-type"), "application/json", "{path}");
    }
}
