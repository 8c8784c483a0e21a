//! What is wrong, at the top of the page: each line leads to its answer and says the same words as beside it.

use super::Filling;
use super::problem::problem_words;
use crate::browser::page;
use crate::language::{args, language, t, t_n};
use form::Place;
use leptos::prelude::*;

/// The identity of what takes the focus for a question.
pub fn input_id(filling: Filling, place: Place) -> String {
    let name = filling.look(|draft| draft.definition().node(place.node).name.clone());
    match place.row {
        None => format!("q-{name}"),
        Some(row) => format!("q-{name}-{row}"),
    }
}

/// The problems of these questions that have been said.
#[component]
pub fn Errors(filling: Filling, places: Signal<Vec<Place>>) -> impl IntoView {
    let language = language();
    let wrong = Memo::new(move |_| {
        let told = |place: &Place| filling.told_problem(*place).is_some();
        places.get().into_iter().filter(told).collect::<Vec<_>>()
    });
    let line = move |place: Place| {
        let id = input_id(filling, place);
        let address = format!("#{id}");
        let go = move |event: leptos::ev::MouseEvent| {
            event.prevent_default();
            page::focus_on(&id);
        };
        let words = move || {
            let problem = filling.told_problem(place)?;
            let kind = filling.look(|draft| draft.definition().node(place.node).kind.clone());
            let words = problem_words(language, &kind, &problem);
            let line = args().with("field", filling.question(language, place.node)).with("problem", words);
            Some(language.view("problem.line", &line))
        };
        view! { <li><a href=address on:click=go>{words}</a></li> }
    };
    view! {
        <Show when=move || wrong.with(|wrong| !wrong.is_empty())>
            <div class="errors" id="errors" role="alert" tabindex="-1">
                <h2>{t_n("problem.summary", move || wrong.with(Vec::len))}</h2>
                <ul><For each=move || wrong.get() key=|place| *place children=line/></ul>
                <p class="hint">{t("problem.summary.hint")}</p>
            </div>
        </Show>
    }
}
