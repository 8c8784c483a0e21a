//! What a phone has not sent, brought to the office as a file: by whomever, how often, how late, how damaged.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "region/mod.rs"]
mod region;

use record::*;
use region::*;
use sync::*;

/// All of it in one part.
const WHOLE: usize = 1 << 20;
/// An entry a part.
const SINGLE: usize = 1;

fn here(new: u64, known: u64) -> Received {
    Received::Here { new, known, lacking: 0, held: 0 }
}

/// A phone whose last entry the office has and the phone itself has no more.
fn is_rolled_back(phone: &Phone) {
    phone.saves("Fatima", &[]);
    phone.exchanges();
    let earlier = phone.store.tables();
    phone.saves("Aïcha", &[]);
    phone.exchanges();
    phone.is_rolled_back_to(earlier);
}

#[test]
fn a_file_brings_the_work_and_taken_in_again_it_changes_nothing() {
    let region = region();
    let (naima, brahim) = (region.worker("Naïma"), region.worker("Brahim"));
    let ids: Vec<_> = ["Fatima", "Aïcha", "Ali"].map(|name| naima.saves(name, &[("sales", 1)])).into();
    let file = naima.saves_to_a_file(WHOLE);
    let before = naima.store.tables();

    assert_eq!(region.takes_in(&file), [here(3, 0)]);
    assert_eq!(naima.store.tables(), before, "a file changes nothing on the phone");
    let after = region.backup();
    assert_eq!(region.takes_in(&file), [here(0, 3)]);
    assert_eq!(region.backup(), after);

    brahim.exchanges();
    assert!(ids.iter().all(|id| brahim.sees(*id).field("sales") == Some(&Value::Integer(1))));
    assert_eq!(naima.stands().waiting(), 3, "the phone has heard nothing yet");
    naima.exchanges();
    assert_eq!((naima.stands().waiting(), naima.held()), (0, 0));
    assert_eq!(region.outcomes(naima.session().device).len(), 3, "nothing is there twice");
    assert_eq!(region.takes_in(&file), [here(0, 3)]);
}

#[test]
fn a_file_is_judged_as_its_phone_would_be_and_its_phone_hears_of_it() {
    let region = region();
    let naima = region.worker_in("Naïma", "MARCH", "");
    let id = naima.saves("Fatima", &[("sales", 1)]);
    let file = naima.saves_to_a_file(WHOLE);
    assert_eq!(region.takes_in(&file), [Received::Here { new: 1, known: 0, lacking: 0, held: 1 }]);
    assert_eq!(region.record(id), None);
    naima.exchanges();
    assert_eq!(naima.held(), 1);

    let (salma, device) = (region.coordinator("Salma"), naima.session().device);
    salma.decides(device, id, true);
    salma.exchanges();
    assert_eq!(region.takes_in(&file), [here(0, 1)]);
    assert!(region.record(id).is_some(), "what was decided stays decided");
}

#[test]
fn a_missing_part_holds_up_what_comes_after_it_until_it_is_found() {
    let region = region();
    let naima = region.worker("Naïma");
    let ids: Vec<_> = ["Fatima", "Aïcha", "Ali", "Omar"].map(|name| naima.saves(name, &[])).into();
    let file = naima.saves_to_a_file(SINGLE);
    assert_eq!(file.len(), 4);
    let (mut damaged, missing) = (file.clone(), file[1].clone());
    damaged.remove(1);
    assert_eq!(
        region.takes_in(&damaged),
        [here(1, 0), Received::Ahead { expects: 2 }, Received::Ahead { expects: 2 }]
    );
    assert_eq!(region.outcomes(naima.session().device).len(), 1);
    assert_eq!(region.takes_in(&[missing]), [here(1, 0)]);
    let mut backwards = damaged;
    backwards.reverse();
    assert_eq!(region.takes_in(&backwards), [here(1, 0), here(1, 0), here(0, 1)]);
    assert!(ids.iter().all(|id| region.record(*id).is_some()));
    naima.exchanges();
    assert_eq!(naima.stands().waiting(), 0);
}

#[test]
fn a_file_older_than_what_the_phone_has_sent_since_is_known_and_no_fork() {
    let region = region();
    let naima = region.worker("Naïma");
    naima.saves("Fatima", &[]);
    let early = naima.saves_to_a_file(WHOLE);
    naima.saves("Aïcha", &[]);
    let late = naima.saves_to_a_file(WHOLE);
    naima.exchanges();
    naima.saves("Ali", &[]);
    naima.exchanges();
    assert_eq!(region.takes_in(&early), [here(0, 1)]);
    assert_eq!(region.takes_in(&late), [here(0, 2)]);
    naima.saves("Omar", &[]);
    naima.exchanges();
    assert_eq!(naima.stands().waiting(), 0);
}

#[test]
fn a_file_of_a_log_that_has_gone_another_way_is_left_to_its_phone() {
    let region = region();
    let naima = region.worker("Naïma");
    is_rolled_back(&naima);
    let lost = naima.saves("Ali", &[("sales", 3)]);
    naima.saves("Omar", &[]);
    let before = region.backup();
    assert_eq!(region.takes_in(&naima.saves_to_a_file(WHOLE)), [Received::Forked]);
    assert_eq!(region.backup(), before);

    let file = naima.saves_to_a_file(WHOLE);
    naima.exchanges();
    assert_eq!(naima.stands().waiting(), 0);
    assert_eq!(region.record(lost).unwrap().field("sales"), Some(&Value::Integer(3)));
    let after = region.backup();
    assert_eq!(region.takes_in(&file), [Received::Forked], "the phone has another identity since");
    assert_eq!(region.backup(), after);
}

#[test]
fn a_file_under_an_identity_that_the_office_has_not_heard_of_replaces_the_one_it_has() {
    let region = region();
    let naima = region.worker("Naïma");
    is_rolled_back(&naima);
    let ali = naima.saves("Ali", &[("sales", 3)]);
    // The phone hears that its log is forked, and then nothing more.
    let new = DeviceId::derived("phone", &["Naïma's second"]);
    naima.takes_a_new_identity(new);
    let file = naima.saves_to_a_file(WHOLE);
    assert_eq!(file[0].bundle.replaces, Some(naima.session().device));
    let took = region.takes_in(&file);
    assert!(matches!(took[..], [Received::Here { known: 0, held: 0, .. }]), "{took:?}");
    assert_eq!(region.record(ali).unwrap().field("sales"), Some(&Value::Integer(3)));
    naima.exchanges();
    assert_eq!((naima.stands().waiting(), naima.stands().device), (0, new));
    assert!(region.record(ali).unwrap().disputes().is_empty());
}

#[test]
fn work_of_somebody_who_has_left_is_judged_by_the_grants_they_knew() {
    let region = region();
    let naima = region.worker("Naïma");
    naima.exchanges();
    let id = naima.saves("Fatima", &[("sales", 1)]);
    region.takes_everything_from(&naima);
    assert_eq!(region.takes_in(&naima.saves_to_a_file(WHOLE)), [here(1, 0)]);
    assert!(region.record(id).is_some());
}

#[test]
fn grants_that_a_phone_had_heard_of_count_in_its_file_from_the_entry_on_from_which_it_knew_them() {
    let region = region();
    let naima = region.worker_in("Naïma", "MARCH", "");
    naima.exchanges();
    let before = naima.saves("Fatima", &[]);
    region.grants_everything(&naima);
    // The grants arrive with the answer; that they did, the office would hear with the next request.
    let request = naima.request();
    let without_entries = Request { entries: Vec::new(), ..request };
    naima.hears(&without_entries);
    let after = naima.saves("Aïcha", &[]);
    let took = region.takes_in(&naima.saves_to_a_file(WHOLE));
    assert_eq!(took, [Received::Here { new: 2, known: 0, lacking: 0, held: 1 }]);
    assert!(region.record(before).is_none() && region.record(after).is_some());
}

#[test]
fn a_file_reaches_back_to_what_a_restored_endpoint_may_have_lost() {
    let region = region();
    let naima = region.worker("Naïma");
    let first = naima.saves("Fatima", &[]);
    naima.exchanges();
    region.has_a_verified_backup();
    let backup = region.backup();
    naima.exchanges();
    let lost = naima.saves("Aïcha", &[]);
    naima.exchanges();
    let unsent = naima.saves("Ali", &[]);
    let file = naima.saves_to_a_file(WHOLE);
    assert_eq!(file[0].before.index, 1, "what a verified backup holds is left out");
    region.is_restored(&backup);
    drop(naima);
    assert_eq!(region.takes_in(&file), [here(2, 0)]);
    assert!([first, lost, unsent].iter().all(|id| region.record(*id).is_some()));
}

#[test]
fn only_the_phone_itself_declares_a_hole_and_a_file_does_not_pass_it_off_as_known() {
    let region = region();
    let naima = region.worker("Naïma");
    let empty = region.backup();
    for name in ["Fatima", "Aïcha", "Ali"] {
        naima.saves(name, &[]);
    }
    let early = naima.saves_to_a_file(WHOLE);
    naima.exchanges();
    region.has_a_verified_backup();
    naima.exchanges();
    assert_eq!(naima.stands().kept.index, 3);
    naima.saves("Omar", &[]);
    let file = naima.saves_to_a_file(WHOLE);
    region.is_restored(&empty);
    assert_eq!(region.takes_in(&file), [Received::Ahead { expects: 1 }]);
    naima.exchanges();
    assert_eq!(region.takes_in(&file), [here(0, 1)]);
    assert_eq!(region.takes_in(&early), [Received::InHole], "there is nothing here to compare it with");
}

#[test]
fn a_file_that_does_not_know_the_log_is_not_taken_in() {
    let region = region();
    let naima = region.worker("Naïma");
    naima.saves("Fatima", &[]);
    naima.exchanges();
    naima.saves("Aïcha", &[("sales", 1)]);
    let file = naima.saves_to_a_file(SINGLE);
    let before = region.backup();
    let mut guessed = file[1].clone();
    guessed.before.hash = Hash::of("a guess");
    assert_eq!(region.takes_in(&[guessed]), [Received::Forked]);
    let mut altered = file[0].clone();
    altered.entries[0].payload = file[1].entries[0].payload.clone();
    assert_eq!(region.takes_in(&[altered]), [Received::Forked]);
    assert_eq!(region.backup(), before);
    let mut altered = file[1].clone();
    altered.entries[0].payload = file[0].entries[0].payload.clone();
    assert!(
        !altered.is_consistent() && file[1].is_consistent(),
        "nor is one that does not end at its own head"
    );
    let mut skipping = file[1].clone();
    skipping.entries[0].index += 1;
    assert!(!skipping.is_consistent());
}

#[test]
fn second_copies_make_the_file_that_the_store_would_have_made() {
    let region = region();
    let naima = region.worker("Naïma");
    naima.saves("Fatima", &[]);
    naima.exchanges();
    let ids = ["Aïcha", "Ali", "Omar"].map(|name| naima.saves(name, &[("sales", 2)]));
    let (mark, mut copies) = (Mark::of(&naima.stands()), naima.unsent());
    copies.reverse();
    let file = mark.bundle(copies.clone(), WHOLE);
    assert_eq!(file[0].bundle.head, naima.stands().head);
    assert_eq!(file[0].before, naima.stands().accepted);
    assert!(file[0].is_consistent());
    assert_eq!(region.takes_in(&file), [here(3, 0)]);
    assert!(ids.iter().all(|id| region.record(*id).is_some()));
    naima.exchanges();
    assert_eq!(naima.stands().waiting(), 0);
    assert_eq!(region.takes_in(&file), [here(0, 3)]);
}

#[test]
fn a_missing_copy_holds_nothing_up_and_the_phone_brings_it_once_its_store_opens() {
    let region = region();
    let naima = region.worker("Naïma");
    naima.saves("Fatima", &[]);
    naima.exchanges();
    let ids = ["Aïcha", "Ali", "Omar"].map(|name| naima.saves(name, &[("sales", 2)]));
    let mut copies = naima.unsent();
    copies.remove(1);
    let file = Mark::of(&naima.stands()).bundle(copies, SINGLE);
    assert_eq!(region.takes_in(&file), [here(1, 0), here(1, 0)]);
    assert!(region.record(ids[0]).is_some() && region.record(ids[1]).is_none());
    assert!(region.record(ids[2]).is_some());

    naima.exchanges();
    assert_eq!(naima.stands().waiting(), 0);
    for id in ids {
        let record = region.record(id).unwrap();
        assert_eq!(record.field("sales"), Some(&Value::Integer(2)));
        assert!(record.disputes().is_empty(), "no change is taken for two");
    }
}
