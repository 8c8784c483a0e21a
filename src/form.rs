//! A form definition and a draft become a screen: one control a question type, one thing a page.
//!
//! [`Filling`] holds the engine's draft and tells only the controls of the questions that changed. Every page of a
//! form is an address, so that Android's Back is the question before, and a killed browser comes back to its place.
//!
//! What is deliberately not here: rules (crate `form`), storage ([`crate::records`]).

mod again;
mod check;
mod choose;
mod control;
mod ended;
mod errors;
mod filling;
mod leave;
mod namesakes;
mod opening;
mod page;
mod place;
mod problem;
mod refused;
mod remarks;
mod repeat;
mod roster;
mod said;
mod saved;
mod seat;
mod step;
mod way;

pub use again::{again, correct_again};
pub use ended::{Ended, Over, ended, provide};
pub use filling::Filling;
pub use leave::Discarding;
pub use opening::{Beginning, NotOpened, Opened, draft_address, grants, is_sheet, open, surroundings};
pub use page::Kept;
use repeat::Repeat;
pub use roster::{PRESENT, Roster};
pub use said::{reason_key, said};
pub use seat::Alone;

use leptos::prelude::*;
use leptos::router::Redirect;
use leptos::router::use_query_map;
use step::Step;
use way::Way;

/// A form being filled: the page that the address names.
#[component]
pub fn Fill(filling: Filling) -> impl IntoView {
    let query = use_query_map();
    let way = Way::new(filling, &query.get_untracked());
    let step = Memo::new(move |_| query.with(Step::read));
    let entered = RwSignal::new(step.get_untracked() != Step::Leave);
    if !entered.get_untracked() {
        way.enter(filling);
    }
    Effect::new(move || {
        if step.get() != Step::Leave {
            entered.set(true);
        }
    });
    let ended = ended();
    move || match step.get() {
        Step::Leave if way.is_leaving_for().is_some() => {
            way.leave_for(&way.is_leaving_for().unwrap_or_default());
            ().into_any()
        }
        _ if ended.of(&filling.id()).is_some() => view! { <Over id=filling.id()/> }.into_any(),
        Step::Leave if !entered.get() => ().into_any(),
        Step::Leave => view! { <leave::Leave filling=filling way=way/> }.into_any(),
        step @ (Step::Page { .. } | Step::Row { .. }) => {
            view! { <page::Page filling=filling way=way step=step/> }.into_any()
        }
        Step::Check => view! { <check::Check filling=filling way=way/> }.into_any(),
        // Nothing was saved: the app was started again since.
        Step::Saved => view! { <Redirect path="/"/> }.into_any(),
    }
}
