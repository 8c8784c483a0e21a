//! Taking in what is held, or deciding against it.
//!
//! The office does either once and for all, so a decision is held back while it can be undone, then saved in this
//! person's own log.

use crate::account::account;
use crate::parts::HeldBack;
use crate::records::{Problem, records};
use leptos::prelude::*;
use record::DeviceId;
use std::collections::BTreeSet;
use sync::{Act, Decision};

/// Which entry of which log.
pub type Place = (DeviceId, u64);

/// The decisions that are being made. Provided to the desk.
#[derive(Clone, Copy)]
pub struct Deciding {
    held: HeldBack<Act>,
    /// The entries about which a decision is saved on this device.
    decided: RwSignal<BTreeSet<Place>>,
    /// Why the last decision was not saved.
    pub failed: RwSignal<Option<Problem>>,
}

/// Provides it, learns what this device has decided, and saves what a closed page had left.
pub fn provide() -> Deciding {
    let (records, account) = (records(), account());
    let decided = RwSignal::new(BTreeSet::new());
    let save = move |act: Act| async move {
        let place = decision(&act).map(at);
        records.decide(act).await?;
        decided.update(|decided| decided.extend(place));
        Ok(())
    };
    let held = HeldBack::new("deciding", save);
    let deciding = Deciding { held, decided, failed: held.failed };
    provide_context(deciding);
    held.take_up(move |left: Vec<Act>| async move {
        // Without the log it cannot be told what is in it already: then nothing is done twice.
        let Ok(known) = records.decisions(!left.is_empty()).await else { return Vec::new() };
        let known: BTreeSet<Place> = known.iter().map(at).collect();
        let me = account.me_now().map(|me| me.person.id);
        let is_left =
            |act: &Act| decision(act).is_some_and(|it| Some(it.author) == me && !known.contains(&at(it)));
        let left = left.into_iter().filter(is_left).collect();
        decided.update(|decided| decided.extend(known));
        left
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
        let chosen = self.held.find(|act| decision(act).filter(|it| at(it) == place).map(drop));
        chosen.is_none() && !self.decided.with(|decided| decided.contains(&place))
    }

    /// Decides about these entries; `done` says so, for ten seconds.
    pub fn choose(self, acts: Vec<Act>, done: String) {
        self.held.choose(acts, done);
    }

    /// Saves what is decided now, as before the desk is left.
    pub async fn conclude(self) {
        self.held.conclude().await;
    }
}

fn at(decision: &Decision) -> Place {
    (decision.device, decision.index)
}
