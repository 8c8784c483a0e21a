//! A choice among many, found by typing: a filter over real radios, without anything that pops up.

mod reference;

pub use reference::Reference;

use super::Filling;
use super::control::{Asked, Clear};
use super::errors::input_id;
use crate::language::{args, language, t, t_n};
use crate::parts::SearchBox;
use crate::records::records;
use form::{Choice, ChoiceList, Kind, Place};
use indicator::{Query, search_key};
use leptos::prelude::*;
use record::{FlatMap, Value, sort_by_key};
use std::cmp::Reverse;

/// So many are seen before somebody types or asks for more.
const FIRST: usize = 6;
/// A list this long is searched.
const SEARCHED_FROM: usize = 12;

/// One line of the list.
#[derive(Clone, PartialEq)]
struct Line {
    choice: Choice,
    /// What tells two of one name apart, in French and Arabic: the province of a commune.
    beside: (String, String),
    key: String,
}

impl Line {
    fn of(list: &ChoiceList, choice: &Choice) -> Self {
        let cell = |column: &str| list.cell(choice, column).to_owned();
        let variant = cell("variant_ar");
        let names = choice.label.0.values().map(String::as_str).chain([variant.as_str()]);
        Self {
            key: search_key(names),
            beside: (cell("province_fr"), cell("province_ar")),
            choice: choice.clone(),
        }
    }
}

/// One choice of many.
#[component]
pub fn Choose(filling: Filling, place: Place, alone: bool) -> impl IntoView {
    let (language, records) = (language(), records());
    let id = input_id(filling, place);
    let typed = RwSignal::new(String::new());
    let unfolded = RwSignal::new(alone);
    let chosen = Memo::new(move |_| {
        filling.follow(place, |draft| draft.answer(place).and_then(Value::as_choice).map(str::to_owned))
    });
    let first_chosen = chosen.get_untracked();
    let is_commune =
        filling.look(|draft| matches!(draft.definition().node(place.node).kind, Kind::Commune(_)));
    // What is used most comes first: a field worker works in few communes.
    let uses = records.with_index_now(|index| {
        let mut uses = FlatMap::<String, usize>::new();
        for line in index.values().filter(|_| is_commune) {
            *uses.entry(line.commune.clone()).or_default() += 1;
        }
        uses
    });
    let lines = Memo::new(move |_| {
        filling.follow(place, |draft| {
            let Some(list) = draft.definition().node(place.node).list() else { return Vec::new() };
            let list = draft.definition().list(list);
            let mut lines: Vec<Line> =
                draft.choices(place).into_iter().map(|choice| Line::of(list, choice)).collect();
            sort_by_key(&mut lines, |line| {
                let code = &line.choice.code;
                (Some(code) != first_chosen.as_ref(), Reverse(uses.get(code).copied().unwrap_or(0)))
            });
            lines
        })
    });
    let fitting = Memo::new(move |_| {
        let query = typed.with(|typed| Query::new(typed));
        let fit = |line: &Line| Some((query.fits(&line.key)?, line.clone()));
        let mut fitting = lines.with(|lines| lines.iter().filter_map(fit).collect::<Vec<_>>());
        sort_by_key(&mut fitting, |(fit, _)| *fit);
        fitting.into_iter().map(|(_, line)| line).collect::<Vec<_>>()
    });
    let is_folded = move || !unfolded.get() && typed.with(String::is_empty);
    let seen = move || {
        let most = if is_folded() { FIRST } else { usize::MAX };
        fitting.with(|lines| lines.iter().take(most).cloned().collect::<Vec<_>>())
    };
    let searched = lines.with_untracked(|lines| lines.len() > SEARCHED_FROM);
    let required = filling.look(|draft| draft.required(place));
    let name = id.clone();
    let option = move |line: Line| {
        let (code, answered) = (line.choice.code.clone(), line.choice.code.clone());
        let is_chosen = move || chosen.with(|chosen| chosen.as_ref() == Some(&code));
        let answer = move |_| filling.answer(place, Some(Value::Choice(answered.clone())));
        let (choice, (beside_fr, beside_ar)) = (line.choice.clone(), line.beside);
        let label =
            move || language.label(|tongue| choice.label.0.get(tongue).map(String::as_str)).to_owned();
        let beside = move || language.either(&beside_ar, &beside_fr, &beside_fr);
        view! {
            <label class="option">
                <input type="radio" name=name.clone() value=line.choice.code.clone() prop:checked=is_chosen on:change=answer/>
                <span>{label}<small>{beside}</small></span>
            </label>
        }
    };
    let nothing = move || {
        (fitting.with(Vec::is_empty)).then(|| {
            let words = language.view("form.choose.none", &args().with("words", typed.get()));
            view! { <p class="hint" role="status">{words}</p> }
        })
    };
    let more = move || is_folded() && fitting.with(|lines| lines.len() > FIRST);
    view! {
        <Asked filling=filling place=place alone=alone several=true>
            <div class="choose">
                {searched.then(|| view! {
                    <SearchBox typed=typed label=Signal::derive(t("form.choose.search")) id=id.clone()/>
                    <p class="count-line" role="status">{t_n("form.choose.count", move || fitting.with(Vec::len))}</p>
                })}
                <div class="options">
                    <For each=seen key=|line| line.choice.code.clone() children=option/>
                </div>
                {nothing}
                <Show when=more>
                    <button class="btn" type="button" on:click=move |_| unfolded.set(true)>{t("app.more")}</button>
                </Show>
                <Show when=move || !required && chosen.with(Option::is_some)>
                    <Clear filling=filling place=place/>
                </Show>
            </div>
        </Asked>
    }
}
