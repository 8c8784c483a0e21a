//! A line of a list on the phone: name in bold first, form second, place third, time in the far corner.

use super::{Icon, Status, icon, status};
use leptos::prelude::*;

/// A task, person or record in `<ul class="cards">`; the whole card is its link's target.
#[component]
pub fn Card(
    /// What kind of thing it is; the same icon for a task and its record.
    icon: Icon,
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// What it is called.
    #[prop(into)]
    name: String,
    /// When, as it is shown.
    #[prop(optional, into)]
    time: String,
    /// The form, and what else says what it is.
    #[prop(optional, into)]
    what: Signal<String>,
    /// The place.
    #[prop(optional, into)]
    whereabouts: Signal<String>,
    /// Where it stands.
    #[prop(default = None, into)]
    status: Option<Status>,
) -> impl IntoView {
    let class = match status {
        Some(status) => format!("card {}", status.class()),
        None => "card".to_owned(),
    };
    view! {
        <li class=class>
            {self::icon(icon)}
            <a href=href><bdi>{name}</bdi></a>
            {(!time.is_empty()).then(|| view! { <time><bdi>{time}</bdi></time> })}
            <span class="what">{move || what.get()}</span>
            <span class="where">{move || whereabouts.get()}</span>
            {status.map(self::status)}
        </li>
    }
}
