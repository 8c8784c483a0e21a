//! Typing to find.

use super::{Icon, icon};
use leptos::prelude::*;

/// A search field that writes what is typed into `typed`.
#[component]
pub fn SearchBox(
    typed: RwSignal<String>,
    /// Its label, also shown while it is empty.
    #[prop(into)]
    label: Signal<String>,
    /// What names it, for links that lead to it.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView {
    view! {
        <label class="find">
            <span class="only-heard">{move || label.get()}</span>
            {icon(Icon::Search)}
            <input type="search" id=id autocomplete="off" dir="auto" placeholder=move || label.get()
                prop:value=move || typed.get() on:input=move |event| typed.set(event_target_value(&event))/>
        </label>
    }
}
