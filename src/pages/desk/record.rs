//! One record with its history, to be judged.

use crate::language::t;
use leptos::prelude::*;

#[component]
pub fn Record() -> impl IntoView {
    view! { <article class="pane"><h1>{t("desk.review.title")}</h1></article> }
}
