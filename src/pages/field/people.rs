//! Everybody this phone knows, found by typing.

use crate::language::t;
use crate::parts::Phone;
use leptos::prelude::*;

#[component]
pub fn People() -> impl IntoView {
    view! { <Phone title="people.title"><h1>{t("people.title")}</h1></Phone> }
}
