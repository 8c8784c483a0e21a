//! A record is filled in, one thing a page: new, of a record, of a draft.

use crate::language::t;
use crate::parts::Phone;
use leptos::prelude::*;

#[component]
pub fn NewForm() -> impl IntoView {
    view! { <Phone title="record.person" back="/"><h1>{t("record.person")}</h1></Phone> }
}

#[component]
pub fn EditForm() -> impl IntoView {
    view! { <Phone title="record.person" back="/"><h1>{t("record.person")}</h1></Phone> }
}

#[component]
pub fn DraftForm() -> impl IntoView {
    view! { <Phone title="record.person" back="/"><h1>{t("record.person")}</h1></Phone> }
}
