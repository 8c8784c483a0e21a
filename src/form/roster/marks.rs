//! The states of one person at one session.

use crate::form::Filling;
use crate::language::{args, language};
use crate::parts::{Icon, icon};
use form::NodeId;
use leptos::prelude::*;
use record::{Path, RecordId, Value};

/// Where the mark of a row stands in the record.
pub fn path_of(filling: Filling, node: NodeId, row: RecordId) -> Option<Path> {
    filling.look(|draft| {
        let form = draft.definition();
        let member = draft.mark_of(node)?;
        format!("{}/{row}/{}", form.node(node).name, form.node(member).name).parse().ok()
    })
}

fn look(code: &str) -> Icon {
    match code {
        "present" => Icon::Check,
        "late" => Icon::Clock,
        "half" => Icon::Half,
        "excused" => Icon::Flag,
        _ => Icon::Cross,
    }
}

/// One press marks; the same press again takes the mark away.
#[component]
pub fn Marks(filling: Filling, node: NodeId, row: RecordId, name: String) -> impl IntoView {
    let language = language();
    let mark =
        Memo::new(move |_| filling.follow(node.into(), |draft| draft.marked(node, row).map(str::to_owned)));
    let codes = filling.look(|draft| {
        let member = draft.mark_of(node);
        let choices = member.map(|member| draft.choices(member)).unwrap_or_default();
        choices.into_iter().map(|choice| choice.code.clone()).collect::<Vec<_>>()
    });
    let put = move |code: Option<&str>| {
        if let Some(path) = path_of(filling, node, row) {
            filling.set(&path, code.map(|code| Value::Choice(code.to_owned())));
        }
    };
    let state = move |code: String| {
        let (own, pressed) = (code.clone(), code.clone());
        let is_marked = move || mark.with(|mark| mark.as_ref() == Some(&own));
        let press = move |_| {
            let again = mark.with_untracked(|mark| mark.as_ref() == Some(&pressed));
            put((!again).then_some(pressed.as_str()));
        };
        let word = format!("attendance.{code}");
        view! {
            <label class=code.clone()>
                <input type="radio" name=format!("a-{row}") value=code.clone() prop:checked=is_marked on:click=press/>
                {icon(look(&code))}
                <span>{move || language.say(&word)}</span>
            </label>
        }
    };
    let legend = move || language.plain("attendance.mark", &args().with("name", name.clone()));
    view! {
        <fieldset class="mark">
            <legend class="only-heard">{legend}</legend>
            {codes.into_iter().map(state).collect_view()}
        </fieldset>
    }
}
