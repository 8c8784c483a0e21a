//! Entries that were stored and not taken in, to be decided.

use crate::language::t;
use leptos::prelude::*;

#[component]
pub fn Held() -> impl IntoView {
    view! { <main id="main" class="page"><div class="head"><h1>{t("desk.held.title")}</h1></div></main> }
}
