//! Text, numbers, times and telephone numbers: what is typed is kept as it is typed, understood or not.

use super::Asked;
use super::reasons::reason;
use crate::form::Filling;
use crate::form::errors::input_id;
use form::{Kind, Place, typed};
use leptos::prelude::*;
use record::Value;

/// A question answered by typing.
#[component]
pub fn Typed(filling: Filling, place: Place, alone: bool) -> impl IntoView {
    let (kind, multiline) = filling.look(|draft| {
        let question = draft.definition().node(place.node);
        (question.kind.clone(), question.looks("multiline"))
    });
    let id = input_id(filling, place);
    let described = format!("{id}-hint {id}-wrong");
    let text = RwSignal::new(filling.look(|draft| written(draft, place)));
    let invalid = move || filling.told_problem(place).map(|_| "true");
    let type_in = move |typed: String| {
        text.set(typed.clone());
        filling.type_in(place, &typed);
    };
    // A number that was understood is shown as it is stored: in groups, in Western digits.
    let leave = move |_| {
        if filling.look(|draft| draft.typed(place).is_none()) {
            text.set(filling.look(|draft| written(draft, place)));
        }
    };
    let shown = move || if reason(filling, place).is_some() { String::new() } else { text.get() };
    let mode = if kind == Kind::Decimal { "decimal" } else { "numeric" };
    let input = match (&kind, multiline) {
        (Kind::Text, true) => view! {
            <textarea id=id rows="4" dir="auto" aria-describedby=described aria-invalid=invalid
                prop:value=shown on:input=move |event| type_in(event_target_value(&event))></textarea>
        }
        .into_any(),
        (Kind::Integer | Kind::Decimal | Kind::Time, _) => view! {
            <input id=id class="short" inputmode=mode autocomplete="off" dir="ltr" aria-describedby=described
                aria-invalid=invalid prop:value=shown on:blur=leave
                on:input=move |event| type_in(event_target_value(&event))/>
        }
        .into_any(),
        (Kind::Phone, _) => view! {
            <input id=id class="code" type="tel" inputmode="tel" dir="ltr" autocomplete="off" aria-describedby=described
                aria-invalid=invalid prop:value=shown on:blur=leave
                on:input=move |event| type_in(event_target_value(&event))/>
        }
        .into_any(),
        _ => view! {
            <input id=id dir="auto" autocomplete="off" aria-describedby=described aria-invalid=invalid
                prop:value=shown on:input=move |event| type_in(event_target_value(&event))/>
        }
        .into_any(),
    };
    view! { <Asked filling=filling place=place alone=alone>{input}</Asked> }
}

/// What stands in the field: what was typed, else the answer as it is typed here.
fn written(draft: &form::Draft, place: Place) -> String {
    if let Some(typed) = draft.typed(place) {
        return typed.to_owned();
    }
    match draft.answer(place) {
        Some(Value::Text(text)) if draft.definition().node(place.node).kind == Kind::Phone => {
            typed::phone_shown(text)
        }
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Integer(number)) => number.to_string(),
        _ => String::new(),
    }
}
