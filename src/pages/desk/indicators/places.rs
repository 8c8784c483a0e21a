//! One indicator by commune: on the map, and beside it as bars or as a table, all from the same figure.

use super::Asked;
use super::chart::{Bar, BarChart, BarTable};
use super::count::{facts, thousandths, whenever};
use super::given::Asking;
use super::map::TileMap;
use crate::language::{args, language, t, t_n};
use crate::pages::desk::naming::naming;
use crate::parts::Select;
use crate::records::records;
use indicator::{Figure, Measure, Place};
use leptos::prelude::*;

/// The indicator that is looked at, and its figure.
#[derive(Clone, PartialEq)]
pub struct Chosen {
    pub measure: Measure,
    pub figure: Figure,
}

/// Counts the indicator that is chosen.
pub fn chosen(asked: Asked) -> Memo<Chosen> {
    let records = records();
    Memo::new(move |_| {
        let measure = asked.measure.with(|code| Measure::from_code(code)).unwrap_or(Measure::Reached);
        let programme = asked.programme.get();
        let figure = records.with_index(|index| {
            facts(index).figure(measure, &whenever(&programme, asked.only_approved.get()))
        });
        Chosen { measure, figure }
    })
}

#[component]
pub fn Places(chosen: Memo<Chosen>) -> impl IntoView {
    let (language, naming) = (language(), naming());
    let (asked, asking): (Asked, Asking) = (expect_context(), expect_context());
    let measures = Signal::derive(move || {
        let named = |measure: Measure| (measure.code().to_owned(), self::name(measure, language));
        Measure::ALL.into_iter().map(named).collect::<Vec<_>>()
    });
    let bars = Memo::new(move |_| {
        let name = |code: &str| {
            if code.is_empty() { language.say("dashboard.unsaid") } else { naming.commune(code) }
        };
        let bar = |(code, place): (&String, &Place)| Bar {
            name: name(code),
            href: format!("?commune={code}"),
            by_sex: place.by_sex,
        };
        let mut bars: Vec<Bar> = chosen.with(|chosen| chosen.figure.by_commune.iter().map(bar).collect());
        bars.sort_by(|a, b| b.by_sex.all().cmp(&a.by_sex.all()).then_with(|| a.name.cmp(&b.name)));
        bars
    });
    let measure = Memo::new(move |_| chosen.with(|chosen| chosen.measure));
    let title = Signal::derive(move || {
        let programme = asked.programme.get();
        let name = self::name(measure.get(), language);
        if programme.is_empty() { name } else { format!("{name} · {}", naming.programme(&programme)) }
    });
    let chart = move || {
        let (bars, people) = (bars.get(), measure.get().counts_people());
        if asked.table.get() {
            view! { <BarTable caption=title bars people/> }.into_any()
        } else {
            view! { <BarChart title bars people/> }.into_any()
        }
    };
    let none = move || naming.communes().saturating_sub(chosen.with(|chosen| chosen.reached()));
    let map = move || asking.given.get().map(|given| view! { <TileMap map=given.map chosen title/> });
    view! {
        <section id="places">
            <div class="head">
                <h2>{t("dashboard.places")}</h2>
                <div class="acts">
                    <Select chosen=asked.measure label=Signal::derive(t("dashboard.indicator")) options=measures/>
                </div>
            </div>
            <p class="hint">{move || language.say(&format!("indicator.{}.hint", measure.get().code()))}</p>
            <Figures chosen/>
            {map}
            {chart}
            <Show when=move || { none() > 0 }><p class="count-line">{t_n("dashboard.none", none)}</p></Show>
        </section>
    }
}

impl Chosen {
    /// How many communes have any.
    fn reached(&self) -> usize {
        self.figure.by_commune.keys().filter(|code| !code.is_empty()).count()
    }
}

fn name(measure: Measure, language: crate::language::Language) -> String {
    language.say(&format!("indicator.{}", measure.code()))
}

/// The figure as a whole, each rate with what it is a rate of.
#[component]
fn Figures(chosen: Memo<Chosen>) -> impl IntoView {
    let (language, naming) = (language(), naming());
    let number = move |n: usize| language.number(n as i64);
    let share = move |part: usize, whole: usize, word: &'static str| {
        let amount = args().with("amount", language.tenths(thousandths(part, whole)? as i64));
        let values = args().with("part", number(part)).with("whole", number(whole));
        Some(view! {
            <li>
                <b><bdi>{language.plain("unit.percent", &amount)}</bdi></b>
                <span>{language.say(word)}" · "{language.view("dashboard.part", &values)}</span>
            </li>
        })
    };
    move || {
        let Chosen { measure, figure } = chosen.get();
        let total = figure.total();
        let women = measure
            .counts_people()
            .then(|| share(total.women, total.women + total.men, "dashboard.share_women"))
            .flatten();
        let rate = measure.is_rate().then(|| share(total.all(), figure.whole, "dashboard.of_all")).flatten();
        let unknown = (figure.unknown > 0).then(|| {
            view! { <li><b><bdi>{number(figure.unknown)}</bdi></b><span>{language.say("dashboard.not_known")}</span></li> }
        });
        let communes = chosen.with_untracked(Chosen::reached);
        let all_communes = args().with("all", number(naming.communes()));
        let from = args().count(figure.records).with("approved", number(figure.approved));
        view! {
            <ul class="figures">
                <li><a href="?all"><b><bdi>{number(total.all())}</bdi></b></a><span>{self::name(measure, language)}</span></li>
                {women}{rate}{unknown}
                <li><b><bdi>{number(communes)}</bdi></b><span>{language.view("dashboard.communes", &all_communes)}</span></li>
            </ul>
            <p class="count-line">{language.view("dashboard.from", &from)}</p>
        }
    }
}
