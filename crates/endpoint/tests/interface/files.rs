//! The client's files.

use crate::world::*;
use axum::body::Body;
use axum::http::Request;
use serde_json::Value;
use std::fs;

async fn world() -> World {
    World::with(|settings, folder| {
        fs::write(folder.join("secret.txt"), "secret").unwrap();
        let dist = folder.join("dist");
        fs::create_dir_all(dist.join("icons")).unwrap();
        for (name, text) in [
            ("index.html", "<p>the page</p>"),
            ("sw.js", "worker"),
            ("client-0123456789abcdef.js", "script"),
            ("client-0123456789abcdef.js.gz", "script, gzip"),
            ("client-0123456789abcdef.js.br", "script, brotli"),
            ("icons/tiwizi.svg", "<svg/>"),
        ] {
            fs::write(dist.join(name), text).unwrap();
        }
        settings.client = Some(dist);
    })
    .await
}

#[tokio::test]
async fn every_address_of_the_client_is_the_page_and_files_are_files() {
    let world = world().await;
    for (path, status, text, kind) in [
        ("/", 200, "<p>the page</p>", "text/html; charset=utf-8"),
        ("/desk/record/018f", 200, "<p>the page</p>", "text/html; charset=utf-8"),
        ("/enrol/K7QM3-XVA9D", 200, "<p>the page</p>", "text/html; charset=utf-8"),
        ("/sw.js", 200, "worker", "text/javascript; charset=utf-8"),
        ("/icons/tiwizi.svg", 200, "<svg/>", "image/svg+xml"),
        ("/client-0000000000000000.js", 404, r#"{"error":"not_found"}"#, "application/json"),
        ("/client-0123456789abcdef.js.br", 404, r#"{"error":"not_found"}"#, "application/json"),
    ] {
        let reply = Visitor::default().get(path, &world).await;
        assert_eq!((reply.status.as_u16(), reply.text().as_str()), (status, text), "{path}");
        assert_eq!(reply.header("content-type"), kind, "{path}");
    }
}

#[tokio::test]
async fn only_what_is_named_by_its_content_is_kept_without_asking() {
    let world = world().await;
    for (path, caching) in [
        ("/", "no-cache"),
        ("/index.html", "no-cache"),
        ("/sw.js", "no-cache"),
        ("/client-0123456789abcdef.js", "public, max-age=31536000, immutable"),
    ] {
        let reply = Visitor::default().get(path, &world).await;
        assert_eq!(reply.header("cache-control"), caching, "{path}");
        let again =
            Request::get(path).header("if-none-match", reply.header("etag")).body(Body::empty()).unwrap();
        let again = Visitor::default().ask(again, &world).await;
        assert_eq!((again.status.as_u16(), again.bytes.len()), (304, 0), "{path}");
    }
}

#[tokio::test]
async fn the_best_copy_that_the_browser_reads_is_sent() {
    let world = world().await;
    for (accepted, encoding, text) in [
        ("gzip, deflate, br, zstd", "br", "script, brotli"),
        ("gzip", "gzip", "script, gzip"),
        ("br;q=0, gzip;q=0.5", "gzip", "script, gzip"),
        ("identity", "", "script"),
    ] {
        let request = Request::get("/client-0123456789abcdef.js").header("accept-encoding", accepted);
        let reply = Visitor::default().ask(request.body(Body::empty()).unwrap(), &world).await;
        assert_eq!((reply.header("content-encoding"), reply.text().as_str()), (encoding, text), "{accepted}");
        assert_eq!(reply.header("vary"), "accept-encoding");
    }
}

#[tokio::test]
async fn no_address_leads_out_of_the_folder() {
    let world = world().await;
    for path in [
        "/../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/icons/../../secret.txt",
        "/icons/..%5c..%5csecret.txt",
        "//secret.txt",
        "/secret.txt%00.html",
        "/../data/seal.key",
        "/data/tiwizi.sqlite",
    ] {
        let reply = Visitor::default().get(path, &world).await;
        assert_eq!(reply.status, 404, "{path}: {}", reply.text());
    }
    assert_eq!(Visitor::default().send("PUT", "/index.html", &Value::Null, &world).await.status, 405);
}

#[tokio::test]
async fn without_a_client_only_the_interface_answers() {
    let world = World::new().await;
    assert_eq!(Visitor::default().get("/", &world).await.status, 404);
    assert_eq!(
        Visitor::default().get("/api/v1/health", &world).await.json(),
        serde_json::json!({ "ok": true })
    );
}
