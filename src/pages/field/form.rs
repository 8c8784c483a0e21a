//! A record is filled in, one thing a page: new, of a record, of a draft.

use crate::account::account;
use crate::browser::random;
use crate::catalogue::catalogue;
use crate::form::{Alone, Beginning, Fill, Filling, NotOpened, Opened, Over, ended, grants, is_sheet, open};
use crate::language::t;
use crate::parts::{Empty, ErrorNote, Icon, Loading, Phone};
use crate::records::{Draft, Loaded, records};
use leptos::prelude::*;
use leptos::router::NavigateOptions;
use leptos::router::{use_navigate, use_params_map, use_query_map};
use leptos::task::spawn_local;
use std::sync::Arc;

/// A new record: a fresh draft takes the place of this address.
#[component]
pub fn NewForm() -> impl IntoView {
    let (params, query, navigate) = (use_params_map(), use_query_map(), use_navigate());
    let form = params.with_untracked(|params| params.get("form").unwrap_or_default());
    let given = query.with_untracked(|query| query.get("given"));
    let given = given.map(|given| format!("&given={given}")).unwrap_or_default();
    let address = format!("/draft/{}?form={form}{given}", random::draft_id());
    Effect::new(move || navigate(&address, in_place()));
}

/// A change of a record: the draft of it that there is, else a fresh one.
#[component]
pub fn EditForm() -> impl IntoView {
    let (params, navigate, records) = (use_params_map(), use_navigate(), records());
    let part = move |name: &str| params.with_untracked(|params| params.get(name).unwrap_or_default());
    let (form, record) = (part("form"), part("record"));
    Effect::new(move || {
        if records.opened() == Loaded::Waiting {
            return;
        }
        let is_of_it =
            |draft: &Arc<Draft>| draft.changes && draft.record.to_string() == record && !is_sheet(draft);
        let address = match untrack(|| records.drafts()).into_iter().find(is_of_it) {
            Some(draft) => format!("/draft/{}", draft.id),
            None => format!("/draft/{}?form={form}&record={record}", random::draft_id()),
        };
        navigate(&address, in_place());
    });
    view! { <Phone title="app.name" back="/"><Loading/></Phone> }
}

fn in_place() -> NavigateOptions {
    NavigateOptions { replace: true, ..Default::default() }
}

/// A form being filled.
#[component]
pub fn DraftForm() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    move || {
        let id = id.get();
        let form = ViewFn::from({
            let id = id.clone();
            move || view! { <OneDraft id=id.clone()/> }
        });
        view! { <Alone name=id form=form/> }
    }
}

#[component]
fn OneDraft(id: String) -> impl IntoView {
    if account().me_now().is_none() {
        return view! { <Phone title="app.name" back="/">""</Phone> }.into_any();
    }
    let (account, records, catalogue, ended) = (account(), records(), catalogue(), ended());
    let query = use_query_map();
    let opened = RwSignal::new(None::<Result<Arc<Opened>, NotOpened>>);
    if ended.of(&id).is_some() {
        return view! { <Over id=id/> }.into_any();
    }
    Effect::new({
        let id = id.clone();
        move || {
            let is_here = opened.with_untracked(|opened| matches!(opened, Some(Ok(_))));
            // A form that had not arrived may have now.
            let _ = catalogue.content();
            if is_here || records.opened() == Loaded::Waiting {
                return;
            }
            let part = |name: &str| query.with_untracked(|query| query.get(name));
            let beginning = Beginning {
                form: part("form"),
                record: part("record").and_then(|id| id.parse().ok()),
                given: part("given").unwrap_or_default(),
                handed: part("handed").and_then(|id| id.parse().ok()),
            };
            let opening = open(id.clone(), beginning, (records, catalogue, grants(account)));
            spawn_local(async move {
                let found = opening.await.map(Arc::new);
                if opened.try_with_untracked(|opened| !matches!(opened, Some(Ok(_)))) == Some(true) {
                    opened.set(Some(found));
                }
            });
        }
    });
    let shown = move || {
        match opened.get() {
        None => view! { <Phone title="app.name" back="/"><Loading/></Phone> }.into_any(),
        Some(Ok(opened)) => {
            let filling = Filling::new(opened, records);
            view! { <Fill filling=filling/> }.into_any()
        }
        Some(Err(NotOpened::Storage(problem))) => {
            view! { <Phone title="app.name" back="/"><ErrorNote key=problem.key()/></Phone> }.into_any()
        }
        Some(Err(NotOpened::NoForm)) => view! {
            <Phone title="app.name" back="/"><ErrorNote key="form.missing"/><a class="btn wide" href="/sync">{t("tab.send")}</a></Phone>
        }
        .into_any(),
        Some(Err(NotOpened::NotHere)) => view! {
            <Phone title="app.name" back="/">
                <Empty icon=Icon::Records title=Signal::derive(t("app.not_found.title"))><p>{t("app.not_found.hint")}</p></Empty>
            </Phone>
        }
        .into_any(),
    }
    };
    shown.into_any()
}
