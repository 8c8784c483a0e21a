//! Decisions about held entries, and what became of one's own.

use super::{Problem, Records};
use crate::browser::{clock, journal};
use record::Change;
use std::collections::BTreeSet;
use sync::{Act, Decision, Mark, Outcome};

impl Records {
    /// Saves a decision about a held entry: when this is `Ok` it is on the disk of this device, and goes to the office
    /// like any change.
    pub async fn decide(self, act: Act) -> Result<(), Problem> {
        let device = self.device().await?;
        let entry = device.decide(act, clock::device()).await?;
        let standing = device.standing().await?;
        let copied = journal::keep_entry(&entry)
            && standing.as_ref().is_none_or(|standing| journal::keep_mark(&Mark::of(standing)));
        self.note_saved(copied, standing);
        Ok(())
    }

    /// The decisions that are on this device and that the office has not said it has; all those in its log if `whole`.
    pub async fn decisions(self, whole: bool) -> Result<Vec<Decision>, Problem> {
        let device = self.device().await?;
        let accepted = self.standing_now().map_or(0, |standing| standing.accepted.index);
        Ok(device.decisions(if whole { 0 } else { accepted }).await?)
    }

    /// One's own changes that were held and then decided about, the latest decision of each record last.
    pub async fn decided(self) -> Result<Vec<(Outcome, Change)>, Problem> {
        let mut decided = self.device().await?.decided().await?;
        // A record that was corrected and sent again after all is told by its later change.
        let mut told = BTreeSet::new();
        decided.reverse();
        decided.retain(|(_, change)| told.insert(change.record));
        Ok(decided)
    }
}
