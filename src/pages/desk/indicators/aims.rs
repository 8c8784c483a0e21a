//! Each programme's indicators beside their targets: as bars, and as the table that goes into a report. What has no
//! target says so; nothing is compared with a target that nobody set.

use super::Asked;
use super::chart::percent;
use super::count::{Row, facts, hundredths, rows};
use super::given::{Asking, Target};
use crate::browser::keyboard;
use crate::language::{Language, args, language, t};
use crate::office::Refusal;
use crate::pages::desk::fetched;
use crate::pages::desk::naming::naming;
use crate::parts::{ErrorNote, Icon, Note, Tone};
use crate::records::records;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The programmes asked for, each with what there is to say of it.
#[component]
pub fn Aims() -> impl IntoView {
    let (records, naming) = (records(), naming());
    let (asked, asking): (Asked, Asking) = (expect_context(), expect_context());
    let programmes = Memo::new(move |_| {
        let chosen = asked.programme.get();
        let targets = asking.given.with(|given| given.as_ref().map(|given| given.targets.clone()));
        let targets = targets.unwrap_or_default();
        let is_asked = |(code, _): &(String, String)| chosen.is_empty() || *code == chosen;
        records.with_index(|index| {
            let facts = facts(index);
            let programme = |(code, name): (String, String)| {
                let rows = rows(&facts, &code, asked.only_approved.get(), &targets);
                (code, name, rows)
            };
            naming.programmes().into_iter().filter(is_asked).map(programme).collect::<Vec<_>>()
        })
    });
    let body = move |(code, name, rows): (String, String, Vec<Row>)| {
        let rows = if rows.is_empty() {
            view! { <p class="count-line">{t("dashboard.programme.none")}</p> }.into_any()
        } else if asked.table.get() {
            view! { <AimTable name=name.clone() rows/> }.into_any()
        } else {
            view! { <AimBars programme=code rows/> }.into_any()
        };
        view! { <section class="programme"><h2><bdi>{name}</bdi></h2>{rows}</section> }
    };
    view! {
        <Missing/>
        <p class="hint">{t("dashboard.aims.hint")}</p>
        <div class="programmes">{move || programmes.get().into_iter().map(body).collect_view()}</div>
    }
}

/// That targets and map are not on this device yet: then nothing is known of them, not even that there are none.
#[component]
fn Missing() -> impl IntoView {
    let asking: Asking = expect_context();
    let retry = Callback::new(move |()| spawn_local(asking.ask()));
    let again = t("app.retry");
    let title = t("dashboard.targets.missing");
    move || {
        if asking.given.with(Option::is_some) {
            return ().into_any();
        }
        match asking.refusal.get() {
            None => ().into_any(),
            Some(Refusal::NoNetwork) => view! {
                <Note tone=Tone::Neutral icon=Icon::CloudOff title=Signal::derive(title)>
                    <div class="acts"><button class="btn" type="button" on:click=move |_| retry.run(())>{again}</button></div>
                </Note>
            }
            .into_any(),
            Some(refusal) => view! { <ErrorNote key=fetched::key(&refusal) retry=retry/> }.into_any(),
        }
    }
}

#[component]
fn AimBars(programme: String, rows: Vec<Row>) -> impl IntoView {
    let language = language();
    let (asked, asking): (Asked, Asking) = (expect_context(), expect_context());
    let bar = move |row: Row| {
        let (measure, programme) = (row.measure, programme.clone());
        let show = move |_| {
            asked.programme.set(programme.clone());
            asked.measure.set(measure.code().to_owned());
            keyboard::reveal("#places");
        };
        let bar = match row.progress() {
            Some(progress) => view! {
                <svg class="measure" width="100%" height="20" aria-hidden="true">
                    <rect class="women" width=percent(progress.min(100), 100) height="20"></rect>
                </svg>
            }
            .into_any(),
            // Whether there is a target is only known once the targets are.
            None if row.target.is_none() && asking.given.with_untracked(Option::is_some) => {
                view! { <small class="no-target">{t("dashboard.target.none")}</small> }.into_any()
            }
            None => view! { <span></span> }.into_any(),
        };
        let told = row.clone();
        view! {
            <li>
                <button class="name" type="button" on:click=show>{move || name(language, &told)}</button>
                {bar}
                <b>{achieved(language, &row)}</b>
                <small>{sources(language, &row)}</small>
            </li>
        }
    };
    view! { <ol class="aims">{rows.into_iter().map(bar).collect_view()}</ol> }
}

#[component]
fn AimTable(name: String, rows: Vec<Row>) -> impl IntoView {
    let language = language();
    let caption = Signal::derive(move || {
        language.plain("dashboard.aims.caption", &args().with("programme", name.clone()))
    });
    let number = move |n: Option<usize>| {
        let text = n.map_or_else(|| "–".to_owned(), |n| language.number(n as i64));
        view! { <td class="n"><bdi>{text}</bdi></td> }
    };
    let row = move |row: Row| {
        let women = row.measure.counts_people().then(|| row.figure.total().women);
        let target = row.target.clone();
        let rate = row.progress().map_or_else(|| "–".to_owned(), |progress| in_hundred(language, progress));
        let said = row.clone();
        let aim = match &target {
            Some(target) if row.measure.is_rate() => in_hundred(language, target.target),
            Some(target) => language.number(target.target as i64),
            None => language.say("dashboard.target.none"),
        };
        view! {
            <tr>
                <th scope="row">{move || self::name(language, &said)}</th>
                <td class="n">{count(language, &row)}</td>
                {number(women)}
                <td class="n"><bdi>{aim}</bdi></td>
                <td class="n"><bdi>{rate}</bdi></td>
                <td>{period(language, target)}</td>
                <td>{records_of(language, &row)}</td>
            </tr>
        }
    };
    let head = |key: &'static str, class: &'static str| view! { <th scope="col" class=class>{t(key)}</th> };
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=move || caption.get()>
            <table class="grid">
                <caption class="only-heard">{move || caption.get()}</caption>
                <thead><tr>
                    {head("dashboard.indicator", "")}{head("dashboard.achieved", "n")}{head("dashboard.women", "n")}
                    {head("dashboard.target", "n")}{head("dashboard.rate", "n")}{head("dashboard.period", "")}
                    {head("dashboard.records", "")}
                </tr></thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

fn name(language: Language, row: &Row) -> String {
    language.say(&format!("indicator.{}", row.measure.code()))
}

fn in_hundred(language: Language, hundredths: usize) -> String {
    language.plain("unit.percent", &args().with("amount", language.number(hundredths as i64)))
}

/// `94`; of a rate `3 of 5`.
fn count(language: Language, row: &Row) -> Vec<AnyView> {
    let number = |n: usize| language.number(n as i64);
    let value = number(row.figure.value());
    match row.measure.is_rate() {
        true => language
            .view("dashboard.part", &args().with("part", value).with("whole", number(row.figure.whole))),
        false => vec![view! { <bdi>{value}</bdi> }.into_any()],
    }
}

/// `94 of 147 · 64 %`; without a target `94`.
fn achieved(language: Language, row: &Row) -> impl IntoView {
    let target = row.target.as_ref().filter(|_| !row.measure.is_rate());
    let count = match target {
        Some(target) => {
            let number = |n: usize| language.number(n as i64);
            let values = args().with("part", number(row.figure.value())).with("whole", number(target.target));
            language.view("dashboard.part", &values)
        }
        None => count(language, row),
    };
    let rate = match row.measure.is_rate() {
        true => hundredths(row.figure.value(), row.figure.whole),
        false => row.progress(),
    };
    let rate = rate.map(|rate| view! { " · "<bdi>{in_hundred(language, rate)}</bdi> });
    view! { {count}{rate} }
}

/// From which records, how many of a rate are not known, and of which period and agreement the target is.
fn sources(language: Language, row: &Row) -> impl IntoView {
    let rate = row.target.as_ref().filter(|_| row.measure.is_rate()).map(|target| {
        let aim = args().with("aim", in_hundred(language, target.target));
        view! { " · "{language.view("dashboard.target.rate", &aim)} }
    });
    let target = row.target.clone().map(|target| view! { " · "{period(language, Some(target))} });
    view! { {records_of(language, row)}{rate}{target} }
}

/// `12 records, 8 of them approved`, and how many of the whole are not known.
fn records_of(language: Language, row: &Row) -> impl IntoView {
    let values = args().count(row.figure.records);
    let values = values.with("approved", language.number(row.figure.approved as i64));
    let unknown = (row.figure.unknown > 0).then(|| {
        view! { " · "{language.view("dashboard.unknown", &args().count(row.figure.unknown))} }
    });
    view! { {language.view("dashboard.from", &values)}{unknown} }
}

/// The days that count for a target, and who agreed on it.
fn period(language: Language, target: Option<Target>) -> impl IntoView {
    target.map(|Target { from, to, source, .. }| {
        let day = |name: &'static str, day| args().with(name, language.date(day));
        let period = match (from, to) {
            (None, None) => language.view("dashboard.period.all", &args()),
            (Some(from), None) => language.view("dashboard.period.from", &day("from", from)),
            (None, Some(to)) => language.view("dashboard.period.to", &day("to", to)),
            (Some(from), Some(to)) => {
                language.view("dashboard.period.both", &day("from", from).with("to", language.date(to)))
            }
        };
        let source = (!source.is_empty()).then(|| view! { " "<bdi>"("{source}")"</bdi> });
        view! { <span>{period}{source}</span> }
    })
}
