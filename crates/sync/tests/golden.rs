//! The frozen messages of the exchange. A golden file may change only together with a new protocol version: what
//! was released is accepted for pushing for ever.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use record::*;
use serde::{Serialize, de::DeserializeOwned};
use std::fmt::Debug;
use sync::*;

fn frozen<T: Serialize + DeserializeOwned + PartialEq + Debug>(name: &str, value: &T) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(name);
    let text = serde_json::to_string_pretty(value).unwrap() + "\n";
    let golden =
        std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("{name} is missing; it would be:\n{text}"));
    assert_eq!(text, golden, "{name} has changed");
    assert_eq!(&serde_json::from_str::<T>(&golden).unwrap(), value, "{name} reads back as something else");
}

fn change() -> Change {
    Change {
        record: RecordId::derived("golden", &["record"]),
        dot: Dot { actor: Actor(0xa1), n: 1 },
        saw: Context::default(),
        form: "person".into(),
        form_version: 1,
        author: AuthorId::derived("golden", &["author"]),
        at: HybridTime::from_millis(1_795_000_000_000),
        on: "2026-11-21".parse().unwrap(),
        redacted: None,
        edits: [(Path::field("sex").unwrap(), Some(Value::Choice("woman".into())))].into(),
    }
}

fn decision() -> Decision {
    Decision {
        device: DeviceId::derived("golden", &["phone"]),
        index: 7,
        record: change().record,
        dot: change().dot,
        author: change().author,
        at: change().at,
    }
}

#[test]
fn a_part_of_a_bundle_is_written_as_it_always_was() {
    let payload = Payload::of(&Act::Change(change())).unwrap();
    let before = Head { index: 6, hash: Hash::of("before") };
    let head = before.then(&payload);
    let bundle = Bundle {
        protocol: PROTOCOL,
        device: DeviceId::derived("golden", &["phone"]),
        replaces: Some(DeviceId::derived("golden", &["phone before"])),
        person: change().author,
        head,
        accepted: before,
        grants: 2,
        grants_after: 5,
    };
    let part = Part { bundle, number: 1, of: 1, before, entries: vec![Entry { index: 7, payload }] };
    assert!(part.is_consistent());
    frozen("part.json", &part);
}

#[test]
fn a_request_is_written_as_it_always_was() {
    let acts = [Act::Change(change()), Act::Admit(decision()), Act::Dismiss(decision())];
    let mut head = Head::EMPTY;
    let mut entries = Vec::new();
    for act in acts {
        let payload = Payload::of(&act).unwrap();
        head = head.then(&payload);
        entries.push(Entry { index: head.index, payload });
    }
    let request = Request {
        protocol: PROTOCOL,
        device: DeviceId::derived("golden", &["phone"]),
        replaces: Some(DeviceId::derived("golden", &["phone before"])),
        kept: Head::EMPTY,
        entries,
        before: Head::EMPTY,
        head,
        cursor: Some(Cursor {
            epoch: Epoch(5),
            seq: 41,
            widening: Some(Widening { from: 1, seq: 12 }),
            known: 44,
        }),
        grants: 2,
        grants_after: 1,
        seen_outcomes: 3,
        limit: 131_072,
        returned: None,
        compares: None,
    };
    frozen("request.json", &request);
}

#[test]
fn a_response_is_written_as_it_always_was() {
    let mut record = Record::new(change().record, "person");
    record.apply(&change());
    let seal = SealKey([7; 32]).seal("what is sealed");
    let grant = |role, programmes, territory: &str| Grant { role, programmes, territory: territory.into() };
    let answer = Answer {
        accepted: Head::EMPTY.then(&Payload::of(&Act::Change(change())).unwrap()),
        outcomes: vec![
            (4, Outcome::Held(Reason::Rights)),
            (5, Outcome::Admitted),
            (6, Outcome::Dismissed),
            (7, Outcome::Merged),
        ],
        outcomes_to: 9,
        safe_through: 2,
        confirmed: vec![Confirmed { id: record.id, seq: 42, seal }],
        records: vec![Stated { seq: 43, seal, record }],
        gone: vec![RecordId::derived("golden", &["gone"])],
        cursor: Cursor { epoch: Epoch(6), seq: 43, widening: None, known: 44 },
        grants: Some(Grants {
            version: 3,
            list: vec![
                grant(Role::FieldWorker, Programmes::Only(["MICRO".into()].into()), "10.261"),
                grant(Role::Coordinator, Programmes::All, ""),
            ],
        }),
        more: true,
        asks_beyond: None,
        compared: None,
        server_time: 1_795_000_000_000,
        catalogue: "c0ffee".into(),
    };
    frozen("answer.json", &Response::Answer(Box::new(answer)));
    frozen("forked.json", &Response::Forked { office: Head::EMPTY });
    frozen("too_old.json", &Response::TooOld { protocol: 2 });
}

#[test]
fn what_is_given_back_is_written_as_it_always_was() {
    let mut record = Record::new(change().record, "person");
    record.apply(&change());
    let seal = SealKey([7; 32]).seal("what is sealed");
    frozen(
        "returned.json",
        &Returned { epoch: Epoch(6), states: vec![Stated { seq: 43, seal, record }], complete: true },
    );
}

#[test]
fn a_comparison_is_written_as_it_always_was() {
    let mut record = Record::new(change().record, "person");
    record.apply(&change());
    let seal = SealKey([7; 32]).seal("what is sealed");
    let hash = Hash::of("what both hold");
    let whole = Digest::default().with(hash);
    let parts = Parts::from([(part_of(record.id), whole), (255, whole.with(hash))]);
    frozen("compares_all.json", &Compares::All(whole));
    let states = vec![Stated { seq: 43, seal, record }];
    frozen("compares_parts.json", &Compares::Parts { parts: vec![7, 255], states });
    frozen("compared.json", &vec![Compared::Equal, Compared::Parts(parts), Compared::Mended(3)]);
}
