//! Whose store it is.

use super::{Index, Problem, Records};
use crate::account::Me;
use crate::browser::journal;
use record::FlatMap;
use record::json;
use sync::{EnrolError, Enrolment, Mark};

/// The name under which the store keeps who has signed in.
const ME: &str = "me";

/// Why the store was not made the person's, or was not emptied.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotYours {
    /// So many changes or photos are only on this device.
    Unsent(u64),
    /// The store failed.
    Problem(Problem),
}

impl From<EnrolError> for NotYours {
    fn from(error: EnrolError) -> Self {
        match error {
            EnrolError::UnsentWork { entries, .. } => Self::Unsent(entries),
            EnrolError::AnotherPerson => Self::Unsent(0),
            EnrolError::Fault(fault) => Self::Problem(fault.into()),
        }
    }
}

impl From<Problem> for NotYours {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl Records {
    /// Makes the store the person's. A store with another person's records is emptied first, if all of them are at
    /// the office; else it stays as it is.
    pub async fn belong_to(self, me: &Me) -> Result<(), NotYours> {
        let device = self.device().await?;
        let enrolment = Enrolment { device: me.device, person: me.person.id, grants: me.grants.clone() };
        let standing = match device.enrol(enrolment.clone()).await {
            Err(EnrolError::AnotherPerson) => {
                self.has_sent_files()?;
                device.clear().await?;
                self.clear_files().await?;
                device.enrol(enrolment).await?
            }
            enrolled => enrolled?,
        };
        journal::keep_mark(&Mark::of(&standing));
        self.stands(Some(standing));
        self.remember(me).await;
        self.read_index().await?;
        Ok(())
    }

    /// Keeps who has signed in beside the records too: a killed browser loses what localStorage was told in the last
    /// half minute.
    pub async fn remember(self, me: &Me) {
        if let (Ok(device), Ok(text)) = (self.device().await, serde_json::to_string(me)) {
            let _ = device.note_text(ME, &text).await;
        }
    }

    /// Whoever has signed in, as it stands beside the records.
    pub async fn remembered(self) -> Option<Me> {
        let device = self.device().await.ok()?;
        let standing = device.standing().await.ok()??;
        let me: Me = json::read(&device.noted_text(ME).await.ok()??).ok()?;
        Some(Me { device: standing.device, grants: standing.grants, ..me })
            .filter(|me| me.person.id == standing.person)
    }

    /// Empties the store, if all of it is at the office.
    pub async fn belong_to_nobody(self) -> Result<(), NotYours> {
        self.has_sent_files()?;
        self.device().await?.clear().await?;
        self.clear_files().await?;
        self.are_gone();
        Ok(())
    }

    /// Empties the store of a withdrawn device, drafts and all, if what was saved is at the office: its files too, but
    /// those that the office does not take.
    pub async fn are_withdrawn(self) -> Result<(), NotYours> {
        if self.next_file().is_some() {
            return Err(NotYours::Unsent(self.outgoing_now().unsent()));
        }
        self.device().await?.let_go_of_everything().await?;
        self.clear_files().await?;
        self.are_gone();
        Ok(())
    }

    fn are_gone(self) {
        journal::forget_work();
        self.stands(None);
        self.index.set(Index::new());
        self.drafts.set(FlatMap::new());
        self.tell_tabs(&[]);
    }

    /// A photo that is only here is unsent work like any other.
    fn has_sent_files(self) -> Result<(), NotYours> {
        match self.outgoing_now().unsent() {
            0 => Ok(()),
            files => Err(NotYours::Unsent(files)),
        }
    }
}
