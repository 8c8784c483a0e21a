//! Taking back what was just done, for ten seconds.

use crate::browser::clock::{self, Later};
use crate::language::t;
use crate::lasting::{Lasting, lasting};
use leptos::prelude::*;

const SECONDS: u32 = 10;

type TakeBack = Box<dyn FnOnce()>;

/// What was just done and can be taken back. Provided to every page; see [`undo`].
pub type Undo = Lasting<Offered>;

/// What an [`Undo`] points at.
pub struct Offered {
    /// What was done, in words, and the key of the word that is offered.
    done: RwSignal<Option<(String, &'static str)>>,
    take_back: StoredValue<Option<TakeBack>>,
    timer: StoredValue<Option<Later>>,
}

/// Provides the line.
pub fn provide() {
    provide_context(lasting(Offered {
        done: RwSignal::new(None),
        take_back: StoredValue::new(None),
        timer: StoredValue::new(None),
    }));
}

/// The line that takes back; to be taken while a component is built.
pub fn undo() -> Undo {
    expect_context()
}

impl Undo {
    /// Says what was done, and offers to take it back for ten seconds.
    pub fn offer(self, done: String, take_back: impl FnOnce() + 'static) {
        self.offer_to(done, "app.undo", take_back);
    }

    /// Says what was done, and offers for ten seconds to do something else about it.
    pub fn offer_to(self, done: String, word: &'static str, act: impl FnOnce() + 'static) {
        self.done.set(Some((done, word)));
        self.take_back.set_value(Some(Box::new(act)));
        self.timer.set_value(Some(clock::later(SECONDS * 1000, move || self.close())));
    }

    /// Takes it back now.
    pub fn take_back(self) {
        let take_back = self.take_back.try_update_value(Option::take).flatten();
        self.close();
        if let Some(take_back) = take_back {
            take_back();
        }
    }

    /// What was done stays done: nothing is offered any more.
    pub fn close(self) {
        self.done.set(None);
        self.take_back.set_value(None);
    }
}

/// The line, once a page.
#[component]
pub fn UndoLine() -> impl IntoView {
    let undo = undo();
    move || {
        undo.done.get().map(|(done, word)| {
            view! {
                <div class="undo" role="status">
                    <span>{done}</span>
                    <button class="btn" type="button" on:click=move |_| undo.take_back()>{t(word)}</button>
                </div>
            }
        })
    }
}
