//! One person, and what happened in time order.

mod timeline;

use super::facts::facts;
use super::one::BegunChange;
use super::related::{Add, Adding, Related};
use super::standing::Standing;
use crate::browser::clock;
use crate::catalogue::catalogue;
use crate::form::said;
use crate::language::{args, language, t};
use crate::parts::{Empty, ErrorNote, Icon, Loading, Phone, icon};
use crate::records::{Loaded, Shown, records};
use form::typed;
use leptos::prelude::*;
use leptos::router::use_params_map;
use record::{Record, RecordId, Value};
use std::sync::Arc;
use timeline::Timeline;

/// What is shown of a person, in this order; the rest stands in the form.
const FACTS: [&str; 9] = [
    "programme",
    "commune",
    "douar",
    "landmark",
    "phone_owner",
    "contact_language",
    "education",
    "situation",
    "guardian_name",
];

/// What can be recorded about a person.
const ADDS: [Add; 4] =
    [("enrolment", "person"), ("venture", "owner"), ("coaching", "person"), ("merchant", "person")];

#[component]
pub fn Person() -> impl IntoView {
    let (records, params) = (records(), use_params_map());
    let id = move || params.with(|params| params.get("id").and_then(|id| id.parse::<RecordId>().ok()));
    let shown = records.watch(id);
    view! {
        <Phone title="record.person" back="/people">
            {move || match shown.get() {
                Loaded::Waiting => view! { <Loading/> }.into_any(),
                Loaded::Failed(problem) => view! { <ErrorNote key=problem.key()/> }.into_any(),
                Loaded::Ready(None) => view! {
                    <Empty icon=Icon::Person title=Signal::derive(t("app.not_found.title"))><p>{t("app.not_found.hint")}</p></Empty>
                }
                .into_any(),
                Loaded::Ready(Some(shown)) => view! { <Known shown=shown/> }.into_any(),
            }}
        </Phone>
    }
}

#[component]
fn Known(shown: Shown) -> impl IntoView {
    let (language, catalogue, records) = (language(), catalogue(), records());
    let record = shown.record.clone();
    let id = record.id;
    let name = {
        let record = record.clone();
        Memo::new(move |_| {
            let title = catalogue.form("person").map(|form| form.title_of(&record, language.tongue().code()));
            let title = title.filter(|title| !title.is_empty());
            title
                .or_else(|| {
                    records.summary(id).map(|line| line.title.clone()).filter(|title| !title.is_empty())
                })
                .unwrap_or_else(|| language.say("person.nameless"))
        })
    };
    let phone = record.field("phone").and_then(Value::as_text).map(str::to_owned);
    let call = phone.map(|phone| {
        let label = move || language.plain("person.call", &args().with("name", name.get()));
        view! {
            <a class="btn" href=format!("tel:{phone}")>
                {icon(Icon::Phone)}<span class="only-heard">{label}</span><bdi dir="ltr" class="code">{typed::phone_shown(&phone)}</bdi>
            </a>
        }
    });
    let beneath = {
        let record = record.clone();
        move || {
            beneath_the_name(&record, |node, value| {
                let form = catalogue.form("person")?;
                Some(said(language, records, &form, form.find(node)?, value))
            })
        }
    };
    view! {
        <div class="who">{icon(Icon::Person)}<div><h1 dir="auto" tabindex="-1">{name}</h1><p class="where">{beneath}</p></div></div>
        <BegunChange id=id/>
        <Standing shown=shown/>
        <div class="acts">
            {call}
            <a class="btn" href=format!("/form/person/{id}")>{icon(Icon::Pencil)}<span>{t("person.edit")}</span></a>
        </div>
        <Adding id=id adds=&ADDS/>
        <section><h2>{t("person.about")}</h2><Facts record=Arc::new(record.clone())/></section>
        <Related id=id/>
        <section><h2>{t("person.timeline")}</h2><Timeline record=record/></section>
    }
}

/// Sex and place, in one line.
fn beneath_the_name(record: &Record, said: impl Fn(&str, &Value) -> Option<String>) -> String {
    let words = ["sex", "commune"].into_iter().filter_map(|field| said(field, record.field(field)?));
    words.collect::<Vec<_>>().join(" · ")
}

#[component]
fn Facts(record: Arc<Record>) -> impl IntoView {
    let (language, catalogue) = (language(), catalogue());
    let birth = record.field("birth").and_then(Value::as_date);
    let age = birth.map(|birth| {
        let years = usize::try_from(birth.years_until(clock::today())).unwrap_or_default();
        view! {
            <div>
                <dt>{move || label(catalogue, language, "birth")}</dt>
                <dd>
                    <bdi>{move || language.partial_date(birth)}</bdi>" · "
                    {move || language.view("person.age", &args().count(years))}
                </dd>
            </div>
        }
    });
    let consent = match record.field("consent_a").and_then(Value::as_choice) {
        Some("given") => "person.consent.given",
        Some(_) => "person.consent.refused",
        None => "person.consent.missing",
    };
    let on = record.field("consent_date").and_then(Value::as_date);
    let facts = facts(record.clone(), &FACTS);
    view! {
        <dl class="facts">
            <div>
                <dt>{t("person.consent")}</dt>
                <dd>{t(consent)}{on.map(|on| view! { " · "<bdi>{move || language.partial_date(on)}</bdi> })}</dd>
            </div>
            {age}
            {facts}
        </dl>
    }
}

fn label(catalogue: crate::catalogue::Catalogue, language: crate::language::Language, name: &str) -> String {
    let Some(form) = catalogue.form("person") else { return name.to_owned() };
    let Some(node) = form.find(name) else { return name.to_owned() };
    language.label(|code| form.node(node).label.0.get(code).map(String::as_str)).to_owned()
}
