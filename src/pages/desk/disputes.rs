//! Fields with two values, to be settled.

use crate::language::t;
use leptos::prelude::*;

#[component]
pub fn Disputes() -> impl IntoView {
    view! { <main id="main" class="page"><div class="head"><h1>{t("dispute.title")}</h1></div></main> }
}
