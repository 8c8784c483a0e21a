//! Language, size of text, and how the phone keeps what was saved.

use crate::language::t;
use crate::parts::Phone;
use leptos::prelude::*;

#[component]
pub fn Settings() -> impl IntoView {
    view! { <Phone title="settings.title" back="/"><h1>{t("settings.title")}</h1></Phone> }
}
