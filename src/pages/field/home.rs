//! What there is to do today.

use crate::language::t;
use crate::parts::Phone;
use leptos::prelude::*;

#[component]
pub fn Home() -> impl IntoView {
    view! { <Phone title="app.name"><h1>{t("app.name")}</h1></Phone> }
}
