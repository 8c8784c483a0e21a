//! Few choices, one or several: large radios and boxes under the thumb.

use super::Asked;
use crate::form::Filling;
use crate::form::errors::input_id;
use crate::language::{language, t};
use form::{Choice, NodeId};
use leptos::prelude::*;
use record::Value;
use std::collections::BTreeSet;

/// Two answers as short as these stand side by side.
const SHORT: usize = 12;

/// The answers that are no answers stand last and apart.
fn is_apart(code: &str) -> bool {
    matches!(code, "unknown" | "refused_to_say" | "not_applicable")
}

fn choices(filling: Filling, node: NodeId) -> Vec<Choice> {
    filling.follow(node, |draft| draft.choices(node).into_iter().cloned().collect())
}

/// One choice of a few.
#[component]
pub fn One(filling: Filling, node: NodeId, alone: bool) -> impl IntoView {
    let language = language();
    let id = input_id(filling, node);
    let chosen = Memo::new(move |_| {
        filling.follow(node, |draft| draft.answer(node).and_then(Value::as_choice).map(str::to_owned))
    });
    let offered = Memo::new(move |_| choices(filling, node));
    let label =
        move |choice: &Choice| language.label(|code| choice.label.0.get(code).map(String::as_str)).to_owned();
    let class = move || {
        offered.with(|offered| match offered.as_slice() {
            [one, two] if label(one).chars().count().max(label(two).chars().count()) <= SHORT => {
                "options pair"
            }
            _ => "options",
        })
    };
    let required = filling.look(|draft| draft.required(node));
    let name = id.clone();
    let option = move |(place, choice): (usize, Choice)| {
        let own = if place == 0 { id.clone() } else { format!("{id}-{}", choice.code) };
        let (code, answered) = (choice.code.clone(), choice.code.clone());
        let is_chosen = move || chosen.with(|chosen| chosen.as_ref() == Some(&code));
        let class = if is_apart(&choice.code) { "option apart" } else { "option" };
        let answer = move |_| filling.answer(node, Some(Value::Choice(answered.clone())));
        view! {
            <label class=class>
                <input type="radio" id=own name=name.clone() value=choice.code.clone() prop:checked=is_chosen on:change=answer/>
                <span>{move || label(&choice)}</span>
            </label>
        }
    };
    let numbered = move || offered.get().into_iter().enumerate().collect::<Vec<_>>();
    view! {
        <Asked filling=filling node=node alone=alone several=true>
            <div class=class>
                <For each=numbered
                    key=|(_, choice)| choice.code.clone() children=option/>
            </div>
            <Show when=move || !required && chosen.with(Option::is_some)>
                <Clear filling=filling node=node/>
            </Show>
        </Asked>
    }
}

/// Takes back the answer to a question that need not be answered.
#[component]
pub fn Clear(filling: Filling, node: NodeId) -> impl IntoView {
    view! {
        <button class="btn quiet" type="button" on:click=move |_| filling.answer(node, None)>{t("form.clear")}</button>
    }
}

/// Any number of choices.
#[component]
pub fn Many(filling: Filling, node: NodeId, alone: bool) -> impl IntoView {
    let language = language();
    let id = input_id(filling, node);
    let chosen = Memo::new(move |_| {
        filling.follow(node, |draft| match draft.answer(node) {
            Some(Value::Choices(codes)) => codes.clone(),
            _ => BTreeSet::new(),
        })
    });
    let offered = Memo::new(move |_| choices(filling, node));
    let toggle = move |code: &str, on: bool| {
        let mut codes = chosen.get_untracked();
        if on {
            codes.insert(code.to_owned())
        } else {
            codes.remove(code)
        };
        filling.answer(node, (!codes.is_empty()).then_some(Value::Choices(codes)));
    };
    let option = move |(place, choice): (usize, Choice)| {
        let own = if place == 0 { id.clone() } else { format!("{id}-{}", choice.code) };
        let (code, toggled) = (choice.code.clone(), choice.code.clone());
        let label =
            move || language.label(|tongue| choice.label.0.get(tongue).map(String::as_str)).to_owned();
        view! {
            <label class="option">
                <input type="checkbox" id=own prop:checked=move || chosen.with(|chosen| chosen.contains(&code))
                    on:change=move |event| toggle(&toggled, event_target_checked(&event))/>
                <span>{label}</span>
            </label>
        }
    };
    let numbered = move || offered.get().into_iter().enumerate().collect::<Vec<_>>();
    view! {
        <Asked filling=filling node=node alone=alone several=true>
            <div class="options">
                <For each=numbered
                    key=|(_, choice)| choice.code.clone() children=option/>
            </div>
        </Asked>
    }
}
