//! What this device holds, as signals: the one place where storage and signals meet.
//!
//! Nothing on the way to the first screen reads every record: lists are made of [`Summary`] lines, which are read
//! once and then kept up to date record by record.

mod decide;
mod draft;
mod drafts;
mod due;
mod files;
mod handover;
mod index;
mod open;
mod problem;
mod signed_in;
mod stand;
mod summary;

pub use draft::{Draft, DraftId};
pub use drafts::Keeping;
pub use due::{Task, What};
pub use files::{KeptFile, No, NotKept, Outgoing, Stands};
pub use handover::Handed;
pub use index::{Counts, Index};
pub use open::Health;
pub use problem::Problem;
pub use signed_in::NotYours;
pub use stand::Stand;
pub use summary::{Place, Summary, telling};
pub use sync::Shown;

use crate::browser::{clock, gate::Gate, journal, page, random, store::Idb, tabs::Tabs};
use crate::lasting::{Lasting, lasting};
use index::Own;
use leptos::prelude::*;
use leptos::task::spawn_local;
use record::{FlatMap, Path, Proposal, RecordId, Value};
use std::rc::Rc;
use std::sync::Arc;
use sync::{Local, Mark, Saved, Standing};

/// What stands before the name of a form that a tab asks for; the others tell what they have changed.
const ASKS: &str = "form ";

/// Something that is read from storage.
#[derive(Clone, PartialEq, Debug)]
pub enum Loaded<T> {
    /// It is being read.
    Waiting,
    /// Here it is.
    Ready(T),
    /// It could not be read.
    Failed(Problem),
}

/// This device's store with all its rules.
pub type Device = Local<Idb>;

/// What this device holds. Provided to every page; see [`records`].
pub type Records = Lasting<Held>;

/// What a [`Records`] points at.
pub struct Held {
    opened: RwSignal<Loaded<()>>,
    device: StoredValue<Option<Rc<Device>>>,
    store: StoredValue<Option<Idb>>,
    gate: StoredValue<Gate>,
    tabs: StoredValue<Option<Tabs>>,
    standing: RwSignal<Option<Arc<Standing>>>,
    index: RwSignal<Index>,
    own: RwSignal<Own>,
    counts: Memo<Counts>,
    /// The records that the last save or exchange changed.
    changed: RwSignal<Vec<RecordId>>,
    /// How many changes this page has saved.
    saves: RwSignal<u64>,
    drafts: RwSignal<FlatMap<DraftId, Arc<Draft>>>,
    keeping: RwSignal<Keeping>,
    /// The form that another tab asks for.
    asked_for: RwSignal<String>,
    files: RwSignal<files::Files>,
    writer: StoredValue<drafts::Writer>,
    health: RwSignal<Health>,
}

/// Provides the records and starts to open the store.
pub fn provide() -> Records {
    let records = Records::new();
    provide_context(records);
    records.tabs.set_value(Some(Tabs::listen(move |told| records.hear(&told))));
    page::on_hide(move || records.write_drafts_now());
    page::on_show(move || {
        spawn_local(async move { drop(records.read_drafts().await) });
    });
    spawn_local(records.open());
    records
}

/// What this device holds; to be taken while a component is built.
pub fn records() -> Records {
    expect_context()
}

impl Records {
    fn new() -> Self {
        let standing = RwSignal::new(None);
        let index = RwSignal::new(Index::new());
        let drafts = RwSignal::new(FlatMap::new());
        lasting(Held {
            opened: RwSignal::new(Loaded::Waiting),
            device: StoredValue::new(None),
            store: StoredValue::new(None),
            gate: StoredValue::new(Gate::closed()),
            tabs: StoredValue::new(None),
            standing,
            index,
            own: RwSignal::new(Own::default()),
            counts: Memo::new(move |_| index::count(standing, index, drafts)),
            changed: RwSignal::new(Vec::new()),
            saves: RwSignal::new(0),
            drafts,
            keeping: RwSignal::new(Keeping::Kept),
            asked_for: RwSignal::new(String::new()),
            files: RwSignal::new(FlatMap::new()),
            writer: StoredValue::new(drafts::Writer::default()),
            health: RwSignal::new(Health { copied: true, ..Health::default() }),
        })
    }

    /// Whether the store is open and the lines are read, followed.
    pub fn opened(self) -> Loaded<()> {
        self.opened.get()
    }

    /// The same, not followed.
    pub fn opened_now(self) -> Loaded<()> {
        self.opened.get_untracked()
    }

    /// The open store; waits until it is open.
    pub async fn device(self) -> Result<Rc<Device>, Problem> {
        let passed = self.gate.with_value(Gate::passed);
        passed.await;
        match (self.device.get_value(), self.opened.get_untracked()) {
            (Some(device), _) => Ok(device),
            (None, Loaded::Failed(problem)) => Err(problem),
            (None, _) => Err(Problem::Failed),
        }
    }

    /// Where the device stands with the office, followed; `None` before anybody has signed in.
    pub fn standing(self) -> Option<Arc<Standing>> {
        self.standing.get()
    }

    /// The same, not followed.
    pub fn standing_now(self) -> Option<Arc<Standing>> {
        self.standing.get_untracked()
    }

    /// Reads a record once.
    pub async fn get(self, id: RecordId) -> Result<Option<Shown>, Problem> {
        Ok(self.device().await?.shown(id).await?)
    }

    /// A record, followed: read again whenever a save or an exchange changes it. `Ready(None)` if this device does
    /// not hold it.
    pub fn watch(
        self,
        id: impl Fn() -> Option<RecordId> + Send + Sync + 'static,
    ) -> Signal<Loaded<Option<Shown>>> {
        let shown = RwSignal::new(Loaded::Waiting);
        let read = RwSignal::new(None);
        Effect::new(move || {
            let wanted = id();
            let is_another = read.get_untracked() != wanted;
            let has_changed = self.changed.with(|changed| wanted.is_some_and(|id| changed.contains(&id)));
            if !is_another && !has_changed {
                return;
            }
            if is_another {
                shown.set(Loaded::Waiting);
                read.set(wanted);
            }
            let Some(id) = wanted else { return shown.set(Loaded::Ready(None)) };
            spawn_local(async move {
                let found = self.get(id).await;
                // The person may have moved on to another record, or away from the page.
                if read.try_get_untracked() == Some(wanted) {
                    shown.set(found.map_or_else(Loaded::Failed, Loaded::Ready));
                }
            });
        });
        shown.into()
    }

    /// Saves, and drops the draft it was made from. When this is `Ok` the change is on the disk of this device, in
    /// one strict transaction; until then nothing may say *saved*. A draft that came from a colleague is then on its way
    /// no longer.
    pub async fn save(self, mut proposal: Proposal, draft: Option<&DraftId>) -> Result<RecordId, Problem> {
        let handed = draft.and_then(|id| Some((self.draft(id)?.handed?, id)));
        if let Some((carrier, _)) = handed
            && proposal.record.carrier() != carrier
        {
            proposal.edits.insert(Path::carrier(), Some(Value::Reference(carrier)));
        }
        let saved = self.save_as_it_is(proposal, draft).await?;
        if let Some((carrier, draft)) = handed {
            // It is saved: what fails now leaves no more than a line too many.
            let _ = self.end_handover(carrier, draft).await;
        }
        Ok(saved)
    }

    async fn save_as_it_is(self, proposal: Proposal, draft: Option<&DraftId>) -> Result<RecordId, Problem> {
        let device = self.device().await?;
        // Written later than the record, the draft would be there again.
        let held_back = draft.and_then(|draft| self.hold_back(draft));
        let files: Vec<_> = proposal.edits.values().flatten().filter_map(Value::as_file).cloned().collect();
        let saving = device.save(proposal, draft.map(String::as_str), clock::device(), random::actor);
        let saved = saving.await;
        if let (Err(_), Some(draft)) = (&saved, held_back) {
            self.keep_draft(draft.as_ref().clone());
        }
        let Saved { change, entry, standing } = saved?;
        let copied = journal::keep_entry(&entry) && journal::keep_mark(&Mark::of(&standing));
        self.health.update(|health| health.copied = copied);
        if let Some(draft) = draft {
            self.forget_draft(draft);
            self.are_here_or_lost(&files);
        }
        self.are_saved(files.iter().map(|file| file.sha256).collect(), change.record);
        self.stands(Some(standing));
        self.refresh_saved(change.record).await?;
        self.saves.update(|saves| *saves += 1);
        self.tell_tabs(&[change.record]);
        spawn_local(self.ask_to_persist());
        Ok(change.record)
    }

    /// Something that is about no record of this device is in the log.
    fn note_saved(self, copied: bool, standing: Option<Box<Standing>>) {
        self.health.update(|health| health.copied = copied);
        self.stands(standing);
        self.saves.update(|saves| *saves += 1);
        self.tell_tabs(&[]);
    }

    /// How many changes this page has saved, followed.
    pub fn saves(self) -> u64 {
        self.saves.get()
    }

    /// How the store does: what settings show.
    pub fn health(self) -> Health {
        self.health.get()
    }

    /// The same, not followed.
    pub fn health_now(self) -> Health {
        self.health.get_untracked()
    }

    /// An exchange has moved the device: signals, second copies and other tabs follow.
    pub async fn follow(self, standing: Box<Standing>, changed: Vec<RecordId>) -> Result<(), Problem> {
        let device = self.device().await?;
        let is_another_log = self.standing_now().is_none_or(|before| before.device != standing.device);
        if is_another_log {
            journal::replace_entries(&device.unsent().await?, &Mark::of(&standing));
        } else {
            journal::drop_entries_through(standing.accepted.index);
            journal::keep_mark(&Mark::of(&standing));
        }
        self.stands(Some(standing));
        self.refresh(changed.clone()).await?;
        self.tell_tabs(&changed);
        Ok(())
    }

    /// Where the device stands; with it comes how far its clock is off.
    fn stands(self, standing: Option<Box<Standing>>) {
        clock::is_behind_by(standing.as_ref().map_or(0, |standing| standing.offset));
        self.standing.set(standing.map(Arc::from));
    }

    fn tell_tabs(self, changed: &[RecordId]) {
        let ids: Vec<String> = changed.iter().map(ToString::to_string).collect();
        self.tell(&ids.join(","));
    }

    fn tell(self, text: &str) {
        self.tabs.with_value(|tabs| {
            if let Some(tabs) = tabs {
                tabs.tell(text);
            }
        });
    }

    /// Asks the tab that has a form open to leave it to this one.
    pub fn ask_for(self, form: &str) {
        self.tell(&format!("{ASKS}{form}"));
    }

    /// The form that another tab asks for, followed.
    pub fn asked_for(self) -> String {
        self.asked_for.get()
    }

    /// Another tab has saved or exchanged, or asks for something.
    fn hear(self, told: &str) {
        if let Some(form) = told.strip_prefix(ASKS) {
            return self.asked_for.set(form.to_owned());
        }
        let changed = told.split(',').filter_map(|id| id.parse().ok()).collect();
        spawn_local(async move {
            let Ok(device) = self.device().await else { return };
            let _ = self.read_files().await;
            let _ = self.read_drafts().await;
            if let Ok(standing) = device.standing().await {
                self.stands(standing);
            }
            let _ = self.refresh(changed).await;
        });
    }
}
