//! Endpoints restored from backups, and phones copied, rolled back and emptied beside them: first what was asked from
//! the start, then what random histories have found, each told as short as it could be made.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "region/mod.rs"]
mod region;

use record::*;
use region::*;
use sync::memory::Memory;
use sync::*;

#[test]
fn a_restored_endpoint_is_offered_again_what_it_lost() {
    let region = region();
    let (naima, brahim) = (region.worker("Naïma"), region.worker("Brahim"));
    let kept = naima.saves("Fatima", &[("sales", 1)]);
    naima.exchanges();
    brahim.exchanges();
    let backup = region.office.borrow().clone();
    let lost = naima.saves("Aïcha", &[("sales", 2)]);
    naima.exchanges();
    brahim.exchanges();
    assert_eq!(naima.stands().waiting(), 0);

    *region.office.borrow_mut() = backup;
    region.office.borrow_mut().start(Epoch(2));
    // Others work on meanwhile: the counter passes the lost future's.
    let salma = region.worker("Salma");
    for name in ["Ali", "Omar", "Zahra"] {
        salma.saves(name, &[("sales", 5)]);
    }
    salma.exchanges();
    naima.exchanges();
    brahim.exchanges();
    salma.exchanges();

    for phone in [&naima, &brahim, &salma] {
        assert_eq!(phone.sees(lost).field("sales"), Some(&Value::Integer(2)));
        assert_eq!(phone.sees(kept).field("sales"), Some(&Value::Integer(1)));
        assert_eq!(phone.holds(), 5, "a cursor from the lost future skips nothing");
    }
}

#[test]
fn an_overwritten_value_does_not_rise_again_after_a_restore() {
    let region = region();
    let (naima, brahim) = (region.worker("Naïma"), region.worker("Brahim"));
    let empty = region.backup();
    let id = naima.saves("Fatima", &[("sales", 10)]);
    naima.exchanges();
    brahim.exchanges();
    brahim.saves_on(id, &[("sales", 20)]);
    brahim.exchanges();

    region.is_restored(&empty);
    brahim.exchanges();
    assert_eq!(region.record(id).unwrap().field("sales"), Some(&Value::Integer(20)));
    naima.exchanges();
    brahim.exchanges();
    for phone in [&naima, &brahim] {
        assert_eq!(phone.sees(id).field("sales"), Some(&Value::Integer(20)));
        assert!(phone.sees(id).disputes().is_empty() && phone.sees(id).over.is_empty());
    }
}

#[test]
fn a_lost_phones_work_comes_back_from_the_phones_that_had_read_it() {
    let region = region();
    let (naima, brahim) = (region.worker("Naïma"), region.worker("Brahim"));
    let backup = region.backup();
    let names: Vec<String> = (0..40).map(|n| format!("Somebody {n}")).collect();
    let ids: Vec<RecordId> = names.iter().map(|name| naima.saves(name, &[("sales", 1)])).collect();
    naima.exchanges();
    brahim.exchanges();

    region.is_restored(&backup);
    drop(naima);
    assert!(region.record(ids[0]).is_none());
    // He may have little room in a request: it takes several.
    brahim.exchanges_in_batches_of(2_000);
    assert!(ids.iter().all(|id| region.record(*id).is_some()), "the one who had read it was asked");
    assert_eq!(brahim.stands().returning, None);
    assert_eq!(brahim.holds(), 40);
    let salma = region.worker("Salma");
    salma.exchanges();
    assert_eq!(salma.sees(ids[39]).field("sales"), Some(&Value::Integer(1)));
}

#[test]
fn what_is_given_back_under_a_false_seal_is_not_taken_in() {
    let region = region();
    let (naima, brahim) = (region.worker("Naïma"), region.worker("Brahim"));
    let backup = region.backup();
    let id = naima.saves("Fatima", &[("sales", 1)]);
    naima.exchanges();
    brahim.exchanges();
    region.is_restored(&backup);
    brahim.exchanges_once();
    let mut request = brahim.request();
    let returned = request.returned.as_mut().unwrap();
    returned.states[0].record.fields.get_mut("sales").unwrap()[0].value = Some(Value::Integer(1_000_000));
    brahim.asks(&request);
    assert_eq!(region.record(id), None);
}

#[test]
fn a_dropped_part_of_a_log_leaves_a_declared_hole_and_no_gap() {
    let region = region();
    let naima = region.worker("Naïma");
    let backup = region.backup();
    let first = naima.saves("Fatima", &[("sales", 1)]);
    let held = naima.saves_with_form("Zahra", "a form nobody has");
    naima.saves("Aïcha", &[("sales", 2)]);
    naima.exchanges();
    region.has_a_verified_backup();
    naima.exchanges();
    assert_eq!(naima.stands().kept.index, 1, "dropped up to the held entry, never past it");
    assert_eq!(naima.sees(first).field("sales"), Some(&Value::Integer(1)));

    // The endpoint is restored from a backup older than it had said: what that costs is written down.
    region.is_restored(&backup);
    let next = naima.saves("Ali", &[("sales", 3)]);
    naima.exchanges();
    let log = region.backup().logs[&naima.session().device].clone();
    assert_eq!(log.holes.iter().map(|(from, to)| (from.index, to.index)).collect::<Vec<_>>(), [(0, 1)]);
    assert_eq!(log.known.head.index, 4, "and the log goes on");
    assert_eq!(naima.shown(held).unwrap().held.len(), 1);
    assert!(region.record(next).is_some());
    assert!(region.record(first).is_some(), "the hole is the log's: the state was given back");
}

#[test]
fn a_cursor_reads_from_where_its_epoch_was_left() {
    let epochs = [(1, 0), (2, 10), (3, 8)].map(|(epoch, after)| EpochStart { epoch: Epoch(epoch), after });
    // epoch and seq of the cursor | reads after
    for (epoch, seq, reads_after) in [(3, 9, 9), (2, 12, 8), (2, 7, 7), (1, 9, 8), (1, 3, 3), (9, 12, 0)] {
        let cursor = Cursor { epoch: Epoch(epoch), seq, widening: None, known: seq };
        assert_eq!(Cursor::reads_after(Some(cursor), &epochs), reads_after, "{cursor:?}");
    }
    assert_eq!(Cursor::reads_after(None, &epochs), 0);
}

#[test]
fn a_decision_that_comes_before_its_entry_is_carried_out_when_the_entry_comes() {
    for admits in [true, false] {
        let region = region();
        let (naima, salma) = (region.worker("Naïma"), region.coordinator("Salma"));
        let backup = region.backup();
        let id = naima.saves_with_form("Fatima", "a form nobody has");
        naima.exchanges();
        salma.decides(naima.session().device, id, admits);
        salma.asks_and_hears_nothing();

        region.is_restored(&backup);
        salma.exchanges();
        assert_eq!(region.outcomes(salma.session().device), [Outcome::Held(Reason::NothingHeld)]);
        naima.exchanges();
        salma.exchanges();
        let decided = if admits { Outcome::Admitted } else { Outcome::Dismissed };
        assert_eq!(region.outcomes(naima.session().device), [decided]);
        assert_eq!(region.outcomes(salma.session().device), [Outcome::Merged], "and the decider hears of it");
        assert_eq!(naima.shown(id).is_some(), admits);
        assert_eq!(region.record(id).is_some(), admits);
    }
}

#[test]
fn a_decision_reaches_every_copy_of_an_entry() {
    let region = region();
    let (naima, salma) = (region.worker("Naïma"), region.coordinator("Salma"));
    let id = naima.saves_with_form("Fatima", "a form nobody has");
    let copy = region.copy_of(&naima);
    naima.exchanges();
    copy.saves("Aïcha", &[("sales", 1)]);
    naima.saves("Zahra", &[("sales", 2)]);
    naima.exchanges();
    copy.exchanges();
    assert_eq!(region.backup().logs.len(), 3, "the copy has become a device of its own");

    salma.decides(naima.session().device, id, true);
    salma.exchanges();
    for phone in [&naima, &copy] {
        assert_eq!(region.outcomes(phone.stands().device)[0], Outcome::Admitted);
        phone.exchanges();
        assert!(phone.shown(id).unwrap().held.is_empty());
        assert!(phone.stands().lagging.is_empty());
    }
}

#[test]
fn an_entry_that_a_restored_endpoint_holds_again_is_unsettled_again() {
    let region = region();
    let (naima, salma) = (region.worker("Naïma"), region.coordinator("Salma"));
    let id = naima.saves_with_form("Fatima", "a form nobody has");
    naima.exchanges();
    let backup = region.backup();
    salma.decides(naima.session().device, id, true);
    salma.exchanges();
    naima.exchanges();
    assert!(naima.shown(id).unwrap().held.is_empty());

    region.is_restored(&backup);
    drop(salma);
    naima.exchanges();
    // Her phone had read that it was admitted, and gave that back: nobody need decide again.
    assert_eq!(region.outcomes(naima.session().device), [Outcome::Admitted]);

    // Had she not read it, it is held again, and she sees that.
    let zahra = region.worker_in("Zahra", "MARCH", "10.261");
    let hers = zahra.saves("Ali", &[("sales", 1)]);
    zahra.exchanges();
    let backup = region.backup();
    let salma = region.coordinator("Salma's other phone");
    salma.decides(zahra.session().device, hers, true);
    salma.exchanges();
    zahra.exchanges();
    assert_eq!(zahra.shown(hers), None, "admitted, and out of her sight");
    region.is_restored(&backup);
    zahra.exchanges();
    assert_eq!(zahra.shown(hers).unwrap().held, [(1, Reason::Rights)]);
}

#[test]
fn outcomes_that_a_restored_endpoint_counts_anew_are_all_told() {
    let region = region();
    let naima = region.worker("Naïma");
    let backup = region.backup();
    for name in ["A", "B"] {
        naima.saves_with_form(name, "a form nobody has");
    }
    naima.exchanges();
    assert_eq!(naima.stands().seen_outcomes, 2);

    // By now the endpoint has the form of the first ones; the next two are held under the same numbers.
    region.is_restored(&backup);
    region.knows_the_form("a form nobody has");
    let next = ["C", "D"].map(|name| naima.saves_with_form(name, "another form nobody has"));
    naima.exchanges();
    for id in next {
        assert_eq!(naima.shown(id).unwrap().held.len(), 1, "told, though two had been told before");
    }
    assert_eq!(naima.stands().lagging, [3, 4].into(), "and what was held before is held no longer");
}

#[test]
fn what_a_restored_endpoint_has_forgotten_holds_no_longer() {
    let region = region();
    let naima = region.worker("Naïma");
    let backup = region.backup();
    let ids = ["A", "B", "C"].map(|name| naima.saves_with_form(name, "a form nobody has"));
    naima.exchanges();
    let held = |naima: &Phone| ids.map(|id| naima.shown(id).unwrap().held.len());
    assert_eq!(held(&naima), [1, 1, 1]);

    region.is_restored(&backup);
    naima.exchanges_once();
    assert_eq!(naima.stands().waiting(), 3);
    assert_eq!(held(&naima), [0, 0, 0], "until it has spoken anew");
    naima.exchanges();
    assert_eq!(held(&naima), [1, 1, 1]);
}

#[test]
fn grants_that_a_restored_endpoint_counts_anew_are_told_and_read_by() {
    let region = region();
    let (naima, brahim) = (region.worker("Naïma"), region.worker_in("Brahim", "MICRO", "10.521"));
    let id = naima.saves("Fatima", &[("sales", 1)]);
    naima.exchanges();
    brahim.exchanges();
    let backup = region.backup();
    region.grants(&brahim, "MARCH", "10.521");
    brahim.exchanges();
    assert_eq!((brahim.stands().grants.version, brahim.shown(id)), (2, None));

    region.is_restored(&backup);
    region.grants_everything(&brahim);
    brahim.exchanges();
    let person = brahim.session().person;
    assert_eq!(brahim.stands().grants, region.backup().present_grants(person).with_own(person));
    assert_eq!(brahim.sees(id).field("sales"), Some(&Value::Integer(1)), "version 2 is not version 2");
}

#[test]
fn a_phone_whose_copy_a_restored_endpoint_heard_first_becomes_another_device() {
    let region = region();
    let naima = region.worker("Naïma");
    let backup = region.backup();
    let copy = region.copy_of(&naima);
    let (first, second) = (naima.saves("Fatima", &[("sales", 1)]), naima.saves("Aïcha", &[("sales", 2)]));
    let other = copy.saves("Zahra", &[("sales", 3)]);
    naima.exchanges();

    region.is_restored(&backup);
    copy.exchanges();
    naima.exchanges();
    assert!([first, second, other].iter().all(|id| region.record(*id).is_some()));
    assert_ne!(naima.stands().device, copy.stands().device);
    assert_eq!(naima.stands().waiting(), 0);
}

#[test]
fn a_record_that_left_a_scope_before_a_restore_is_let_go_of_all_the_same() {
    let region = region();
    let naima = region.worker("Naïma");
    let brahim = region.worker_in("Brahim", "MICRO", "10.261");
    let backup = region.backup();
    let id = naima.saves("Fatima", &[("sales", 1)]);
    naima.exchanges();
    brahim.exchanges();
    naima.joins(id, "MARCH", "10.521.01.01");
    naima.leaves(id, "MICRO", "10.261.01.03");
    naima.exchanges();

    region.is_restored(&backup);
    let salma = region.coordinator("Salma");
    naima.exchanges();
    salma.exchanges();
    brahim.exchanges();
    assert_eq!(brahim.shown(id), None, "the scopes it has left are named in what was given back");
}

#[test]
fn a_phone_that_a_restored_endpoint_does_not_know_gives_back_what_it_had_read() {
    let region = region();
    let naima = region.worker("Naïma");
    let backup = region.backup();
    let id = naima.saves("Fatima", &[("sales", 1)]);
    naima.exchanges();
    let brahim = region.worker("Brahim");
    brahim.exchanges();

    region.is_restored(&backup);
    drop(naima);
    let Session { device, person, .. } = brahim.session();
    region.grants_everything(&brahim);
    region.office.borrow_mut().enrol(device, person);
    let grants = region.backup().present_grants(person);
    brahim.enrols(Enrolment { device, person, grants }).unwrap();
    brahim.exchanges();
    assert!(region.record(id).is_some());
    assert_eq!(brahim.sees(id).field("sales"), Some(&Value::Integer(1)));
}

#[test]
fn work_done_under_grants_that_a_restore_has_lost_is_judged_by_the_last_ones_known() {
    let region = region();
    let naima = region.worker("Naïma");
    naima.exchanges();
    let backup = region.backup();
    region.grants_everything(&naima);
    naima.exchanges();
    let id = naima.saves("Fatima", &[("sales", 1)]);
    region.is_restored(&backup);
    naima.exchanges();
    assert!(region.record(id).is_some(), "not by none");
    assert_eq!(naima.stands().grants.version, 1);
}

#[test]
fn an_endpoint_restored_twice_is_given_back_everything_twice() {
    // The second restore comes when he has given back nothing, a part, all but the last, or everything.
    for exchanges in 0_usize..9 {
        let region = region();
        let (naima, brahim) = (region.worker("Naïma"), region.worker("Brahim"));
        let ids: Vec<_> = (0..6).map(|n| naima.saves(&format!("Somebody {n}"), &[("sales", n)])).collect();
        naima.exchanges();
        let backup = region.backup();
        ids.iter().for_each(|id| naima.saves_on(*id, &[("stage", 7)]));
        naima.exchanges();
        brahim.exchanges();
        drop(naima);

        region.is_restored(&backup);
        for _ in 0..exchanges {
            brahim.exchanges_one_record();
        }
        let has_stage = |id: &&RecordId| region.record(**id).unwrap().field("stage").is_some();
        assert_eq!(ids.iter().filter(has_stage).count(), exchanges.saturating_sub(1).min(6));
        region.is_restored(&backup);
        // What somebody else writes meanwhile is news to him, and must not take the place of what he holds.
        let salma = region.worker("Salma");
        salma.exchanges();
        ids.iter().for_each(|id| salma.saves_on(*id, &[("phone", 6)]));
        salma.exchanges();
        brahim.exchanges_in_batches_of(1);
        assert_eq!(ids.iter().filter(has_stage).count(), 6, "after {exchanges} exchanges between");
        assert!(ids.iter().all(|id| brahim.sees(*id).field("stage").is_some()));
    }
}

#[test]
fn what_was_confirmed_before_a_phone_had_read_so_far_is_given_back_too() {
    let region = region();
    let brahim = region.worker("Brahim");
    for name in ["A", "B"] {
        brahim.saves(name, &[("sales", 1)]);
    }
    brahim.exchanges();
    let naima = region.worker_in("Naïma", "MARCH", "10.521");
    let backup = region.backup();
    let Session { device, person, .. } = naima.session();
    region.grants_everything(&naima);
    let grants = region.backup().present_grants(person);
    naima.is_rolled_back_to(Memory::default().tables());
    naima.enrols(Enrolment { device, person, grants }).unwrap();
    let id = naima.saves("Fatima", &[("sales", 2)]);
    let answer = naima.sends_and_reads_one_record();
    assert_eq!((answer.confirmed.len(), answer.cursor.seq, answer.cursor.known), (1, 1, 3));

    // The restored endpoint has forgotten her grants and would hold her entry, but for its own seal on her record.
    region.is_restored(&backup);
    naima.exchanges();
    assert_eq!(region.record(id).unwrap().field("sales"), Some(&Value::Integer(2)));
    assert_eq!(region.outcomes(device), [Outcome::Merged]);
}

#[test]
fn an_entry_that_a_copy_sent_to_a_restored_endpoint_is_held_no_longer() {
    let region = region();
    let naima = region.worker("Naïma");
    let backup = region.backup();
    let id = naima.saves_with_form("Fatima", "a form nobody has");
    naima.exchanges();
    assert_eq!(naima.shown(id).unwrap().held.len(), 1);

    // By now the endpoint has the form, and hears of the entry from a copy of her phone first.
    region.is_restored(&backup);
    region.knows_the_form("a form nobody has");
    let copy = region.copy_of(&naima);
    copy.exchanges();
    naima.exchanges();
    assert_eq!(region.outcomes(naima.session().device), [Outcome::Merged]);
    for phone in [&naima, &copy] {
        assert_eq!((phone.held(), phone.shown(id).unwrap().held), (0, vec![]));
        assert!(phone.stands().lagging.is_empty());
    }
}
