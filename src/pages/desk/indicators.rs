//! People reached, as chart and as table.

use crate::language::t;
use leptos::prelude::*;

#[component]
pub fn Indicators() -> impl IntoView {
    view! { <main id="main" class="page"><div class="head"><h1>{t("dashboard.title")}</h1></div></main> }
}
