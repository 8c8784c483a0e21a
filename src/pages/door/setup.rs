//! Making the first administrator, by the one-time link that the endpoint printed.

use crate::language::t;
use crate::parts::Door;
use leptos::prelude::*;

#[component]
pub fn Setup() -> impl IntoView {
    view! { <Door><h1>{t("signin.first.title")}</h1></Door> }
}
