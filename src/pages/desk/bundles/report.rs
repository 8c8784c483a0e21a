//! What the office says of a file: whose it is, what is in it, what became of it.

use super::Desk;
use crate::language::{Language, args, language};
use crate::parts::{Icon, icon};
use leptos::prelude::*;
use serde::Deserialize;

/// What the office says of a file. Numbers count changes, unless they say else.
#[derive(Clone, Deserialize)]
pub struct Report {
    known_phone: bool,
    name: Option<String>,
    label: Option<String>,
    revoked: bool,
    left: bool,
    from: Option<i64>,
    until: Option<i64>,
    changes: usize,
    new: usize,
    known: usize,
    held: usize,
    left_out: usize,
    unreadable: usize,
    parts: Vec<Told>,
}

/// What it says of a part.
#[derive(Clone, Deserialize)]
struct Told {
    changes: Option<(u64, u64)>,
    became: Option<Became>,
}

/// What became of a part.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Became {
    /// It is here.
    Here {
        /// How many of its changes are missing all the same.
        lacking: u64,
    },
    /// Changes before it are missing.
    Ahead {},
    /// It is of a log that went another way.
    Forked,
    /// There is nothing here to compare it with.
    InHole,
}

/// What is in the file that was chosen, or what came of taking one in.
#[component]
pub fn Answer() -> impl IntoView {
    let (desk, language): (Desk, _) = (expect_context(), language());
    move || {
        let (report, taken) = desk.told.get()?;
        let glyph = if taken { Icon::Check } else { Icon::Info };
        let class =
            if taken && report.left_out == 0 && report.unreadable == 0 { "note safe" } else { "note" };
        let may_take = !taken && report.new > 0;
        let act = may_take.then(|| {
            view! {
                <div class="acts">
                    <button class="btn main" type="button" disabled=move || desk.busy.get() on:click=move |_| desk.take()>
                        <span>{language.view("bundle.take", &args().count(report.new))}</span>
                    </button>
                </div>
            }
        });
        Some(view! {
            <div class=class role="status">
                {icon(glyph)}
                <div><p><b>{whose(language, &report)}</b></p>{lines(language, &report, taken)}{act}</div>
            </div>
        })
    }
}

fn whose(language: Language, report: &Report) -> impl IntoView + use<> {
    let name = report.name.clone().unwrap_or_else(|| language.say("app.somebody"));
    match &report.label {
        Some(label) => {
            language.view("bundle.from_phone", &args().with("name", name).with("phone", label.clone()))
        }
        None => language.view("bundle.from", &args().with("name", name)),
    }
}

/// What there is to say, a sentence each.
fn lines(language: Language, report: &Report, taken: bool) -> impl IntoView + use<> {
    let mut lines = Vec::new();
    let mut say = |key: &'static str, n: usize| lines.push(language.view(key, &args().count(n)));
    if !report.known_phone && report.changes > 0 {
        say("bundle.unknown_phone", report.changes);
    } else if report.new > 0 {
        say(if taken { "bundle.taken" } else { "bundle.new" }, report.new);
    } else if report.changes > 0 && report.left_out == 0 {
        say("bundle.nothing_new", report.changes);
    }
    if report.new > 0 && report.known > 0 {
        say("bundle.known", report.known);
    }
    if report.held > 0 {
        say(if taken { "bundle.held" } else { "bundle.will_be_held" }, report.held);
    }
    if report.unreadable > 0 {
        say("bundle.unreadable", report.unreadable);
    }
    if report.revoked {
        say("bundle.revoked", 0);
    }
    if report.left {
        say("bundle.left", 0);
    }
    if let (Some(from), Some(until)) = (report.from, report.until) {
        let span =
            args().with("from", language.date_and_time(from)).with("until", language.date_and_time(until));
        lines.insert(0, language.view("bundle.span", &span));
    }
    lines.extend(left_out(language, report));
    lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()
}

/// Why some of it could not be taken in, with the places in the phone's log.
fn left_out(language: Language, report: &Report) -> Vec<Vec<AnyView>> {
    let because = |key: &'static str, is: fn(Became) -> bool| {
        let parts = report.parts.iter().filter(|part| part.became.is_some_and(is));
        let span = parts.filter_map(|part| part.changes).reduce(|(from, _), (_, to)| (from, to))?;
        let number = |n: u64| language.number(n as i64);
        Some(language.view(key, &args().with("from", number(span.0)).with("until", number(span.1))))
    };
    [
        because("bundle.ahead", |became| matches!(became, Became::Ahead {})),
        because("bundle.forked", |became| became == Became::Forked),
        because("bundle.in_hole", |became| {
            matches!(became, Became::InHole) || matches!(became, Became::Here { lacking } if lacking > 0)
        }),
    ]
    .into_iter()
    .flatten()
    .collect()
}
