//! One person, and what happened in time order.

use crate::language::t;
use crate::parts::Phone;
use leptos::prelude::*;

#[component]
pub fn Person() -> impl IntoView {
    view! { <Phone title="record.person" back="/people"><h1>{t("record.person")}</h1></Phone> }
}
