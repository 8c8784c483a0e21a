//! People and phones.

use crate::language::t;
use leptos::prelude::*;

#[component]
pub fn Team() -> impl IntoView {
    view! { <main id="main" class="page"><div class="head"><h1>{t("team.title")}</h1></div></main> }
}
