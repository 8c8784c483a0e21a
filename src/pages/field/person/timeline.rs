//! What happened to a person's record and at which sessions the person was, the latest first.

use crate::browser::clock;
use crate::colleagues::colleagues;
use crate::language::{args, language, t};
use crate::records::records;
use chrono::NaiveDate;
use leptos::prelude::*;
use leptos::task::spawn_local;
use record::{AuthorId, Path, Record, RecordId, Value, Verdict, sort_by_key};
use std::cmp::Reverse;

/// So many of the latest sessions are looked through.
const SESSIONS: usize = 300;

/// Something that happened.
#[derive(Clone, PartialEq)]
enum Event {
    Registered(Option<AuthorId>),
    Changed(Option<AuthorId>),
    Returned(Option<AuthorId>),
    Approved(Option<AuthorId>),
    /// The session, its title, and the person's state there.
    Attended(RecordId, String, String),
}

/// When, on the calendar and within the day.
type Moment = (NaiveDate, i64);

/// What the record itself tells. Stamps of answers that were overwritten since are gone: the office keeps them.
fn of_the_record(record: &Record) -> Vec<(Moment, Event)> {
    let moment = |millis: i64| (clock::local(millis).date(), millis);
    let judged = record.shown_version(&Path::review()).map(|version| version.dot);
    let mut written: Vec<_> =
        record.stamps.iter().filter(|(dot, _)| Some(**dot) != judged).map(|(_, stamp)| *stamp).collect();
    sort_by_key(&mut written, |stamp| stamp.at);
    let mut events: Vec<(Moment, Event)> = Vec::new();
    for (place, stamp) in written.iter().enumerate() {
        let event = if place == 0 {
            Event::Registered(Some(stamp.author))
        } else {
            Event::Changed(Some(stamp.author))
        };
        events.push((moment(stamp.at.millis()), event));
    }
    if let (Some(review), Some(stamp)) = (record.review(), judged.and_then(|dot| record.stamp(dot))) {
        let event = match review.verdict {
            Verdict::Approved => Some(Event::Approved(Some(stamp.author))),
            Verdict::Returned => Some(Event::Returned(Some(stamp.author))),
            Verdict::Reopened => None,
        };
        events.extend(event.map(|event| (moment(stamp.at.millis()), event)));
    }
    events
}

#[component]
pub fn Timeline(record: Record) -> impl IntoView {
    let (language, colleagues, records) = (language(), colleagues(), records());
    let person = record.id;
    let events = RwSignal::new(of_the_record(&record));
    spawn_local(async move {
        let mut sessions = records.with_index_now(|index| {
            index
                .values()
                .filter(|line| !line.removed && line.present.contains(&person))
                .cloned()
                .collect::<Vec<_>>()
        });
        sort_by_key(&mut sessions, |line| Reverse((line.day, line.at)));
        let Ok(path) = format!("attendance/{person}/status").parse::<Path>() else { return };
        for line in sessions.into_iter().take(SESSIONS) {
            let Ok(Some(session)) = records.get(line.id).await else { continue };
            let Some(mark) = session.record.shown(&path).and_then(Value::as_choice) else { continue };
            let day = line.day.unwrap_or_else(|| clock::local(line.at).date());
            let attended = ((day, line.at), Event::Attended(line.id, line.title.clone(), mark.to_owned()));
            if events.try_update(|events| events.push(attended)).is_none() {
                return;
            }
        }
    });
    let latest_first = move || {
        let mut events = events.get();
        sort_by_key(&mut events, |(moment, _)| Reverse(*moment));
        events
    };
    let words = move |event: &Event| {
        let name = |by: &Option<AuthorId>| by.map(|by| colleagues.name(by)).unwrap_or_default();
        let by =
            |key: &'static str, by: &Option<AuthorId>| language.view(key, &args().with("name", name(by)));
        match event {
            Event::Registered(_) => language.view("person.registered", &args()),
            Event::Changed(_) => language.view("person.changed", &args()),
            Event::Returned(who) => by("person.returned", who),
            Event::Approved(who) => by("person.approved", who),
            Event::Attended(_, title, mark) => {
                let status = language.say(&format!("attendance.{mark}"));
                language
                    .view("person.attended", &args().with("session", title.clone()).with("status", status))
            }
        }
    };
    let line = move |((day, _), event): (Moment, Event)| {
        let author = match event {
            Event::Registered(by) | Event::Changed(by) => by,
            _ => None,
        };
        let shown = event.clone();
        let shown = move || words(&shown);
        let what = match event {
            Event::Attended(id, ..) => {
                view! { <a href=format!("/sessions/{id}")><span>{shown}</span></a> }.into_any()
            }
            _ => view! { <span>{shown}</span> }.into_any(),
        };
        let by =
            author.map(|by| view! { <span class="where"><bdi>{move || colleagues.name(by)}</bdi></span> });
        view! { <li><time><bdi>{move || language.date(day)}</bdi></time>{what}{by}</li> }
    };
    let only_registered = move || events.with(|events| events.len() < 2);
    view! {
        <ol class="timeline">
            <For each=latest_first key=|(moment, event)| (*moment, std::mem::discriminant(event)) children=line/>
        </ol>
        <Show when=only_registered><p class="hint">{t("person.timeline.empty")}</p></Show>
    }
}
