//! The attendance sheet: whoever may be there, and under the thumb one press for each state.

mod expected;
mod marks;
mod quick_add;

use super::Filling;
use crate::catalogue::catalogue;
use crate::language::{args, language, t, t_with};
use crate::parts::{Empty, Icon, LongList, SearchBox, icon, naming, undo};
use crate::records::{Summary, records};
use expected::Expected;
use form::NodeId;
use leptos::prelude::*;
use marks::{Marks, path_of};
use quick_add::QuickAdd;
use record::{FlatSet, RecordId, Value};
use std::sync::Arc;

/// The states of somebody who was there.
pub const PRESENT: [&str; 3] = ["present", "late", "half"];

/// What a row needs to draw itself.
#[derive(Clone, Copy)]
struct Sheet {
    filling: Filling,
    node: NodeId,
}

#[component]
pub fn Roster(filling: Filling, node: NodeId) -> impl IntoView {
    let (language, records, undo) = (language(), records(), undo());
    provide_context(Sheet { filling, node });
    let typed = RwSignal::new(String::new());
    let adding = RwSignal::new(false);
    let code = |name: &'static str| {
        filling.look(|draft| {
            let node = draft.definition().find(name)?;
            draft.answer(node).and_then(Value::as_choice).map(str::to_owned)
        })
    };
    let (programme, commune) = (code("programme"), code("commune"));
    let marked = Memo::new(move |_| {
        filling.follow(node.into(), |draft| {
            draft.marks(node).iter().map(|mark| mark.row).collect::<FlatSet<RecordId>>()
        })
    });
    // Whoever is marked, and whoever is expected, the likeliest first; typing finds everybody.
    let expected = {
        let place = (programme.clone().unwrap_or_default(), commune.clone().unwrap_or_default());
        Memo::new(move |_| records.with_index(|index| Expected::at(index, &place)))
    };
    let rows = Memo::new(move |_| {
        let mut found = typed.with(|typed| records.search("person", typed));
        expected.with(|expected| {
            if typed.with(|typed| typed.trim().is_empty()) {
                found.retain(|line| {
                    expected.place(line).is_some() || marked.with(|marked| marked.contains(&line.id))
                });
            }
            found.sort_by_key(|line| expected.place(line).unwrap_or(usize::MAX));
        });
        found
    });
    let present = Memo::new(move |_| {
        filling.follow(node.into(), |draft| {
            draft.marks(node).iter().filter(|mark| PRESENT.contains(&mark.code)).count()
        })
    });
    let unmarked = Memo::new(move |_| {
        let free = |line: &Arc<Summary>| marked.with(|marked| !marked.contains(&line.id)).then_some(line.id);
        rows.with(|rows| rows.iter().filter_map(free).collect::<Vec<_>>())
    });
    let all = move || marked.with(FlatSet::len) + unmarked.with(Vec::len);
    let tally = t_with("attendance.tally", move || {
        args().count(present.get()).with("all", language.number(all() as i64))
    });
    let mark_others = move |_| {
        let others = unmarked.get_untracked();
        let mark = move |others: &[RecordId], code: Option<&str>| {
            for row in others {
                if let Some(path) = path_of(filling, node, *row) {
                    filling.set(&path, code.map(|code| Value::Choice(code.into())));
                }
            }
        };
        mark(&others, Some("present"));
        undo.offer(language.plain("attendance.all_marked", &args().count(others.len())), move || {
            mark(&others, None)
        });
    };
    view! {
        <p class="tally" role="status">{tally}</p>
        <SearchBox typed=typed label=Signal::derive(t("attendance.search"))/>
        <button class="btn wide" type="button" aria-haspopup="dialog" on:click=move |_| adding.set(true)>
            {icon(Icon::PersonPlus)}<span>{t("attendance.add")}</span>
        </button>
        <LongList lines=rows key=|line| line.id line=row class="roster"/>
        <Show when=move || rows.with(Vec::is_empty)>
            <Empty icon=Icon::People title=Signal::derive(move || match typed.with(|typed| typed.trim().is_empty()) {
                true => language.say("attendance.empty.title"),
                false => language.plain("people.none.title", &args().with("words", typed.get())),
            })><p>{t("attendance.empty.hint")}</p></Empty>
        </Show>
        <Show when=move || { unmarked.with(|unmarked| unmarked.len() > 1) && typed.with(String::is_empty) }>
            <button class="btn wide" type="button" on:click=mark_others>
                {icon(Icon::Check)}<span>{t("attendance.all_present")}</span>
            </button>
        </Show>
        <QuickAdd filling=filling node=node open=adding typed=typed programme=programme commune=commune/>
    }
}

/// One person: name, place, and the states.
fn row(line: Arc<Summary>) -> impl IntoView {
    let Sheet { filling, node } = expect_context();
    let (language, catalogue) = (language(), catalogue());
    let commune = line.commune.clone();
    let name = naming::title(language, records(), &line);
    view! {
        <li>
            <bdi class="name">{name.clone()}</bdi>
            <span class="where">{move || catalogue.commune(&commune)}</span>
            <Marks filling=filling node=node row=line.id name=name/>
        </li>
    }
}
