//! Approving everything that the filter shows, after confirming how much that is.

use super::queue::Queue;
use crate::language::{args, language, t, t_n};
use crate::pages::desk::decide::{Judge, judge};
use crate::parts::{Dialog, Icon, icon, undo};
use crate::records::{Problem, Summary, records};
use leptos::prelude::*;
use leptos::task::spawn_local;
use record::RecordId;
use std::sync::Arc;

/// The button and its question. Shown only once a filter says what all of them are.
#[component]
pub fn Bulk() -> impl IntoView {
    let (records, language, judge, undo) = (records(), language(), judge(), undo());
    let queue: Queue = expect_context();
    let open = RwSignal::new(false);
    let progress = RwSignal::new(None::<(usize, usize)>);
    let ids = Memo::new(move |_| queue.lines.with(|lines| candidates(judge, lines)));
    let count = move || ids.with(Vec::len);
    let approve = move |_| {
        let ids = ids.get_untracked();
        open.set(false);
        spawn_local(async move {
            let mut done: Vec<RecordId> = Vec::new();
            for (i, id) in ids.iter().enumerate() {
                progress.set(Some((i, ids.len())));
                match approve_one(judge, records, *id).await {
                    Ok(true) => done.push(*id),
                    Ok(false) => {}
                    Err(problem) => {
                        judge.failed.set(Some(problem));
                        break;
                    }
                }
            }
            progress.set(None);
            let words = language.plain("desk.review.bulk.done", &args().count(done.len()));
            undo.offer(words, move || done.into_iter().for_each(|id| judge.take_back(id)));
        });
    };
    let button = move || {
        (queue.filter.is_set() && count() > 1 && progress.get().is_none()).then(|| {
            let words = t_n("desk.review.bulk", count);
            view! {
                <button class="btn small wide" type="button" on:click=move |_| open.set(true)>
                    {icon(Icon::Check)}<span>{words}</span>
                </button>
            }
        })
    };
    let running = move || {
        progress.get().map(|(i, of)| view! { <progress max=of.to_string() value=i.to_string()></progress> })
    };
    let title = Signal::derive(move || language.plain("desk.review.bulk.title", &args().count(count())));
    view! {
        {button}{running}
        <Dialog open title>
            <p>{t("desk.review.bulk.hint")}</p>
            <div class="acts">
                <button class="btn main" type="button" on:click=approve>{t("desk.review.approve")}</button>
                <button class="btn" type="button" on:click=move |_| open.set(false)>{t("app.cancel")}</button>
            </div>
        </Dialog>
    }
}

/// Those that can be approved, as far as their lines tell.
fn candidates(judge: Judge, lines: &[Arc<Summary>]) -> Vec<RecordId> {
    let fits = |line: &&Arc<Summary>| {
        super::filter::waits(line) && line.disputes == 0 && judge.author() != Some(line.author)
    };
    lines.iter().filter(fits).map(|line| line.id).collect()
}

/// Approves a record as it now is, unless it turns out that the person may not.
async fn approve_one(judge: Judge, records: crate::records::Records, id: RecordId) -> Result<bool, Problem> {
    match records.get(id).await? {
        Some(shown) if judge.bar(&shown.record).is_none() => {
            judge.approve_quietly(&shown).await.map(|()| true)
        }
        _ => Ok(false),
    }
}
