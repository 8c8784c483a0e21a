//! The queue of records to judge, and the one that is open.

use crate::language::t;
use leptos::prelude::*;
use leptos_router::components::Outlet;

/// The queue, with the open record beside it.
#[component]
pub fn Review() -> impl IntoView {
    view! {
        <main id="main" class="review">
            <section class="queue" aria-label=t("desk.review.title")><h1>{t("desk.review.title")}</h1></section>
            <Outlet/>
        </main>
    }
}

/// No record is open.
#[component]
pub fn NothingOpen() -> impl IntoView {
    view! { <article class="pane"></article> }
}
