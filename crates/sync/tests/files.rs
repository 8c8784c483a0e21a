//! Which photos a device still needs.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use futures_executor::block_on;
use record::{Actor, AuthorId, Context, DeviceId, File, Hash, Path, Proposal, RecordId, Value};
use std::collections::BTreeSet;
use sync::memory::Memory;
use sync::{Enrolment, Grants, Local};

fn phone() -> Local<Memory> {
    let local = Local::new(Memory::default(), |_| String::new());
    let person = AuthorId::derived("staff", &["naima"]);
    let enrolment = Enrolment { device: DeviceId::from_random(1), person, grants: Grants::default() };
    block_on(local.enrol(enrolment)).unwrap();
    local
}

fn photo(n: u8) -> Hash {
    Hash([n; 32])
}

fn takes(local: &Local<Memory>, n: u8, draft: Option<&str>) {
    let file = File { sha256: photo(n), size: 1, media_type: "image/jpeg".into(), name: "photo.jpg".into() };
    let proposal = Proposal {
        record: RecordId::from_random(n.into()),
        saw: Context::default(),
        form: "visit".into(),
        form_version: 1,
        author: AuthorId::derived("staff", &["naima"]),
        on: "2026-11-27".parse().unwrap(),
        edits: [(Path::field("photo").unwrap(), Some(Value::File(Box::new(file))))].into(),
    };
    block_on(local.save(proposal, draft, 1, || Actor(1))).unwrap();
}

#[test]
fn a_photo_is_needed_as_long_as_a_draft_or_an_entry_mentions_it() {
    let local = phone();
    let all = [1, 2, 3].map(photo);
    let needed = || block_on(local.mentioned(&all)).unwrap();
    block_on(local.keep_draft("one", &format!(r#"{{"kept":"{}"}}"#, photo(1)))).unwrap();
    takes(&local, 2, None);
    assert_eq!(needed(), BTreeSet::from([photo(1), photo(2)]), "nothing mentions the third");
    assert_eq!(block_on(local.mentioned_in_log(&all)).unwrap(), [photo(2)].into(), "a draft is not saved");

    takes(&local, 1, Some("one"));
    assert_eq!(block_on(local.mentioned_in_log(&all)).unwrap(), [photo(1), photo(2)].into());
    block_on(local.drop_draft("one")).unwrap();
    assert_eq!(needed(), [photo(1), photo(2)].into());
    // More entries than are read at a time.
    for n in 10..40 {
        takes(&local, n, None);
    }
    let many: Vec<Hash> = (0..50).map(photo).collect();
    assert_eq!(block_on(local.mentioned(&many)).unwrap().len(), 32);
}
