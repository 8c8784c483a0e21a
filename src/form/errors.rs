//! What is wrong, at the top of the page: each line leads to its answer and says the same words as beside it.

use super::Filling;
use super::problem::problem_words;
use crate::browser::page;
use crate::language::{args, language, t, t_n};
use form::NodeId;
use leptos::prelude::*;

/// The identity of what takes the focus for a question.
pub fn input_id(filling: Filling, node: NodeId) -> String {
    filling.look(|draft| format!("q-{}", draft.definition().node(node).name))
}

/// The problems of these questions that have been said.
#[component]
pub fn Errors(filling: Filling, nodes: Signal<Vec<NodeId>>) -> impl IntoView {
    let language = language();
    let wrong = Memo::new(move |_| {
        let told = |node: &NodeId| filling.told_problem(*node).is_some();
        nodes.get().into_iter().filter(told).collect::<Vec<_>>()
    });
    let line = move |node: NodeId| {
        let id = input_id(filling, node);
        let address = format!("#{id}");
        let go = move |event: leptos::ev::MouseEvent| {
            event.prevent_default();
            page::focus_on(&id);
        };
        let words = move || {
            let problem = filling.told_problem(node)?;
            let kind = filling.look(|draft| draft.definition().node(node).kind.clone());
            let words = problem_words(language, &kind, &problem);
            let line = args().with("field", filling.question(language, node)).with("problem", words);
            Some(language.view("problem.line", &line))
        };
        view! { <li><a href=address on:click=go>{words}</a></li> }
    };
    view! {
        <Show when=move || wrong.with(|wrong| !wrong.is_empty())>
            <div class="errors" id="errors" role="alert" tabindex="-1">
                <h2>{t_n("problem.summary", move || wrong.with(Vec::len))}</h2>
                <ul><For each=move || wrong.get() key=|node| *node children=line/></ul>
                <p class="hint">{t("problem.summary.hint")}</p>
            </div>
        </Show>
    }
}
