//! Records and drafts by where they stand.

use crate::language::t;
use crate::parts::Phone;
use leptos::prelude::*;

#[component]
pub fn Records() -> impl IntoView {
    view! { <Phone title="records.title"><h1>{t("records.title")}</h1></Phone> }
}
