//! Choosing one of a few by a small list, for filters and tables.

use leptos::prelude::*;

/// A list that writes the code chosen into `chosen`; the empty code is its first line, which says *all*.
#[component]
pub fn Select(
    chosen: RwSignal<String>,
    /// What is chosen, for those who hear it.
    #[prop(into)]
    label: Signal<String>,
    /// What the first line says; without it there is none.
    #[prop(optional, into)]
    all: Option<Signal<String>>,
    /// Codes and their names.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
) -> impl IntoView {
    let option = move |(code, name): (String, String)| {
        let selected = chosen.get_untracked() == code;
        view! { <option value=code selected=selected>{name}</option> }
    };
    let first = move || all.map(|all| option((String::new(), all.get())));
    view! {
        <label class="select">
            <span class="only-heard">{move || label.get()}</span>
            <select prop:value=move || chosen.get() on:change=move |event| chosen.set(event_target_value(&event))>
                {first}
                {move || options.get().into_iter().map(option).collect_view()}
            </select>
        </label>
    }
}
