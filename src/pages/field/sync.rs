//! What the office has, and sending now.

use crate::language::t;
use crate::parts::Phone;
use leptos::prelude::*;

#[component]
pub fn Sync() -> impl IntoView {
    view! { <Phone title="sync.title"><h1>{t("sync.title")}</h1></Phone> }
}
