//! Few choices, one or several: large radios and boxes under the thumb.

use super::Asked;
use crate::form::Filling;
use crate::form::errors::input_id;
use crate::language::{language, t};
use form::{Choice, Place};
use leptos::prelude::*;
use record::{FlatSet, Value};

/// Two answers as short as these stand side by side.
const SHORT: usize = 12;

/// The answers that are no answers stand last and apart.
fn is_apart(code: &str) -> bool {
    matches!(code, "unknown" | "refused_to_say" | "not_applicable")
}

fn choices(filling: Filling, place: Place) -> Vec<Choice> {
    filling.follow(place, |draft| draft.choices(place).into_iter().cloned().collect())
}

/// One choice of a few.
#[component]
pub fn One(filling: Filling, place: Place, alone: bool) -> impl IntoView {
    let language = language();
    let id = input_id(filling, place);
    let chosen = Memo::new(move |_| {
        filling.follow(place, |draft| draft.answer(place).and_then(Value::as_choice).map(str::to_owned))
    });
    let offered = Memo::new(move |_| choices(filling, place));
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
    let required = filling.look(|draft| draft.required(place));
    let name = id.clone();
    let option = move |(number, choice): (usize, Choice)| {
        let own = if number == 0 { id.clone() } else { format!("{id}-{}", choice.code) };
        let (code, answered) = (choice.code.clone(), choice.code.clone());
        let is_chosen = move || chosen.with(|chosen| chosen.as_ref() == Some(&code));
        let class = if is_apart(&choice.code) { "option apart" } else { "option" };
        let answer = move |_| filling.answer(place, Some(Value::Choice(answered.clone())));
        view! {
            <label class=class>
                <input type="radio" id=own name=name.clone() value=choice.code.clone() prop:checked=is_chosen on:change=answer/>
                <span>{move || label(&choice)}</span>
            </label>
        }
    };
    let numbered = move || offered.get().into_iter().enumerate().collect::<Vec<_>>();
    view! {
        <Asked filling=filling place=place alone=alone several=true>
            <div class=class>
                <For each=numbered
                    key=|(_, choice)| choice.code.clone() children=option/>
            </div>
            <Show when=move || !required && chosen.with(Option::is_some)>
                <Clear filling=filling place=place/>
            </Show>
        </Asked>
    }
}

/// Yes or no.
#[component]
pub fn YesNo(filling: Filling, place: Place, alone: bool) -> impl IntoView {
    let id = input_id(filling, place);
    let answer = Memo::new(move |_| {
        filling.follow(place, |draft| match draft.answer(place) {
            Some(Value::Flag(flag)) => Some(*flag),
            _ => None,
        })
    });
    let required = filling.look(|draft| draft.required(place));
    let name = id.clone();
    let option = move |own: bool, id: String, word: &'static str| {
        view! {
            <label class="option">
                <input type="radio" id=id name=name.clone() prop:checked=move || answer.get() == Some(own)
                    on:change=move |_| filling.answer(place, Some(Value::Flag(own)))/>
                <span>{t(word)}</span>
            </label>
        }
    };
    view! {
        <Asked filling=filling place=place alone=alone several=true>
            <div class="options pair">
                {option(true, id.clone(), "app.yes")}
                {option(false, format!("{id}-no"), "app.no")}
            </div>
            <Show when=move || !required && answer.get().is_some()>
                <Clear filling=filling place=place/>
            </Show>
        </Asked>
    }
}

/// Takes back the answer to a question that need not be answered.
#[component]
pub fn Clear(filling: Filling, place: Place) -> impl IntoView {
    view! {
        <button class="btn quiet" type="button" on:click=move |_| filling.answer(place, None)>{t("form.clear")}</button>
    }
}

/// Any number of choices.
#[component]
pub fn Many(filling: Filling, place: Place, alone: bool) -> impl IntoView {
    let language = language();
    let id = input_id(filling, place);
    let chosen = Memo::new(move |_| {
        filling.follow(place, |draft| match draft.answer(place) {
            Some(Value::Choices(codes)) => codes.clone(),
            _ => FlatSet::new(),
        })
    });
    let offered = Memo::new(move |_| choices(filling, place));
    let toggle = move |code: &str, on: bool| {
        let mut codes = chosen.get_untracked();
        if on {
            codes.insert(code.to_owned())
        } else {
            codes.remove(code)
        };
        filling.answer(place, (!codes.is_empty()).then_some(Value::Choices(codes)));
    };
    let option = move |(number, choice): (usize, Choice)| {
        let own = if number == 0 { id.clone() } else { format!("{id}-{}", choice.code) };
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
        <Asked filling=filling place=place alone=alone several=true>
            <div class="options">
                <For each=numbered
                    key=|(_, choice)| choice.code.clone() children=option/>
            </div>
        </Asked>
    }
}
