//! Signing in at a desk.

use crate::language::t;
use crate::parts::Door;
use leptos::prelude::*;

#[component]
pub fn SignIn() -> impl IntoView {
    view! { <Door><h1>{t("signin.title")}</h1></Door> }
}
