//! Drafts: on the device 300 ms after a change, in two places.

use super::{Draft, DraftId, Problem, Records};
use crate::browser::clock::{self, Later};
use crate::browser::journal;
use leptos::prelude::*;
use leptos::task::spawn_local;
use record::json;
use record::{FlatMap, FlatSet, sort_by_key};
use std::cmp::Reverse;
use std::sync::Arc;

const KEPT_AFTER_MILLIS: u32 = 300;

/// Whether what is on the screen is on the device.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Keeping {
    /// It is.
    Kept,
    /// It will be in a moment.
    Soon,
    /// It is not, and why.
    Failed(Problem),
}

/// What is to be written.
#[derive(Default)]
pub struct Writer {
    /// The drafts that are not on the device as they are on the screen.
    pending: FlatSet<DraftId>,
    timer: Option<Later>,
}

impl Records {
    /// All drafts, the latest first, followed.
    pub fn drafts(self) -> Vec<Arc<Draft>> {
        let mut drafts: Vec<_> = self.drafts.with(|drafts| drafts.values().cloned().collect());
        sort_by_key(&mut drafts, |draft: &Arc<Draft>| Reverse(draft.written));
        drafts
    }

    /// A draft, not followed: what a form opens with.
    pub fn draft(self, id: &DraftId) -> Option<Arc<Draft>> {
        self.drafts.with_untracked(|drafts| drafts.get(id).cloned())
    }

    /// Whether what was last given to [`Records::keep_draft`] is on the device, followed.
    pub fn keeping(self) -> Keeping {
        self.keeping.get()
    }

    /// Keeps a draft: on the device at most 300 ms later, in two places. Cheap to call on every key.
    pub fn keep_draft(self, draft: Draft) {
        let id = draft.id.clone();
        self.keeping.set(Keeping::Soon);
        self.drafts.update(|drafts| drop(drafts.insert(id.clone(), Arc::new(draft))));
        self.writer.update_value(|writer| {
            writer.pending.insert(id);
            if writer.timer.is_none() {
                writer.timer = Some(clock::later(KEPT_AFTER_MILLIS, move || self.write_drafts_now()));
            }
        });
    }

    /// Does not write a draft that is still to be written; which one, if there was something to write.
    pub fn hold_back(self, id: &DraftId) -> Option<Arc<Draft>> {
        let waits = self.writer.try_update_value(|writer| writer.pending.remove(id)).unwrap_or_default();
        self.draft(id).filter(|_| waits)
    }

    /// Writes what is still to be written: also when the page is hidden, for it may never be seen again.
    pub fn write_drafts_now(self) {
        spawn_local(self.write_drafts());
    }

    /// The same; when this comes to its end, all of it has been tried.
    pub async fn write_drafts(self) {
        let pending = self.writer.try_update_value(|writer| {
            writer.timer = None;
            writer.pending.clone()
        });
        let copied = |id: DraftId| {
            let draft = self.draft(&id)?;
            let text = serde_json::to_string(draft.as_ref()).ok()?;
            journal::keep_draft(&id, &text);
            Some((draft, text))
        };
        // All second copies first: they are written before the page can be gone.
        let drafts: Vec<_> = pending.into_iter().flatten().filter_map(copied).collect();
        for (draft, text) in drafts {
            self.write_draft(draft, text).await;
        }
    }

    async fn write_draft(self, draft: Arc<Draft>, text: String) {
        let kept = match self.device().await {
            Ok(device) => device.keep_draft(&draft.id, &text).await.map_err(Problem::from),
            Err(problem) => Err(problem),
        };
        let is_newest = self.draft(&draft.id).is_some_and(|newest| Arc::ptr_eq(&newest, &draft));
        let all_written = self.writer.try_update_value(|writer| {
            if kept.is_ok() && is_newest {
                writer.pending.remove(&draft.id);
            }
            writer.pending.is_empty()
        });
        match kept {
            Err(problem) => self.keeping.set(Keeping::Failed(problem)),
            Ok(()) if all_written == Some(true) => self.keeping.set(Keeping::Kept),
            Ok(()) => {}
        }
    }

    /// Drops a draft because the person says so; the answer brings it back.
    pub fn drop_draft(self, id: &DraftId) -> impl FnOnce() + use<> {
        let dropped = self.draft(id);
        self.forget_draft(id);
        let id = id.clone();
        spawn_local(async move {
            if let Ok(device) = self.device().await {
                let _ = device.drop_draft(&id).await;
            }
            self.tell_tabs(&[]);
        });
        move || {
            if let Some(draft) = dropped {
                self.keep_draft(draft.as_ref().clone());
            }
        }
    }

    /// A draft is no more: its second copy and its place in lists go.
    pub(super) fn forget_draft(self, id: &DraftId) {
        self.writer.update_value(|writer| {
            writer.pending.remove(id);
        });
        journal::drop_draft(id);
        self.drafts.update(|drafts| drop(drafts.remove(id)));
        self.keeping.set(Keeping::Kept);
    }

    /// Reads the drafts at the start; those that come back from their second copies are whole again.
    pub(super) async fn recover_drafts(self) -> Result<(), Problem> {
        let device = self.device().await?;
        for (id, text) in self.read_drafts().await? {
            device.keep_draft(&id, &text).await?;
        }
        Ok(())
    }

    /// Reads the drafts, as another tab may have left them; those that this one has still to write stay as they are. A
    /// second copy that IndexedDB lacks, or holds in an earlier state, comes back, unless its record was saved after it:
    /// then it was finished, and only the removal of the copy was lost in a kill. Those that came back, as texts.
    pub async fn read_drafts(self) -> Result<Vec<(DraftId, String)>, Problem> {
        let device = self.device().await?;
        let mut drafts = FlatMap::new();
        for (id, text) in device.drafts().await? {
            if let Ok(draft) = json::read::<Draft>(&text) {
                drafts.insert(id, Arc::new(draft));
            }
        }
        let mut back = Vec::new();
        for (id, text) in journal::drafts() {
            let Ok(copy) = json::read::<Draft>(&text) else { continue };
            if drafts.get(&id).is_some_and(|kept: &Arc<Draft>| kept.written >= copy.written) {
                continue;
            }
            let shown = device.shown(copy.record).await?;
            let written = shown.and_then(|shown| shown.record.last_written());
            if written.is_some_and(|stamp| stamp.at.millis() >= copy.written) {
                journal::drop_draft(&id);
            } else {
                back.push((id.clone(), text));
                drafts.insert(id, Arc::new(copy));
            }
        }
        self.writer.with_value(|writer| {
            let unwritten = writer.pending.iter().filter_map(|id| self.draft(id));
            drafts.extend(unwritten.map(|draft| (draft.id.clone(), draft)));
        });
        self.drafts.set(drafts);
        Ok(back)
    }
}
