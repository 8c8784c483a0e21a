//! An address that leads nowhere.

use crate::language::t;
use crate::parts::Door;
use leptos::prelude::*;

#[component]
pub fn NotFound() -> impl IntoView {
    view! { <Door><h1>{t("app.not_found.title")}</h1></Door> }
}
