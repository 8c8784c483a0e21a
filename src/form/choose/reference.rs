//! Another record as the answer: found by typing, among those this phone holds, without network.

use crate::catalogue::catalogue;
use crate::form::Filling;
use crate::form::control::{Asked, Clear};
use crate::form::errors::input_id;
use crate::language::{language, t, t_n};
use crate::parts::{SearchBox, naming};
use crate::records::{Summary, records};
use form::Place;
use leptos::prelude::*;
use record::Value;
use std::sync::Arc;

/// So many are seen; typing a name finds the others.
const SEEN: usize = 8;

/// A record of a form.
#[component]
pub fn Reference(filling: Filling, place: Place, alone: bool, form: String) -> impl IntoView {
    let (language, records, catalogue) = (language(), records(), catalogue());
    let id = input_id(filling, place);
    let typed = RwSignal::new(String::new());
    let chosen =
        Memo::new(move |_| filling.follow(place, |draft| draft.answer(place).and_then(Value::as_reference)));
    let found = Memo::new(move |_| typed.with(|typed| records.search(&form, typed)));
    // Whoever is chosen stays in sight while another name is typed.
    let seen = move || {
        let mut seen: Vec<Arc<Summary>> =
            chosen.get().and_then(|id| records.summary(id)).into_iter().collect();
        let others = found.get().into_iter().filter(|line| Some(line.id) != chosen.get());
        seen.extend(others.take(SEEN));
        seen
    };
    let required = filling.look(|draft| draft.required(place));
    let name = id.clone();
    let option = move |line: Arc<Summary>| {
        let record = line.id;
        let chosen_line = line.clone();
        let choose = move |_| {
            filling.answer(place, Some(Value::Reference(record)));
            filling.belongs_with(&chosen_line);
        };
        let commune = line.commune.clone();
        view! {
            <label class="option">
                <input type="radio" name=name.clone() prop:checked=move || chosen.get() == Some(record)
                    on:change=choose/>
                <span><bdi>{move || naming::title(language, records, &line)}</bdi><small>{move || catalogue.commune(&commune)}</small></span>
            </label>
        }
    };
    view! {
        <Asked filling=filling place=place alone=alone several=true>
            <div class="choose">
                <SearchBox typed=typed label=Signal::derive(t("form.choose.search")) id=id/>
                <p class="count-line" role="status">{t_n("form.choose.count", move || found.with(Vec::len))}</p>
                <div class="options"><For each=seen key=|line| line.id children=option/></div>
                <Show when=move || !required && chosen.with(Option::is_some)>
                    <Clear filling=filling place=place/>
                </Show>
            </div>
        </Asked>
    }
}
