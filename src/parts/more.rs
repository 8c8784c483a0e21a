//! The beginning of a long list, and a button for more of it: ten thousand lines are as quick as fifty.

use crate::language::t;
use leptos::prelude::*;

/// How many lines come at a time: more than anybody looks through before typing a name.
const AT_A_TIME: usize = 50;

/// The first lines of a long list, each drawn by `line`; lines whose `key` stays are not drawn again.
#[component]
pub fn LongList<T, K, V>(
    /// All lines.
    #[prop(into)]
    lines: Signal<Vec<T>>,
    /// What a line is known by: it is drawn again when this changes.
    key: fn(&T) -> K,
    /// Draws a line.
    line: fn(T) -> V,
    /// The class of the list.
    #[prop(default = "cards")]
    class: &'static str,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    K: Eq + std::hash::Hash + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let shown = RwSignal::new(AT_A_TIME);
    let first = move || lines.with(|lines| lines.iter().take(shown.get()).cloned().collect::<Vec<_>>());
    let there_is_more = move || lines.with(Vec::len) > shown.get();
    view! {
        <ul class=class><For each=first key=move |line| key(line) children=move |one| line(one)/></ul>
        <Show when=there_is_more>
            <button class="btn wide" type="button" on:click=move |_| shown.update(|shown| *shown += AT_A_TIME)>
                {t("app.more")}
            </button>
        </Show>
    }
}
