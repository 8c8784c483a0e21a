//! Taking in what is held, or deciding against it.
//!
//! The office does either once and for all, so a decision is held back for the ten seconds in which it can be undone,
//! then saved in this person's own log; until then the page says that it *will* be done. It waits in localStorage too:
//! a page that is closed meanwhile saves it when the desk is opened again.

use crate::account::{Account, account};
use crate::browser::clock::{self, Later};
use crate::browser::journal;
use crate::parts::{Undo, undo};
use crate::records::{Loaded, Problem, Records, records};
use leptos::prelude::*;
use leptos::task::spawn_local;
use record::DeviceId;
use std::collections::BTreeSet;
use sync::{Act, Decision};

const HELD_BACK_MILLIS: u32 = 10_000;
const NOTE: &str = "deciding";

/// Which entry of which log.
pub type Place = (DeviceId, u64);

/// The decisions that are being made. Provided to the desk.
#[derive(Clone, Copy)]
pub struct Deciding {
    records: Records,
    account: Account,
    undo: Undo,
    chosen: RwSignal<Vec<Act>>,
    /// The entries about which a decision is saved on this device.
    decided: RwSignal<BTreeSet<Place>>,
    timer: StoredValue<Option<Later>, LocalStorage>,
    /// Why the last decision was not saved.
    pub failed: RwSignal<Option<Problem>>,
}

/// Provides it, and saves what a closed page had left.
pub fn provide() -> Deciding {
    let deciding = Deciding {
        records: records(),
        account: account(),
        undo: undo(),
        chosen: RwSignal::new(Vec::new()),
        decided: RwSignal::new(BTreeSet::new()),
        timer: StoredValue::new_local(None),
        failed: RwSignal::new(None),
    };
    provide_context(deciding);
    let begun = StoredValue::new(false);
    Effect::new(move || {
        if deciding.records.opened() == Loaded::Ready(()) && !begun.get_value() {
            begun.set_value(true);
            spawn_local(deciding.take_up());
        }
    });
    deciding
}

/// The decision that an act makes.
fn decision(act: &Act) -> Option<&Decision> {
    match act {
        Act::Admit(decision) | Act::Dismiss(decision) => Some(decision),
        Act::Change(_) => None,
    }
}

impl Deciding {
    /// Whether an entry waits for a decision still, as far as this device knows, followed.
    pub fn is_open(self, place: Place) -> bool {
        let chosen = self.chosen.with(|acts| acts.iter().filter_map(decision).any(|it| at(it) == place));
        !chosen && !self.decided.with(|decided| decided.contains(&place))
    }

    /// Decides about these entries; `done` says so, for ten seconds.
    pub fn choose(self, acts: Vec<Act>, done: String) {
        self.save();
        journal::keep_note(NOTE, &acts);
        self.failed.set(None);
        self.chosen.set(acts);
        self.timer.set_value(Some(clock::later(HELD_BACK_MILLIS, move || self.save())));
        self.undo.offer(done, move || self.leave());
    }

    /// Leaves the entries as they are.
    fn leave(self) {
        self.timer.set_value(None);
        self.chosen.set(Vec::new());
        journal::forget_note(NOTE);
    }

    /// Saves what is decided now, as before the desk is left.
    pub async fn conclude(self) {
        self.save_all(self.take()).await;
    }

    fn save(self) {
        spawn_local(self.save_all(self.take()));
    }

    /// What is decided and not saved; from now on it cannot be undone.
    fn take(self) -> Vec<Act> {
        let acts = self.chosen.get_untracked();
        if !acts.is_empty() {
            self.decided.update(|decided| decided.extend(acts.iter().filter_map(decision).map(at)));
            self.leave();
        }
        acts
    }

    async fn save_all(self, acts: Vec<Act>) {
        if acts.is_empty() {
            return;
        }
        for (done, act) in acts.iter().enumerate() {
            // What is left is kept until it is in the log.
            journal::keep_note(NOTE, &acts[done..]);
            if let Err(problem) = self.records.decide(act.clone()).await {
                let left = acts[done..].iter().filter_map(decision).map(at).collect::<Vec<_>>();
                self.decided.update(|decided| decided.retain(|place| !left.contains(place)));
                self.failed.set(Some(problem));
                break;
            }
        }
        journal::forget_note(NOTE);
    }

    /// Learns what this device has decided, and saves what a closed page had left, if the same person left it and it
    /// is not in the log already.
    async fn take_up(self) {
        let left: Vec<Act> = journal::note(NOTE).unwrap_or_default();
        let Ok(decided) = self.records.decisions(!left.is_empty()).await else { return };
        let decided: BTreeSet<Place> = decided.iter().map(at).collect();
        let me = self.account.me_now().map(|me| me.person.id);
        let is_left =
            |act: &&Act| decision(act).is_some_and(|it| Some(it.author) == me && !decided.contains(&at(it)));
        let left: Vec<Act> = left.iter().filter(is_left).cloned().collect();
        self.decided.update(|known| known.extend(decided));
        self.decided.update(|known| known.extend(left.iter().filter_map(decision).map(at)));
        if !left.is_empty() {
            self.save_all(left).await;
        }
    }
}

fn at(decision: &Decision) -> Place {
    (decision.device, decision.index)
}
