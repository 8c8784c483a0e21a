//! Why there is no answer, where the form takes a reason for one: last and apart.

use crate::form::{Filling, reason_key};
use crate::language::{language, t};
use form::Place;
use leptos::prelude::*;
use record::{Missing, Value};

/// The reasons that a question takes.
#[component]
pub fn Reasons(filling: Filling, place: Place) -> impl IntoView {
    let language = language();
    let (kind, reasons) = filling.look(|draft| {
        let question = draft.definition().node(place.node);
        (question.kind.clone(), question.missing.clone())
    });
    let option = move |why: Missing| {
        let given = move || reason(filling, place) == Some(why);
        let answer = move |event| {
            filling.answer(place, event_target_checked(&event).then_some(Value::Missing(why)));
        };
        view! {
            <label class="option">
                <input type="checkbox" prop:checked=given on:change=answer/>
                <span>{t(reason_key(&kind, why))}</span>
            </label>
        }
    };
    let some = !reasons.is_empty();
    let question = move || filling.question(language, place.node);
    some.then(|| view! {
        <div class="options apart" role="group" aria-label=question>{reasons.into_iter().map(option).collect_view()}</div>
    })
}

/// The reason given in place of an answer, followed.
pub fn reason(filling: Filling, place: Place) -> Option<Missing> {
    filling.follow(place, |draft| match draft.answer(place) {
        Some(Value::Missing(why)) => Some(*why),
        _ => None,
    })
}
