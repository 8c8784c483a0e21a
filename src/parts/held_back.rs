//! Choices that nobody can undo once they are saved are held back for the ten seconds in which they can be taken back;
//! until then the page says what *will* be done. They wait in localStorage too: a page that is closed meanwhile saves
//! them when the app is opened again, and if even that is lost everything simply stands as before.

use super::{Undo, undo};
use crate::browser::clock::{self, Later};
use crate::browser::journal;
use crate::records::{Loaded, Problem, records};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Serialize, de::DeserializeOwned};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

const MILLIS: u32 = 10_000;

/// How one choice is saved.
type Save<T> = Rc<dyn Fn(T) -> Pin<Box<dyn Future<Output = Result<(), Problem>>>>>;

/// Choices of one kind that are held back.
pub struct HeldBack<T: Send + Sync + 'static> {
    /// Under which name they wait in localStorage.
    note: &'static str,
    undo: Undo,
    /// What can still be taken back.
    chosen: RwSignal<Vec<T>>,
    /// What is being saved: it cannot be taken back any more.
    saving: RwSignal<Vec<T>>,
    save: StoredValue<Save<T>>,
    timer: StoredValue<Option<Later>>,
    /// Why the last choice was not saved.
    pub failed: RwSignal<Option<Problem>>,
}

impl<T: Send + Sync + 'static> Clone for HeldBack<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for HeldBack<T> {}

impl<T: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static> HeldBack<T> {
    /// Nothing is held back; `save` saves one choice.
    pub fn new<F>(note: &'static str, save: impl Fn(T) -> F + 'static) -> Self
    where
        F: Future<Output = Result<(), Problem>> + 'static,
    {
        let save: Save<T> = Rc::new(move |choice| Box::pin(save(choice)));
        Self {
            note,
            undo: undo(),
            chosen: RwSignal::new(Vec::new()),
            saving: RwSignal::new(Vec::new()),
            save: StoredValue::new(save),
            timer: StoredValue::new(None),
            failed: RwSignal::new(None),
        }
    }

    /// The first choice of which something can be said, followed: held back, or being saved.
    pub fn find<R>(self, look: impl Fn(&T) -> Option<R>) -> Option<R> {
        let chosen = self.chosen.with(|chosen| chosen.iter().find_map(&look));
        chosen.or_else(|| self.saving.with(|saving| saving.iter().find_map(&look)))
    }

    /// Holds choices back, and saves those before them; `done` says what will be done, for ten seconds.
    pub fn choose(self, choices: Vec<T>, done: String) {
        self.save();
        self.failed.set(None);
        self.chosen.set(choices);
        self.note_down();
        self.timer.set_value(Some(clock::later(MILLIS, move || self.save())));
        self.undo.offer(done, move || self.take_back());
    }

    /// Everything stands as before.
    fn take_back(self) {
        self.timer.set_value(None);
        self.chosen.set(Vec::new());
        self.note_down();
    }

    /// Saves what is held back now, as before somebody signs out.
    pub async fn conclude(self) {
        self.save_all(self.take()).await;
    }

    fn save(self) {
        spawn_local(self.save_all(self.take()));
    }

    /// What was held back; from now on it cannot be taken back.
    fn take(self) -> Vec<T> {
        self.timer.set_value(None);
        let choices = self.chosen.try_update(std::mem::take).unwrap_or_default();
        self.saving.update(|saving| saving.extend(choices.iter().cloned()));
        choices
    }

    /// Saves choices one by one. When one fails, it and those after it stand as before.
    async fn save_all(self, choices: Vec<T>) {
        let save = self.save.get_value();
        for (done, choice) in choices.iter().enumerate() {
            let saved = save(choice.clone()).await;
            let ended = if saved.is_ok() { std::slice::from_ref(choice) } else { &choices[done..] };
            self.saving.update(|saving| saving.retain(|one| !ended.contains(one)));
            self.note_down();
            if let Err(problem) = saved {
                return self.failed.set(Some(problem));
            }
        }
    }

    /// Once the store is open, saves what a closed page had left, as far as `still_to_do` says: it may have been
    /// somebody else's, or be in the log already.
    pub fn take_up<F>(self, still_to_do: impl Fn(Vec<T>) -> F + 'static)
    where
        F: Future<Output = Vec<T>> + 'static,
    {
        let (records, begun, still_to_do) = (records(), StoredValue::new(false), Rc::new(still_to_do));
        Effect::new(move || {
            if records.opened() == Loaded::Ready(()) && !begun.get_value() {
                begun.set_value(true);
                let still_to_do = still_to_do.clone();
                spawn_local(async move {
                    let left = still_to_do(journal::note(self.note).unwrap_or_default()).await;
                    self.saving.update(|saving| saving.extend(left.iter().cloned()));
                    self.note_down();
                    self.save_all(left).await;
                });
            }
        });
    }

    /// Keeps what is not in the log yet.
    fn note_down(self) {
        let waiting = self.saving.with_untracked(|saving| {
            self.chosen.with_untracked(|chosen| saving.iter().chain(chosen).cloned().collect::<Vec<_>>())
        });
        match waiting.is_empty() {
            true => journal::forget_note(self.note),
            false => journal::keep_note(self.note, &waiting),
        }
    }
}
