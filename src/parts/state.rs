//! The five states of the exchange, always exactly one, in every header. *Offline* is grey: it is normal.

use super::{Icon, icon};
use crate::language::{args, language};
use crate::syncing::{State, syncing};
use leptos::prelude::*;

/// The state as a link to the page that tells more.
#[component]
pub fn StatePill() -> impl IntoView {
    let (language, syncing) = (language(), syncing());
    let look = move || match syncing.state() {
        State::Offline => ("state offline", Icon::CloudOff),
        State::Waiting(_) => ("state waiting", Icon::Clock),
        State::Sending(..) => ("state sending", Icon::ArrowUp),
        State::Done(_) => ("state done", Icon::CloudCheck),
        State::Problem(_) => ("state problem", Icon::Warning),
    };
    let words = move || match syncing.state() {
        State::Offline => language.view("state.offline", &args()),
        State::Waiting(n) => language.view("state.waiting", &args().count(n as usize)),
        State::Sending(i, n) => {
            language.view("state.sending", &args().with("i", language.number(i as i64)).count(n as usize))
        }
        State::Done(at) => language.view("state.done", &args().with("time", language.moment(at))),
        State::Problem(_) => language.view("state.problem", &args()),
    };
    view! {
        <a class=move || look().0 href="/sync">
            {move || icon(look().1)}
            <span>{words}</span>
        </a>
    }
}
