//! Files are shown to those who see a record that holds them, and do no harm to whoever opens them.

use crate::exchange::*;
use crate::sending::*;
use crate::world::*;
use axum::body::Body;
use axum::http::Request;
use serde_json::json;

#[tokio::test]
async fn a_file_is_for_those_whose_grants_show_a_record_that_holds_it() {
    let world = World::new().await;
    let root = world.administrator().await;
    let naima = Phone::of(&world, world.phone(&root, "Naïma", field_worker()).await, 1).await;
    let brahim = world.phone(&root, "Brahim", field_worker()).await;
    let elsewhere = world.phone(&root, "Saïd", grant("field_worker", json!(["MICRO"]), "10.521")).await;
    let (stand, paper) = (photo(1, 5_000), photo(2, 5_000));
    register(&naima, "Fatima", GUELMIM).await;
    naima.save(person("Fatima"), "person", &[("photo", Some(stand.value()))]).await;

    assert_eq!(
        brahim.get(&stand.path(), &world).await.refusal(),
        (404, "not_found".into()),
        "nobody knows it"
    );
    naima.exchanges().await;
    assert_eq!(brahim.get(&stand.path(), &world).await.refusal(), (404, "on_its_way".into()));
    assert_eq!(elsewhere.get(&stand.path(), &world).await.refusal(), (404, "not_found".into()));
    naima.visitor.sends(&stand, &world).await;
    naima.visitor.sends(&paper, &world).await;
    assert_eq!(brahim.get(&stand.path(), &world).await.bytes, stand.bytes);
    for (visitor, sent) in [(&elsewhere, &stand), (&root, &stand), (&brahim, &paper)] {
        assert_eq!(visitor.get(&sent.path(), &world).await.refusal(), (404, "not_found".into()));
    }
    assert_eq!(naima.visitor.get(&paper.path(), &world).await.bytes, paper.bytes, "who brought it sees it");
    assert_eq!(Visitor::default().get(&stand.path(), &world).await.refusal().0, 401);
    // Who knows its name may say that he would send it; he sees it no more than before.
    assert_eq!(elsewhere.creates(&stand, &world).await.status, 201);
    assert_eq!(elsewhere.get(&stand.path(), &world).await.refusal(), (404, "not_found".into()));

    // Another photo takes its place: the record has held the first, and its history still shows it.
    naima.save(person("Fatima"), "person", &[("photo", Some(paper.value()))]).await;
    naima.exchanges().await;
    assert_eq!(brahim.get(&paper.path(), &world).await.bytes, paper.bytes);
    assert_eq!(brahim.get(&stand.path(), &world).await.bytes, stand.bytes);
}

#[tokio::test]
async fn a_file_is_sent_as_what_it_was_checked_for_and_runs_nowhere() {
    let world = World::new().await;
    let root = world.administrator().await;
    let naima = world.phone(&root, "Naïma", field_worker()).await;
    let mut both = picture(1, 500, 10, 10);
    both.extend(b"<script>alert(1)</script>");
    let pdf = b"%PDF-1.7 <script>alert(1)</script>".to_vec();
    let csv = "nom;ventes\nFatima;=1+1\n".repeat(100).into_bytes();
    for (bytes, media_type, disposition) in
        [(both, "image/png", ""), (pdf, "application/pdf", "attachment"), (csv, "text/csv", "attachment")]
    {
        let sent = Sent { bytes, media_type };
        assert_eq!(naima.sends(&sent, &world).await.status, 204, "{media_type}");
        let asks = Request::get(sent.path()).header("accept-encoding", "gzip, br");
        let reply = naima.ask(asks.body(Body::empty()).unwrap(), &world).await;
        assert_eq!(reply.bytes, sent.bytes, "not packed");
        for (name, value) in [
            ("content-type", media_type),
            ("content-disposition", disposition),
            ("x-content-type-options", "nosniff"),
            ("content-security-policy", "default-src 'none'; frame-ancestors 'none'; sandbox"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cache-control", "private, max-age=31536000, immutable"),
            ("etag", &format!("\"{}\"", sent.sha256())),
            ("accept-ranges", "bytes"),
        ] {
            assert_eq!(reply.header(name), value, "{media_type} {name}");
        }
    }
}

#[tokio::test]
async fn a_part_of_a_file_is_sent_alone_and_what_is_known_is_not_sent_again() {
    let world = World::new().await;
    let root = world.administrator().await;
    let naima = world.phone(&root, "Naïma", field_worker()).await;
    let sent = photo(1, 5_000);
    naima.sends(&sent, &world).await;
    let with = |name: &str, value: String| {
        let request = Request::get(sent.path()).header(name, value).body(Body::empty()).unwrap();
        naima.ask(request, &world)
    };
    let part = with("range", "bytes=1000-1999".into()).await;
    assert_eq!((part.status.as_u16(), part.header("content-range")), (206, "bytes 1000-1999/5000"));
    assert_eq!(part.bytes, sent.bytes[1_000..2_000]);
    assert_eq!(with("range", "bytes=5000-".into()).await.status, 416);
    let known = with("if-none-match", format!("\"{}\"", sent.sha256())).await;
    assert_eq!((known.status.as_u16(), known.bytes.len()), (304, 0));
    assert_eq!(with("if-none-match", "\"another\"".into()).await.status, 200);
}
