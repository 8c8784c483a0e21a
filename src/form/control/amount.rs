//! An amount of money: in dirhams, or in the ryals that people count in, which count once they are confirmed.

use super::Asked;
use super::reasons::reason;
use crate::form::Filling;
use crate::form::errors::input_id;
use crate::language::{args, language, t, t_with};
use form::{Place, Problem, typed};
use leptos::prelude::*;
use record::Value;

/// What follows a number of ryals, in whatever language it is typed.
const RYALS: &str = "ryals";

/// A question answered by an amount.
#[component]
pub fn Amount(filling: Filling, place: Place, alone: bool) -> impl IntoView {
    let language = language();
    let id = input_id(filling, place);
    let described = format!("{id}-hint {id}-wrong");
    let takes_ryals = filling.look(|draft| draft.definition().node(place.node).looks(RYALS));
    let (number, ryals) = written(filling, place);
    let (text, in_ryals) = (RwSignal::new(number), RwSignal::new(ryals));
    let invalid = move || filling.told_problem(place).map(|_| "true");
    let answer = move || {
        let number = text.get_untracked();
        match in_ryals.get_untracked() && !number.trim().is_empty() {
            true => filling.type_in(place, &format!("{number} {RYALS}")),
            false => filling.type_in(place, &number),
        }
    };
    let leave = move |_| {
        if filling.look(|draft| draft.typed(place).is_none()) {
            let (number, ryals) = written(filling, place);
            text.set(number);
            in_ryals.set(ryals);
        }
    };
    let to_confirm = move || {
        filling.follow(place, |draft| match draft.problem(place) {
            Some(Problem::Typed(typed::Problem::Ryals { centimes })) => Some(centimes),
            _ => None,
        })
    };
    let confirm = move |centimes: i64| {
        let number = text.get();
        let question = t_with("form.money.confirm", move || {
            args().with("ryals", number.clone()).with("amount", language.money(centimes))
        });
        let yes = move |_| {
            filling.answer(place, Some(Value::Integer(centimes)));
            leave(());
        };
        view! {
            <div class="confirm" role="group">
                <p>{question}</p>
                <button class="btn" type="button" on:click=yes>{t("form.money.confirmed")}</button>
            </div>
        }
    };
    let units = takes_ryals.then(|| {
        let name = format!("{id}-unit");
        let unit = move |own: bool, word: &'static str| {
            let choose = move |_| {
                in_ryals.set(own);
                answer();
            };
            view! {
                <label class="option">
                    <input type="radio" name=name.clone() prop:checked=move || in_ryals.get() == own on:change=choose/>
                    <span>{t(word)}</span>
                </label>
            }
        };
        view! { <div class="options pair">{unit.clone()(false, "money.dirham")}{unit(true, "money.ryal")}</div> }
    });
    let unit = move || language.say(if in_ryals.get() { "money.ryal" } else { "money.dirham" });
    let shown = move || if reason(filling, place).is_some() { String::new() } else { text.get() };
    let field = view! {
        <div class="with-unit">
            <input id=id class="short" inputmode="decimal" autocomplete="off" dir="ltr" aria-describedby=described
                aria-invalid=invalid prop:value=shown on:blur=move |_| leave(())
                on:input=move |event| { text.set(event_target_value(&event)); answer(); }/>
            <span>{unit}</span>
        </div>
    };
    view! {
        <Asked filling=filling place=place alone=alone>
            {field}
            {units}
            {move || to_confirm().map(confirm)}
        </Asked>
    }
}

/// What stands in the field: what was typed, else the answer in dirhams; and whether it is in ryals.
fn written(filling: Filling, place: Place) -> (String, bool) {
    filling.look(|draft| match (draft.typed(place), draft.answer(place)) {
        (Some(typed), _) => match typed.strip_suffix(RYALS) {
            Some(number) => (number.trim().to_owned(), true),
            None => (typed.to_owned(), false),
        },
        (None, Some(Value::Integer(centimes))) => (typed::money_plain(*centimes), false),
        (None, _) => (String::new(), false),
    })
}
