//! Many plans, each run to its end.

use crate::ledger::{self, Sum};
use crate::world::{Plan, Tally, World};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

/// What a run of many seeds came to.
#[derive(Default)]
pub struct Report {
    pub seeds: u64,
    pub failed: Vec<(Plan, String)>,
    pub sum: Sum,
    pub tally: Tally,
}

/// Runs each plan to its end and checks what must be true then.
pub fn simulate(plans: impl Iterator<Item = Plan>) -> Report {
    let mut report = Report::default();
    let heard = std::panic::take_hook();
    let place: Arc<Mutex<String>> = Arc::default();
    let noted = place.clone();
    std::panic::set_hook(Box::new(move |panic| {
        let at = panic.location().map(ToString::to_string).unwrap_or_default();
        noted.lock().unwrap_or_else(PoisonError::into_inner).clone_from(&at);
    }));
    for plan in plans {
        report.seeds += 1;
        let mut tally = Tally::default();
        let outcome = catch_unwind(AssertUnwindSafe(|| one(plan, &mut tally)));
        match outcome {
            Ok(sum) => {
                report.sum.changes += sum.changes;
                report.sum.held += sum.held;
                report.sum.disputes += sum.disputes;
            }
            Err(panic) => {
                let said = panic.downcast_ref::<String>().cloned();
                let said = said.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
                let place = place.lock().unwrap_or_else(PoisonError::into_inner);
                report.failed.push((plan, format!("{} at {place}", said.unwrap_or_default())));
            }
        }
        for (what, count) in tally.counts {
            *report.tally.counts.entry(what).or_default() += count;
        }
    }
    std::panic::set_hook(heard);
    report
}

fn one(plan: Plan, tally: &mut Tally) -> Sum {
    let mut world = World::new(plan);
    for _ in 0..plan.steps {
        world.step();
    }
    world.settle();
    let sum = ledger::check(&world);
    *tally = world.tally.take();
    sum
}
