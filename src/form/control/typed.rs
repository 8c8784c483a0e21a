//! Text, numbers and telephone numbers: what is typed is kept as it is typed, understood or not.

use super::Asked;
use crate::form::Filling;
use crate::form::errors::input_id;
use form::{Kind, NodeId, typed};
use leptos::prelude::*;
use record::Value;

/// A question answered by typing.
#[component]
pub fn Typed(filling: Filling, node: NodeId, alone: bool) -> impl IntoView {
    let (kind, multiline) = filling.look(|draft| {
        let question = draft.definition().node(node);
        (question.kind.clone(), question.looks("multiline"))
    });
    let id = input_id(filling, node);
    let described = format!("{id}-hint {id}-wrong");
    let text = RwSignal::new(filling.look(|draft| written(draft, node)));
    let invalid = move || filling.told_problem(node).map(|_| "true");
    let type_in = move |typed: String| {
        text.set(typed.clone());
        filling.type_in(node, &typed);
    };
    // A number that was understood is shown as it is stored: in groups, in Western digits.
    let leave = move |_| {
        if filling.look(|draft| draft.typed(node).is_none()) {
            text.set(filling.look(|draft| written(draft, node)));
        }
    };
    let input = match (&kind, multiline) {
        (Kind::Text, true) => view! {
            <textarea id=id rows="4" dir="auto" aria-describedby=described aria-invalid=invalid
                prop:value=move || text.get() on:input=move |event| type_in(event_target_value(&event))></textarea>
        }
        .into_any(),
        (Kind::Integer, _) => view! {
            <input id=id class="short" inputmode="numeric" autocomplete="off" dir="ltr" aria-describedby=described
                aria-invalid=invalid prop:value=move || text.get() on:blur=leave
                on:input=move |event| type_in(event_target_value(&event))/>
        }
        .into_any(),
        (Kind::Phone, _) => view! {
            <input id=id class="code" type="tel" inputmode="tel" dir="ltr" autocomplete="off" aria-describedby=described
                aria-invalid=invalid prop:value=move || text.get() on:blur=leave
                on:input=move |event| type_in(event_target_value(&event))/>
        }
        .into_any(),
        _ => view! {
            <input id=id dir="auto" autocomplete="off" aria-describedby=described aria-invalid=invalid
                prop:value=move || text.get() on:input=move |event| type_in(event_target_value(&event))/>
        }
        .into_any(),
    };
    view! { <Asked filling=filling node=node alone=alone>{input}</Asked> }
}

/// What stands in the field: what was typed, else the answer as it is typed here.
fn written(draft: &form::Draft, node: NodeId) -> String {
    if let Some(typed) = draft.typed(node) {
        return typed.to_owned();
    }
    match draft.answer(node) {
        Some(Value::Text(text)) if draft.definition().node(node).kind == Kind::Phone => {
            typed::phone_shown(text)
        }
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Integer(number)) => number.to_string(),
        _ => String::new(),
    }
}
