//! What other offline apps have lost in the field, each as a history of ours.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "region/mod.rs"]
mod region;

use futures_executor::block_on;
use record::*;
use region::*;
use sync::memory::{Failure, Fuse};
use sync::*;

/// What would be saved: one field of a record, by somebody who has not seen it before.
fn proposal(by: &Phone, record: RecordId, field: &str, value: Value) -> Proposal {
    Proposal {
        record,
        saw: Context::default(),
        form: "visit".into(),
        form_version: 1,
        author: by.session().person,
        on: "2026-11-21".parse().unwrap(),
        edits: [(Path::field(field).unwrap(), Some(value))].into(),
    }
}

/// CHT: a document that the server refuses is tried three times and dropped.
#[test]
fn what_is_not_taken_in_is_kept_on_both_sides_however_often_it_is_offered() {
    let region = region();
    let naima = region.worker("Naïma");
    let id = naima.saves_with_form("Fatima", "a form nobody has");
    for _ in 0..5 {
        naima.exchanges();
    }
    assert_eq!(naima.shown(id).unwrap().held, [(1, Reason::UnknownForm)]);
    assert_eq!(region.outcomes(naima.session().device), [Outcome::Held(Reason::UnknownForm)]);
}

/// CHT: the reports of a household that was moved answer 403, and the phone counts 148 where the payroll has 108.
#[test]
fn the_reports_of_a_household_that_moved_away_count_on_both_sides() {
    let region = region();
    let (naima, salma) = (region.worker_in("Naïma", "MICRO", "10.261"), region.coordinator("Salma"));
    let id = naima.saves("Household", &[("visits", 1)]);
    naima.exchanges();
    salma.exchanges();
    naima.saves_on(id, &[("visits", 2)]);
    salma.joins(id, "MICRO", "10.521.01.01");
    salma.leaves(id, "MICRO", "10.261.01.03");
    salma.exchanges();
    naima.exchanges();
    assert_eq!(naima.stands().waiting(), 0);
    assert_eq!(region.outcomes(naima.session().device), [Outcome::Merged, Outcome::Merged]);
    assert_eq!(region.record(id).unwrap().field("visits"), Some(&Value::Integer(2)));
}

/// CHT: *Sync now* reports success after a failure.
#[test]
fn an_exchange_that_fails_says_so_and_counts_nothing_as_sent() {
    struct Dead;
    impl Transport for Dead {
        async fn exchange(&self, _: &Request) -> Result<Response, Trouble> {
            Err(Trouble::NoNetwork)
        }
    }
    let region = region();
    let naima = region.worker("Naïma");
    naima.saves("Fatima", &[("sales", 1)]);
    let local = Local::new(naima.store.clone(), |record| record.form.clone());
    let identity = || DeviceId::derived("phone", &["another"]);
    let ended = block_on(run(&local, &Dead, &mut Batch::default(), &|| NOW, &identity, |_| {}));
    assert_eq!(ended, Err(Stopped::Trouble(Trouble::NoNetwork)));
    assert_eq!(naima.stands().waiting(), 1);
}

/// CHT: every pull lists every id.
#[test]
fn an_exchange_with_nothing_new_is_small_however_many_records_there_are() {
    let region = region();
    let naima = region.worker("Naïma");
    for n in 0..300 {
        naima.saves(&format!("Somebody {n}"), &[("sales", n)]);
    }
    naima.exchanges();
    naima.exchanges();
    let request = serde_json::to_string(&naima.request()).unwrap();
    let answer = serde_json::to_string(&naima.exchanges_once()).unwrap();
    assert!(request.len() < 1_000 && answer.len() < 1_000, "{} and {}", request.len(), answer.len());
}

/// CouchDB keeps the losing revision where nobody looks; RxDB's default drops the worker's edit; Primero, CommCare,
/// PowerSync and DHIS2 let the last writer win; OpenSRP the phone.
#[test]
fn of_two_figures_for_one_field_neither_is_dropped_and_both_are_shown() {
    let region = region();
    let (naima, brahim) = (region.worker("Naïma"), region.worker("Brahim"));
    let id = naima.saves("Fatima", &[("sales", 100)]);
    naima.exchanges();
    brahim.exchanges();
    naima.saves_on(id, &[("sales", 200)]);
    brahim.saves_on(id, &[("sales", 300)]);
    for phone in [&naima, &brahim, &naima] {
        phone.exchanges();
    }
    for record in [naima.sees(id), brahim.sees(id), region.record(id).unwrap()] {
        let mut figures: Vec<_> =
            record.fields["sales"].iter().map(|version| version.value.clone()).collect();
        figures.sort();
        assert_eq!(figures, [Some(Value::Integer(200)), Some(Value::Integer(300))]);
        assert_eq!(record.disputes(), [&Path::field("sales").unwrap()]);
    }
}

/// PowerSync: one refused write blocks all that follow. Enketo: one bad record cannot be got rid of.
#[test]
fn an_entry_that_nobody_can_read_holds_up_nothing() {
    let region = region();
    let naima = region.worker("Naïma");
    naima.saves("Fatima", &[("sales", 1)]);
    let mut request = naima.request();
    let poison = Payload::from_kept(r#"{"hologram":[1,2,3]}"#.to_owned()).unwrap();
    let mut head = Head::EMPTY;
    request.entries.insert(0, Entry { index: 1, payload: poison });
    for (index, entry) in (1..).zip(&mut request.entries) {
        entry.index = index;
        head = head.then(&entry.payload);
    }
    request.head = head;
    let Response::Answer(answer) = naima.asks(&request) else { panic!("no answer") };
    assert_eq!(answer.accepted, head);
    assert_eq!(answer.outcomes, [(1, Outcome::Held(Reason::Malformed))]);
    assert_eq!(region.backup().records.len(), 1, "and the next one is taken in");
}

/// Actual Budget refuses to exchange when clocks differ by five minutes.
#[test]
fn a_wrong_clock_keeps_nobody_from_exchanging() {
    let region = region();
    let naima = region.worker("Naïma");
    for millis in [0, NOW - 7 * 86_400_000, NOW + 20 * 365 * 86_400_000] {
        naima.clock_shows(millis);
        let id = naima.saves(&format!("At {millis}"), &[("sales", 1)]);
        naima.exchanges();
        assert!(region.record(id).is_some());
    }
    assert!(naima.stands().clock.millis() < NOW + 600_000, "and the clock is put right");
}

/// Atuin compares only the highest index of two logs, and does not see a hole below it.
#[test]
fn a_missing_entry_is_not_hidden_by_a_later_one() {
    let region = region();
    let naima = region.worker("Naïma");
    for name in ["A", "B", "C"] {
        naima.saves(name, &[("sales", 1)]);
    }
    let whole = naima.request();
    let mut holed = whole.clone();
    holed.entries.remove(1);
    let Response::Answer(answer) = naima.asks(&holed) else { panic!("no answer") };
    assert_eq!(answer.accepted.index, 1, "the endpoint names the first one that it lacks");
    let Response::Answer(answer) = naima.asks(&whole) else { panic!("no answer") };
    assert_eq!(answer.accepted, whole.head);
}

/// ODK Central labels parallel updates for the office, and the worker never sees it.
#[test]
fn the_worker_sees_the_dispute_on_her_own_phone() {
    let region = region();
    let (naima, salma) = (region.worker("Naïma"), region.coordinator("Salma"));
    let id = naima.saves("Fatima", &[("sales", 100)]);
    naima.exchanges();
    salma.exchanges();
    salma.saves_on(id, &[("sales", 110)]);
    naima.saves_on(id, &[("sales", 120)]);
    salma.exchanges();
    naima.exchanges();
    assert_eq!(naima.sees(id).disputes().len(), 1);
    naima.saves_on(id, &[("sales", 110)]);
    naima.exchanges();
    salma.exchanges();
    assert!(naima.sees(id).disputes().is_empty() && salma.sees(id).disputes().is_empty());
}

/// Kobo: an answer that timed out and a second POST made one record ten.
#[test]
fn a_request_sent_ten_times_makes_one_record() {
    let region = region();
    let naima = region.worker("Naïma");
    let id = naima.saves("Fatima", &[("sales", 1)]);
    let request = naima.request();
    naima.asks(&request);
    let once = region.backup();
    for _ in 0..9 {
        naima.asks(&request);
    }
    assert_eq!(region.backup(), once, "nine more change nothing at all");
    assert!(region.record(id).is_some());
}

/// PowerSync: an entry that the office cannot take in one request blocks all that come after it. Such a one is never
/// saved, and what is saved after it arrives.
#[test]
fn what_is_too_large_to_be_sent_is_not_saved_and_holds_up_nothing() {
    let region = region();
    let naima = region.worker("Naïma");
    let id = naima.saves("Fatima", &[("sales", 1)]);
    let before = naima.store.tables();
    let local = Local::new(naima.store.clone(), |record| record.form.clone());
    let telling = |bytes: usize| proposal(&naima, id, "told", Value::Text("a".repeat(bytes)));
    let refused = block_on(local.save(telling(LONGEST_ENTRY), None, NOW, || Actor(900)));
    assert_eq!(refused, Err(Fault::TooLarge));
    assert_eq!(naima.store.tables(), before);

    let saved = block_on(local.save(telling(LONGEST_ENTRY - 1000), None, NOW, || Actor(900))).unwrap();
    assert!(saved.entry.payload.as_str().len() > LONGEST_ENTRY - 1000);
    naima.exchanges();
    assert_eq!(naima.unsent(), []);
}

/// Browsers: a full disk must not let the app say *saved*, nor spoil what is there.
#[test]
fn a_full_disk_saves_nothing_by_halves() {
    let region = region();
    let naima = region.worker("Naïma");
    let id = naima.saves("Fatima", &[("sales", 1)]);
    let before = naima.store.tables();
    for steps in 0..6 {
        naima.store.set_fuse(Some(Fuse { steps, failure: Failure::Full }));
        let local = Local::new(naima.store.clone(), |record| record.form.clone());
        let proposal = proposal(&naima, id, "sales", Value::Integer(2));
        let saved = block_on(local.save(proposal, None, NOW, || Actor(u64::from(steps) + 900)));
        naima.store.set_fuse(None);
        let is_there = naima.store.tables() != before;
        assert_eq!(saved.is_ok(), is_there, "after {steps} steps");
        naima.store.restore(before.clone());
    }
}
