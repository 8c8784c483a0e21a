//! Photos and other files come: in pieces, cut, lied about, too long, twice.

use crate::bodies::Endless;
use crate::sending::*;
use crate::world::*;
use axum::body::Body;
use axum::http::Request;
use base64::prelude::{BASE64_STANDARD, Engine};
use endpoint::FileLimits;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fs;

async fn two_people(world: &World) -> (Visitor, Visitor) {
    let root = world.administrator().await;
    let naima = world.phone(&root, "Naïma", field_worker()).await;
    (naima, world.phone(&root, "Brahim", field_worker()).await)
}

#[tokio::test]
async fn a_file_comes_in_pieces_and_is_whole_when_the_last_one_is_there() {
    let world = World::new().await;
    let (naima, _) = two_people(&world).await;
    let sent = photo(1, 300_001);
    let created = naima.creates(&sent, &world).await;
    assert_eq!((created.status.as_u16(), created.header("location")), (201, sent.path().as_str()));
    assert_eq!(created.header("tus-resumable"), "1.0.0");
    for (piece, bytes) in sent.bytes.chunks(100_000).enumerate() {
        let offset = piece as u64 * 100_000;
        assert_eq!(naima.arrived(&sent, &world).await, Some((offset, 300_001)));
        let reply = naima.sends_piece(&sent.path(), offset, bytes.to_vec(), None, &world).await;
        assert_eq!(reply.status, 204, "{}", reply.text());
        assert_eq!(reply.header("upload-offset"), (offset + bytes.len() as u64).to_string());
    }
    assert_eq!(naima.arrived(&sent, &world).await, Some((300_001, 300_001)));
    assert_eq!(naima.get(&sent.path(), &world).await.bytes, sent.bytes);

    let name = sent.sha256().to_string();
    let lies = world.folder().path().join("files").join(&name[..2]).join(&name);
    assert_eq!(fs::read(&lies).unwrap(), sent.bytes);
    #[cfg(unix)]
    for (path, expected) in [(&*lies, 0o600), (lies.parent().unwrap(), 0o700)] {
        let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(path).unwrap().permissions());
        assert_eq!(mode & 0o777, expected, "for its owner alone: {path:?}");
    }
}

#[tokio::test]
async fn what_is_whole_is_stored_once_and_nobody_sends_it_again() {
    let world = World::new().await;
    let (naima, brahim) = two_people(&world).await;
    let sent = photo(2, 5_000);
    // Both have begun when the first of them ends.
    assert_eq!(brahim.creates(&sent, &world).await.status, 201);
    brahim.sends_piece(&sent.path(), 0, sent.bytes[..2_000].to_vec(), None, &world).await;
    assert_eq!(naima.sends(&sent, &world).await.status, 204);
    assert_eq!(brahim.arrived(&sent, &world).await, Some((5_000, 5_000)));
    assert_eq!(files_below(&world.folder().path().join("files")), [sent.sha256().to_string()]);

    let again = brahim.creates(&sent, &world).await;
    assert_eq!((again.status.as_u16(), again.header("location")), (201, sent.path().as_str()));
    let path = sent.path();
    let piece = |offset| brahim.sends_piece(&path, offset, Body::empty(), None, &world);
    assert_eq!(piece(5_000).await.status, 204, "the answer to the last piece was lost");
    assert_eq!(piece(2_000).await.refusal(), (409, "other_offset".into()));
    assert_eq!(files_below(&world.folder().path().join("files")).len(), 1);
}

#[tokio::test]
async fn what_somebody_sends_is_nobody_elses_until_it_is_whole() {
    let world = World::new().await;
    let (naima, brahim) = two_people(&world).await;
    let sent = photo(3, 5_000);
    naima.creates(&sent, &world).await;
    naima.sends_piece(&sent.path(), 0, sent.bytes[..3_000].to_vec(), None, &world).await;
    assert_eq!(brahim.arrived(&sent, &world).await, None);
    let added = brahim.sends_piece(&sent.path(), 3_000, sent.bytes[3_000..].to_vec(), None, &world).await;
    assert_eq!(added.refusal(), (404, "not_found".into()));
    let end = |visitor: Visitor| {
        let world = &world;
        let request = tus("DELETE", &sent.path()).body(Body::empty()).unwrap();
        async move { visitor.ask(request, world).await }
    };
    assert_eq!(end(brahim.clone()).await.refusal(), (404, "not_found".into()));
    assert_eq!(naima.arrived(&sent, &world).await, Some((3_000, 5_000)));
    assert_eq!(Visitor::default().creates(&sent, &world).await.refusal().0, 401);

    assert_eq!(end(naima.clone()).await.status, 204);
    assert_eq!(naima.arrived(&sent, &world).await, None);
    assert!(files_below(&world.folder().path().join("files")).is_empty());
    assert_eq!(end(naima.clone()).await.refusal(), (404, "not_found".into()));
}

#[tokio::test]
async fn two_connections_that_send_the_same_at_once_end_with_one_whole_file() {
    let world = World::new().await;
    let (naima, _) = two_people(&world).await;
    let sent = photo(4, 400_000);
    naima.creates(&sent, &world).await;
    let path = sent.path();
    let send = || naima.sends_piece(&path, 0, sent.bytes.clone(), None, &world);
    let (one, other) = tokio::join!(send(), send());
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort();
    assert!(matches!(statuses, [204, 204 | 409]), "{statuses:?} {} {}", one.text(), other.text());
    assert_eq!(naima.get(&sent.path(), &world).await.bytes, sent.bytes);
}

#[tokio::test]
async fn bytes_that_are_not_those_of_the_name_are_dropped() {
    let world = World::new().await;
    let (naima, _) = two_people(&world).await;
    let sent = photo(5, 5_000);
    naima.creates(&sent, &world).await;
    let mut wrong = sent.bytes.clone();
    wrong[4_999] ^= 1;
    let refused = naima.sends_piece(&sent.path(), 0, wrong, None, &world).await;
    assert_eq!(refused.refusal(), (460, "checksum_differs".into()));
    assert_eq!(naima.arrived(&sent, &world).await, None);
    assert_eq!(naima.get(&sent.path(), &world).await.refusal().0, 404);
    assert_eq!(naima.sends(&sent, &world).await.status, 204, "it begins anew");
}

#[tokio::test]
async fn a_piece_counts_only_if_it_is_what_its_checksum_says() {
    let world = World::new().await;
    let (naima, _) = two_people(&world).await;
    let sent = photo(6, 5_000);
    naima.creates(&sent, &world).await;
    let (first, second) = sent.bytes.split_at(2_000);
    let sha256 = |bytes: &[u8]| format!("sha256 {}", BASE64_STANDARD.encode(Sha256::digest(bytes)));
    let sha1 = |bytes: &[u8]| {
        format!("sha1 {}", BASE64_STANDARD.encode(sha1_smol::Sha1::from(bytes).digest().bytes()))
    };
    for (bytes, offset, checksum, status, arrived) in [
        (first, 0, sha256(second), 460, 0),
        (first, 0, sha1(second), 460, 0),
        (first, 0, "md5 AAAA".into(), 400, 0),
        (first, 0, "sha256".into(), 400, 0),
        (first, 0, sha1(first), 204, 2_000),
        (second, 2_000, sha256(first), 460, 2_000),
        (second, 2_000, sha256(second), 204, 5_000),
    ] {
        let reply = naima.sends_piece(&sent.path(), offset, bytes.to_vec(), Some(&checksum), &world).await;
        assert_eq!(reply.status, status, "{checksum} {}", reply.text());
        assert_eq!(naima.arrived(&sent, &world).await, Some((arrived, 5_000)), "{checksum}");
    }
}

#[tokio::test]
async fn a_piece_that_goes_on_behind_the_end_of_the_file_counts_nothing() {
    let world = World::new().await;
    let (naima, _) = two_people(&world).await;
    let sent = photo(7, 50_000);
    naima.creates(&sent, &world).await;
    naima.sends_piece(&sent.path(), 0, sent.bytes[..10_000].to_vec(), None, &world).await;
    let mut longer = sent.bytes[10_000..].to_vec();
    longer.push(0);
    for body in [Body::from(longer), Body::new(Endless)] {
        let refused = naima.sends_piece(&sent.path(), 10_000, body, None, &world).await;
        assert_eq!(refused.refusal(), (413, "too_large".into()));
        assert_eq!(naima.arrived(&sent, &world).await, Some((10_000, 50_000)));
    }
    let ends = naima.sends_piece(&sent.path(), 10_000, sent.bytes[10_000..].to_vec(), None, &world).await;
    assert_eq!(ends.status, 204);
}

#[tokio::test]
async fn what_is_said_wrongly_is_refused_by_name() {
    let limits = FileLimits { each: 10_000, person: 25_000 };
    let world = World::with(|settings, _| settings.files = limits).await;
    let (naima, _) = two_people(&world).await;
    let sent = photo(8, 5_000);
    for length in ["", "0", "-1", "5e3", "99999999999999999999"] {
        let refused = naima.creates_as(&sent, length, &world).await;
        assert_eq!(refused.refusal(), (422, "invalid".into()), "{length:?}");
    }
    let refused = naima.creates_as(&sent, "10001", &world).await;
    assert_eq!(refused.refusal(), (413, "file_too_large".into()));
    for media_type in ["image/svg+xml", "text/html", "application/x-msdownload"] {
        let refused = naima.creates(&Sent { media_type, ..sent.clone() }, &world).await;
        assert_eq!(refused.refusal(), (415, "kind_not_kept".into()), "{media_type}");
    }
    for metadata in ["", "sha256", "sha256 !!!", "sha256 Li4vLi4vc2VhbC5rZXk=,media_type aW1hZ2UvcG5n"] {
        let request =
            tus("POST", "/api/v1/files").header("upload-length", 5).header("upload-metadata", metadata);
        let refused = naima.ask(request.body(Body::empty()).unwrap(), &world).await;
        assert_eq!(refused.refusal(), (422, "invalid".into()), "{metadata:?}");
    }
    naima.creates(&sent, &world).await;
    let moved = naima.sends_piece(&sent.path(), 1, sent.bytes[1..].to_vec(), None, &world).await;
    assert_eq!(moved.refusal(), (409, "other_offset".into()));
    let json =
        tus("PATCH", &sent.path()).header("content-type", "application/json").header("upload-offset", 0);
    let refused = naima.ask(json.body("{}".into()).unwrap(), &world).await;
    assert_eq!(refused.refusal(), (415, "not_a_piece".into()));
    for version in [None, Some("0.2.2")] {
        let request = Request::head(sent.path());
        let request =
            version.map_or(Request::head(sent.path()), |said| request.header("tus-resumable", said));
        let refused = naima.ask(request.body(Body::empty()).unwrap(), &world).await;
        assert_eq!(refused.status, 412);
        assert_eq!(refused.header("tus-version"), "1.0.0");
    }
    let foreign = Request::patch(sent.path()).header("tus-resumable", "1.0.0");
    let refused = naima.ask(foreign.body(Body::empty()).unwrap(), &world).await;
    assert_eq!(refused.refusal(), (403, "header_missing".into()), "a page of another site");
    for name in ["..", "..%2f..%2fseal.key", "%2e%2e%2fseal.key", &"A".repeat(64), &"a".repeat(63), "parts"] {
        for method in ["HEAD", "PATCH", "DELETE", "GET"] {
            let request = tus(method, &format!("/api/v1/files/{name}"));
            let request = request.header("content-type", "application/offset+octet-stream");
            let reply =
                naima.ask(request.header("upload-offset", 0).body(Body::empty()).unwrap(), &world).await;
            assert_eq!(reply.status, 404, "{method} {name}");
        }
    }
    assert_eq!(naima.send("PUT", &sent.path(), &Value::Null, &world).await.status, 412);
}

#[tokio::test]
async fn one_person_fills_no_more_than_the_quota() {
    let limits = FileLimits { each: 10_000, person: 25_000 };
    let world = World::with(|settings, _| settings.files = limits).await;
    let (naima, brahim) = two_people(&world).await;
    assert_eq!(naima.sends(&photo(1, 10_000), &world).await.status, 204);
    assert_eq!(naima.creates(&photo(2, 10_000), &world).await.status, 201);
    let refused = naima.creates(&photo(3, 5_001), &world).await;
    assert_eq!(refused.refusal(), (413, "quota_spent".into()));
    assert_eq!(naima.creates(&photo(2, 10_000), &world).await.status, 201, "said again it counts once");
    assert_eq!(naima.creates(&photo(1, 10_000), &world).await.status, 201, "what is whole takes no room");
    assert_eq!(brahim.creates(&photo(3, 5_001), &world).await.status, 201, "others have their own");
    naima.ask(tus("DELETE", &photo(2, 10_000).path()).body(Body::empty()).unwrap(), &world).await;
    assert_eq!(naima.creates(&photo(3, 5_001), &world).await.status, 201, "what is given up gives room");
}

#[tokio::test]
async fn bytes_of_another_kind_than_was_said_are_dropped() {
    let world = World::new().await;
    let (naima, _) = two_people(&world).await;
    let html = b"<html><script>alert(1)</script></html>".to_vec();
    for (name, bytes, media_type) in [
        ("a page", html.clone(), "image/png"),
        ("a page", html, "application/pdf"),
        ("a picture of 30,000 by 30,000", picture(1, 500, 30_000, 30_000), "image/png"),
        ("a picture", picture(1, 500, 10, 10), "image/jpeg"),
        ("half a head", picture(1, 12, 10, 10), "image/png"),
        ("zeros", vec![0; 500], "text/plain"),
    ] {
        let sent = Sent { bytes, media_type };
        assert_eq!(naima.sends(&sent, &world).await.refusal(), (415, "kind_differs".into()), "{name}");
        assert_eq!(naima.arrived(&sent, &world).await, None, "{name}");
    }
    assert!(files_below(&world.folder().path().join("files")).is_empty());
}

#[tokio::test]
async fn a_file_goes_on_after_a_restart_and_is_ended_if_all_of_it_had_come() {
    let world = World::new().await;
    let (naima, _) = two_people(&world).await;
    let (half, all) = (photo(1, 5_000), photo(2, 5_000));
    for sent in [&half, &all] {
        naima.creates(sent, &world).await;
        naima.sends_piece(&sent.path(), 0, sent.bytes[..2_500].to_vec(), None, &world).await;
    }
    world.endpoint.stop().await;
    // The last byte was on the disk, and its answer was not made.
    let parts = world.folder().path().join("files/parts");
    let person = fs::read_dir(&parts).unwrap().next().unwrap().unwrap().path();
    fs::write(person.join(all.sha256().to_string()), &all.bytes).unwrap();
    let world = world.restarted().await;
    assert_eq!(naima.arrived(&half, &world).await, Some((2_500, 5_000)));
    assert_eq!(naima.arrived(&all, &world).await, Some((5_000, 5_000)));
    assert_eq!(naima.get(&all.path(), &world).await.bytes, all.bytes);
    let rest = half.bytes[2_500..].to_vec();
    assert_eq!(naima.sends_piece(&half.path(), 2_500, rest, None, &world).await.status, 204);
    assert_eq!(naima.get(&half.path(), &world).await.bytes, half.bytes);
}

#[tokio::test]
async fn what_nobody_goes_on_with_for_thirty_days_is_dropped() {
    let world = World::new().await;
    let (naima, _) = two_people(&world).await;
    let (left, gone_on_with, whole) = (photo(1, 5_000), photo(2, 5_000), photo(3, 5_000));
    naima.sends(&whole, &world).await;
    for sent in [&left, &gone_on_with] {
        naima.creates(sent, &world).await;
        naima.sends_piece(&sent.path(), 0, sent.bytes[..100].to_vec(), None, &world).await;
    }
    world.time_passes(20 * DAY);
    naima.sends_piece(&gone_on_with.path(), 100, gone_on_with.bytes[100..200].to_vec(), None, &world).await;
    world.time_passes(11 * DAY);
    world.endpoint.drop_abandoned_uploads().await;
    assert_eq!(naima.arrived(&left, &world).await, None);
    assert_eq!(naima.arrived(&gone_on_with, &world).await, Some((200, 5_000)));
    assert_eq!(naima.arrived(&whole, &world).await, Some((5_000, 5_000)));
    let mut names = [&gone_on_with, &whole].map(|sent| sent.sha256().to_string());
    names.sort();
    assert_eq!(files_below(&world.folder().path().join("files")), names);
}

#[tokio::test]
async fn what_is_understood_is_said_and_lines_that_let_only_post_through_are_served() {
    let world = World::new().await;
    let (naima, _) = two_people(&world).await;
    let asked = Request::options("/api/v1/files").body(Body::empty()).unwrap();
    let options = Visitor::default().ask(asked, &world).await;
    for (name, value) in [
        ("tus-resumable", "1.0.0"),
        ("tus-version", "1.0.0"),
        ("tus-extension", "creation,checksum,termination"),
        ("tus-checksum-algorithm", "sha256,sha1"),
        ("tus-max-size", "33554432"),
        ("access-control-allow-origin", ""),
    ] {
        assert_eq!(options.header(name), value, "{name}");
    }
    assert_eq!(options.status, 204);

    let sent = photo(9, 5_000);
    naima.creates(&sent, &world).await;
    let post = |method: &str| tus("POST", &sent.path()).header("x-http-method-override", method);
    let piece =
        post("PATCH").header("content-type", "application/offset+octet-stream").header("upload-offset", 0);
    let reply = naima.ask(piece.body(sent.bytes[..100].to_vec().into()).unwrap(), &world).await;
    assert_eq!((reply.status.as_u16(), reply.header("upload-offset")), (204, "100"));
    let head = naima.ask(post("HEAD").body(Body::empty()).unwrap(), &world).await;
    assert_eq!((head.status.as_u16(), head.header("upload-offset")), (200, "100"));
    assert_eq!(naima.ask(post("DELETE").body(Body::empty()).unwrap(), &world).await.status, 204);
    assert_eq!(naima.ask(post("GET").body(Body::empty()).unwrap(), &world).await.status, 405);
}

#[tokio::test]
async fn a_phone_asks_which_of_its_files_the_office_has_not() {
    let world = World::new().await;
    let (naima, _) = two_people(&world).await;
    let (here, begun, lost, never) = (photo(1, 500), photo(2, 500), photo(3, 500), photo(4, 500));
    naima.sends(&here, &world).await;
    naima.sends(&lost, &world).await;
    naima.creates(&begun, &world).await;
    let name = lost.sha256().to_string();
    fs::remove_file(world.folder().path().join("files").join(&name[..2]).join(&name)).unwrap();
    let asked = json!({ "sha256": [here.sha256(), begun.sha256(), lost.sha256(), never.sha256()] });
    let reply = naima.post("/api/v1/files/missing", &asked, &world).await;
    assert_eq!(reply.json(), json!({ "missing": [begun.sha256(), lost.sha256(), never.sha256()] }));
    assert_eq!(naima.sends(&lost, &world).await.status, 204, "it is sent again, and is whole again");
    assert_eq!(naima.get(&lost.path(), &world).await.bytes, lost.bytes);

    let many = json!({ "sha256": vec![here.sha256(); 1_001] });
    assert_eq!(naima.post("/api/v1/files/missing", &many, &world).await.refusal(), (422, "invalid".into()));
    assert_eq!(Visitor::default().post("/api/v1/files/missing", &asked, &world).await.refusal().0, 401);
}
