//! Single histories, each told in full: those that broke an earlier design, and those that break others' apps.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "region/mod.rs"]
mod region;

use record::*;
use region::*;
use sync::*;

#[test]
fn a_form_opened_before_a_pull_does_not_overwrite_what_arrived_meanwhile() {
    let region = region();
    let (naima, brahim) = (region.worker("Naïma"), region.worker("Brahim"));
    let id = naima.saves("Fatima", &[("sales", 100)]);
    naima.exchanges();
    brahim.exchanges();

    let open = brahim.opens(id);
    naima.saves_on(id, &[("sales", 200)]);
    naima.exchanges();
    brahim.exchanges();
    brahim.saves_opened(open, &[("sales", 300)]);
    brahim.exchanges();
    naima.exchanges();

    for phone in [&naima, &brahim] {
        assert_eq!(phone.sees(id).disputes().len(), 1, "both figures stand until a person decides");
    }
    brahim.saves_on(id, &[("sales", 200)]);
    brahim.exchanges();
    naima.exchanges();
    assert!(naima.sees(id).disputes().is_empty());
}

#[test]
fn a_phone_rolled_back_writes_no_dot_twice_and_loses_nothing() {
    let region = region();
    let naima = region.worker("Naïma");
    naima.saves("Fatima", &[("sales", 1)]);
    let yesterday = naima.store.tables();
    let today = naima.saves("Aïcha", &[("sales", 2)]);
    naima.exchanges();

    naima.is_rolled_back_to(yesterday);
    let after = naima.saves("Lahcen", &[("sales", 3)]);
    let device_before = naima.stands().device;
    naima.exchanges();

    assert_ne!(naima.stands().device, device_before, "it has taken a new identity");
    assert_eq!(region.office.borrow().records.len(), 3);
    for id in [today, after] {
        assert!(naima.sees(id).disputes().is_empty());
    }
    assert_eq!(naima.stands().waiting(), 0);
    naima.saves_on(after, &[("sales", 4)]);
    naima.exchanges();
    assert_eq!(naima.sees(after).field("sales"), Some(&Value::Integer(4)));
}

#[test]
fn a_copied_phone_does_not_dispute_with_itself() {
    let region = region();
    let naima = region.worker("Naïma");
    let id = naima.saves("Fatima", &[("sales", 1)]);
    let copy = region.copy_of(&naima);
    naima.saves_on(id, &[("sales", 2)]);
    naima.exchanges();

    // The copy holds the first entry too, and has gone its own way since.
    let other = copy.saves("Aïcha", &[("sales", 9)]);
    copy.exchanges();
    naima.exchanges();

    assert_eq!(region.office.borrow().logs.len(), 2, "the copy has become a device of its own");
    for phone in [&naima, &copy] {
        assert!(phone.sees(id).disputes().is_empty());
        assert_eq!(phone.sees(id).field("sales"), Some(&Value::Integer(2)));
        assert_eq!(phone.sees(other).field("sales"), Some(&Value::Integer(9)));
    }
}

#[test]
fn leaving_out_what_a_device_sent_never_hides_anothers_edit() {
    let region = region();
    let (naima, brahim) = (region.worker("Naïma"), region.worker("Brahim"));
    let id = naima.saves("Fatima", &[("sales", 1)]);
    naima.exchanges();
    brahim.exchanges();

    brahim.saves_on(id, &[("phone", 6)]);
    brahim.exchanges();
    naima.saves_on(id, &[("stage", 7)]);
    naima.exchanges();

    assert_eq!(
        naima.sees(id).field("phone"),
        Some(&Value::Integer(6)),
        "told although she had sent the record"
    );
    assert_eq!(naima.sees(id).field("stage"), Some(&Value::Integer(7)));
}

#[test]
fn what_a_device_can_state_itself_is_only_acknowledged() {
    let region = region();
    let naima = region.worker("Naïma");
    naima.exchanges();
    let id = naima.saves("Fatima", &[("sales", 1)]);
    let answer = naima.exchanges_once();
    assert!(answer.records.is_empty(), "no record comes back to the phone that made it");
    assert_eq!(answer.confirmed.len(), 1);
    let kept = region.office.borrow().records[&id].clone();
    assert_eq!(naima.sees(id), kept.record, "and yet the phone holds the same state");
}

#[test]
fn an_author_hears_of_a_held_entry_even_if_the_answer_was_lost() {
    let region = region();
    let naima = region.worker("Naïma");
    naima.exchanges();
    let id = naima.saves_with_form("Fatima", "a form nobody has");
    naima.asks_and_hears_nothing();
    let answer = naima.exchanges_once();
    assert_eq!(answer.outcomes, [(1, Outcome::Held(Reason::UnknownForm))]);
    let held = naima.shown(id).unwrap();
    assert_eq!((held.waiting, &held.held[..]), (0, &[(1, Reason::UnknownForm)][..]));

    // It holds up nothing: the next entry goes through.
    let next = naima.saves("Aïcha", &[("sales", 2)]);
    naima.exchanges();
    assert!(naima.shown(next).unwrap().held.is_empty());
    assert!(region.office.borrow().records.contains_key(&next));
    assert!(!region.office.borrow().records.contains_key(&id));
}

#[test]
fn a_held_entry_is_admitted_or_dismissed_by_a_change_in_the_deciders_log() {
    let region = region();
    let naima = region.worker("Naïma");
    let salma = region.coordinator("Salma");
    let (admitted, dismissed) = (naima.saves_with_form("A", "later"), naima.saves_with_form("B", "later"));
    naima.exchanges();
    region.knows_the_form("later");
    for (id, admit) in [(admitted, true), (dismissed, false)] {
        salma.decides(naima.session().device, id, admit);
    }
    salma.exchanges();
    naima.exchanges();
    assert!(naima.shown(admitted).unwrap().held.is_empty());
    assert_eq!(naima.shown(admitted).unwrap().seq.map(|seq| seq > 0), Some(true));
    assert_eq!(naima.shown(dismissed), None, "the office has decided against it");
    let told = [(Outcome::Admitted, admitted), (Outcome::Dismissed, dismissed)];
    assert_eq!(naima.has_heard_of(), told, "the author is told of each");
    assert_eq!(salma.has_decided(), [admitted, dismissed]);
    assert!(naima.stands().lagging.is_empty());
}

#[test]
fn a_record_that_joins_a_programme_becomes_visible_behind_the_cursor() {
    let region = region();
    let naima = region.worker("Naïma");
    let march = region.worker_in("Brahim", "MARCH", "10.261");
    let id = naima.saves("Fatima", &[("sales", 1)]);
    naima.exchanges();
    march.exchanges();
    assert_eq!(march.shown(id), None);
    naima.joins(id, "MARCH", "10.261.01.03");
    naima.exchanges();
    march.exchanges();
    assert_eq!(march.sees(id).field("sales"), Some(&Value::Integer(1)));
    // And leaves again.
    naima.leaves(id, "MARCH", "10.261.01.03");
    naima.exchanges();
    march.exchanges();
    assert_eq!(march.shown(id), None);
}

#[test]
fn what_new_grants_make_visible_is_read_from_the_start() {
    let region = region();
    let (naima, brahim) = (region.worker("Naïma"), region.worker_in("Brahim", "OTHER", ""));
    let ids = ["A", "B", "C"].map(|name| naima.saves(name, &[("sales", 1)]));
    naima.exchanges();
    brahim.exchanges();
    assert_eq!(brahim.holds(), 0);
    region.grants_everything(&brahim);
    brahim.exchanges();
    assert!(ids.iter().all(|id| brahim.shown(*id).is_some()), "behind his cursor, and his to see");
}

#[test]
fn a_record_that_moved_while_the_grants_changed_twice_is_let_go_of() {
    let region = region();
    let naima = region.worker("Naïma");
    let brahim = region.worker_in("Brahim", "MICRO", "10.261");
    let id = naima.saves("Fatima", &[("sales", 1)]);
    naima.exchanges();
    brahim.exchanges();
    // It leaves what he saw, for what he has never seen, while he may see neither.
    naima.joins(id, "MARCH", "10.521.01.01");
    naima.leaves(id, "MICRO", "10.261.01.03");
    naima.exchanges();
    region.grants(&brahim, "MOBNET", "10.071");
    brahim.exchanges_once();
    region.grants(&brahim, "MICRO", "10.261");
    brahim.exchanges();
    assert_eq!(brahim.shown(id), None, "an old base must not pass for a record he may see");
}

#[test]
fn work_done_under_grants_taken_away_meanwhile_is_not_stranded() {
    let region = region();
    let naima = region.worker_in("Naïma", "MICRO", "10.261");
    naima.exchanges();
    let id = naima.saves("Fatima", &[("sales", 1)]);
    region.grants(&naima, "MARCH", "10.521");
    naima.exchanges();
    assert!(region.office.borrow().records.contains_key(&id), "judged by the grants she knew");
    assert_eq!(naima.shown(id), None, "and let go of, for she may see it no longer");
    assert_eq!(naima.stands().waiting(), 0);
    // What she does knowing the new grants is judged by them.
    let after = naima.saves("Aïcha", &[("sales", 2)]);
    naima.exchanges();
    assert_eq!(naima.shown(after).unwrap().held, [(2, Reason::Rights)]);
}

#[test]
fn one_phone_in_the_year_2099_drags_no_clock() {
    let region = region();
    let (naima, brahim) = (region.worker("Naïma"), region.worker("Brahim"));
    naima.clock_shows(4_070_908_800_000);
    let id = naima.saves("Fatima", &[("sales", 1)]);
    naima.exchanges();
    brahim.exchanges();
    brahim.saves_on(id, &[("sales", 2)]);
    assert!(brahim.stands().clock.millis() < 1_900_000_000_000, "nobody follows it");
    // Its own clock is put right by the first answer.
    assert_eq!(naima.saves_stamped("Aïcha").millis() / 1_000, NOW / 1_000);
    brahim.exchanges();
    naima.exchanges();
    assert_eq!(naima.sees(id).field("sales"), Some(&Value::Integer(2)), "seen and overwritten all the same");
}

#[test]
fn a_second_post_after_a_lost_answer_makes_one_record() {
    let region = region();
    let naima = region.worker("Naïma");
    for _ in 0..10 {
        naima.saves("Fatima", &[("sales", 1)]);
        naima.asks_and_hears_nothing();
        naima.asks_and_hears_nothing();
    }
    naima.exchanges();
    let office = region.office.borrow();
    assert_eq!(office.logs[&naima.session().device].entries.len(), 10);
    assert_eq!(office.records.len(), 1);
}

#[test]
fn nobody_judges_only_their_own_work() {
    let region = region();
    let (naima, salma) = (region.worker("Naïma"), region.coordinator("Salma"));
    let own = salma.saves("Fatima", &[("sales", 1)]);
    let others = naima.saves("Aïcha", &[("sales", 1)]);
    naima.exchanges();
    salma.exchanges();
    for id in [own, others] {
        salma.judges(id, Verdict::Approved);
    }
    naima.judges(others, Verdict::Approved);
    salma.exchanges();
    naima.exchanges();
    let office = region.office.borrow();
    assert_eq!(office.records[&own].record.review_state(), ReviewState::Awaiting);
    assert_eq!(office.records[&others].record.review_state(), ReviewState::Approved);
    assert_eq!(salma.shown(own).unwrap().held.len(), 1);
    assert_eq!(naima.shown(others).unwrap().held[0].1, Reason::NotACoordinator);
}

#[test]
fn another_person_does_not_get_a_phone_with_unsent_work() {
    let region = region();
    let naima = region.worker("Naïma");
    naima.saves("Fatima", &[("sales", 1)]);
    let brahim = Enrolment {
        device: naima.session().device,
        person: AuthorId::derived("staff", &["Brahim"]),
        grants: Grants::default(),
    };
    let refused = naima.enrols(brahim.clone()).unwrap_err();
    assert_eq!(refused, EnrolError::UnsentWork { of: naima.session().person, entries: 1 });
    assert!(naima.clears().is_err());
    naima.exchanges();
    assert_eq!(naima.enrols(brahim.clone()).unwrap_err(), EnrolError::AnotherPerson);
    naima.clears().unwrap();
    naima.enrols(brahim).unwrap();
}

#[test]
fn a_dismissed_overwrite_erases_nobodys_value() {
    let region = region();
    let (naima, brahim) = (region.worker("Naïma"), region.worker("Brahim"));
    let salma = region.coordinator("Salma");
    let id = naima.saves("Fatima", &[("sales", 10)]);
    naima.exchanges();
    brahim.exchanges();
    brahim.saves_opened_with_form(brahim.opens(id), "a form nobody has", &[("sales", 99)]);
    brahim.exchanges();
    assert_eq!(brahim.shown(id).unwrap().held, [(1, Reason::UnknownForm)]);

    salma.decides(brahim.session().device, id, false);
    for phone in [&salma, &brahim, &naima] {
        phone.exchanges();
        assert_eq!(
            phone.sees(id).field("sales"),
            Some(&Value::Integer(10)),
            "what he had overwritten stands"
        );
        assert!(phone.sees(id).disputes().is_empty());
    }
    assert_eq!(brahim.shown(id).unwrap().held, []);
}

#[test]
fn two_tabs_never_share_a_place_or_a_dot() {
    let region = region();
    let naima = region.worker("Naïma");
    let id = naima.saves("Fatima", &[("sales", 1)]);
    let other = naima.tab();
    let form = other.opens(id);
    naima.saves_on(id, &[("stage", 2)]);
    other.saves_opened(form, &[("sales", 3)]);
    naima.saves_on(id, &[("phone", 4)]);
    other.exchanges();
    naima.exchanges();
    assert_eq!(region.outcomes(naima.session().device), vec![Outcome::Merged; 4]);
    for tab in [&naima, &other] {
        assert_eq!(tab.sees(id), region.record(id).unwrap());
        assert!(tab.sees(id).disputes().is_empty());
    }
}

#[test]
fn what_says_something_else_under_the_same_dot_is_held_and_contradicts_nothing() {
    let region = region();
    let (naima, brahim) = (region.worker("Naïma"), region.worker("Brahim"));
    let id = naima.saves("Fatima", &[("sales", 1)]);
    let change = naima.unsent()[0].payload.change().unwrap();
    naima.exchanges();
    brahim.saves("Aïcha", &[("sales", 2)]);

    let mut other = change.clone();
    other.edits.insert("sales".parse().unwrap(), Some(Value::Integer(9)));
    let mut request = brahim.request();
    request.entries[0].payload = Payload::of(&Act::Change(other)).unwrap();
    request.head = request.before.then(&request.entries[0].payload);
    assert!(matches!(brahim.asks(&request), Response::Answer(_)));

    let device = brahim.stands().device;
    assert_eq!(region.outcomes(device), [Outcome::Held(Reason::Contradiction)]);
    assert_eq!(region.record(id).unwrap().field("sales"), Some(&Value::Integer(1)));
    // The same once more is a repetition.
    request.entries[0].payload = Payload::of(&Act::Change(change)).unwrap();
    let again = region.worker("Lahcen");
    again.saves("Rachid", &[("sales", 3)]);
    let mut repeated = again.request();
    repeated.entries = request.entries;
    repeated.head = repeated.before.then(&repeated.entries[0].payload);
    assert!(matches!(again.asks(&repeated), Response::Answer(_)));
    assert_eq!(region.outcomes(again.stands().device), [Outcome::Merged]);
}

#[test]
fn nobody_writes_under_anothers_name() {
    let region = region();
    let (naima, brahim) = (region.worker("Naïma"), region.worker("Brahim"));
    naima.saves("Fatima", &[("sales", 1)]);
    let mut change = naima.unsent()[0].payload.change().unwrap();
    change.author = brahim.session().person;
    let mut request = naima.request();
    request.entries[0].payload = Payload::of(&Act::Change(change)).unwrap();
    request.head = request.before.then(&request.entries[0].payload);
    assert!(matches!(naima.asks(&request), Response::Answer(_)));
    assert_eq!(region.outcomes(naima.stands().device), [Outcome::Held(Reason::Author)]);
}

#[test]
fn an_app_from_years_ago_is_still_heard_and_one_of_years_to_come_already() {
    for protocol in [PROTOCOL - 1, PROTOCOL + 1, u32::MAX] {
        let region = region();
        let naima = region.worker("Naïma");
        let id = naima.saves("Fatima", &[("sales", 1)]);
        let request = Request { protocol, ..naima.request() };
        assert!(matches!(naima.asks(&request), Response::Answer(_)), "{protocol}");
        assert!(region.record(id).is_some(), "{protocol}");
    }
}

#[test]
fn an_endpoint_says_at_once_that_a_log_is_shorter_or_has_gone_another_way() {
    let region = region();
    let naima = region.worker("Naïma");
    let (shorter, other) = (region.copy_of(&naima), region.copy_of(&naima));
    for name in ["A", "B", "C"] {
        naima.saves(name, &[("sales", 1)]);
    }
    naima.exchanges();
    assert!(matches!(shorter.asks(&shorter.request()), Response::Forked { office } if office.index == 3));
    for name in ["D", "E", "F", "G", "H"] {
        other.saves(name, &[("sales", 2)]);
    }
    // Also if only a part of it is sent, which ends where both have something.
    let mut request = other.request();
    request.entries.truncate(1);
    assert!(matches!(other.asks(&request), Response::Forked { .. }));
    assert_eq!(region.backup().records.len(), 3);
}

#[test]
fn nothing_is_dropped_that_no_backup_holds() {
    let region = region();
    let naima = region.worker("Naïma");
    naima.saves("Fatima", &[("sales", 1)]);
    naima.exchanges();
    assert_eq!(naima.stands().kept.index, 0);
    region.has_a_verified_backup();
    naima.saves("Aïcha", &[("sales", 2)]);
    naima.exchanges();
    naima.exchanges();
    assert_eq!((naima.stands().accepted.index, naima.stands().kept.index), (2, 1));
}
