//! One session.

use crate::language::t;
use crate::parts::Phone;
use leptos::prelude::*;

#[component]
pub fn Session() -> impl IntoView {
    view! { <Phone title="record.session" back="/records"><h1>{t("record.session")}</h1></Phone> }
}
