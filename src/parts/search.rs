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
    // Within a form the key would go on to the next page.
    let keep_here = |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
        }
    };
    view! {
        <label class="find">
            <span class="only-heard">{move || label.get()}</span>
            {icon(Icon::Search)}
            <input type="search" id=id autocomplete="off" dir="auto" placeholder=move || label.get()
                on:keydown=keep_here prop:value=move || typed.get() on:input=move |event| typed.set(event_target_value(&event))/>
        </label>
    }
}
