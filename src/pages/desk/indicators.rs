//! People reached, by sex and by the commune they live in: as chart and as table. Counted from the records of this
//! device, so it works without network and says up to when it has heard of the office. What is not yet approved is
//! counted apart, and every figure opens the list of the people behind it.

mod behind;
mod count;

use super::naming::naming;
use super::review::occurring;
use crate::browser::page;
use crate::language::{args, language, t, t_n, t_with};
use crate::parts::{Bar, BarChart, BarTable, Empty, ErrorNote, Icon, Loading, Select, icon};
use crate::records::{Loaded, Summary, records};
use crate::syncing::syncing;
use behind::Behind;
use count::Counted;
use leptos::prelude::*;

/// What is counted. Provided to the parts of the page.
#[derive(Clone, Copy)]
struct Asked {
    programme: RwSignal<String>,
    only_approved: RwSignal<bool>,
    table: RwSignal<bool>,
}

#[component]
pub fn Indicators() -> impl IntoView {
    let (records, naming) = (records(), naming());
    let asked = Asked {
        programme: RwSignal::new(String::new()),
        only_approved: RwSignal::new(false),
        table: RwSignal::new(false),
    };
    provide_context(asked);
    let counted = Memo::new(move |_| {
        records.with_index(|index| Counted::of(index, &asked.programme.get(), asked.only_approved.get()))
    });
    let programmes = Signal::derive(move || {
        let sessions = records.with_index(|index| {
            index.values().filter(|line| line.form == "session").cloned().collect::<Vec<_>>()
        });
        occurring(&sessions, |line: &Summary| line.programme.clone(), |code| naming.programme(code))
    });
    let none = Memo::new(move |_| counted.with(|counted| counted.reached.total().all() == 0));
    let body = move || {
        match records.opened() {
        Loaded::Waiting => view! { <Loading/> }.into_any(),
        Loaded::Failed(problem) => view! { <ErrorNote key=problem.key()/> }.into_any(),
        Loaded::Ready(()) if none.get() => view! {
            <Empty icon=Icon::Chart title=Signal::derive(t("dashboard.empty.title"))><p>{t("dashboard.empty.hint")}</p></Empty>
        }
        .into_any(),
        Loaded::Ready(()) => view! { <Figures counted/><ByCommune counted/><Behind counted/> }.into_any(),
    }
    };
    view! {
        <main id="main" class="page" tabindex="-1">
            <div class="head">
                <h1>{t("dashboard.title")}</h1>
                <div class="acts">
                    <Select chosen=asked.programme label=Signal::derive(t("desk.filter.programme"))
                        all=Signal::derive(t("desk.filter.all_programmes")) options=programmes/>
                    <Toggle on=asked.only_approved icon=Icon::Check word="dashboard.only_approved"/>
                    <Toggle on=asked.table icon=Icon::Table word="dashboard.as_table"/>
                    <button class="btn small" type="button" on:click=move |_| page::print()>{icon(Icon::Print)}{t("app.print")}</button>
                </div>
            </div>
            <p class="hint">{t("dashboard.reached.hint")}</p>
            {body}
            <AsOf counted/>
        </main>
    }
}

#[component]
fn Toggle(on: RwSignal<bool>, icon: Icon, word: &'static str) -> impl IntoView {
    view! {
        <button class="btn small" type="button" aria-pressed=move || on.get().to_string() on:click=move |_| on.update(|on| *on = !*on)>
            {crate::parts::icon(icon)}{t(word)}
        </button>
    }
}

/// The figures, each a rate with what it is a rate of.
#[component]
fn Figures(counted: Memo<Counted>) -> impl IntoView {
    let (language, naming) = (language(), naming());
    let total = Memo::new(move |_| counted.with(|counted| counted.reached.total()));
    let number = move |n: usize| language.number(n as i64);
    let share = move || {
        let total = total.get();
        let said = total.women + total.men;
        let tenths = (total.women * 1000 + said / 2).checked_div(said).unwrap_or(0);
        language.plain("unit.percent", &args().with("amount", language.tenths(tenths as i64)))
    };
    let of_whom = move || {
        let total = total.get();
        let values = args().with("part", number(total.women)).with("whole", number(total.women + total.men));
        language.view("dashboard.part", &values)
    };
    let communes = move || {
        counted.with(|counted| counted.reached.by_commune.keys().filter(|code| !code.is_empty()).count())
    };
    let all_communes = move || args().with("all", number(naming.communes()));
    view! {
        <ul class="figures">
            <li><a href="?all"><b><bdi>{move || number(total.get().all())}</bdi></b></a><span>{t("dashboard.reached")}</span></li>
            <li><b><bdi>{share}</bdi></b><span>{t("dashboard.share_women")}" · "{of_whom}</span></li>
            <li><b><bdi>{move || number(communes())}</bdi></b><span>{t_with("dashboard.communes", all_communes)}</span></li>
            <li>
                <b><bdi>{move || number(counted.with(|counted| counted.approved))}</bdi></b>
                <span>{t("dashboard.in_approved")}</span>
            </li>
        </ul>
    }
}

#[component]
fn ByCommune(counted: Memo<Counted>) -> impl IntoView {
    let (language, naming) = (language(), naming());
    let asked: Asked = expect_context();
    let bars = Memo::new(move |_| {
        let name = |code: &str| {
            if code.is_empty() { language.say("dashboard.unsaid") } else { naming.commune(code) }
        };
        let bar = |(code, by): (&String, &indicator::BySex)| Bar {
            name: name(code),
            href: format!("?commune={code}"),
            women: by.women,
            men: by.men,
            unsaid: by.unsaid,
        };
        let mut bars: Vec<Bar> = counted.with(|counted| counted.reached.by_commune.iter().map(bar).collect());
        bars.sort_by(|a, b| b.all().cmp(&a.all()).then_with(|| a.name.cmp(&b.name)));
        bars
    });
    let none = move || naming.communes().saturating_sub(bars.with(Vec::len));
    let chart = move || {
        let bars = bars.get();
        if asked.table.get() {
            view! { <BarTable caption=Signal::derive(t("dashboard.caption")) bars/> }.into_any()
        } else {
            view! { <BarChart title=Signal::derive(t("dashboard.by_commune")) bars/> }.into_any()
        }
    };
    view! {
        {chart}
        <Show when=move || { none() > 0 }><p class="count-line">{t_n("dashboard.none", none)}</p></Show>
    }
}

/// From what it was counted, and up to when this device has heard of the office.
#[component]
fn AsOf(counted: Memo<Counted>) -> impl IntoView {
    let (language, syncing) = (language(), syncing());
    let as_of = move || {
        let checked = syncing.receipt().checked?;
        Some(language.view("dashboard.counted", &args().with("time", language.moment(checked))))
    };
    let sessions = move || counted.with(|counted| counted.sessions);
    let unapproved = move || counted.with(|counted| counted.not_approved);
    view! {
        <p class="count-line">
            <span>{t_n("dashboard.sessions", sessions)}", "</span>
            <span>{t_n("dashboard.not_approved", unapproved)}". "</span>
            <span>{as_of}</span>
        </p>
    }
}
