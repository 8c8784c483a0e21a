//! The queue of records to judge, and the one that is open. Keyboard first.

mod bulk;
mod filter;
mod keys;
mod list;
mod queue;
mod saved;

pub use queue::{Queue, waiting};

use crate::account::account;
use crate::language::t;
use crate::pages::door;
use crate::parts::{Empty, Icon, Status};
use crate::records::Summary;
use leptos::prelude::*;
use leptos::router::{Redirect, Route, routes};
use list::List;
use record::ReviewState;

const OPENED: &[Route] =
    &[("/desk", || view! { <NothingOpen/> }), ("/desk/record/:id", || view! { <super::Record/> })];

/// The queue, with the open record beside it; on a narrow screen one or the other. Whoever judges nothing has no queue.
#[component]
pub fn Review() -> impl IntoView {
    if !account().is_coordinator() {
        let path = if account().manages() { "/desk/team" } else { "/desk/indicators" };
        return view! { <Redirect path/> }.into_any();
    }
    let queue = queue::provide();
    view! {
        <main id="main" class="review" tabindex="-1" data-open=move || queue.open().is_some().to_string()>
            <List/>
            {routes(OPENED, || view! { <door::NotFound/> })}
            <keys::Keys/>
        </main>
    }
    .into_any()
}

/// No record is open.
#[component]
pub fn NothingOpen() -> impl IntoView {
    view! {
        <article class="pane">
            <Empty icon=Icon::Eye title=Signal::derive(t("desk.review.choose"))><p class="keys">{keys::hint()}</p></Empty>
        </article>
    }
}

/// Where a record stands, for who judges it: as everywhere, but that a corrected one is told from a new one.
pub fn status_of(line: &Summary) -> Status {
    match line.review {
        ReviewState::Corrected if line.disputes == 0 => Status::Corrected,
        _ => Status::for_judge(line),
    }
}
