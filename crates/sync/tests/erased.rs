//! A record that is erased by law: nothing of what it said is left on any side, the chains of the logs still verify, both
//! sides still agree, and nothing brings it back.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "region/mod.rs"]
mod region;

use record::*;
use region::*;
use sync::*;

const NAME: &str = "Fatima Aït Ali";

fn is_named(phone: &Phone, id: RecordId, name: &str) {
    phone.writes(id, "name", Some(Value::Text(name.into())));
}

/// Naïma has registered somebody by this name, and Salma, who coordinates, has read it.
fn somebody_named(region: &Region) -> (Phone, Phone, RecordId) {
    let (naima, salma) = (region.worker("Naïma"), region.coordinator("Salma"));
    let id = naima.saves("Fatima", &[("sales", 1)]);
    is_named(&naima, id, NAME);
    naima.exchanges();
    salma.exchanges();
    (naima, salma, id)
}

fn erases(phone: &Phone, id: RecordId) {
    phone.writes(id, Path::erased().as_str(), Some(Value::Text("asked for in writing".into())));
}

/// Every log at the endpoint, from its beginning, comes to the head that the endpoint has of it.
fn chains_verify(region: &Region) {
    for log in region.backup().logs.values() {
        let head = log.entries.values().fold(Head::EMPTY, |head, entry| {
            let next = head.then(&entry.payload);
            assert_eq!(next.hash, entry.hash);
            next
        });
        assert_eq!(head, log.known.head);
    }
}

#[test]
fn nothing_of_an_erased_record_is_left_on_any_side_and_the_chains_still_verify() {
    let region = region();
    let (naima, brahim, salma) =
        (region.worker("Naïma"), region.worker("Brahim"), region.coordinator("Salma"));
    let id = naima.saves("Fatima", &[("sales", 1)]);
    is_named(&naima, id, NAME);
    naima.exchanges();
    brahim.exchanges();
    salma.exchanges();
    // Somebody writes without having heard of it, and has signal only later.
    is_named(&brahim, id, "Fatima Aït Ali, 06 12 34 56 78");

    erases(&salma, id);
    salma.exchanges();
    assert!(!office_holds(&region, NAME), "in the endpoint's database");
    for phone in [&naima, &brahim, &salma] {
        phone.exchanges();
        phone.exchanges();
        assert!(!holds(phone, NAME), "on a phone");
        assert_eq!(phone.unsent(), []);
        assert!(phone.sees(id).is_erased());
    }
    assert!(!office_holds(&region, NAME), "what came later");
    chains_verify(&region);
    naima.exchanges();
    assert_eq!(naima.sees(id), region.record(id).unwrap());
    assert_eq!(brahim.sees(id), region.record(id).unwrap());
    for phone in [&naima, &brahim, &salma] {
        phone.compares();
        phone.exchanges();
        let proof = phone.stands().proof.unwrap();
        assert_eq!((proof.mended, proof.equal), (0, true), "{proof:?}");
    }
}

#[test]
fn an_endpoint_restored_from_before_an_erasure_is_told_of_it_again() {
    let region = region();
    let (naima, salma, id) = somebody_named(&region);
    let backup = region.backup();
    erases(&salma, id);
    salma.exchanges();
    naima.exchanges();
    region.is_restored(&backup);
    assert!(office_holds(&region, NAME));
    naima.exchanges();
    salma.exchanges();
    naima.exchanges();
    assert!(!office_holds(&region, NAME));
    assert!(!holds(&naima, NAME) && !holds(&salma, NAME));
    chains_verify(&region);

    // A backup from before there was anything: the logs are offered from the beginning, without the answers.
    region.is_restored(&emptied(&region));
    naima.exchanges();
    salma.exchanges();
    naima.exchanges();
    assert!(region.record(id).unwrap().is_erased());
    assert!(!office_holds(&region, NAME));
    chains_verify(&region);
}

#[test]
fn what_is_written_on_an_erased_record_stays_nowhere() {
    let region = region();
    let (naima, salma) = (region.worker("Naïma"), region.coordinator("Salma"));
    let id = naima.saves("Fatima", &[("sales", 1)]);
    naima.exchanges();
    salma.exchanges();
    erases(&salma, id);
    salma.exchanges();
    naima.exchanges();
    is_named(&naima, id, NAME);
    naima.exchanges();
    assert!(!holds(&naima, NAME), "in her own log too");
    assert!(!office_holds(&region, NAME));
    assert!(naima.unsent().is_empty());

    // Nor when she may no longer see the record, and is told nothing of it.
    region.grants(&naima, "OTHER", "");
    naima.exchanges();
    is_named(&naima, id, NAME);
    naima.exchanges();
    assert!(!holds(&naima, NAME));
    assert!(!office_holds(&region, NAME));
    chains_verify(&region);
}

#[test]
fn a_backup_from_before_an_erasure_is_erased_again_before_anybody_asks() {
    let region = region();
    let (_, salma, id) = somebody_named(&region);
    let backup = region.backup();
    erases(&salma, id);
    salma.exchanges();
    let erased = region.record(id).unwrap();
    region.is_restored(&backup);
    assert!(office_holds(&region, NAME));
    region.erases_again(&[erased]);
    assert!(region.record(id).unwrap().is_erased());
    assert!(!office_holds(&region, NAME));
    chains_verify(&region);
}

/// The endpoint's database with its people and without any entry or record.
fn emptied(region: &Region) -> memory::MemoryOffice {
    let mut office = region.backup();
    office.records.clear();
    for log in office.logs.values_mut() {
        log.entries.clear();
        log.known = DeviceLog { acknowledged: log.known.acknowledged.clone(), ..Default::default() };
    }
    office
}

#[test]
fn only_a_coordinator_of_its_scopes_erases() {
    let region = region();
    let naima = region.worker("Naïma");
    let id = naima.saves("Fatima", &[("sales", 1)]);
    naima.exchanges();
    erases(&naima, id);
    naima.exchanges();
    let outcomes = region.outcomes(naima.session().device);
    assert_eq!(outcomes, [Outcome::Merged, Outcome::Held(Reason::NotACoordinator)]);
    assert_eq!(region.record(id).unwrap().field("sales"), Some(&Value::Integer(1)));
}

#[test]
fn what_was_held_of_an_erased_record_is_dismissed_and_its_author_hears_of_it() {
    let region = region();
    let (naima, brahim, salma) =
        (region.worker("Naïma"), region.worker_in("Brahim", "OTHER", ""), region.coordinator("Salma"));
    let id = naima.saves("Fatima", &[("sales", 1)]);
    naima.exchanges();
    salma.exchanges();
    is_named(&brahim, id, NAME);
    brahim.exchanges();
    assert_eq!(region.outcomes(brahim.session().device), [Outcome::Held(Reason::Rights)]);
    erases(&salma, id);
    salma.exchanges();
    assert!(!office_holds(&region, NAME));
    is_named(&brahim, id, "Fatima again");
    brahim.exchanges();
    assert_eq!(region.outcomes(brahim.session().device), [Outcome::Dismissed, Outcome::Dismissed]);
    assert!(!office_holds(&region, "Fatima again"));
    assert_eq!(brahim.unsent(), []);
    chains_verify(&region);
}

#[test]
fn a_phone_that_offers_the_whole_log_again_brings_nothing_back() {
    let region = region();
    let (naima, salma) = (region.worker("Naïma"), region.coordinator("Salma"));
    let id = naima.saves("Fatima", &[("sales", 1)]);
    is_named(&naima, id, NAME);
    naima.exchanges();
    let copy = region.copy_of(&naima);
    salma.exchanges();
    erases(&salma, id);
    salma.exchanges();
    naima.exchanges();
    // The copy goes another way: it takes a new identity, and offers all that it had.
    copy.saves("Brahim", &[]);
    naima.saves("Zahra", &[]);
    naima.exchanges();
    copy.exchanges();
    copy.exchanges();
    assert!(region.record(id).unwrap().is_erased());
    assert!(!office_holds(&region, NAME));
    assert!(!holds(&copy, NAME));
    chains_verify(&region);
}

#[test]
fn an_erased_record_leaves_the_pack_that_it_was_read_in_and_the_others_stay() {
    let region = region();
    let (naima, brahim, salma) =
        (region.worker("Naïma"), region.worker("Brahim"), region.coordinator("Salma"));
    let ids: Vec<RecordId> = (0..100)
        .map(|n| {
            let id = naima.saves(&format!("Somebody {n}"), &[("sales", n)]);
            is_named(&naima, id, &format!("{NAME} {n};"));
            id
        })
        .collect();
    naima.exchanges();
    brahim.exchanges();
    salma.exchanges();
    assert!(!brahim.store.tables()[&Table::Packs].is_empty(), "they were read as a pack");
    erases(&salma, ids[50]);
    salma.exchanges();
    for phone in [&naima, &brahim, &salma] {
        phone.exchanges();
        assert!(!holds(phone, &format!("{NAME} 50;")));
        phone.starts_again();
        assert_eq!(phone.holds(), 100);
        assert_eq!(phone.sees(ids[51]).field("name"), Some(&Value::Text(format!("{NAME} 51;"))));
        assert!(phone.sees(ids[50]).is_erased());
    }
}
