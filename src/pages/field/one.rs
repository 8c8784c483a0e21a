//! One record of a form that has no page of its own kind: an organisation, a venture, a visit. What it is, where it
//! stands, what can be recorded about it, and what was.

use super::facts::{facts, rows};
use super::related::{Add, Adding, Related};
use super::standing::Standing;
use crate::catalogue::catalogue;
use crate::language::{language, t};
use crate::parts::naming::{form_icon, form_word, title};
use crate::parts::{Empty, ErrorNote, Icon, Loading, Note, Phone, Tone, icon};
use crate::records::{Loaded, Shown, records};
use leptos::prelude::*;
use leptos::router::use_params_map;
use record::RecordId;
use std::sync::Arc;

/// What the page of a form's records shows.
struct Shape {
    form: &'static str,
    /// Where Back leads.
    back: &'static str,
    /// What is shown first, each with since when.
    tracks: &'static [&'static str],
    facts: &'static [&'static str],
    rows: &'static [&'static str],
    adds: &'static [Add],
}

const SHAPES: [Shape; 6] = [
    Shape {
        form: "organisation",
        back: "/organisations",
        tracks: &[],
        facts: &[
            "programme",
            "legal_state",
            "acronym",
            "founded",
            "ice",
            "douar",
            "address",
            "sector",
            "products",
            "president_name",
            "president_phone",
            "mandate_end",
            "members_women",
            "members_men",
            "last_assembly",
            "needs",
        ],
        rows: &["papers", "bodies"],
        adds: &[("coaching", "organisation"), ("venture", "owner_organisation")],
    },
    Shape {
        form: "venture",
        back: "/ventures",
        tracks: &["stage", "legal", "finance"],
        facts: &[
            "kind",
            "programme",
            "sector",
            "products",
            "site",
            "launch_date",
            "legal_form",
            "cost_planned",
            "cost_actual",
            "closed_on",
            "closure_reason",
        ],
        rows: &[],
        adds: &[("coaching", "venture"), ("follow_up", "venture")],
    },
    Shape {
        form: "enrolment",
        back: "/records",
        tracks: &["state"],
        facts: &["programme", "cohort", "entry_date", "channel", "state_reason", "exit_date", "exit_reason"],
        rows: &[],
        adds: &[],
    },
    Shape {
        form: "merchant",
        back: "/records",
        tracks: &[],
        facts: &["programme", "category", "other_products", "years", "season", "photo"],
        rows: &["places"],
        adds: &[],
    },
    Shape {
        form: "coaching",
        back: "/records",
        tracks: &[],
        facts: &[
            "date",
            "minutes",
            "phase",
            "topics",
            "observation",
            "advice",
            "progress",
            "next_date",
            "photo",
        ],
        rows: &["tasks"],
        adds: &[],
    },
    Shape {
        form: "follow_up",
        back: "/records",
        tracks: &[],
        facts: &["date", "mode", "reached", "status", "sales", "charges", "net", "difficulty", "support"],
        rows: &[],
        adds: &[],
    },
];

#[component]
pub fn One() -> impl IntoView {
    let (records, params) = (records(), use_params_map());
    let part = move |name: &str| params.with(|params| params.get(name)).unwrap_or_default();
    let Some(shape) = SHAPES.iter().find(|shape| shape.form == untrack(|| part("form"))) else {
        return view! { <crate::pages::door::NotFound/> }.into_any();
    };
    let shown = records.watch(move || part("id").parse().ok());
    view! {
        <Phone title=form_word(shape.form) back=shape.back>
            {move || match shown.get() {
                Loaded::Waiting => view! { <Loading/> }.into_any(),
                Loaded::Failed(problem) => view! { <ErrorNote key=problem.key()/> }.into_any(),
                Loaded::Ready(None) => view! {
                    <Empty icon=form_icon(shape.form) title=Signal::derive(t("app.not_found.title"))><p>{t("app.not_found.hint")}</p></Empty>
                }
                .into_any(),
                Loaded::Ready(Some(shown)) => view! { <Known shape=shape shown=shown/> }.into_any(),
            }}
        </Phone>
    }
    .into_any()
}

#[component]
fn Known(shape: &'static Shape, shown: Shown) -> impl IntoView {
    let (language, catalogue, records) = (language(), catalogue(), records());
    let record = Arc::new(shown.record.clone());
    let id = record.id;
    let line = Memo::new(move |_| records.summary(id));
    let name = move || line.get().map(|line| title(language, records, &line));
    let beneath = move || {
        let line = line.get()?;
        let commune = Some(catalogue.commune(&line.commune)).filter(|name| !name.is_empty());
        let words = [catalogue.kind_of(&line), commune].into_iter().flatten();
        Some(words.collect::<Vec<_>>().join(" · "))
    };
    let rows = shape.rows.iter().map(|repeat| rows(record.clone(), repeat)).collect::<Vec<_>>();
    view! {
        <div class="who">{icon(form_icon(shape.form))}<div><h1 dir="auto" tabindex="-1">{name}</h1><p class="where">{beneath}</p></div></div>
        <BegunChange id=id/>
        <Standing shown=shown/>
        {(!shape.tracks.is_empty()).then(|| view! { <dl class="facts">{facts(record.clone(), shape.tracks)}</dl> })}
        <div class="acts">
            <a class="btn wide" href=format!("/form/{}/{id}", shape.form)>{icon(Icon::Pencil)}<span>{t("person.edit")}</span></a>
        </div>
        {(!shape.adds.is_empty()).then(|| view! { <Adding id=id adds=shape.adds/> })}
        <section><h2>{t("related.facts")}</h2><dl class="facts">{facts(record, shape.facts)}</dl></section>
        {rows}
        <Related id=id/>
    }
}

/// That a change of the record has been begun, and the way back to it.
#[component]
pub fn BegunChange(id: RecordId) -> impl IntoView {
    let records = records();
    let draft = move || records.drafts().into_iter().find(|draft| draft.changes && draft.record == id);
    move || {
        draft().map(|draft| {
            view! {
                <Note tone=Tone::Neutral icon=Icon::Pencil title=Signal::derive(t("person.opened"))>
                    <div class="acts"><a class="btn" href=crate::form::draft_address(&draft)>{t("person.open_draft")}</a></div>
                </Note>
            }
        })
    }
}
