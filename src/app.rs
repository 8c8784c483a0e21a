//! What is provided to all pages, and the routes as a table of contents.

use crate::{
    account, catalogue, colleagues, form, language, pages::desk, pages::door, pages::field, parts, records,
    syncing,
};
use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::path;

/// The whole client.
#[component]
pub fn App() -> impl IntoView {
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
            <Pages/>
            <parts::Overlays/>
        </Show>
    }
}

#[component]
fn Pages() -> impl IntoView {
    view! {
        <Router>
            <Routes fallback=door::NotFound>
                <Route path=path!("/enrol") view=door::Enrol/>
                <Route path=path!("/enrol/:code") view=door::Enrol/>
                <Route path=path!("/setup/:token") view=door::Setup/>
                <Route path=path!("/sign-in") view=door::SignIn/>

                <Route path=path!("/") view=field::Home/>
                <Route path=path!("/people") view=field::People/>
                <Route path=path!("/people/:id") view=field::Person/>
                <Route path=path!("/form/:form/new") view=field::NewForm/>
                <Route path=path!("/form/:form/:record") view=field::EditForm/>
                <Route path=path!("/draft/:id") view=field::DraftForm/>
                <Route path=path!("/records") view=field::Records/>
                <Route path=path!("/sessions") view=field::Sessions/>
                <Route path=path!("/sessions/:id") view=field::Session/>
                <Route path=path!("/sessions/:id/attendance") view=field::Attendance/>
                <Route path=path!("/sync") view=field::Sync/>
                <Route path=path!("/settings") view=field::Settings/>

                <ParentRoute path=path!("/desk") view=desk::Frame>
                    <ParentRoute path=path!("") view=desk::Review>
                        <Route path=path!("") view=desk::NothingOpen/>
                        <Route path=path!("record/:id") view=desk::Record/>
                    </ParentRoute>
                    <Route path=path!("disputes") view=desk::Disputes/>
                    <Route path=path!("held") view=desk::Held/>
                    <Route path=path!("team") view=desk::Team/>
                    <Route path=path!("indicators") view=desk::Indicators/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}
