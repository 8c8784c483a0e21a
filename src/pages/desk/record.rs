//! One record with its answers, its disputes and its history, to be judged.

mod acts;
mod answers;
mod changes;
mod difference;
mod dispute;
mod erasing;
mod events;
mod history;
mod returning;
mod table;
mod wording;

pub use difference::{Difference, differences, told};
pub use dispute::Versions;
use wording::Worded;

use super::naming::{Naming, naming};
use super::review::Queue;
use crate::browser::{clock, keyboard, page};
use crate::language::{Args, args, language, t};
use crate::parts::{Empty, ErrorNote, Icon, Loading, Note, Tone, icon, status};
use crate::records::{Loaded, Shown, records};
use acts::Acts;
use erasing::{Erased, Erasing};
use events::History;
use leptos::prelude::*;
use record::{AuthorId, ReviewState, Verdict};
use returning::Returning;
use table::Answers;

/// The record whose id stands in the address.
#[component]
pub fn Record() -> impl IntoView {
    let records = records();
    let queue: Queue = expect_context();
    let watched = records.watch(move || queue.open());
    let shown = Memo::new(move |_| watched.get());
    Effect::watch(move || queue.open(), move || keyboard::scroll_to_start("#record"));
    provide_context(Returning::new().follow(queue.open_memo()));
    view! {
        <article class="pane" id="record" tabindex="-1">
            <a class="btn quiet small to-list" href="/desk">{icon(Icon::Back)}{t("desk.to_list")}</a>
            {move || match shown.get() {
                Loaded::Waiting => view! { <Loading/> }.into_any(),
                Loaded::Failed(problem) => view! { <ErrorNote key=problem.key()/> }.into_any(),
                Loaded::Ready(None) => view! {
                    <Empty icon=Icon::Records title=Signal::derive(t("app.not_found.title"))>
                        <p>{t("app.not_found.hint")}</p>
                    </Empty>
                }.into_any(),
                Loaded::Ready(Some(shown)) => view! { <Open shown=shown/> }.into_any(),
            }}
        </article>
    }
}

#[component]
fn Open(shown: Shown) -> impl IntoView {
    let print = t("app.print");
    let is_erased = shown.record.is_erased();
    let shown = StoredValue::new(shown);
    if is_erased {
        return view! { <Erased shown/> }.into_any();
    }
    view! {
        <Head shown/>
        <Judged shown/>
        <Answers shown/>
        <History shown/>
        <div class="acts print-act">
            <button class="btn quiet small" type="button" on:click=move |_| page::print()>{icon(Icon::Print)}{print}</button>
            <Erasing shown/>
        </div>
        <Acts shown/>
    }
    .into_any()
}

/// Where it stands, what it is, who wrote in it last and when, and what it is called.
#[component]
fn Head(shown: StoredValue<Shown>) -> impl IntoView {
    let (naming, records) = (naming(), records());
    let language = naming.language;
    let id = shown.with_value(|shown| shown.record.id);
    let line = move || records.summary(id);
    let latest = shown.with_value(|shown| {
        let answers = shown.record.answers().filter_map(|(_, version)| shown.record.stamp(version.dot));
        answers.max_by_key(|stamp| stamp.at)
    });
    let facts = move || {
        let line = line()?;
        let places =
            [naming.form(&line.form), naming.programme(&line.programme), naming.commune(&line.commune)];
        let places = places.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
        let written =
            latest.map(|latest| language.view("dispute.by", &by(naming, latest.author, latest.at.millis())));
        Some(view! {
            {status(super::review::status_of(&line))}
            <span>{places}</span>
            <span>{written}</span>
            <span>{language.view("desk.record.number", &args().with("number", id.number()))}</span>
        })
    };
    view! {
        <p class="line">{facts}</p>
        <h1><bdi>{move || naming.record(id)}</bdi></h1>
    }
}

/// What the last judgement said, where it still matters, and what has happened to it since.
#[component]
fn Judged(shown: StoredValue<Shown>) -> impl IntoView {
    let (language, naming) = (language(), naming());
    let review = shown.with_value(|shown| {
        let version = shown.record.shown_version(&record::Path::review())?;
        let stamp = shown.record.stamp(version.dot)?;
        Some((shown.record.review()?.clone(), shown.record.review_state(), stamp))
    });
    let held = shown.with_value(|shown| !shown.held.is_empty());
    let waiting = shown.with_value(|shown| shown.waiting > 0).then(|| {
        view! { <p><span class="status waiting">{icon(Icon::Clock)}<span>{t("history.waiting")}</span></span></p> }
    });
    let returned = review.clone().filter(|(review, ..)| review.verdict == Verdict::Returned).map(|(review, _, stamp)| {
        let title = move || {
            let by = by(naming, stamp.author, stamp.at.millis());
            language.plain("desk.review.returned_by", &by)
        };
        let remarks = review.remarks.len();
        view! {
            <Note tone=Tone::Warn icon=Icon::Undo title=Signal::derive(title)>
                {(!review.reason.is_empty()).then(|| view! { <p dir="auto">{review.reason.clone()}</p> })}
                {(remarks > 0).then(|| view! { <p>{move || language.view("desk.review.remarks", &args().count(remarks))}</p> })}
            </Note>
        }
    });
    let changed = review.is_some_and(|(_, state, _)| state == ReviewState::ChangedSinceApproval).then(|| {
        view! { <Note tone=Tone::Neutral icon=Icon::Pencil title=Signal::derive(t("desk.review.changed"))/> }
    });
    let held = held.then(|| {
        view! { <Note tone=Tone::Bad icon=Icon::Warning title=Signal::derive(t("desk.review.held"))/> }
    });
    view! { {waiting}{held}{returned}{changed} }
}

/// Who wrote something and when, for the texts that say so.
pub fn by(naming: Naming, author: AuthorId, at: i64) -> Args {
    let language = naming.language;
    let day = language.date(clock::local(at).date());
    args().with("name", naming.person(author)).with("date", day).with("time", language.time(at))
}
