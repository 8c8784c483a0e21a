//! The rows of a repeat: a card for each, which opens on a page of its own, and a button for one more.

use super::{Filling, Step, Way};
use crate::language::{Language, args, language, t, t_with};
use crate::parts::{Icon, icon, undo};
use form::{Kind, NodeId, Place};
use leptos::prelude::*;
use record::RowId;

/// So many answers of a row tell it from the others.
const TOLD: usize = 3;

#[component]
pub fn Repeat(filling: Filling, way: Way, node: NodeId) -> impl IntoView {
    let language = language();
    let rows = Memo::new(move |_| filling.follow(node.into(), |draft| draft.rows(node)));
    let numbered = move || rows.get().into_iter().enumerate().collect::<Vec<_>>();
    let open_ended = filling.look(|draft| draft.is_open_ended(node));
    let name = filling.look(|draft| draft.definition().node(node).name.clone());
    let open = {
        let name = name.clone();
        move |row: RowId| way.go(&Step::Row { repeat: name.clone(), row })
    };
    let add = {
        let open = open.clone();
        move |_| open(filling.add_row(node))
    };
    let wrong = move || {
        let problem = filling.told_problem(node.into())?;
        let words = super::problem::problem_words(language, &Kind::Repeat, &problem);
        Some(view! { <p class="wrong">{icon(Icon::Warning)}<span>{words}</span></p> })
    };
    view! {
        <div class="field" id=format!("q-{name}") tabindex="-1">
            {wrong}
            <p class="count-line" role="status">{t_with("form.rows.count", move || args().count(rows.with(Vec::len)))}</p>
        </div>
        <ul class="cards">
            <For each=numbered key=|numbered| *numbered children=move |(place, row)| {
                let open = open.clone();
                view! { <Row filling=filling way=way node=node row=row number=place + 1 open=Callback::new(move |()| open(row))/> }
            }/>
        </ul>
        {open_ended.then(|| view! {
            <button class="btn wide" type="button" on:click=add>{icon(Icon::Plus)}<span>{t("form.rows.add")}</span></button>
        })}
    }
}

/// One row: what tells it from the others, and the ways to change it or take it out.
#[component]
fn Row(
    filling: Filling,
    way: Way,
    node: NodeId,
    row: RowId,
    /// Its place, from 1.
    number: usize,
    open: Callback<()>,
) -> impl IntoView {
    let (language, undo) = (language(), undo());
    let name = filling.look(|draft| draft.definition().node(node).name.clone());
    let address = way.address(&Step::Row { repeat: name, row });
    let answers = move || told(filling, language, node, row);
    let title = move || {
        let words = answers().into_iter().next();
        words.unwrap_or_else(|| {
            language.plain("form.rows.row", &args().with("i", language.number(number as i64)))
        })
    };
    let others = move || answers().into_iter().skip(1).collect::<Vec<_>>().join(" · ");
    let go = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        open.run(());
    };
    let open_ended = filling.look(|draft| draft.is_open_ended(node));
    let take_out = move |_| {
        let words = language.plain("form.rows.removed", &args().with("name", title()));
        let put_back = filling.remove_row(node, row);
        undo.offer(words, put_back);
    };
    let heard = move || language.plain("form.rows.remove_what", &args().with("name", title()));
    view! {
        <li class="card row">
            {icon(Icon::Pencil)}
            <a href=address on:click=go><bdi>{title}</bdi></a>
            <span class="what" dir="auto">{others}</span>
            {open_ended.then(|| view! {
                <button class="icon-btn" type="button" aria-label=heard on:click=take_out>{icon(Icon::Trash)}</button>
            })}
        </li>
    }
}

/// The first answers of a row, in words.
fn told(filling: Filling, language: Language, repeat: NodeId, row: RowId) -> Vec<String> {
    let form = filling.look(|draft| draft.definition().clone());
    let said = |node: NodeId| {
        let place = Place { node, row: Some(row) };
        let value = filling.follow(place, |draft| draft.visible_answer(place).cloned())?;
        Some(super::said(language, filling.records(), &form, node, &value))
    };
    let inputs = form.members(repeat).filter(|node| form.node(*node).is_input());
    inputs.filter_map(said).filter(|words| !words.is_empty()).take(TOLD).collect()
}
