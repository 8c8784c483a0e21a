//! What is provided to all pages, and the routes as a table of contents.

use crate::{
    account, catalogue, colleagues, form, language, pages::desk, pages::door, pages::field, parts, records,
    syncing,
};
use leptos::prelude::*;
use leptos::router::{self, Route, routes};

/// The whole client.
#[component]
pub fn App() -> impl IntoView {
    router::provide();
    let language = language::provide();
    let records = records::provide();
    let account = account::provide(records);
    catalogue::provide(records);
    colleagues::provide(records, account);
    syncing::provide(records);
    parts::provide();
    form::provide();
    view! {
        <Show when=move || language.is_ready() && account.is_settled()>
            {routes(PAGES, || view! { <door::NotFound/> })}
            <parts::Overlays/>
        </Show>
    }
}

const PAGES: &[Route] = &[
    ("/enrol", || view! { <door::Enrol/> }),
    ("/enrol/:code", || view! { <door::Enrol/> }),
    ("/setup/:token", || view! { <door::Setup/> }),
    ("/sign-in", || view! { <door::SignIn/> }),
    ("/", || view! { <field::Home/> }),
    ("/people", || view! { <field::People/> }),
    ("/people/:id", || view! { <field::Person/> }),
    ("/form/:form/new", || view! { <field::NewForm/> }),
    ("/form/:form/:record", || view! { <field::EditForm/> }),
    ("/draft/:id", || view! { <field::DraftForm/> }),
    ("/records", || view! { <field::Records/> }),
    ("/sessions", || view! { <field::Sessions/> }),
    ("/sessions/:id", || view! { <field::Session/> }),
    ("/sessions/:id/attendance", || view! { <field::Attendance/> }),
    ("/sync", || view! { <field::Sync/> }),
    ("/settings", || view! { <field::Settings/> }),
    ("/desk/*", || view! { <desk::Frame/> }),
];
