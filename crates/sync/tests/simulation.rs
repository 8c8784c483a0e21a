//! Random histories of phones, people and an endpoint, through a bad network and failing stores.

#![expect(clippy::expect_used, reason = "a simulation that cannot go on has found something, and says where")]

#[path = "../examples/simulate/ledger.rs"]
mod ledger;
#[path = "../examples/simulate/simulation.rs"]
mod simulation;
#[path = "../examples/simulate/world.rs"]
mod world;

use world::Plan;

#[test]
fn nothing_is_lost_in_five_hundred_random_histories() {
    let report = simulation::simulate((0..500).map(|seed| Plan { seed, devices: 4, steps: 120 }));
    assert!(report.failed.is_empty(), "{:#?}", report.failed);
    // A simulation in which nothing went wrong would prove nothing.
    assert_eq!(report.seeds, 500);
    assert!(
        report.sum.changes > 10_000 && report.sum.held > 1_000 && report.sum.disputes > 500,
        "{:?}",
        report.sum
    );
    for fault in [
        "answer cut",
        "answer lost after the commit",
        "app started again",
        "clock jumps",
        "crash at a storage step",
        "crash at a storage step, commit kept",
        "disk full",
        "grants changed",
        "overtaken by another tab",
        "record moved between scopes",
        "request delayed",
        "request delivered late",
        "request duplicated",
        "request lost",
        "second tab",
    ] {
        assert!(report.tally.counts.get(fault).is_some_and(|&count| count > 100), "{fault} is too rare");
    }
}
