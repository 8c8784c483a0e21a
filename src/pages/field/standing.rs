//! Where a record stands, and what the person can do about it: correct what came back, see to what is held.

use super::disputed::Disputed;
use crate::language::t;
use crate::parts::{Icon, Note, SaveToFile, Status, Tone, status};
use crate::records::{Shown, records};
use leptos::prelude::*;
use record::ReviewState;
use std::sync::Arc;
use sync::Reason;

/// The key of the sentence that says why the office holds a change back.
fn why(reason: Reason) -> &'static str {
    match reason {
        Reason::Rights | Reason::NotACoordinator => "held.reason.rights",
        Reason::UnknownForm | Reason::OtherForm => "held.reason.unknown_form",
        Reason::Malformed | Reason::Contradiction => "held.reason.malformed",
        Reason::OwnWork => "held.reason.own_work",
        Reason::Withdrawn => "held.reason.withdrawn",
        Reason::Author | Reason::NothingHeld => "held.reason.other",
    }
}

/// The state in words; below it what to do.
#[component]
pub fn Standing(shown: Shown) -> impl IntoView {
    let records = records();
    let record = shown.record.clone();
    let (id, form) = (record.id, record.form.clone());
    let state = move || records.summary(id).map(|line| status(Status::for_author(&line)));
    let correct = format!("/form/{form}/{id}");
    let returned = (record.review_state() == ReviewState::Returned && shown.waiting == 0).then(|| {
        let review = record.review().cloned();
        let words = review.map(|review| {
            let all = review.remarks.values().cloned().chain([review.reason]);
            all.filter(|words| !words.is_empty())
                .map(|words| view! { <p dir="auto">{words}</p> })
                .collect_view()
        });
        let correct = correct.clone();
        view! {
            <Note tone=Tone::Warn icon=Icon::Undo title=Signal::derive(t("status.returned"))>
                {words}
                <div class="acts"><a class="btn main" href=correct>{t("sync.held.correct")}</a></div>
            </Note>
        }
    });
    let held = (!shown.held.is_empty()).then(|| {
        let reason = shown.held.last().map(|(_, reason)| why(*reason)).unwrap_or("held.reason.other");
        view! {
            <Note tone=Tone::Bad icon=Icon::Warning title=Signal::derive(t("status.held"))>
                <p>{t(reason)}</p>
                <div class="acts"><a class="btn main" href=correct>{t("sync.held.correct")}</a></div>
                <SaveToFile/>
            </Note>
        }
    });
    view! { <p class="line">{state}</p>{returned}{held}<Disputed record=Arc::new(shown.record)/> }
}
