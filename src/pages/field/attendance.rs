//! Who was there: one tap a person.

use crate::language::t;
use crate::parts::Phone;
use leptos::prelude::*;

#[component]
pub fn Attendance() -> impl IntoView {
    view! { <Phone title="attendance.title" back="/records"><h1>{t("attendance.title")}</h1></Phone> }
}
