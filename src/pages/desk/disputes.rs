//! Every question with several values, record by record.

use super::naming::naming;
use super::record::Versions;
use super::settle::Settling;
use crate::language::{language, t, t_n};
use crate::parts::{Empty, ErrorNote, Icon, Loading};
use crate::records::{Loaded, Shown, records};
use leptos::prelude::*;
use record::RecordId;

#[component]
pub fn Disputes() -> impl IntoView {
    let records = records();
    let settling: Settling = expect_context();
    let ids = Memo::new(move |_| {
        records.with_index(|index| {
            let mut found: Vec<_> =
                index.values().filter(|line| line.disputes > 0 && !line.removed).collect();
            found.sort_by_key(|line| std::cmp::Reverse(line.answered));
            found.iter().map(|line| line.id).collect::<Vec<RecordId>>()
        })
    });
    let count = Memo::new(move |_| {
        records.with_index(|index| {
            index.values().filter(|l| !l.removed).map(|line| line.disputes).sum::<usize>()
        })
    });
    let body = move || {
        match records.opened() {
        Loaded::Waiting => view! { <Loading/> }.into_any(),
        Loaded::Failed(problem) => view! { <ErrorNote key=problem.key()/> }.into_any(),
        Loaded::Ready(()) if ids.with(Vec::is_empty) => view! {
            <Empty icon=Icon::Split title=Signal::derive(t("dispute.none.title"))><p>{t("dispute.none.hint")}</p></Empty>
        }
        .into_any(),
        Loaded::Ready(()) => view! {
            <p class="hint">{t("dispute.hint")}</p>
            <p class="count-line">{t_n("dispute.count", move || count.get())}</p>
            <For each=move || ids.get() key=|id| *id let:id><One id/></For>
        }
        .into_any(),
    }
    };
    view! {
        <main id="main" class="page" tabindex="-1">
            <div class="head"><h1>{t("dispute.title")}</h1></div>
            {move || settling.failed.get().map(|problem| view! { <ErrorNote key=problem.key()/> })}
            {body}
        </main>
    }
}

/// The disputes of one record.
#[component]
fn One(id: RecordId) -> impl IntoView {
    let (naming, records) = (naming(), records());
    let watched = records.watch(move || Some(id));
    let shown = Memo::new(move |_| watched.get());
    let rows = move |shown: Shown| {
        let record = shown.record;
        let row = |path: &record::Path| {
            let label = naming.question(&record.form, path);
            view! {
                <tr class="in-dispute">
                    <th scope="row"><span dir="auto">{label.clone()}</span></th>
                    <td><Versions record=record.clone() path=path.clone() label=label/></td>
                </tr>
            }
        };
        record.disputes().into_iter().map(row).collect_view()
    };
    let facts = move || {
        let line = records.summary(id)?;
        Some(format!("{} · {}", naming.form(&line.form), naming.commune(&line.commune)))
    };
    let language = language();
    view! {
        <section class="disputed">
            <div class="head">
                <h2><a href=format!("/desk/record/{id}")><bdi>{move || naming.record(id)}</bdi></a></h2>
                <span class="count-line">{facts}</span>
            </div>
            <table class="record">
                <caption class="only-heard">{move || language.say("dispute.title")}</caption>
                <tbody>{move || match shown.get() {
                    Loaded::Ready(Some(shown)) => rows(shown).into_any(),
                    _ => ().into_any(),
                }}</tbody>
            </table>
        </section>
    }
}
