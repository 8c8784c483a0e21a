//! Many plans, each run to its end.

use crate::check::Sum;
use crate::plan::Plan;
use crate::twin::Twin;
use crate::world::World;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

/// How often each fault was injected.
#[derive(Clone, Default, Debug)]
pub struct Tally {
    /// By kind.
    pub counts: BTreeMap<&'static str, u64>,
}

impl Tally {
    pub(crate) fn note(&mut self, what: &'static str) {
        *self.counts.entry(what).or_default() += 1;
    }
}

/// What a run of many seeds came to.
#[derive(Default)]
pub struct Report {
    /// How many histories were lived through.
    pub seeds: u64,
    /// Those that broke a promise, and which.
    pub failed: Vec<(Plan, String)>,
    /// What they ended with, together.
    pub sum: Sum,
    /// The faults in them.
    pub tally: Tally,
}

/// Makes a twin for each history, if there is to be one.
pub type MakeTwin<'a> = &'a dyn Fn() -> Option<Box<dyn Twin>>;

/// Histories without a twin.
pub fn alone() -> Option<Box<dyn Twin>> {
    None
}

/// Runs each plan to its end and checks what must be true then.
pub fn simulate(plans: impl Iterator<Item = Plan>, twin: MakeTwin<'_>) -> Report {
    let mut report = Report::default();
    for plan in plans {
        report.seeds += 1;
        let lived = live(&plan, twin, false);
        match lived.ended {
            Ok(sum) => report.sum.add(sum),
            Err(said) => report.failed.push((plan, said)),
        }
        for (what, count) in lived.tally.counts {
            *report.tally.counts.entry(what).or_default() += count;
        }
    }
    report
}

/// One history lived through.
pub struct Lived {
    /// What it ended with, or which promise it broke.
    pub ended: Result<Sum, String>,
    /// The faults in it.
    pub tally: Tally,
    /// What happened, line by line, if it was to be told.
    pub story: Vec<String>,
}

/// Lives through one history.
pub fn live(plan: &Plan, twin: MakeTwin<'_>, told: bool) -> Lived {
    let quiet = Quiet::begin();
    let mut world = World::new(plan, twin(), told);
    let ended = catch_unwind(AssertUnwindSafe(|| {
        for step in plan.steps() {
            world.step(step);
        }
        world.settle_and_check()
    }));
    let ended = ended.map_err(|panic| {
        let said = panic.downcast_ref::<String>().cloned();
        let said = said.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        format!("{} at {}", said.unwrap_or_default(), quiet.place())
    });
    let story = world.story.as_ref().map(|story| story.take()).unwrap_or_default();
    Lived { ended, tally: world.tally.take(), story }
}

type Hook = Box<dyn Fn(&std::panic::PanicHookInfo<'_>) + Sync + Send>;

/// While it lives, a panic says nothing but where it was.
struct Quiet {
    heard: Option<Hook>,
    place: Arc<Mutex<String>>,
}

impl Quiet {
    fn begin() -> Self {
        let heard = std::panic::take_hook();
        let place: Arc<Mutex<String>> = Arc::default();
        let noted = place.clone();
        std::panic::set_hook(Box::new(move |panic| {
            let at = panic.location().map(ToString::to_string).unwrap_or_default();
            noted.lock().unwrap_or_else(PoisonError::into_inner).clone_from(&at);
        }));
        Self { heard: Some(heard), place }
    }

    fn place(&self) -> String {
        self.place.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        if let Some(heard) = self.heard.take() {
            std::panic::set_hook(heard);
        }
    }
}

impl Sum {
    fn add(&mut self, other: Self) {
        self.changes += other.changes;
        self.held += other.held;
        self.disputes_made += other.disputes_made;
        self.disputes_shown += other.disputes_shown;
        self.holes += other.holes;
        self.lasted += other.lasted;
    }
}
