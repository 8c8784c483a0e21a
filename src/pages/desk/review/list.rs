//! The list of the queue, and what it is filtered by.

use super::bulk::Bulk;
use super::filter::{STATES, author_name, occurring};
use super::queue::Queue;
use super::saved::Saved;
use super::status_of;
use crate::language::{language, t, t_n};
use crate::pages::desk::exports::{Make, Wanted};
use crate::pages::desk::naming::naming;
use crate::parts::{Empty, ErrorNote, Icon, Loading, SearchBox, Select, icon, status};
use crate::records::{Loaded, Summary, records};
use leptos::prelude::*;
use record::{RecordId, ReviewState};
use std::sync::Arc;

/// Rows are made a hundred at a time: a page of ten thousand would make every key slow.
const STEP: usize = 100;

#[component]
pub fn List() -> impl IntoView {
    let (records, language) = (records(), language());
    let queue: Queue = expect_context();
    let most = RwSignal::new(STEP);
    let filtered = Memo::new(move |_| queue.filter.is_set());
    let none = Memo::new(move |_| queue.lines.with(Vec::is_empty));
    let ids = Memo::new(move |_| {
        queue.lines.with(|lines| lines.iter().take(most.get()).map(|line| line.id).collect::<Vec<RecordId>>())
    });
    let more = move || {
        (queue.lines.with(Vec::len) > most.get()).then(|| {
            let show = move |_| most.update(|most| *most += STEP);
            view! { <button class="btn wide" type="button" on:click=show>{language.say("app.more")}</button> }
        })
    };
    let nothing = move || {
        if filtered.get() {
            view! { <Empty icon=Icon::Search title=Signal::derive(t("desk.review.none"))><Clear/></Empty> }
                .into_any()
        } else {
            view! {
                <Empty icon=Icon::Check title=Signal::derive(t("desk.review.empty.title"))>
                    <p>{t("desk.review.empty.hint")}</p>
                </Empty>
            }
            .into_any()
        }
    };
    let body = move || match records.opened() {
        Loaded::Waiting => view! { <Loading/> }.into_any(),
        Loaded::Failed(problem) => view! { <ErrorNote key=problem.key()/> }.into_any(),
        Loaded::Ready(()) if none.get() => nothing(),
        Loaded::Ready(()) => view! {
            <ul class="rows"><For each=move || ids.get() key=|id| *id let:id><Row id/></For></ul>
            {more}
        }
        .into_any(),
    };
    view! {
        <section class="queue" aria-label=t("desk.review.list")>
            <h1 class="only-heard">{t("desk.review.title")}</h1>
            <Filters/>
            {body}
        </section>
    }
}

#[component]
fn Filters() -> impl IntoView {
    let (naming, language) = (naming(), language());
    let queue: Queue = expect_context();
    let filter = queue.filter;
    // On a narrow screen only the search and the state are seen until all filters are asked for.
    let all = RwSignal::new(false);
    let label = |key| Signal::derive(t(key));
    let among = move |code: fn(&Summary) -> String,
                      name: fn(crate::pages::desk::naming::Naming, &str) -> String| {
        Signal::derive(move || queue.all.with(|all| occurring(all, code, |code| name(naming, code))))
    };
    let forms = among(|line| line.form.clone(), |naming, code| naming.form(code));
    let programmes = among(|line| line.programme.clone(), |naming, code| naming.programme(code));
    let communes = among(|line| line.commune.clone(), |naming, code| naming.commune(code));
    let authors = among(|line| line.author.to_string(), author_name);
    let states = Signal::derive(move || {
        STATES.iter().map(|(code, key)| ((*code).to_owned(), language.say(key))).collect::<Vec<_>>()
    });
    view! {
        <div class="filters" role="search" aria-label=t("desk.filter.label") data-all=move || all.get().to_string()>
            <SearchBox typed=filter.typed label=label("records.search")/>
            <Select chosen=filter.state label=label("desk.filter.state") all=label("review.state.to_review") options=states/>
            <Select chosen=filter.form label=label("desk.filter.kind") all=label("desk.filter.all_kinds") options=forms/>
            <Select chosen=filter.programme label=label("desk.filter.programme") all=label("desk.filter.all_programmes") options=programmes/>
            <Select chosen=filter.commune label=label("desk.filter.commune") all=label("desk.filter.all_communes") options=communes/>
            <Select chosen=filter.author label=label("desk.filter.author") all=label("desk.filter.all_authors") options=authors/>
            <button class="btn quiet small to-filters" type="button" aria-expanded=move || all.get().to_string()
                on:click=move |_| all.update(|all| *all = !*all)>
                {icon(Icon::Settings)}{t("desk.filter.label")}
            </button>
            <span class="count-line" role="status">{t_n("records.count", move || queue.lines.with(Vec::len))}</span>
            <Show when=move || filter.is_set()><Clear/></Show>
            <Saved/>
            <Bulk/>
            <ToFile/>
        </div>
    }
}

/// What the filter shows, as a file.
#[component]
fn ToFile() -> impl IntoView {
    let queue: Queue = expect_context();
    let open = RwSignal::new(false);
    let wanted = Signal::derive(move || queue.lines.with(|lines| Wanted::these(lines)));
    view! {
        <Show when=move || queue.lines.with(|lines| !lines.is_empty())>
            <button class="btn quiet small wide" type="button" on:click=move |_| open.set(true)>
                {icon(Icon::Download)}{t("export.filtered")}
            </button>
        </Show>
        <Make open wanted/>
    }
}

#[component]
fn Clear() -> impl IntoView {
    let queue: Queue = expect_context();
    view! {
        <button class="btn quiet small" type="button" on:click=move |_| queue.filter.clear()>{t("desk.filter.clear")}</button>
    }
}

#[component]
fn Row(id: RecordId) -> impl IntoView {
    let (naming, records) = (naming(), records());
    let queue: Queue = expect_context();
    let line = Memo::new(move |_| records.summary(id));
    let facts = move |line: Arc<Summary>| {
        let place = naming.commune(&line.commune);
        let what = [naming.form(&line.form), place].into_iter().filter(|text| !text.is_empty());
        let what = what.collect::<Vec<_>>().join(" · ");
        let plain = line.disputes == 0 && line.review == ReviewState::Awaiting;
        let state = (!plain).then(|| status(status_of(&line)));
        view! {
            <b><bdi>{naming.record(id)}</bdi></b>
            <time><bdi>{naming.language.moment(line.answered)}</bdi></time>
            <span>{what}</span>
            <span><bdi>{naming.person(line.author)}</bdi></span>
            {state}
        }
    };
    let current = move || (queue.open() == Some(id)).then_some("true");
    view! {
        <li><a class="row" href=format!("/desk/record/{id}") aria-current=current>{move || line.get().map(facts)}</a></li>
    }
}
