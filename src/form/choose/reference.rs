//! Another record as the answer: found by typing, among those this phone holds, without network.

use crate::catalogue::catalogue;
use crate::form::Filling;
use crate::form::control::{Asked, Clear};
use crate::form::errors::input_id;
use crate::language::{args, language, t, t_n};
use crate::parts::{Icon, Note, SearchBox, Tone, icon, naming};
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
    let there_is_none = {
        let form = form.clone();
        Memo::new(move |_| {
            records.with_index(|index| !index.values().any(|line| line.form == form && !line.removed))
        })
    };
    let begin = (form.clone(), format!("/form/{form}/new"));
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
    let nothing = move || {
        let is_lost = !typed.with(String::is_empty) && found.with(Vec::is_empty);
        is_lost.then(|| {
            let words = language.view("form.choose.none", &args().with("words", typed.get()));
            view! { <p class="hint" role="status">{words}</p> }
        })
    };
    let choosing = move || {
        let id = id.clone();
        let option = option.clone();
        view! {
            <div class="choose">
                <SearchBox typed=typed label=Signal::derive(t("form.choose.search")) id=id/>
                <p class="count-line" role="status">{t_n("form.choose.count", move || found.with(Vec::len))}</p>
                <div class="options"><For each=seen key=|line| line.id children=option/></div>
                {nothing}
                <Show when=move || !required && chosen.with(Option::is_some)>
                    <Clear filling=filling place=place/>
                </Show>
            </div>
        }
    };
    view! {
        <Asked filling=filling place=place alone=alone several=true>
            {move || match there_is_none.get() {
                true => view! { <NoneYet form=begin.0.clone() address=begin.1.clone()/> }.into_any(),
                false => choosing().into_any(),
            }}
        </Asked>
    }
}

/// There is no record to choose: why, and what to do about it. The draft is kept meanwhile.
#[component]
fn NoneYet(form: String, address: String) -> impl IntoView {
    let (language, word) = (language(), naming::form_word(&form));
    let title =
        Signal::derive(move || language.plain("form.choose.empty", &args().with("what", language.say(word))));
    view! {
        <Note tone=Tone::Neutral icon=naming::form_icon(&form) title=title>
            <p>{t("form.choose.empty.hint")}</p>
            <div class="acts">
                <a class="btn" href=address>{icon(Icon::Plus)}<span>{t(word)}</span></a>
                <a class="btn" href="/sync">{icon(Icon::Sync)}<span>{t("tab.send")}</span></a>
            </div>
        </Note>
    }
}
