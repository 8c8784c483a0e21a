//! Where somebody is: as exactly as the satellites tell within half a minute, or a reason why not.

use super::{Asked, Clear};
use crate::browser::clock;
use crate::browser::position::{NotFound, Watch, watch};
use crate::form::Filling;
use crate::form::errors::input_id;
use crate::language::{args, language};
use crate::parts::{ErrorNote, Icon, icon};
use form::{Place, typed::Geopoint};
use leptos::prelude::*;
use leptos::task::spawn_local;
use record::Value;

/// As exact as a doorway: no need to wait for better.
const EXACT_METRES: f64 = 10.0;
/// Then the best there is has to do.
const SECONDS: i64 = 30;

/// What the satellites are asked.
#[derive(Clone, Copy, PartialEq)]
enum Search {
    /// Nothing now.
    No,
    /// Until this instant, for so many seconds yet.
    On(i64, i64),
    /// Nothing was found.
    Failed(NotFound),
}

#[component]
pub fn Position(filling: Filling, place: Place, alone: bool) -> impl IntoView {
    let language = language();
    let id = input_id(filling, place);
    let search = RwSignal::new(Search::No);
    let receiver = StoredValue::new(None::<Watch>);
    let found = Memo::new(move |_| {
        filling.follow(place, |draft| draft.answer(place).and_then(Value::as_text).map(str::to_owned))
    });
    let stop = move |outcome: Search| {
        search.set(outcome);
        // It may be the receiver that calls: it is dropped once it has returned.
        spawn_local(async move { drop(receiver.try_update_value(Option::take)) });
    };
    let better = move |point: Geopoint| {
        let before = found.get_untracked().and_then(|text| text.parse::<Geopoint>().ok());
        if before.is_none_or(|before| point.accuracy <= before.accuracy) {
            filling.answer(place, Some(Value::Text(point.to_string())));
        }
        if point.accuracy <= EXACT_METRES {
            stop(Search::No);
        }
    };
    let begin = move || {
        filling.answer(place, None);
        let Some(watch) = watch(better, move |why| stop(Search::Failed(why))) else {
            return stop(Search::Failed(NotFound::NoSignal));
        };
        receiver.set_value(Some(watch));
        let until = clock::device() + SECONDS * 1000;
        search.set(Search::On(until, SECONDS));
        spawn_local(async move {
            // Another search that has begun meanwhile counts for itself.
            while matches!(search.try_get_untracked(), Some(Search::On(one, _)) if one == until) {
                let left = (until - clock::device() + 999) / 1000;
                if left <= 0 {
                    let nothing = found.get_untracked().is_none();
                    return stop(if nothing { Search::Failed(NotFound::NoSignal) } else { Search::No });
                }
                search.set(Search::On(until, left));
                clock::pause(1000).await;
            }
        });
    };
    let is_on = move || matches!(search.get(), Search::On(..));
    let standing = move || match search.get() {
        Search::No => ().into_any(),
        Search::On(_, seconds) => {
            let left = args().with("n", language.number(seconds));
            let (most, gone) = (SECONDS.to_string(), (SECONDS - seconds).to_string());
            view! {
                <progress max=most value=gone aria-hidden="true"></progress>
                <p class="hint">{language.view("form.position.searching", &left)}</p>
            }
            .into_any()
        }
        Search::Failed(why) => {
            let key = match why {
                NotFound::NotAllowed => "form.position.not_allowed",
                NotFound::NoSignal => "form.position.not_found",
            };
            view! { <ErrorNote key=key/> }.into_any()
        }
    };
    let shown = move || {
        found.get().map(
            |text| view! { <p class="said"><bdi dir="ltr" class="code">{language.position(&text)}</bdi></p> },
        )
    };
    let press = move |_| match search.get_untracked() {
        Search::On(..) => stop(Search::No),
        _ => begin(),
    };
    let word = move || {
        language.say(match (is_on(), found.with(Option::is_some)) {
            (true, true) => "form.position.enough",
            (true, false) => "app.cancel",
            (false, true) => "form.position.again",
            (false, false) => "form.position.take",
        })
    };
    let required = filling.look(|draft| draft.required(place));
    view! {
        <Asked filling=filling place=place alone=alone several=true>
            <div class="position" role="status">{shown}{standing}</div>
            <button class="btn wide" type="button" id=id on:click=press>{icon(Icon::Target)}<span>{word}</span></button>
            <Show when=move || !required && !is_on() && found.with(Option::is_some)>
                <Clear filling=filling place=place/>
            </Show>
        </Asked>
    }
}
