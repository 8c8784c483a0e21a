//! The dialog that changes what somebody may do: first it is chosen, then read in words, then saved; and for ten seconds
//! it can be undone. The office keeps every version, and the dialog tells them.

use super::TeamPage;
use super::effect::Effect as Effects;
use super::grants::{Choices, GrantFields, refused};
use super::versions::Versions;
use crate::browser::{clock, keyboard};
use crate::language::{args, language, t};
use crate::office;
use crate::parts::{Dialog, ErrorNote, undo};
use crate::syncing::syncing;
use leptos::prelude::*;
use leptos::task::spawn_local;
use record::AuthorId;
use serde::Serialize;
use sync::Grant;

/// What the office is told.
#[derive(Serialize)]
struct Difference {
    grants: Vec<Grant>,
    /// The version that was seen: nobody's change is written over unseen.
    over: u32,
}

async fn put(person: AuthorId, grants: Vec<Grant>, over: u32) -> Result<(), office::Refusal> {
    office::put::<()>(&format!("/team/{person}"), &Difference { grants, over }).await
}

#[component]
pub fn GrantsDialog() -> impl IntoView {
    let (team, language, syncing, undo): (TeamPage, _, _, _) =
        (expect_context(), language(), syncing(), undo());
    let open = RwSignal::new(false);
    let choices = Choices::new();
    let problem = RwSignal::new(None::<&'static str>);
    // What was chosen, while it is read before it is saved.
    let checked = RwSignal::new(None::<Vec<Grant>>);
    Effect::new(move || {
        if let Some(member) = team.editing.get() {
            choices.start_from(&member.grants.list);
            problem.set(None);
            checked.set(None);
            open.set(true);
        }
    });
    Effect::new(move || {
        if !open.get() && team.editing.with_untracked(Option::is_some) {
            team.editing.set(None);
        }
    });
    let title = Signal::derive(move || {
        let name = team.editing.with(|member| member.as_ref().map(|member| member.name.clone()));
        language.plain("team.grants.title", &args().with("name", name.unwrap_or_default()))
    });
    let take_back = move |person: AuthorId, earlier: Vec<Grant>, over: u32| {
        spawn_local(async move {
            match put(person, earlier, over).await {
                Ok(()) => syncing.say(language.say("team.grants.undone")),
                Err(refusal) => team.failed.set(Some(refused(&refusal))),
            }
            team.list.ask();
        });
    };
    let check = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(member) = team.editing.get_untracked() else { return };
        problem.set(None);
        match choices.grants() {
            Err(key) => problem.set(Some(key)),
            Ok(grants) if grants == member.grants.list => problem.set(Some("team.grants.same")),
            Ok(grants) => {
                checked.set(Some(grants));
                focus_soon("confirm-grants");
            }
        }
    };
    let save = move |_| {
        let (Some(member), Some(grants)) = (team.editing.get_untracked(), checked.get_untracked()) else {
            return;
        };
        team.failed.set(None);
        spawn_local(async move {
            let (person, seen) = (member.id, member.grants);
            match put(person, grants, seen.version).await {
                Ok(()) => {
                    open.set(false);
                    team.list.ask();
                    let done = language.plain("team.grants.saved", &args().with("name", member.name));
                    undo.offer(done, move || take_back(person, seen.list, seen.version + 1));
                }
                Err(refusal) => {
                    checked.set(None);
                    problem.set(Some(refused(&refusal)));
                    team.list.ask();
                }
            }
        });
    };
    let back = move |_| {
        checked.set(None);
        focus_soon("check-grants");
    };
    let reading = move || {
        let (member, after) = (team.editing.get()?, checked.get()?);
        Some(view! {
            <Effects name=member.name before=member.grants.list after/>
            <div class="acts">
                <button class="btn main" type="button" id="confirm-grants" on:click=save>{t("team.grants.confirm")}</button>
                <button class="btn" type="button" on:click=back>{t("app.back")}</button>
            </div>
        })
    };
    let earlier = move || team.editing.get().map(|member| view! { <Versions person=member.id/> });
    view! {
        <Dialog open title>
            {reading}
            <form class="field-group" on:submit=check hidden=move || checked.with(Option::is_some)>
                {move || problem.get().map(|key| view! { <ErrorNote key/> })}
                <GrantFields choices/>
                <div class="acts">
                    <button class="btn main" id="check-grants">{t("team.grants.check")}</button>
                    <button class="btn" type="button" on:click=move |_| open.set(false)>{t("app.cancel")}</button>
                </div>
                {earlier}
            </form>
        </Dialog>
    }
}

/// Puts the focus on what is about to appear.
fn focus_soon(id: &'static str) {
    spawn_local(async move {
        clock::pause(0).await;
        keyboard::focus(id);
    });
}
