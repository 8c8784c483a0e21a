//! What is provided to all pages, and the routes of each part as a table of contents.

use crate::{
    account, browser, catalogue, colleagues, form, language, pages::desk, pages::door, pages::field, parts,
    records, syncing,
};
use leptos::prelude::*;
use leptos::router::{self, Route, routes};

/// A part of the client.
pub fn app(pages: &'static [Route], words: language::Folders) -> impl IntoView {
    router::provide();
    let language = language::provide(words);
    let records = records::provide();
    let account = account::provide(records);
    catalogue::provide(records);
    colleagues::provide(records, account);
    syncing::provide(records);
    parts::provide();
    form::provide();
    view! {
        <Show when=move || language.is_ready() && account.is_settled()>
            {routes(pages, || view! { <door::NotFound/> })}
            <parts::Overlays/>
        </Show>
    }
}

/// What phones open.
pub const FIELD: &[Route] = &[
    ("/enrol", || view! { <door::Enrol/> }),
    ("/enrol/:code", || view! { <door::Enrol/> }),
    ("/", || view! { <field::Home/> }),
    ("/people", || view! { <field::People/> }),
    ("/people/:id", || view! { <field::Person/> }),
    ("/organisations", || view! { <field::Organisations/> }),
    ("/ventures", || view! { <field::Ventures/> }),
    ("/due", || view! { <field::Due/> }),
    ("/form/:form/new", || view! { <field::NewForm/> }),
    ("/form/:form/:record", || view! { <field::EditForm/> }),
    ("/draft/:id", || view! { <field::DraftForm/> }),
    ("/draft/:id/hand-over", || view! { <field::HandOver/> }),
    ("/records", || view! { <field::Records/> }),
    ("/records/:form/:id", || view! { <field::One/> }),
    ("/sessions", || view! { <field::Sessions/> }),
    ("/sessions/:id", || view! { <field::Session/> }),
    ("/sessions/:id/attendance", || view! { <field::Attendance/> }),
    ("/sync", || view! { <field::Sync/> }),
    ("/settings", || view! { <field::Settings/> }),
    ("/sign-in", other_part),
    ("/setup/*", other_part),
    ("/desk/*", other_part),
];

/// What coordinators open. The endpoint and the service worker know these addresses too.
pub const DESK: &[Route] = &[
    ("/sign-in", || view! { <door::SignIn/> }),
    ("/setup/:token", || view! { <door::Setup/> }),
    ("/desk/*", || view! { <desk::Frame/> }),
    ("/*", other_part),
];

/// The address is of the other part: the page is loaded again, and comes with that part.
fn other_part() -> View {
    browser::page::load_again();
    view! { <parts::Loading/> }
}
