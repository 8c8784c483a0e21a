//! The tables of `log` and `record`, row by row: what is altered, and what is said of it.

use super::*;
use crate::proof::log::EntryRow;
use ::record::{Actor, AuthorId, CARRIER, Change, DeviceId, Dot, HybridTime, Path, Record, RecordId, Value};
use sync::{Act, Hash, Head, Outcome, Payload, Reason, SealKey};

const KEY: SealKey = SealKey([7; 32]);

fn device() -> String {
    DeviceId::derived("phone", &["Naïma"]).to_string()
}

/// The n-th change to a person, made by somebody who had seen those before it.
fn change(n: u32) -> Change {
    let dot = |n| Dot { actor: Actor(0xa1), n };
    let edit = |path: &str, value| (path.parse::<Path>().unwrap(), Some(value));
    Change {
        record: RecordId::derived("person", &["Fatima"]),
        dot: dot(n),
        saw: (1..n).map(dot).collect(),
        form: "person".into(),
        form_version: 1,
        author: AuthorId::derived("staff", &["Naïma"]),
        at: HybridTime::default(),
        on: "2026-11-21".parse().unwrap(),
        redacted: None,
        edits: [
            edit("given_name", Value::Text(format!("Fatima {n}"))),
            edit("@scope/MICRO/10.261.01.03", Value::Flag(true)),
        ]
        .into_iter()
        .collect(),
    }
}

fn payload(n: u32) -> Payload {
    Payload::of(&Act::Change(change(n))).unwrap()
}

fn json(data: &impl Serialize) -> String {
    serde_json::to_string(data).unwrap()
}

/// A log of so many entries, all merged, and what is said of it.
fn log(entries: u32) -> (DeviceRow, Vec<HoleRow>, Vec<EntryRow>) {
    let mut head = Head::EMPTY;
    let mut rows = Vec::new();
    for n in 1..=entries {
        let payload = payload(n);
        head = head.then(&payload);
        rows.push(EntryRow {
            index: head.index,
            payload_hash: payload.hash().to_string(),
            hash: head.hash.to_string(),
            about: (Some(change(n).record.to_string()), Some("00000000000000a1".into()), Some(n.into())),
            outcome: json(&Outcome::Merged),
            revision: 0,
            payload: payload.as_str().into(),
        });
    }
    let (head_index, head_hash) = (head.index, head.hash.to_string());
    let row = DeviceRow { device: device(), head_index, head_hash, outcomes: 1, safe_through: 1 };
    (row, Vec::new(), rows)
}

fn said(findings: &Findings) -> Vec<String> {
    let device = device();
    let said =
        findings.differences.iter().map(|difference| difference.to_string().replace(&device, "Naïma's"));
    said.map(|said| said.replace(&change(1).record.to_string(), "Fatima's")).collect()
}

#[test]
fn a_log_is_as_its_table_says() {
    type Alter = fn(&mut DeviceRow, &mut Vec<HoleRow>, &mut Vec<EntryRow>);
    let rows: [(&str, Alter, &[&str]); 19] = [
        ("nothing", |_, _, _| {}, &[]),
        ("an entry is gone", |_, _, rows| drop(rows.remove(1)), &["entry 2 of device Naïma's: is missing"]),
        (
            "a hole declares the gap",
            |_, holes, rows| {
                let [from, to] = [&rows[0], &rows[2]].map(|row| (row.index, row.hash.clone()));
                holes.push(HoleRow { from, to });
                rows.drain(1..3);
            },
            &[],
        ),
        (
            "a hole begins at a hash that never was",
            |_, holes, rows| {
                let to = (rows[2].index, rows[2].hash.clone());
                holes.push(HoleRow { from: (1, Hash([9; 32]).to_string()), to });
                rows.drain(1..3);
            },
            &["the log of device Naïma's: has a hole that begins where the log does not end"],
        ),
        (
            "a hole lies beyond the end",
            |_, holes, _| {
                let end = |index| (index, Hash([9; 32]).to_string());
                holes.push(HoleRow { from: end(7), to: end(9) });
            },
            &["the log of device Naïma's: has a hole that begins where the log does not end"],
        ),
        (
            "a payload",
            |_, _, rows| rows[1].payload[20] ^= 1,
            &["entry 2 of device Naïma's: its payload is not what its hash says"],
        ),
        (
            "a payload's hash",
            |_, _, rows| rows[1].payload_hash = Hash([9; 32]).to_string(),
            &["entry 2 of device Naïma's: its payload is not what its hash says"],
        ),
        (
            "a hash: those after it are not blamed",
            |_, _, rows| rows[1].hash = Hash([9; 32]).to_string(),
            &["entry 2 of device Naïma's: its hash does not follow from the entries before it"],
        ),
        (
            "a hash that is none",
            |_, _, rows| rows[1].hash = "x".into(),
            &["entry 2 of device Naïma's: its hash does not follow from the entries before it"],
        ),
        (
            "the last hash",
            |_, _, rows| rows[3].hash = Hash([9; 32]).to_string(),
            &["entry 4 of device Naïma's: its hash does not follow from the entries before it"],
        ),
        (
            "the record it is filed under",
            |_, _, rows| rows[1].about.0 = None,
            &["entry 2 of device Naïma's: is filed under another change than it makes"],
        ),
        (
            "the number it is filed under",
            |_, _, rows| rows[1].about.2 = Some(7),
            &["entry 2 of device Naïma's: is filed under another change than it makes"],
        ),
        (
            "an outcome that is none",
            |_, _, rows| rows[1].outcome = r#""perhaps""#.into(),
            &["entry 2 of device Naïma's: its outcome cannot be read"],
        ),
        (
            "held, and filed under what it contradicts",
            |_, _, rows| {
                (rows[1].outcome, rows[1].revision) = (json(&Outcome::Held(Reason::Contradiction)), 1);
            },
            &["entry 2 of device Naïma's: is filed under another change than it makes"],
        ),
        (
            "held, and nobody is told",
            |_, _, rows| rows[1].outcome = json(&Outcome::Held(Reason::Rights)),
            &["entry 2 of device Naïma's: its outcome has a number under which its device never hears of it"],
        ),
        (
            "told under a number beyond all",
            |_, _, rows| rows[1].revision = 2,
            &["entry 2 of device Naïma's: its outcome has a number under which its device never hears of it"],
        ),
        (
            "the end's hash",
            |device, _, _| device.head_hash = Hash([9; 32]).to_string(),
            &["the log of device Naïma's: does not end where it is said to end"],
        ),
        (
            "the end's place",
            |device, _, _| device.head_index = 5,
            &["the log of device Naïma's: does not end where it is said to end"],
        ),
        (
            "what a backup holds",
            |device, _, _| device.safe_through = 5,
            &["the log of device Naïma's: is said to be longer in a backup than it is"],
        ),
    ];
    for (what, alter, expected) in rows {
        let (mut device, mut holes, mut entries) = log(4);
        alter(&mut device, &mut holes, &mut entries);
        let mut findings = Findings::default();
        let mut proof = LogProof::begin(device, holes);
        entries.iter().for_each(|entry| proof.read(entry, &mut findings));
        proof.end(&mut findings);
        assert_eq!(said(&findings), expected, "{what}");
        assert_eq!((findings.logs, findings.entries), (1, entries.len() as u64), "{what}");
    }
}

/// A record that two changes add up to, its row, and the rows of their entries.
fn record() -> (Record, RecordRow, Vec<AboutRow>) {
    let mut record = Record::new(change(1).record, "person");
    let entry = |n: u32| AboutRow {
        device: device(),
        index: n.into(),
        dot: ("00000000000000a1".into(), n.into()),
        outcome: json(&Outcome::Merged),
        payload_hash: payload(n).hash().to_string(),
        payload: payload(n).as_str().into(),
    };
    record.apply(&change(1));
    record.apply(&change(2));
    let row = row_of(&record);
    (record, row, vec![entry(1), entry(2)])
}

fn row_of(record: &Record) -> RecordRow {
    let body = json(record);
    RecordRow {
        id: record.id.to_string(),
        form: record.form.clone(),
        seal: KEY.seal(&body).into(),
        scopes: json(&record.scopes().collect::<Vec<_>>()),
        ever: r#"[["MICRO","10.261.01.03"]]"#.into(),
        bytes: body.len() as u64,
        hash: Some(sync::Hash::of(&body).to_string()),
        body: body.into(),
    }
}

#[test]
fn a_record_is_as_its_tables_say() {
    type Alter = fn(&mut Record, &mut Vec<AboutRow>);
    const SEAL: &str = "record Fatima's: its seal is not this endpoint's seal on it";
    const SUM: &str = "record Fatima's: is not what the logs add up to";
    let held =
        |_: &mut Record, rows: &mut Vec<AboutRow>| rows[1].outcome = json(&Outcome::Held(Reason::Rights));
    // what the endpoint itself wrote wrongly, and sealed | proved by the seal alone | what is said
    let rows: [(&str, Alter, u64, &[&str]); 11] = [
        ("nothing", |_, _| {}, 0, &[]),
        ("an entry is in no log", |_, rows| drop(rows.remove(1)), 1, &[]),
        ("no entry is in a log", |_, rows| rows.clear(), 2, &[]),
        (
            "an entry is said to be taken in, and is not",
            |record, _| {
                *record = Record::new(record.id, "person");
                record.apply(&change(1));
            },
            0,
            &["entry 2 of device Naïma's: is said to be taken in, and its record does not have it"],
        ),
        (
            "an entry is said to be held, and is not",
            held,
            1,
            &["entry 2 of device Naïma's: is said to be set aside, and its record has it"],
        ),
        (
            "an entry is said to be held, and is dismissed",
            |record, rows| {
                *record = Record::new(record.id, "person");
                record.apply(&change(1));
                record.dismiss(change(2).dot);
                rows[1].outcome = json(&Outcome::Held(Reason::Rights));
            },
            0,
            &["entry 2 of device Naïma's: is said to be held, and its record has dismissed it"],
        ),
        (
            "an entry is dismissed",
            |record, rows| {
                *record = Record::new(record.id, "person");
                record.apply(&change(1));
                record.dismiss(change(2).dot);
                rows[1].outcome = json(&Outcome::Dismissed);
            },
            0,
            &[],
        ),
        (
            "a value that nobody wrote",
            |record, _| {
                let name: Path = "given_name".parse().unwrap();
                record.fields.get_mut(&name).unwrap()[0].value = Some(Value::Text("Mallory".into()));
            },
            0,
            &[SUM],
        ),
        (
            "a value is gone, and an entry is in no log",
            |record, rows| {
                rows.remove(0);
                record.fields.retain(|path, _| path.as_str() != "given_name");
            },
            1,
            // Nothing in the log contradicts it: a change that is proved by the seal alone may have cleared it.
            &[],
        ),
        (
            "an overwritten value stands again, and an entry is in no log",
            |record, rows| {
                let mut third = change(3);
                third.edits.retain(|path, _| path.as_str() != "given_name");
                record.apply(&third);
                let mut first = Record::new(record.id, "person");
                first.apply(&change(1));
                let name: Path = "given_name".parse().unwrap();
                record.fields.insert(name.clone(), first.fields[&name].clone());
                rows.truncate(2);
            },
            1,
            &[SUM],
        ),
        ("an entry is damaged: that is said of its log", |_, rows| rows[1].payload[40] ^= 1, 0, &[]),
    ];
    for (what, alter, by_seal, expected) in rows {
        let (mut record, _, mut entries) = record();
        alter(&mut record, &mut entries);
        let mut findings = Findings::default();
        let mut proof = RecordProof::begin(&row_of(&record), &KEY, &mut findings);
        entries.iter().for_each(|entry| proof.read(entry, &mut findings));
        proof.end(&mut findings);
        assert_eq!(said(&findings), expected, "{what}");
        assert_eq!((findings.records, findings.proved_by_seal_alone), (1, by_seal), "{what}");
    }

    // what somebody altered who has no key
    type Forge = fn(&mut RecordRow);
    const BESIDE: &str = "record Fatima's: what stands beside it for searching is not what it says";
    let rows: [(&str, Forge, &[&str]); 8] = [
        ("the seal", |row| row.seal.replace_range(..1, "x"), &[SEAL]),
        (
            "a value",
            |row| row.body = String::from_utf8_lossy(&row.body).replace("Fatima 2", "Mallory!").into(),
            &[SEAL, BESIDE, SUM],
        ),
        ("a bracket", |row| row.body[0] = b'[', &[SEAL, "record Fatima's: cannot be read"]),
        ("the form beside it", |row| row.form = "venture".into(), &[BESIDE]),
        ("the scopes beside it", |row| row.scopes = "[]".into(), &[BESIDE]),
        ("the scopes it ever had", |row| row.ever = "[]".into(), &[BESIDE]),
        ("its size", |row| row.bytes += 1, &[BESIDE]),
        ("its hash", |row| row.hash = Some(sync::Hash::default().to_string()), &[BESIDE]),
    ];
    for (what, forge, expected) in rows {
        let (_, mut row, entries) = record();
        forge(&mut row);
        let mut findings = Findings::default();
        let mut proof = RecordProof::begin(&row, &KEY, &mut findings);
        entries.iter().for_each(|entry| proof.read(entry, &mut findings));
        proof.end(&mut findings);
        assert_eq!(said(&findings), expected, "{what}");
    }
}

#[test]
fn an_entry_about_a_record_that_is_not_there_was_not_taken_in() {
    let (_, row, mut entries) = record();
    entries[1].outcome = json(&Outcome::Held(Reason::Rights));
    let mut findings = Findings::default();
    let mut proof = RecordProof::absent(&row.id);
    entries.iter().for_each(|entry| proof.read(entry, &mut findings));
    proof.end(&mut findings);
    let expected = "entry 1 of device Naïma's: is said to be taken in, and its record does not have it";
    assert_eq!(said(&findings), [expected]);
    assert_eq!(findings.records, 0);
}

#[test]
fn the_counter_stands_at_the_last_number_and_epochs_follow_one_another() {
    for (counter, greatest, epochs, expected) in [
        (0, 0, &[][..], &[][..]),
        (7, 7, &[(1, 0), (2, 5), (3, 5)], &[]),
        (6, 7, &[(1, 0)], &["the counter: stands at 6, and the last number given is 7"]),
        (8, 7, &[(1, 0)], &["the counter: stands at 8, and the last number given is 7"]),
        (7, 7, &[(1, 0), (2, 8)], &["epoch 2: does not begin where the counter stood"]),
        (7, 7, &[(1, 5), (2, 3)], &["epoch 2: does not begin where the counter stood"]),
    ] {
        let mut findings = Findings::default();
        findings.count(counter, greatest);
        findings.follow(epochs);
        assert_eq!(said(&findings), expected);
        assert_eq!(findings.epoch, epochs.last().map(|(epoch, _)| *epoch));
    }
}

#[test]
fn a_carrier_may_have_forgotten_that_a_draft_is_on_its_way_no_longer_but_not_a_draft() {
    let drafts = [("@handover/d1", None), ("@handover/d2", Some(Value::Text("half of it".into())))];
    let edits = drafts.map(|(path, value)| (path.parse::<Path>().unwrap(), value));
    let ends = Change {
        form: CARRIER.into(),
        edits: edits
            .into_iter()
            .chain([("@scope/MICRO/10.261.01.03".parse().unwrap(), Some(Value::Flag(true)))])
            .collect(),
        ..change(1)
    };
    let payload = Payload::of(&Act::Change(ends.clone())).unwrap();
    let entry = AboutRow {
        device: device(),
        index: 1,
        dot: ("00000000000000a1".into(), 1),
        outcome: json(&Outcome::Merged),
        payload_hash: payload.hash().to_string(),
        payload: payload.as_str().into(),
    };
    let said_without = |gone: &str| {
        let mut record = Record::new(ends.record, CARRIER);
        record.apply(&ends);
        record.fields.retain(|path, _| path.as_str() != gone);
        let mut findings = Findings::default();
        let mut proof = RecordProof::begin(&row_of(&record), &KEY, &mut findings);
        proof.read(&entry, &mut findings);
        proof.end(&mut findings);
        said(&findings)
    };
    assert_eq!(said_without("none"), [""; 0]);
    assert_eq!(said_without("@handover/d1"), [""; 0]);
    assert_eq!(said_without("@handover/d2"), ["record Fatima's: is not what the logs add up to"]);
}
