//! Every answer, to be read to the person, and saving.

use super::errors::Errors;
use super::page::Kept;
use super::{Ended, Filling, Step, Way, ended, said};
use crate::account::account;
use crate::browser::{clock, page};
use crate::language::{args, language, t};
use crate::parts::{ErrorNote, Phone, naming};
use crate::records::{Problem, records};
use form::{Kind, NodeId, Screen};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What is happening to the record.
#[derive(Clone, Copy, PartialEq)]
enum Saving {
    No,
    Now,
    Failed(Problem),
    /// It is as it was: there is nothing to save.
    Nothing,
}

#[component]
pub fn Check(filling: Filling, way: Way) -> impl IntoView {
    let (language, account, ended) = (language(), account(), ended());
    let saving = RwSignal::new(Saving::No);
    let errors_shown = RwSignal::new(false);
    let everything =
        Signal::derive(move || filling.look(|draft| draft.definition().ids().collect::<Vec<_>>()));
    let save = move |_| {
        if saving.get_untracked() == Saving::Now {
            return;
        }
        if !filling.tell_problems(everything.get_untracked()) {
            errors_shown.set(true);
            return page::focus_on("errors");
        }
        if filling.opened().changes && !filling.is_touched() {
            return saving.set(Saving::Nothing);
        }
        let Some(me) = account.me_now() else { return saving.set(Saving::Failed(Problem::NobodySignedIn)) };
        let Ok(proposal) = filling.look(|draft| draft.finish(me.person.id, clock::today())) else { return };
        saving.set(Saving::Now);
        spawn_local(async move {
            saving.set(finish(filling, ended, proposal).await);
            if saving.get_untracked() == Saving::No {
                way.replace(&Step::Saved);
            }
        });
    };
    let steps = ViewFn::from(move || {
        view! {
            <button class="btn" type="button" on:click=move |_| way.back()>{t("form.back")}</button>
            <button class="btn main" type="button" disabled=move || saving.get() == Saving::Now on:click=save>
                {move || language.say(if saving.get() == Saving::Now { "form.saving" } else { "form.save" })}
            </button>
        }
    });
    let title = filling.look(|draft| naming::form_word(&draft.definition().name));
    view! {
        <Phone title=title class="check" steps=steps leave=Callback::new(move |()| way.back())>
            <progress class="through" max="1" value="1" aria-hidden="true"></progress>
            <Kept filling=filling/>
            <Show when=move || errors_shown.get()><Errors filling=filling nodes=everything/></Show>
            {move || match saving.get() {
                Saving::Failed(problem) => Some(view! { <ErrorNote key=problem.key()/> }.into_any()),
                Saving::Nothing => Some(view! { <p class="note" role="alert">{t("form.saved.nothing")}</p> }.into_any()),
                Saving::No | Saving::Now => None,
            }}
            <h1 tabindex="-1">{t("form.check.title")}</h1>
            <p class="hint">{t("form.check.hint")}</p>
            {filling.screens_now().into_iter().map(|screen| view! { <Answers filling=filling way=way screen=screen/> }).collect_view()}
        </Phone>
    }
}

/// Saves; only a transaction that is on the disk ends the draft.
async fn finish(filling: Filling, ended: Ended, proposal: record::Proposal) -> Saving {
    let id = filling.id();
    match filling.records().save(proposal, Some(&id)).await {
        Ok(record) => {
            let form = filling.look(|draft| draft.definition().name.clone());
            ended.end(&id, Some((form, record)));
            Saving::No
        }
        Err(problem) => Saving::Failed(problem),
    }
}

/// The answers of one page, each with *Change*.
#[component]
fn Answers(filling: Filling, way: Way, screen: Screen) -> impl IntoView {
    let language = language();
    let form = filling.look(|draft| draft.definition().clone());
    let nodes: Vec<NodeId> =
        screen.nodes.iter().copied().filter(|node| form.node(*node).is_input()).collect();
    if nodes.is_empty() {
        return ().into_any();
    }
    let page_name = filling.screen_name(&screen);
    let heading = screen.group.map(|group| {
        let form = form.clone();
        view! { <h2>{move || filling.words(language, &form.node(group).label)}</h2> }
    });
    let line = move |node: NodeId| {
        let change = Step::change(&page_name);
        let address = way.address(&change);
        let question = move || filling.question(language, node);
        let answer = {
            let form = form.clone();
            move || match filling.follow(node, |draft| draft.visible_answer(node).cloned()) {
                Some(value) => {
                    let words = said(language, records(), &form, node, &value);
                    match form.node(node).kind {
                        Kind::Phone => {
                            view! { <dd><bdi dir="ltr" class="code">{words}</bdi></dd> }.into_any()
                        }
                        _ => view! { <dd dir="auto">{words}</dd> }.into_any(),
                    }
                }
                None if matches!(form.node(node).kind, Kind::Roster(_)) => {
                    let marks = filling.look(|draft| draft.marks(node).len());
                    view! { <dd>{language.view("people.count", &args().count(marks))}</dd> }.into_any()
                }
                None => view! { <dd class="none">{language.say("form.no_answer")}</dd> }.into_any(),
            }
        };
        let go = move |event: leptos::ev::MouseEvent| {
            event.prevent_default();
            way.go(&change);
        };
        let heard = move || language.plain("form.check.change_what", &args().with("question", question()));
        view! {
            <div>
                <dt>{question}</dt>
                {answer}
                <dd><a href=address on:click=go>{t("form.check.change")}<span class="only-heard">{heard}</span></a></dd>
            </div>
        }
    };
    view! { {heading}<dl class="answers">{nodes.into_iter().map(line).collect_view()}</dl> }.into_any()
}
