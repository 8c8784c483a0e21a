//! Who was there: one tap a person. The marks are a draft of the session until they are saved together.

use crate::account::account;
use crate::browser::{clock, page, random};
use crate::catalogue::catalogue;
use crate::form::{
    Alone, Beginning, Discarding, Filling, Kept, NotOpened, Opened, Roster, ended, grants, is_sheet, open,
};
use crate::language::{language, t};
use crate::parts::{Empty, ErrorNote, Icon, Loading, Phone};
use crate::records::{Draft, Loaded, Problem, records};
use crate::syncing::syncing;
use form::{Kind, NodeId};
use leptos::prelude::*;
use leptos::router::use_params_map;
use leptos::task::spawn_local;
use record::{AuthorId, FlatMap, Path, Proposal, RecordId, Value};
use std::sync::Arc;

#[component]
pub fn Attendance() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("id")).unwrap_or_default();
    let session = id.parse::<RecordId>().ok();
    let form = ViewFn::from(move || view! { <Marking id=session/> });
    view! { <Alone name=id form=form/> }
}

#[component]
fn Marking(id: Option<RecordId>) -> impl IntoView {
    let (account, records, catalogue) = (account(), records(), catalogue());
    let opened = RwSignal::new(None::<Result<Arc<Opened>, NotOpened>>);
    Effect::new(move || {
        let _ = catalogue.content();
        let is_here = opened.with_untracked(|opened| matches!(opened, Some(Ok(_))));
        if is_here || records.opened() == Loaded::Waiting {
            return;
        }
        let Some(session) = id else { return opened.set(Some(Err(NotOpened::NotHere))) };
        // A draft of the session's other answers is not this one's to save.
        let is_of_it = |draft: &Arc<Draft>| draft.record == session && is_sheet(draft);
        let draft = untrack(|| records.drafts()).into_iter().find(is_of_it);
        let draft = draft.map_or_else(random::draft_id, |draft| draft.id.clone());
        let beginning = Beginning { form: Some("session".into()), record: id, ..Beginning::default() };
        let opening = open(draft, beginning, (records, catalogue, grants(account)));
        spawn_local(async move {
            let found = opening.await.map(Arc::new);
            if opened.try_with_untracked(|opened| !matches!(opened, Some(Ok(_)))) == Some(true) {
                opened.set(Some(found));
            }
        });
    });
    move || {
        match opened.get() {
        None => view! { <Phone title="record.session" back="/sessions"><Loading/></Phone> }.into_any(),
        Some(Err(NotOpened::NoForm)) => {
            view! { <Phone title="record.session" back="/sessions"><ErrorNote key="form.missing"/></Phone> }.into_any()
        }
        Some(Err(NotOpened::Storage(problem))) => {
            view! { <Phone title="record.session" back="/sessions"><ErrorNote key=problem.key()/></Phone> }.into_any()
        }
        Some(Err(NotOpened::NotHere)) => view! {
            <Phone title="record.session" back="/sessions">
                <Empty icon=Icon::Calendar title=Signal::derive(t("app.not_found.title"))><p>{t("app.not_found.hint")}</p></Empty>
            </Phone>
        }
        .into_any(),
        Some(Ok(opened)) => {
            let filling = Filling::new(opened, records);
            view! { <Sheet filling=filling/> }.into_any()
        }
    }
    }
}

#[component]
fn Sheet(filling: Filling) -> impl IntoView {
    let (language, account, records, ended, syncing) = (language(), account(), records(), ended(), syncing());
    let Some(node) = sheet(filling) else {
        return view! { <Phone title="record.session" back="/sessions"><ErrorNote key="form.missing"/></Phone> }.into_any();
    };
    filling.move_to_question(node);
    let (saving, failed) = (RwSignal::new(false), RwSignal::new(None::<Problem>));
    let back = format!("/sessions/{}", filling.record());
    let out = back.clone();
    let navigate = leptos::router::use_navigate_from_here();
    let discarding = Discarding::new();
    let leave = {
        let navigate = navigate.clone();
        Callback::new(move |()| {
            discarding.tell_kept(filling);
            navigate(&back, Default::default());
        })
    };
    let save = Callback::new(move |()| {
        let Some(me) = account.me_now() else { return failed.set(Some(Problem::NobodySignedIn)) };
        let proposal = marks(filling, me.person.id);
        let (navigate, out) = (navigate.clone(), out.clone());
        if proposal.edits.is_empty() {
            return page::go_back();
        }
        saving.set(true);
        let id = filling.id();
        spawn_local(async move {
            match records.save(proposal, Some(&id)).await {
                Ok(record) => {
                    ended.end(&id, Some(("session".into(), record)));
                    syncing.say(language.say("attendance.saved"));
                    navigate(&out, leptos::router::NavigateOptions { replace: true, ..Default::default() });
                }
                Err(problem) => {
                    failed.set(Some(problem));
                    saving.set(false);
                }
            }
        });
    });
    let steps = ViewFn::from(move || {
        view! {
            <button class="btn" type="button" on:click=move |_| page::go_back()>{t("form.back")}</button>
            <button class="btn main" type="button" disabled=move || saving.get() on:click=move |_| save.run(())>
                {move || language.say(if saving.get() { "form.saving" } else { "attendance.save" })}
            </button>
        }
    });
    let title = filling.look(|draft| {
        let node = draft.definition().find("title")?;
        draft.answer(node).and_then(Value::as_text).map(str::to_owned)
    });
    view! {
        <Phone title="record.session" leave=leave steps=steps>
            <h1 tabindex="-1">{title.map(|title| view! { <bdi>{title}</bdi> })}</h1>
            {move || failed.get().map(|problem| view! { <ErrorNote key=problem.key()/> })}
            <Kept filling=filling/>
            <Roster filling=filling node=node/>
        </Phone>
    }
    .into_any()
}

fn sheet(filling: Filling) -> Option<NodeId> {
    filling.look(|draft| {
        let form = draft.definition();
        form.ids().find(|node| matches!(form.node(*node).kind, Kind::Roster(_)))
    })
}

/// The marks that differ from what the session showed. Nothing else of the session is touched or judged: whoever
/// marks people at the door need not answer its other questions.
fn marks(filling: Filling, author: AuthorId) -> Proposal {
    let kept = filling.look(form::Draft::kept);
    let is_mark = |path: &Path| path.as_str().contains('/') && !path.is_reserved();
    let of = |answers: &FlatMap<Path, Value>| {
        answers
            .iter()
            .filter(|(path, _)| is_mark(path))
            .map(|(path, value)| (path.clone(), value.clone()))
            .collect()
    };
    let (before, now): (FlatMap<Path, Value>, FlatMap<Path, Value>) = (of(&kept.opened), of(&kept.answers));
    let taken_away = before.keys().filter(|path| !now.contains_key(*path)).map(|path| (path.clone(), None));
    let written = now.iter().filter(|(path, value)| before.get(*path) != Some(*value));
    let written = written.map(|(path, value)| (path.clone(), Some(value.clone())));
    Proposal {
        record: kept.record,
        saw: kept.saw,
        form: kept.form,
        form_version: kept.form_version,
        author,
        on: clock::today(),
        edits: taken_away.chain(written).collect(),
    }
}
