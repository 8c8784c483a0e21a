//! A question over the page: a sheet at the bottom of phones, a box in the middle of wide screens. The browser's own
//! `<dialog>` keeps the focus inside and closes on Escape and on Android's Back.

use crate::browser::page;
use leptos::html;
use leptos::prelude::*;

/// A dialog that is open while `open` holds. Closing it in any way sets `open` to false.
#[component]
pub fn Dialog(
    open: RwSignal<bool>,
    /// Its heading.
    #[prop(into)]
    title: Signal<String>,
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        if let Some(dialog) = dialog.get() {
            page::show_modal(&dialog, open.get());
        }
    });
    view! {
        <dialog class="sheet" node_ref=dialog aria-label=move || title.get() on:close=move |_| open.set(false)>
            <h2>{move || title.get()}</h2>
            {children()}
        </dialog>
    }
}
