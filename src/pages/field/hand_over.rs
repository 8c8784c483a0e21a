//! Handing a draft over to a colleague who is to finish it, and the drafts that are on their way.

use crate::colleagues::colleagues;
use crate::form::{Alone, ended};
use crate::language::{Language, args, language, t};
use crate::parts::naming::{form_icon, form_word, nameless};
use crate::parts::{Card, Empty, ErrorNote, Icon, Phone, Status, icon, undo};
use crate::records::{DraftId, Handed, Place, Records, Summary, records};
use leptos::prelude::*;
use leptos::router::NavigateOptions;
use leptos::router::{use_navigate_from_here, use_params_map};
use leptos::task::spawn_local;
use record::{AuthorId, RecordId};
use std::sync::Arc;

/// To whom a draft is handed over.
#[component]
pub fn HandOver() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    let page = ViewFn::from({
        let id = id.clone();
        move || view! { <ToWhom id=id.clone()/> }
    });
    view! { <Alone name=id form=page/> }
}

#[component]
fn ToWhom(id: String) -> impl IntoView {
    let (language, records, colleagues, ended, undo) = (language(), records(), colleagues(), ended(), undo());
    let navigate = use_navigate_from_here();
    let Some(draft) = records.draft(&id) else {
        return view! {
            <Phone title="handover.short" back="/records?state=draft">
                <Empty icon=Icon::Records title=Signal::derive(t("app.not_found.title"))><p>{t("app.not_found.hint")}</p></Empty>
            </Phone>
        }
        .into_any();
    };
    colleagues.look_for_others();
    let going = RwSignal::new(false);
    let failed = RwSignal::new(None);
    let hand = move |to: AuthorId, name: String| {
        if going.get_untracked() {
            return;
        }
        going.set(true);
        let (id, navigate) = (id.clone(), navigate.clone());
        spawn_local(async move {
            match records.hand_over(&id, to).await {
                Ok(carrier) => {
                    ended.end(&id, None);
                    let done = language.plain("handover.done", &args().with("name", name));
                    undo.offer(done, move || {
                        ended.revive(&id);
                        take_back(records, carrier, id);
                    });
                    navigate("/records?state=draft", NavigateOptions { replace: true, ..Default::default() });
                }
                Err(problem) => {
                    going.try_set(false);
                    failed.try_set(Some(problem));
                }
            }
        });
    };
    let person = move |person: crate::account::Named| {
        let (hand, name) = (hand.clone(), person.name.clone());
        view! {
            <button class="btn wide" type="button" disabled=move || going.get() on:click=move |_| hand(person.id, person.name.clone())>
                {icon(Icon::People)}<bdi>{name}</bdi>
            </button>
        }
    };
    let title = named(language, &draft.title, &draft.form);
    view! {
        <Phone title="handover.short" back=format!("/draft/{}", draft.id)>
            <h1>{t("handover.to_whom")}</h1>
            <p class="line"><b><bdi>{title}</bdi></b></p>
            <p class="hint">{t("handover.hint")}</p>
            {move || failed.get().map(|problem| view! { <ErrorNote key=problem.key()/> })}
            <For each=move || colleagues.others_at_work() key=|person| person.id children=person/>
            <Show when=move || colleagues.others_at_work().is_empty()>
                <Empty icon=Icon::People title=Signal::derive(t("handover.nobody"))><p>{t("handover.nobody.hint")}</p></Empty>
            </Show>
        </Phone>
    }
    .into_any()
}

fn take_back(records: Records, carrier: RecordId, draft: DraftId) {
    spawn_local(async move {
        // If it fails the draft stays among those that are handed over.
        let _ = records.take_back(carrier, &draft).await;
    });
}

/// What a draft is called: what is recorded, as long as it has no name.
fn named(language: Language, title: &str, form: &str) -> impl Fn() -> String + Clone + use<> {
    let (title, form) = (title.to_owned(), form.to_owned());
    move || if title.is_empty() { language.say(nameless(&form)) } else { title.clone() }
}

type One = (Arc<Summary>, Handed);

fn key((line, handed): &One) -> (String, i64, bool) {
    (handed.draft.clone(), handed.at, line.place == Place::Waiting)
}

/// The drafts that colleagues hand over to this person.
#[component]
pub fn HandedToMe() -> impl IntoView {
    let records = records();
    let me = move || records.standing().map(|standing| standing.person);
    let ones = Memo::new(move |_| records.handed(|handed| Some(handed.to) == me()));
    let card = |(line, handed): One| {
        let (language, colleagues) = (language(), colleagues());
        let form = handed.form.clone();
        let about = Signal::derive(move || {
            let from = language.plain("handover.from", &args().with("name", colleagues.name(handed.from)));
            format!("{} · {from}", language.say(form_word(&form)))
        });
        view! {
            <Card icon=form_icon(&handed.form) href=format!("/draft/{}?handed={}", handed.draft, line.id)
                name=named(language, &line.title, &handed.form)() time=language.moment(handed.at) what=about status=Status::Draft/>
        }
    };
    view! {
        <Show when=move || ones.with(|ones| !ones.is_empty())>
            <section>
                <h2>{t("handover.mine")}</h2>
                <ul class="cards"><For each=move || ones.get() key=key children=card/></ul>
            </section>
        </Show>
    }
}

/// The drafts that this person has handed over, as long as nobody has finished them.
#[component]
pub fn HandedByMe() -> impl IntoView {
    let records = records();
    let me = move || records.standing().map(|standing| standing.person);
    let ones =
        Memo::new(move |_| records.handed(|handed| Some(handed.from) == me() && Some(handed.to) != me()));
    let card = move |(line, handed): One| {
        let (language, colleagues, ended) = (language(), colleagues(), ended());
        let (form, to, at) = (handed.form.clone(), handed.to, handed.at);
        let about = move || {
            let to = language.plain("handover.to", &args().with("name", colleagues.name(to)));
            format!("{} · {to}", language.say(form_word(&form)))
        };
        let carrier = line.id;
        let status = if line.place == Place::Waiting { Status::Waiting } else { Status::Office };
        let back = move |_| {
            let id = handed.draft.clone();
            ended.revive(&id);
            take_back(records, carrier, id);
        };
        view! {
            <li class="card">
                {icon(form_icon(&handed.form))}
                <b><bdi>{named(language, &line.title, &handed.form)}</bdi></b>
                <time><bdi>{language.moment(at)}</bdi></time>
                <span class="what">{about}</span>
                {crate::parts::status(status)}
                <button class="btn quiet" type="button" on:click=back>{icon(Icon::Undo)}<span>{t("handover.back")}</span></button>
            </li>
        }
    };
    view! {
        <Show when=move || ones.with(|ones| !ones.is_empty())>
            <section>
                <h2>{t("handover.by_me")}</h2>
                <p class="hint">{t("handover.by_me.hint")}</p>
                <ul class="cards"><For each=move || ones.get() key=key children=card/></ul>
            </section>
        </Show>
    }
}
