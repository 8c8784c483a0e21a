//! What arrives: packed, endless, garbled, hostile.

use crate::world::*;
use axum::body::Body;
use axum::http::Request;
use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use hyper::body::Frame;
use serde_json::{Value, json};
use std::convert::Infallible;
use std::io::Write;
use std::pin::Pin;
use std::task::{Context, Poll};

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn to(path: &str, body: impl Into<Body>) -> Request<Body> {
    let request = Request::post(path).header("x-tiwizi", "1").header("content-type", "application/json");
    request.body(body.into()).unwrap()
}

fn gzip(path: &str, body: impl Into<Body>) -> Request<Body> {
    let mut request = to(path, body);
    request.headers_mut().insert("content-encoding", "gzip".parse().unwrap());
    request
}

#[tokio::test]
async fn a_packed_body_is_read_and_a_long_answer_is_packed() {
    let world = World::new().await;
    let root = world.administrator().await;
    let note = json!({ "app_version": "1.2", "unsent": 3, "storage": { "usage": 1, "quota": 2, "persisted": true } });
    let reply = root.ask(gzip("/api/v1/phone", packed(note.to_string().as_bytes())), &world).await;
    assert_eq!(reply.status, 200, "{}", reply.text());

    for n in 0..20 {
        world.person(&root, &format!("Person {n}"), field_worker()).await;
    }
    let ask = || Request::get("/api/v1/team").header("accept-encoding", "gzip").body(Body::empty()).unwrap();
    let reply = root.ask(ask(), &world).await;
    assert_eq!(reply.header("content-encoding"), "gzip");
    let mut text = String::new();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&*reply.bytes), &mut text).unwrap();
    let team: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(team["people"].as_array().unwrap().len(), 21);
    assert_eq!(team["people"][20]["phones"][0]["unsent"], 3);
    let short = Request::get("/api/v1/me").header("accept-encoding", "gzip").body(Body::empty()).unwrap();
    assert_eq!(root.ask(short, &world).await.header("content-encoding"), "");
}

#[tokio::test]
async fn what_is_too_large_is_refused_packed_or_not() {
    let world = World::new().await;
    let root = world.administrator().await;
    let bomb = packed(&vec![b' '; 64 << 20]);
    assert!(bomb.len() < 1 << 20);
    for (name, request) in [
        ("64 MB that come as 64 kB", gzip("/api/v1/sync", bomb)),
        ("3 MB", to("/api/v1/sync", vec![b' '; 3 << 20])),
        ("an endless body", to("/api/v1/sync", Body::new(Endless))),
    ] {
        let refused = root.ask(request, &world).await;
        assert_eq!(refused.refusal(), (413, "too_large".into()), "{name}");
    }
    let mut lying = to("/api/v1/sync", "{}");
    lying.headers_mut().insert("content-length", "99999999".parse().unwrap());
    assert_eq!(root.ask(lying, &world).await.refusal(), (413, "too_large".into()));
}

/// A body that never ends.
pub struct Endless;

impl hyper::body::Body for Endless {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(&[b' '; 4096])))))
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_and_nothing_breaks() {
    let world = World::new().await;
    let root = world.administrator().await;
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let keys: String = (0..100_000).map(|n| format!("\"k{n}\":0,")).collect();
    let garbled = packed(b"{}")[..10].to_vec();
    for (name, request) in [
        ("no JSON", to("/api/v1/sync", "<xml/>")),
        ("another shape", to("/api/v1/sync", "{}")),
        ("10,000 deep", to("/api/v1/sync", deep)),
        ("100,000 keys", to("/api/v1/sync", format!("{{{keys}\"z\":0}}"))),
        ("1e400", to("/api/v1/sync", r#"{"protocol":1e400}"#)),
        ("a lone surrogate", to("/api/v1/sync", r#"{"protocol":"\ud800"}"#)),
        ("bytes that are no UTF-8", to("/api/v1/sync", vec![0xff, 0xfe])),
        ("half a gzip", gzip("/api/v1/sync", garbled)),
        ("no gzip at all", gzip("/api/v1/sync", "{}")),
        ("nothing", to("/api/v1/sync", "")),
    ] {
        let refused = root.ask(request, &world).await;
        assert_eq!(refused.refusal(), (400, "unreadable".into()), "{name}");
    }
    let mut odd = to("/api/v1/sync", "{}");
    odd.headers_mut().insert("content-encoding", "br".parse().unwrap());
    assert_eq!(root.ask(odd, &world).await.refusal(), (400, "unreadable".into()));
    assert_eq!(root.get("/api/v1/me", &world).await.status, 200);
}

#[tokio::test]
async fn who_is_not_in_is_refused_before_the_body_is_read() {
    let world = World::new().await;
    let refused = Visitor::default().ask(to("/api/v1/sync", Body::new(Endless)), &world).await;
    assert_eq!(refused.refusal(), (401, "sign_in_needed".into()));
}

#[tokio::test]
async fn a_text_that_no_database_keeps_breaks_nothing() {
    let world = World::new().await;
    let root = world.administrator().await;
    let person = world.person(&root, "Naïma", field_worker()).await;
    let code = world.code(&root, &person).await;
    let said = json!({ "code": code, "device": device("phone"), "label": "Itel\u{0} A16" });
    let phone = Visitor::default().post("/api/v1/enrol", &said, &world).await.signed_in();
    let team = root.get("/api/v1/team", &world).await.text();
    assert!(team.contains("\"label\":\"Itel A16\""), "{team}");
    let note = json!({ "app_version": "1\u{0}", "unsent": 0, "storage": {}, "label": "A\u{0}16" });
    assert_eq!(phone.post("/api/v1/phone", &note, &world).await.status, 200);
    let refused = sign_in(&world, &Visitor::default(), "ro\u{0}ot", PASSWORD).await;
    assert_eq!(refused.refusal(), (401, "sign_in_failed".into()));
    assert_eq!(phone.get("/api/v1/records/%00/history", &world).await.status, 404);
    let export = json!({ "form": "person\u{0}", "language": "fr", "values": "codes", "reason": "Rapport" });
    assert_eq!(root.post("/api/v1/export", &export, &world).await.status, 403);
}
