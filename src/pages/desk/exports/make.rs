//! The question before a file is made: of which records, in which language, and why.

use crate::browser::page;
use crate::language::{args, language, t};
use crate::office::{self, Refusal};
use crate::pages::desk::fetched;
use crate::pages::desk::naming::{Naming, naming};
use crate::parts::{Dialog, ErrorNote, Icon, Select, icon};
use crate::records::Summary;
use crate::syncing::syncing;
use leptos::prelude::*;
use leptos::task::spawn_local;
use record::RecordId;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Of which records.
#[derive(Clone, PartialEq)]
pub enum Wanted {
    /// All that the person judges, of the form chosen.
    All,
    /// These, by form.
    These(BTreeMap<String, Vec<RecordId>>),
}

#[derive(Serialize)]
struct Said {
    form: String,
    language: String,
    values: String,
    reason: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    records: Option<Vec<RecordId>>,
}

/// The office reads nothing shorter as a reason.
const SHORTEST_REASON: usize = 3;
/// Spreadsheets know the alphabet of a file by it; the browser has taken it off.
const BYTE_ORDER_MARK: &str = "\u{feff}";

impl Wanted {
    /// The records of these lines.
    pub fn these(lines: &[Arc<Summary>]) -> Self {
        let mut by_form: BTreeMap<String, Vec<RecordId>> = BTreeMap::new();
        for line in lines {
            by_form.entry(line.form.clone()).or_default().push(line.id);
        }
        Self::These(by_form)
    }

    fn forms(&self, naming: Naming) -> Vec<String> {
        match self {
            Self::All => naming.forms(),
            Self::These(by_form) => by_form.keys().cloned().collect(),
        }
    }

    fn of(&self, form: &str) -> Option<Vec<RecordId>> {
        match self {
            Self::All => None,
            Self::These(by_form) => Some(by_form.get(form).cloned().unwrap_or_default()),
        }
    }
}

/// The dialog.
#[component]
pub fn Make(
    open: RwSignal<bool>,
    #[prop(into)] wanted: Signal<Wanted>,
    /// The file is there.
    #[prop(optional, into)]
    done: Option<Callback<()>>,
) -> impl IntoView {
    let (language, naming, syncing) = (language(), naming(), syncing());
    let text = |text: &str| RwSignal::new(text.to_owned());
    let (form, tongue, values, reason) = (text(""), text(""), text("labels"), text(""));
    let problem = RwSignal::new(None::<&'static str>);
    let running = RwSignal::new(false);
    Effect::new(move || {
        if open.get() {
            problem.set(None);
            let forms = untrack(|| wanted.with(|wanted| wanted.forms(naming)));
            if !forms.contains(&form.get_untracked()) {
                form.set(forms.into_iter().next().unwrap_or_default());
            }
            if tongue.with_untracked(String::is_empty) {
                let code = language.tongue().code();
                tongue.set(
                    if LANGUAGES.iter().any(|(known, _)| *known == code) { code } else { "fr" }.to_owned(),
                );
            }
        }
    });
    let forms = Signal::derive(move || {
        let forms = wanted.with(|wanted| wanted.forms(naming));
        forms.into_iter().map(|form| (form.clone(), naming.form(&form))).collect::<Vec<_>>()
    });
    let languages =
        Signal::derive(move || LANGUAGES.map(|(code, name)| (code.to_owned(), name.to_owned())).to_vec());
    let kinds = Signal::derive(move || {
        [("labels", "export.labels"), ("codes", "export.codes")]
            .map(|(code, key)| (code.to_owned(), language.say(key)))
            .to_vec()
    });
    let count = move || {
        let records = wanted.with(|wanted| wanted.of(&form.get()))?;
        Some(view! { <p>{language.view("records.count", &args().count(records.len()))}</p> })
    };
    let make = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let why = reason.get_untracked().trim().to_owned();
        if why.chars().count() < SHORTEST_REASON {
            return problem.set(Some("export.reason_required"));
        }
        problem.set(None);
        running.set(true);
        let form = form.get_untracked();
        let records = wanted.with_untracked(|wanted| wanted.of(&form));
        let name = format!("tiwizi-{form}-{}.csv", crate::browser::clock::today());
        let (language_of_file, values) = (tongue.get_untracked(), values.get_untracked());
        let said = Said { form, language: language_of_file, values, reason: why, records };
        spawn_local(async move {
            match office::post_for_text("/export", &said).await {
                Ok(file) => {
                    page::save_to_file(&name, &format!("{BYTE_ORDER_MARK}{file}"));
                    syncing.say(language.plain("export.done", &args().with("name", name)));
                    reason.set(String::new());
                    open.set(false);
                    if let Some(done) = done {
                        done.run(());
                    }
                }
                Err(refusal) => problem.set(Some(refused(&refusal))),
            }
            running.set(false);
        });
    };
    let label = |key| Signal::derive(t(key));
    let named = move |key: &'static str, list: AnyView| {
        view! { <div class="field"><span class="label">{t(key)}</span>{list}</div> }
    };
    view! {
        <Dialog open title=Signal::derive(t("export.new"))>
            <form class="field-group" on:submit=make>
                {move || problem.get().map(|key| view! { <ErrorNote key/> })}
                {named("export.which", view! { <Select chosen=form label=label("export.which") options=forms/> }.into_any())}
                {count}
                {named("export.language", view! { <Select chosen=tongue label=label("export.language") options=languages/> }.into_any())}
                {named("export.values", view! { <Select chosen=values label=label("export.values") options=kinds/> }.into_any())}
                <div class="field">
                    <label for="export-reason">{t("export.reason")}</label>
                    <p class="hint" id="export-reason-hint">{t("export.reason.hint")}</p>
                    <textarea id="export-reason" rows="2" dir="auto" maxlength="300" aria-describedby="export-reason-hint"
                        prop:value=move || reason.get() on:input=move |event| reason.set(event_target_value(&event))></textarea>
                </div>
                <div class="acts">
                    <button class="btn main" disabled=move || running.get()>{icon(Icon::Download)}{t("export.make")}</button>
                    <button class="btn" type="button" on:click=move |_| open.set(false)>{t("app.cancel")}</button>
                </div>
            </form>
        </Dialog>
    }
}

/// The languages of a file, by their own names.
const LANGUAGES: [(&str, &str); 3] = [("ar", "العربية"), ("fr", "Français"), ("en", "English")];

fn refused(refusal: &Refusal) -> &'static str {
    match refusal.code() {
        "invalid" => "export.reason_required",
        _ => fetched::key(refusal),
    }
}
