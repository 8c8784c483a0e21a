//! Random histories of phones, people and an endpoint, through a bad network and failing storage.

use record::{AuthorId, DeviceId};
use simulation::{Plan, Twin, alone, live, shrink, simulate};
use sync::memory::MemoryOffice;
use sync::{Epoch, Facts, Grants, Head, Part, Received, Request, Response, Session};

/// A simulation in which nothing went wrong would prove nothing.
const FAULTS: [(&str, u64); 40] = [
    ("answer cut", 500),
    ("answer lost after the commit", 500),
    ("app started again", 500),
    ("backup verified", 100),
    ("base altered on a phone", 200),
    ("clock jumps", 500),
    ("crash at a storage step", 500),
    ("crash at a storage step, commit kept", 500),
    ("disk full", 500),
    ("draft handed over", 500),
    ("endpoint busy", 200),
    ("endpoint crashed within a transaction", 500),
    ("endpoint restarted", 200),
    ("endpoint restored from a backup", 200),
    ("entry admitted", 200),
    ("entry dismissed", 200),
    ("file damaged", 200),
    ("file from a phone", 500),
    ("file from the second copy", 100),
    ("file taken in", 500),
    ("form published after it was used", 200),
    ("form upgraded in flight", 500),
    ("grants changed", 500),
    ("old protocol", 500),
    ("overtaken by another tab", 500),
    ("phone copied", 200),
    ("phone enrolled again", 20),
    ("phone lost for good", 100),
    ("phone rolled back", 200),
    ("record erased by law", 200),
    ("record moved between scopes", 500),
    ("record removed", 500),
    ("request cut", 200),
    ("request delayed", 500),
    ("request delivered late", 200),
    ("request duplicated", 200),
    ("request lost", 500),
    ("second tab", 500),
    ("store truncated", 200),
    ("store wiped", 200),
];

#[test]
fn nothing_is_lost_in_two_thousand_random_histories() {
    let report = simulate((0..2_000).map(|seed| Plan::of(seed, 4, 120)), &alone);
    assert!(report.failed.is_empty(), "{:#?}", report.failed);
    assert_eq!(report.seeds, 2_000);
    let sum = report.sum;
    assert!(sum.changes > 40_000 && sum.held > 4_000 && sum.disputes_made > 2_000, "{sum:?}");
    assert_eq!(sum.disputes_made, sum.disputes_shown);
    for (fault, least) in FAULTS {
        let count = report.tally.counts.get(fault).copied().unwrap_or_default();
        assert!(count >= least, "{fault}: only {count} times");
    }
}

#[test]
fn a_history_replays_exactly() {
    let plan = Plan::of(7, 4, 120);
    let (first, second) = (live(&plan, &alone, true), live(&plan, &alone, true));
    assert!(first.story.len() > 100);
    assert_eq!(first.story, second.story);
}

/// A database that answers as it should, until it is to be restored.
#[derive(Default)]
struct Fragile(MemoryOffice);

impl Twin for Fragile {
    fn starts(&mut self, epoch: Epoch) {
        self.0.start(epoch);
    }

    fn grants(&mut self, person: AuthorId, grants: &Grants) {
        self.0.grant(person, grants.clone());
    }

    fn enrols(&mut self, device: DeviceId, person: AuthorId) {
        self.0.enrol(device, person);
    }

    fn answers(&mut self, session: &Session, request: &Request, facts: &Facts<'_>) -> Response {
        self.0.answer(session, request, facts)
    }

    fn receives(&mut self, session: &Session, parts: &[Part], facts: &Facts<'_>) -> Vec<Received> {
        self.0.receive(session, parts, facts)
    }

    fn crashes(&mut self, _: &Session, _: &Request, _: &Facts<'_>, _: u32) {}

    fn is_backed_up(&mut self) {}

    fn is_restored(&mut self, _: usize) {
        panic!("it does not come up again");
    }

    fn holds_safely(&mut self, device: DeviceId, head: Head) {
        self.0.hold_safely(device, head);
    }

    fn must_equal(&mut self, office: &MemoryOffice) {
        assert_eq!(&self.0, office);
    }
}

#[test]
fn a_history_that_fails_is_made_short_and_still_fails() {
    let fragile = || -> Option<Box<dyn Twin>> { Some(Box::new(Fragile::default())) };
    let mut plans = (0..100).map(|seed| Plan::of(seed, 4, 120));
    let failing = plans.find(|plan| live(plan, &fragile, false).ended.is_err()).expect("one has a restore");
    let shortest = shrink(&failing, &fragile);
    // A backup, and its restore.
    assert_eq!((shortest.steps().len(), shortest.devices), (2, 1), "{shortest}");
    let lived = live(&shortest, &fragile, true);
    assert!(lived.ended.is_err_and(|said| said.contains("it does not come up again")));
    assert!(lived.story.len() < 6, "{:#?}", lived.story);
}
