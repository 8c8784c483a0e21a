//! A phone that the office has withdrawn, because it is lost or its person has left: what was saved on it is taken
//! first, nothing is told to it, and then it is empty.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "region/mod.rs"]
mod region;

use record::*;
use region::*;
use std::collections::BTreeMap;
use sync::*;

const ROOMY: usize = 32 * 1024;
const WITHDRAWN: Stopped = Stopped::Trouble(Trouble::Withdrawn);

#[test]
fn what_a_withdrawn_phone_has_not_sent_is_held_until_a_coordinator_has_looked() {
    let region = region();
    let (naima, salma) = (region.worker("Naïma"), region.coordinator("Salma"));
    let sent = naima.saves("Fatima", &[("sales", 1)]);
    naima.exchanges();
    naima.saves_on(sent, &[("sales", 2)]);
    let unsent = naima.saves("Brahim", &[]);
    naima.is_withdrawn();

    assert_eq!(naima.hands_over(ROOMY), Err(WITHDRAWN));
    let device = naima.session().device;
    let held = Outcome::Held(Reason::Withdrawn);
    assert_eq!(region.outcomes(device), [Outcome::Merged, held.clone(), held]);
    assert_eq!(region.record(sent).unwrap().field("sales"), Some(&Value::Integer(1)));

    salma.exchanges();
    salma.decides_about_the(1, device, sent, true);
    salma.decides(device, unsent, false);
    salma.exchanges();
    assert_eq!(region.outcomes(device), [Outcome::Merged, Outcome::Admitted, Outcome::Dismissed]);
    assert_eq!(salma.sees(sent).field("sales"), Some(&Value::Integer(2)));
}

#[test]
fn a_withdrawn_phone_is_told_nothing_new() {
    let region = region();
    let (naima, brahim) = (region.worker("Naïma"), region.worker("Brahim"));
    brahim.exchanges();
    brahim.is_withdrawn();
    let new = naima.saves("Fatima", &[]);
    naima.exchanges();
    assert_eq!(brahim.hands_over(ROOMY), Err(WITHDRAWN));
    assert_eq!(brahim.shown(new), None);
}

#[test]
fn a_withdrawn_phone_is_emptied_only_when_the_office_has_everything() {
    let region = region();
    let naima = region.worker("Naïma");
    for n in 0..20 {
        naima.saves(&format!("Somebody {n}"), &[]);
    }
    naima.is_withdrawn();
    let refused = naima.lets_go_of_everything();
    assert!(matches!(refused, Err(EnrolError::UnsentWork { entries: 20, .. })), "{refused:?}");

    // The first request carries some of it, and its answer is lost.
    let request = naima.request();
    assert_eq!(request.entries.len(), 20);
    let some = Request { entries: request.entries[..7].to_vec(), ..request };
    assert!(matches!(naima.asks(&some), Response::Withdrawn { accepted: Head { index: 7, .. } }));
    assert_eq!(naima.holds(), 20);

    assert_eq!(naima.hands_over(1), Err(WITHDRAWN));
    assert_eq!(region.outcomes(naima.session().device).len(), 20);
    naima.lets_go_of_everything().unwrap();
    assert!(naima.store.tables().values().all(BTreeMap::is_empty));
}

#[test]
fn a_withdrawn_phone_that_was_rolled_back_hands_over_all_the_same() {
    let region = region();
    let naima = region.worker("Naïma");
    naima.saves("Fatima", &[]);
    let yesterday = naima.store.tables();
    naima.saves("Brahim", &[]);
    naima.exchanges();
    naima.is_rolled_back_to(yesterday);
    let unsent = naima.saves("Salma", &[]);
    naima.is_withdrawn();
    assert_eq!(naima.hands_over(ROOMY), Err(WITHDRAWN));
    let last = region.outcomes(naima.session().device).pop();
    assert_eq!((last, region.record(unsent)), (Some(Outcome::Held(Reason::Withdrawn)), None));
}

#[test]
fn what_a_withdrawn_coordinator_decided_is_held_too() {
    let region = region();
    let (naima, salma) = (region.worker("Naïma"), region.coordinator("Salma"));
    let id = naima.saves("Fatima", &[]);
    naima.exchanges();
    salma.exchanges();
    salma.judges(id, Verdict::Approved);
    salma.is_withdrawn();
    assert_eq!(salma.hands_over(ROOMY), Err(WITHDRAWN));
    assert_eq!(region.outcomes(salma.session().device), [Outcome::Held(Reason::Withdrawn)]);
    assert_eq!(region.record(id).unwrap().field("@review"), None);
}

#[test]
fn a_phone_that_comes_back_goes_on_where_it_was() {
    let region = region();
    let naima = region.worker("Naïma");
    let id = naima.saves("Fatima", &[]);
    naima.is_withdrawn();
    assert_eq!(naima.hands_over(ROOMY), Err(WITHDRAWN));
    naima.comes_back();
    naima.exchanges();
    assert_eq!(naima.held(), 1);
    assert!(naima.shown(id).is_some(), "it is still on the phone");
}
