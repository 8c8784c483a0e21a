//! The frozen formats. A golden file may change only together with a new protocol version and a reader for the old
//! bytes: phones in drawers and databases on disks hold them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use record::*;
use serde::{Serialize, de::DeserializeOwned};
use std::fmt::Debug;

fn frozen<T: Serialize + DeserializeOwned + PartialEq + Debug>(name: &str, value: &T) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(name);
    let text = serde_json::to_string_pretty(value).unwrap() + "\n";
    let golden =
        std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("{name} is missing; it would be:\n{text}"));
    assert_eq!(text, golden, "{name} has changed");
    assert_eq!(&serde_json::from_str::<T>(&golden).unwrap(), value, "{name} reads back as something else");
}

fn dot(actor: u64, n: u32) -> Dot {
    Dot { actor: Actor(actor), n }
}

fn change() -> Change {
    let edits = [
        ("@scope/MICRO/10.261.01.03", Some(Value::Flag(true))),
        ("attendance/2f6b0a52-7d0c-5a39-8d7e-9d2f5b1c4e10/status", Some(Value::Choice("present".into()))),
        ("birth", Some(Value::Date("~1987".parse().unwrap()))),
        ("commune", Some(Value::Choice("10.261.01.03".into()))),
        ("constraints", Some(Value::Choices(["debts".into(), "transport".into()].into()))),
        ("father_given_name", Some(Value::Missing(Missing::Refused))),
        ("given_name", Some(Value::Text("فاطمة".into()))),
        ("household_size", Some(Value::Integer(6))),
        ("organisation", Some(Value::Reference(RecordId::derived("golden", &["organisation"])))),
        ("phone", None),
    ];
    Change {
        record: RecordId::derived("golden", &["record"]),
        dot: dot(0xa1, 2),
        saw: [dot(0xa1, 1), dot(0xb2, 1), dot(0xb2, 3)].into_iter().collect(),
        form: "person".into(),
        form_version: 3,
        author: AuthorId::derived("golden", &["author"]),
        at: HybridTime::from_millis(1_795_000_000_000),
        on: "2026-11-21".parse().unwrap(),
        redacted: None,
        edits: edits.into_iter().map(|(path, value)| (path.parse().unwrap(), value)).collect(),
    }
}

#[test]
fn a_change_is_written_as_it_always_was() {
    frozen("change.json", &change());
}

#[test]
fn a_record_is_written_as_it_always_was() {
    let change = change();
    let mut record = Record::new(change.record, "person");
    record.apply(&change);
    record.dismiss(dot(0xd4, 1));
    let review = Review {
        verdict: Verdict::Returned,
        judged: record.context.clone(),
        reason: "Vérifier".into(),
        remarks: [("birth".parse().unwrap(), "L’année ?".into())].into(),
    };
    let judged = Change {
        dot: dot(0xc3, 1),
        saw: record.context.clone(),
        redacted: None,
        edits: [(Path::review(), Some(Value::Review(Box::new(review))))].into(),
        ..change
    };
    record.apply(&judged);
    frozen("record.json", &record);
}

#[test]
fn a_file_is_written_as_it_always_was() {
    let file = File {
        sha256: Hash::of("the bytes of a photo"),
        size: 381_204,
        media_type: "image/jpeg".into(),
        name: "étal du souk.jpg".into(),
    };
    frozen("file.json", &Value::File(Box::new(file)));
}

#[test]
fn derived_identities_never_change() {
    let id = RecordId::derived("enrolment", &["person", "MICRO", "2026"]);
    assert_eq!(id.to_string(), "061e6d7f-e889-5cd8-9a4e-f19490ba891c");
}
