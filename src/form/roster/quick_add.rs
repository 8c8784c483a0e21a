//! Somebody who is here and not in the phone yet: a short sheet, the rest can be asked later.

use super::path_of;
use crate::account::account;
use crate::browser::{clock, page, random};
use crate::catalogue::catalogue;
use crate::form::{Filling, grants, surroundings};
use crate::language::{args, language, t};
use crate::parts::{Dialog, Icon, icon};
use crate::records::{Problem, records};
use crate::syncing::syncing;
use form::{Definition, Draft, NodeId, typed};
use leptos::prelude::*;
use leptos::task::spawn_local;
use record::{Path, Proposal, RecordId, Value};
use std::sync::Arc;

/// What is asked, in the order in which it is asked.
#[derive(Clone, Copy)]
struct Sheet {
    given: RwSignal<String>,
    family: RwSignal<String>,
    sex: RwSignal<Option<&'static str>>,
    /// A year of birth, or an age.
    birth: RwSignal<String>,
    consent: RwSignal<bool>,
}

impl Sheet {
    fn empty() -> Self {
        let text = || RwSignal::new(String::new());
        Self {
            given: text(),
            family: text(),
            sex: RwSignal::new(None),
            birth: text(),
            consent: RwSignal::new(false),
        }
    }

    fn clear(self) {
        self.given.set(String::new());
        self.family.set(String::new());
        self.sex.set(None);
        self.birth.set(String::new());
        self.consent.set(false);
    }

    /// The first thing that is missing: its field and its words.
    fn missing(self) -> Option<(&'static str, &'static str)> {
        let empty = |text: RwSignal<String>| text.with_untracked(|text| text.trim().is_empty());
        if empty(self.given) {
            return Some(("quick-given", "problem.required"));
        }
        if empty(self.family) {
            return Some(("quick-family", "problem.required"));
        }
        if self.sex.get_untracked().is_none() {
            return Some(("quick-woman", "problem.required_choice"));
        }
        if self.birth().is_none() {
            return Some(("quick-birth", "attendance.quick.birth_wrong"));
        }
        (!self.consent.get_untracked()).then_some(("quick-consent", "attendance.quick.no_consent"))
    }

    /// Four digits are a year, fewer an age.
    fn birth(self) -> Option<Value> {
        let typed = typed::western(&self.birth.get_untracked());
        let date = match typed.parse::<u32>().ok()? {
            age @ 10..=100 => typed::age(age, clock::today())?,
            _ => typed::date(&typed, record::Precision::Year).ok()??,
        };
        (10..=100).contains(&date.years_until(clock::today())).then_some(Value::Date(date))
    }

    /// The answers, by field. A name goes into the box of its script.
    fn answers(self) -> Vec<(&'static str, Value)> {
        let given = self.given.get_untracked().trim().to_owned();
        let family = self.family.get_untracked().trim().to_owned();
        let arabic = |name: &str| name.chars().any(|c| ('\u{600}'..='\u{6ff}').contains(&c));
        let given_field = if arabic(&given) { "given_name_ar" } else { "given_name" };
        let family_field = if arabic(&family) { "family_name_ar" } else { "family_name" };
        let choice = |code: &str| Value::Choice(code.to_owned());
        let mut answers = vec![
            (given_field, Value::Text(given)),
            (family_field, Value::Text(family)),
            ("consent_a", choice("given")),
            ("consent_mode", choice("read_aloud")),
        ];
        answers.extend(self.sex.get_untracked().map(|sex| ("sex", choice(sex))));
        answers.extend(self.birth().map(|birth| ("birth", birth)));
        answers
    }
}

/// The sheet over the roster.
#[component]
pub fn QuickAdd(
    filling: Filling,
    node: NodeId,
    open: RwSignal<bool>,
    /// What was searched in vain: the beginning of the name.
    typed: RwSignal<String>,
    programme: Option<String>,
    commune: Option<String>,
) -> impl IntoView {
    let (language, records, catalogue, account, syncing) =
        (language(), records(), catalogue(), account(), syncing());
    let sheet = Sheet::empty();
    let wrong = RwSignal::new(None::<(&'static str, &'static str)>);
    let failed = RwSignal::new(None::<Problem>);
    Effect::new(move || {
        if open.get() {
            let name = typed.get_untracked();
            let (given, family) = name.trim().split_once(' ').unwrap_or((name.trim(), ""));
            sheet.given.set(given.to_owned());
            sheet.family.set(family.to_owned());
        }
    });
    let place = StoredValue::new((programme, commune));
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        // The sheet lies within the page's own form.
        event.stop_propagation();
        wrong.set(sheet.missing());
        if let Some((field, _)) = wrong.get_untracked() {
            return page::focus_on(field);
        }
        let (Some(form), Some(me)) = (catalogue.form_now("person"), account.me_now()) else {
            return failed.set(Some(Problem::NobodySignedIn));
        };
        let around = untrack(|| surroundings(catalogue, &grants(account)));
        let mut draft = Draft::new(form.clone(), random::record_id(), around);
        let (programme, commune) = place.get_value();
        let place = [("programme", programme.clone()), ("commune", commune.clone())];
        let place = place.into_iter().filter_map(|(field, code)| Some((field, Value::Choice(code?))));
        for (field, value) in place.chain(sheet.answers()) {
            if let Ok(path) = Path::field(field) {
                draft.set(&path, Some(value));
            }
        }
        let scope = programme.zip(commune);
        let proposal = proposal(&form, &draft, scope, me.person.id);
        let name = format!("{} {}", sheet.given.get_untracked().trim(), sheet.family.get_untracked().trim());
        spawn_local(async move {
            let saved = records.save(proposal, None).await;
            if !filling.is_open() {
                return;
            }
            match saved {
                Ok(row) => {
                    mark_present(filling, node, row);
                    sheet.clear();
                    typed.set(String::new());
                    open.set(false);
                    syncing.say(language.plain("attendance.added", &args().with("name", name)));
                }
                Err(problem) => failed.set(Some(problem)),
            }
        });
    };
    let problem = move |field: &'static str| {
        move || {
            let (at, words) = wrong.get()?;
            (at == field).then(|| view! { <p class="wrong" role="alert">{icon(Icon::Warning)}<span>{language.say(words)}</span></p> })
        }
    };
    let text = move |id: &'static str, word: &'static str, value: RwSignal<String>| {
        view! {
            <div class="field">
                <label for=id>{t(word)}</label>
                {problem(id)}
                <input id=id dir="auto" autocomplete="off" prop:value=move || value.get()
                    on:input=move |event| value.set(event_target_value(&event))/>
            </div>
        }
    };
    let sex = move |code: &'static str, id: &'static str, word: &'static str| {
        view! {
            <label class="option">
                <input type="radio" id=id name="quick-sex" prop:checked=move || sheet.sex.get() == Some(code)
                    on:change=move |_| sheet.sex.set(Some(code))/>
                <span>{t(word)}</span>
            </label>
        }
    };
    view! {
        <Dialog open=open title=Signal::derive(t("attendance.add"))>
            <form class="field-group" novalidate on:submit=add>
                <p class="hint">{t("attendance.add.hint")}</p>
                {text("quick-given", "attendance.quick.given", sheet.given)}
                {text("quick-family", "attendance.quick.family", sheet.family)}
                <fieldset class="field">
                    <legend><span class="question">{t("attendance.quick.sex")}</span></legend>
                    {problem("quick-woman")}
                    <div class="options pair">
                        {sex("woman", "quick-woman", "sex.woman")}
                        {sex("man", "quick-man", "sex.man")}
                    </div>
                </fieldset>
                <div class="field">
                    <label for="quick-birth">{t("attendance.quick.birth")}</label>
                    {problem("quick-birth")}
                    <input id="quick-birth" class="short" inputmode="numeric" maxlength="4" dir="ltr" autocomplete="off"
                        prop:value=move || sheet.birth.get() on:input=move |event| sheet.birth.set(event_target_value(&event))/>
                </div>
                <div class="field">
                    {problem("quick-consent")}
                    <label class="option">
                        <input type="checkbox" id="quick-consent" prop:checked=move || sheet.consent.get()
                            on:change=move |event| sheet.consent.set(event_target_checked(&event))/>
                        <span>{t("attendance.quick.consent")}</span>
                    </label>
                </div>
                {move || failed.get().map(|problem| view! { <p class="wrong" role="alert">{language.say(problem.key())}</p> })}
                <div class="acts">
                    <button class="btn main" type="submit">{t("attendance.quick.save")}</button>
                    <button class="btn" type="button" on:click=move |_| open.set(false)>{t("app.cancel")}</button>
                </div>
            </form>
        </Dialog>
    }
}

fn mark_present(filling: Filling, node: NodeId, row: RecordId) {
    if let Some(path) = path_of(filling, node, row) {
        filling.set(&path, Some(Value::Choice("present".into())));
    }
}

/// What is known so far. The form's other questions stay open: nobody is kept waiting at the door for them.
fn proposal(
    form: &Arc<Definition>,
    draft: &Draft,
    scope: Option<(String, String)>,
    author: record::AuthorId,
) -> Proposal {
    let answer = |node: NodeId| Some((form.node(node).path()?, Some(draft.visible_answer(node)?.clone())));
    let scope = scope.and_then(|(programme, commune)| Path::scope(&programme, &commune).ok());
    Proposal {
        record: draft.record(),
        saw: record::Context::default(),
        form: form.name.clone(),
        form_version: form.version,
        author,
        on: clock::today(),
        edits: form
            .ids()
            .filter_map(answer)
            .chain(scope.map(|path| (path, Some(Value::Flag(true)))))
            .collect(),
    }
}
