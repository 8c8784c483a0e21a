//! Stores that were lost, cut off or put back as they were at another time, and the second copy beside them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "region/mod.rs"]
mod region;

use record::*;
use region::*;
use sync::memory::Memory;
use sync::*;

/// The phone's browser loses the store when everything is sent: its log begins anew at what the office has.
fn loses_the_store(phone: &Phone) {
    let mark = Mark::of(&phone.stands());
    phone.is_rolled_back_to(Memory::default().tables());
    assert!(phone.recovers(mark, Vec::new()).emptied);
}

#[test]
fn a_store_recreated_empty_gets_everything_unsent_back_from_the_second_copy() {
    let region = region();
    let naima = region.worker("Naïma");
    naima.saves("Fatima", &[("sales", 1)]);
    naima.exchanges();
    let unsent = naima.saves("Aïcha", &[("sales", 2)]);
    let (mark, copies) = (Mark::of(&naima.stands()), naima.unsent());

    naima.is_rolled_back_to(Default::default());
    let recovered = naima.recovers(mark, copies);
    assert_eq!(recovered, Recovered { replayed: 1, missing: 0, emptied: true });
    naima.exchanges();
    assert_eq!(naima.holds(), 2, "and what was at the office is read again");
    assert_eq!(region.office.borrow().records[&unsent].record.field("sales"), Some(&Value::Integer(2)));
    assert_eq!(region.office.borrow().logs.len(), 1, "as the same device");
}

#[test]
fn a_tail_cut_off_comes_back_and_what_has_no_copy_is_counted() {
    let region = region();
    let naima = region.worker("Naïma");
    naima.saves("Fatima", &[("sales", 1)]);
    let earlier = naima.store.tables();
    for name in ["Aïcha", "Zahra", "Salma"] {
        naima.saves(name, &[("sales", 2)]);
    }
    let (mark, mut copies) = (Mark::of(&naima.stands()), naima.unsent());
    copies.retain(|copy| copy.index != 3);

    naima.is_rolled_back_to(earlier);
    assert_eq!(naima.recovers(mark, copies), Recovered { replayed: 2, missing: 1, emptied: false });
    naima.exchanges();
    assert_eq!(region.office.borrow().records.len(), 3);
    assert_eq!(naima.recovers(Mark::of(&naima.stands()), Vec::new()), Recovered::default());
}

#[test]
fn a_store_from_before_its_log_parted_gets_back_what_is_unsent() {
    let region = region();
    let naima = region.worker("Naïma");
    let early = naima.store.tables();
    naima.saves("Fatima", &[("sales", 1)]);
    naima.asks_and_hears_nothing();
    naima.is_rolled_back_to(early.clone());
    naima.exchanges();
    assert_ne!(naima.stands().device, DeviceId::derived("phone", &["Naïma"]));
    let unsent = naima.saves("Aïcha", &[("sales", 2)]);
    let (mark, copies) = (Mark::of(&naima.stands()), naima.unsent());

    // The browser loses the store's last writes, back to the time of its first identity.
    naima.is_rolled_back_to(early);
    assert_eq!(naima.recovers(mark, copies).replayed, 1);
    naima.exchanges();
    assert!(region.record(unsent).is_some());
    assert_eq!(naima.recovers(Mark::of(&naima.stands()), Vec::new()), Recovered::default());
}

#[test]
fn a_store_from_before_its_log_parted_says_nothing_of_the_places_in_the_new_one() {
    let region = region();
    let naima = region.worker("Naïma");
    naima.saves("Fatima", &[("sales", 1)]);
    naima.exchanges();
    let mark = Mark::of(&naima.stands());
    loses_the_store(&naima);
    naima.exchanges();
    let early = naima.store.tables();
    naima.saves("Zahra", &[("sales", 2)]);
    naima.exchanges();
    naima.is_rolled_back_to(early.clone());
    naima.exchanges();
    assert_ne!(naima.stands().device, mark.device, "the log has parted");
    let unsent = naima.saves("Aïcha", &[("sales", 3)]);
    let (mark, copies) = (Mark::of(&naima.stands()), naima.unsent());
    assert_eq!(copies[0].index, 1, "the first of the new log");

    // The store's last writes are lost, back to the time of the old log, in which the first is accepted.
    naima.is_rolled_back_to(early);
    assert_eq!(naima.recovers(mark, copies).replayed, 1);
    naima.exchanges();
    assert!(region.record(unsent).is_some());
}

#[test]
fn a_store_of_another_past_than_its_second_copy_says_nothing_of_the_places_in_it() {
    let region = region();
    let naima = region.worker("Naïma");
    let yesterday = naima.store.tables();
    naima.saves("Fatima", &[("sales", 1)]);
    naima.exchanges();
    loses_the_store(&naima);
    let of_one_past = naima.store.tables();
    // The whole phone is as it was yesterday, and goes another way.
    naima.is_rolled_back_to(yesterday);
    let unsent = naima.saves("Aïcha", &[("sales", 2)]);
    let (mark, copies) = (Mark::of(&naima.stands()), naima.unsent());
    assert_eq!(copies[0].index, mark.head.index);
    assert_eq!(mark.head.index, 1, "the place that the accepted entry has on the other way");

    naima.is_rolled_back_to(of_one_past);
    assert_eq!(naima.recovers(mark, copies).replayed, 1);
    naima.exchanges();
    assert!(region.record(unsent).is_some());
    assert_eq!(region.office.borrow().records.len(), 2);
}

#[test]
fn a_store_without_a_log_gets_no_copy_back_that_it_knows_as_accepted() {
    let region = region();
    let naima = region.worker("Naïma");
    naima.saves("Fatima", &[("sales", 1)]);
    let (before, mut copies) = (Mark::of(&naima.stands()), naima.unsent());
    naima.exchanges();
    loses_the_store(&naima);
    let without_log = naima.store.tables();
    let unsent = naima.saves("Aïcha", &[("sales", 2)]);
    // The second copy has not been written again since the exchange: it still has the first entry.
    copies.extend(naima.unsent());
    let mark = Mark { head: naima.stands().head, ..before };

    naima.is_rolled_back_to(without_log);
    assert_eq!(naima.recovers(mark, copies).replayed, 1);
    naima.exchanges();
    assert!(region.record(unsent).is_some());
    assert_eq!(region.outcomes(mark.device).len(), 2, "and nothing is sent twice");
}
