//! Something that only the office knows: it has to be asked for, and may be out of reach.

use crate::language::t;
use crate::office::{self, Refusal};
use crate::parts::{ErrorNote, Icon, Loading, Note, Tone};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;

/// What the office says under one address: the last answer stays while it is asked again.
pub struct Fetched<T: Send + Sync + 'static> {
    path: &'static str,
    answer: RwSignal<Option<T>>,
    refusal: RwSignal<Option<Refusal>>,
    asking: RwSignal<bool>,
}

impl<T: Send + Sync + 'static> Clone for Fetched<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Fetched<T> {}

impl<T: DeserializeOwned + Clone + PartialEq + Send + Sync + 'static> Fetched<T> {
    /// Asks for it.
    pub fn from(path: &'static str) -> Self {
        Self::starting_with(path, None)
    }

    /// Asks for it, and shows an earlier answer meanwhile.
    pub fn starting_with(path: &'static str, earlier: Option<T>) -> Self {
        let fetched = Self {
            path,
            answer: RwSignal::new(earlier),
            refusal: RwSignal::new(None),
            asking: RwSignal::new(false),
        };
        fetched.ask();
        fetched
    }

    /// Asks again.
    pub fn ask(self) {
        if self.asking.try_update(|asking| std::mem::replace(asking, true)) != Some(false) {
            return;
        }
        spawn_local(async move {
            let answer = office::get::<T>(self.path).await;
            self.asking.try_set(false);
            match answer {
                Ok(answer) => {
                    // What is on the page already stays as it is: somebody may be in the middle of it.
                    let is_news = self.answer.try_with_untracked(|known| known.as_ref() != Some(&answer));
                    if is_news == Some(true) {
                        self.answer.try_set(Some(answer));
                    }
                    self.refusal.try_set(None);
                }
                Err(refusal) => {
                    self.refusal.try_set(Some(refusal));
                }
            }
        });
    }

    /// Looks at the last answer, and follows it.
    pub fn with<R>(self, look: impl FnOnce(Option<&T>) -> R) -> R {
        self.answer.with(|answer| look(answer.as_ref()))
    }

    /// The answer as a page shows it: loading, out of reach with a way to ask again, or `show`. An answer that could
    /// not be renewed stays, under a note that says so.
    pub fn view<V: IntoView + 'static>(self, show: impl Fn(T) -> V + Send + Sync + 'static) -> impl IntoView {
        let retry = Callback::new(move |()| self.ask());
        let note = move || {
            self.refusal.with(|refusal| match refusal {
                None => ().into_any(),
                Some(Refusal::NoNetwork) => view! { <NoNetwork retry/> }.into_any(),
                Some(refusal) => view! { <ErrorNote key=key(refusal) retry=retry/> }.into_any(),
            })
        };
        let body = move || match self.answer.get() {
            Some(answer) => show(answer).into_any(),
            None if self.refusal.with(Option::is_some) => ().into_any(),
            None => view! { <Loading/> }.into_any(),
        };
        view! { {note}{body} }
    }
}

/// Being without network is normal, also here: nothing red.
#[component]
fn NoNetwork(retry: Callback<()>) -> impl IntoView {
    let again = t("app.retry");
    view! {
        <Note tone=Tone::Neutral icon=Icon::CloudOff title=Signal::derive(t("desk.needs_network"))>
            <div class="acts"><button class="btn" type="button" on:click=move |_| retry.run(())>{again}</button></div>
        </Note>
    }
}

/// Why the office did not answer, for a page that cannot do without it.
pub fn key(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::NoNetwork => "desk.needs_network",
        Refusal::Said { status: 401, .. } => "error.sign_in_desk",
        other => other.key(),
    }
}
