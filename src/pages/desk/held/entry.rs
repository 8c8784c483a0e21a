//! One held entry: whose, when, why, what it would change, and the two ways to decide.

use super::deciding::Deciding;
use super::list::{Entry, Selection};
use crate::language::{args, t};
use crate::pages::desk::naming::{Naming, naming};
use crate::pages::desk::record::{Difference, by, differences, told};
use crate::parts::{Icon, Note, Tone, icon};
use crate::records::{Loaded, Shown, records};
use leptos::prelude::*;
use record::{Change, Path, Record, Value};
use sync::{Act, Reason};

#[component]
pub fn One(entry: Entry) -> impl IntoView {
    let naming = naming();
    let language = naming.language;
    let (selection, deciding): (Selection, Deciding) = (expect_context(), expect_context());
    let (place, author, at, reason) = (entry.place(), entry.author, entry.at, entry.reason);
    let change = entry.change().map(StoredValue::new);
    let title = {
        let entry = entry.clone();
        move || entry.title(naming)
    };
    let heading = title.clone();
    let by = move || language.view("dispute.by", &by(naming, author, at));
    let decision = entry.decision(selection.me());
    let acts = match decision {
        Ok(decision) => {
            let decide = move |act: fn(sync::Decision) -> Act, key: &'static str, title: String| {
                deciding.choose(vec![act(decision)], language.plain(key, &args().with("name", title)));
            };
            let (admitted, dismissed) = (title.clone(), title.clone());
            view! {
                <div class="acts">
                    <button class="btn main small" type="button"
                        on:click=move |_| decide(Act::Admit, "desk.held.admitting", admitted())>
                        {icon(Icon::Check)}{t("desk.held.admit")}
                    </button>
                    <button class="btn small" type="button"
                        on:click=move |_| decide(Act::Dismiss, "desk.held.dismissing", dismissed())>
                        {icon(Icon::Cross)}{t("desk.held.dismiss")}
                    </button>
                </div>
            }
            .into_any()
        }
        Err(key) => view! { <p class="hint">{icon(Icon::Lock)}" "{t(key)}</p> }.into_any(),
    };
    let mark = decision.ok().map(|_| {
        let name = move || language.plain("desk.held.mark", &args().with("name", title()));
        view! {
            <input type="checkbox" aria-label=name prop:checked=move || selection.has(place)
                on:change=move |_| selection.toggle(place)/>
        }
    });
    view! {
        <section class="held-entry">
            <header>
                {mark}
                <h2><bdi>{heading}</bdi></h2>
                <span class="count-line">{by}</span>
            </header>
            <p class="why">{icon(Icon::Warning)}<span>{t(reason_key(reason))}</span></p>
            {change.map(|change| view! { <Says change/> })}
            {acts}
        </section>
    }
}

/// What an entry would change, beside what this desk shows now.
#[component]
fn Says(change: StoredValue<Change>) -> impl IntoView {
    let (naming, records) = (naming(), records());
    let id = change.with_value(|change| change.record);
    let now = records.watch(move || Some(id));
    move || {
        let now = match now.get() {
            Loaded::Ready(now) => now.map(|Shown { record, .. }| record),
            Loaded::Waiting | Loaded::Failed(_) => return ().into_any(),
        };
        change.with_value(|change| what_it_changes(naming, change, now.as_ref())).into_any()
    }
}

fn what_it_changes(naming: Naming, change: &Change, now: Option<&Record>) -> impl IntoView + use<> {
    let found = would_change(change, now);
    let special = change.edits.iter().filter_map(|(path, value)| told(naming, path, value.as_ref()));
    let special = special.map(|words| view! { <p>{words}</p> }).collect_view();
    let fresh = now.is_none().then(|| view! { <p class="count-line">{t("desk.held.new_record")}</p> });
    let beside = (!beside(change, now).is_empty()).then(
        || view! { <Note tone=Tone::Neutral icon=Icon::Split title=Signal::derive(t("desk.held.beside"))/> },
    );
    let table = found.iter().any(Difference::is_answer).then(|| {
        view! {
            <details open=found.len() <= FEW>
                <summary>{t("desk.held.says")}</summary>
                {differences(naming, &change.form, &found, ["history.now", "history.then"])}
            </details>
        }
    });
    view! { {fresh}{special}{beside}{table} }
}

/// So many answers are shown without being asked for.
const FEW: usize = 6;

/// What the change would write that does not stand there already.
fn would_change(change: &Change, now: Option<&Record>) -> Vec<Difference> {
    let difference = |(path, after): (&Path, &Option<Value>)| {
        let before = now.and_then(|record| record.shown(path)).cloned();
        (before != *after).then(|| Difference { path: path.clone(), before, after: after.clone() })
    };
    change.edits.iter().filter_map(difference).collect()
}

/// The answers that would stand beside those of somebody else, because its author had not seen them.
fn beside<'a>(change: &'a Change, now: Option<&Record>) -> Vec<&'a Path> {
    let Some(now) = now else { return Vec::new() };
    let mut then = now.clone();
    then.apply(change);
    change.edits.keys().filter(|path| then.is_disputed(path) && !now.is_disputed(path)).collect()
}

/// The key of the sentence that tells the desk why an entry is held.
fn reason_key(reason: Reason) -> &'static str {
    match reason {
        Reason::Rights => "desk.held.rights",
        Reason::Author => "desk.held.author",
        Reason::OwnWork => "held.reason.own_work",
        Reason::NotACoordinator => "desk.held.not_a_coordinator",
        Reason::UnknownForm | Reason::OtherForm => "desk.held.form",
        Reason::Malformed | Reason::Contradiction => "desk.held.malformed",
        Reason::NothingHeld => "desk.held.nothing_held",
        Reason::Withdrawn => "desk.held.withdrawn",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use record::{Actor, AuthorId, Context, Dot, HybridTime, RecordId};

    fn change(actor: u64, saw: Context, answers: &[(&str, &str)]) -> Change {
        let value = |text: &str| Some(Value::Text(text.into()));
        Change {
            record: RecordId::derived("person", &["fatima"]),
            dot: Dot { actor: Actor(actor), n: 1 },
            saw,
            form: "person".into(),
            form_version: 1,
            author: AuthorId::derived("staff", &[&actor.to_string()]),
            at: HybridTime::from_millis(i64::try_from(actor).unwrap()),
            on: "2026-11-21".parse().unwrap(),
            redacted: None,
            edits: answers.iter().map(|(path, text)| (path.parse().unwrap(), value(text))).collect(),
        }
    }

    #[test]
    fn an_entry_tells_what_it_would_change_and_what_would_stand_beside_it() {
        let mut now = Record::new(RecordId::derived("person", &["fatima"]), "person");
        now.apply(&change(1, Context::default(), &[("phone", "06"), ("douar", "Asrir")]));
        let held =
            change(2, now.context.clone(), &[("phone", "07"), ("douar", "Asrir"), ("landmark", "souk")]);
        let found = would_change(&held, Some(&now));
        let paths: Vec<&str> = found.iter().map(|it| it.path.as_str()).collect();
        assert_eq!(paths, ["landmark", "phone"], "what stands there already is no change");
        assert!(beside(&held, Some(&now)).is_empty(), "its author had seen the answer it replaces");

        now.apply(&change(3, now.context.clone(), &[("phone", "08")]));
        assert_eq!(beside(&held, Some(&now)), [&"phone".parse::<Path>().unwrap()]);
        assert_eq!(would_change(&held, None).len(), 3, "a new record is new in everything");
    }
}
