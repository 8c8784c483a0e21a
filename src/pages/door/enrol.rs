//! Making this phone the field worker's, by a one-time code.

use crate::language::t;
use crate::parts::Door;
use leptos::prelude::*;

#[component]
pub fn Enrol() -> impl IntoView {
    view! { <Door><h1>{t("enrol.title")}</h1></Door> }
}
