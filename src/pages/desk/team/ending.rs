//! The end of a phone, or of somebody's work in the team: what it means is said, and asked once more, before it is done.

use super::TeamPage;
use super::grants::refused;
use super::member::{Member, Phone};
use crate::language::{args, language, t};
use crate::office::{self, Refusal};
use crate::parts::{Dialog, ErrorNote, Icon, icon};
use crate::syncing::syncing;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Serialize;

/// What is to end.
#[derive(Clone, PartialEq)]
pub enum Ending {
    /// The use of a phone of somebody of this name.
    Phone(Phone, String),
    /// Somebody's work in the team.
    Work(Member),
}

/// Whether somebody works in the team.
#[derive(Serialize)]
struct Working {
    active: bool,
}

impl Ending {
    fn name(&self) -> String {
        match self {
            Self::Phone(_, name) => name.clone(),
            Self::Work(member) => member.name.clone(),
        }
    }

    /// How many changes the phone, or all of the person's, had not sent when it was last heard of.
    fn unsent(&self) -> usize {
        let unsent = match self {
            Self::Phone(phone, _) => phone.unsent.map_or(0, i64::from),
            Self::Work(member) => member.unsent().unwrap_or_default(),
        };
        usize::try_from(unsent).unwrap_or_default()
    }

    /// The keys of the question, of what it means, of what is touched to do it, and of what is said when it is done.
    fn words(&self) -> [&'static str; 4] {
        match self {
            Self::Phone(..) => ["team.revoke.title", "team.revoke.effect", "team.revoke", "team.revoke.done"],
            Self::Work(_) => ["team.leave.title", "team.leave.effect", "team.leave", "team.leave.done"],
        }
    }

    async fn is_done(&self) -> Result<(), Refusal> {
        match self {
            Self::Phone(phone, _) => office::post(&format!("/phones/{}/revoke", phone.device), &()).await,
            Self::Work(member) => works(member, false).await,
        }
    }
}

/// From now on somebody works in the team, or no longer does.
pub async fn works(member: &Member, active: bool) -> Result<(), Refusal> {
    office::put(&format!("/team/{}", member.id), &Working { active }).await
}

/// Asks before it is done.
#[component]
pub fn Question(ending: RwSignal<Option<Ending>>) -> impl IntoView {
    let (team, language, syncing): (TeamPage, _, _) = (expect_context(), language(), syncing());
    let open = RwSignal::new(false);
    let problem = RwSignal::new(None::<&'static str>);
    Effect::new(move || {
        if ending.with(Option::is_some) {
            problem.set(None);
            open.set(true);
        }
    });
    Effect::new(move || {
        if !open.get() && ending.with_untracked(Option::is_some) {
            ending.set(None);
        }
    });
    let word = move |which: usize| ending.with(|ending| ending.as_ref().map(|ending| ending.words()[which]));
    let say = move |which: usize| word(which).map(|key| language.say(key));
    let title = Signal::derive(move || {
        let name = ending.with(|ending| ending.as_ref().map(Ending::name)).unwrap_or_default();
        word(0).map(|key| language.plain(key, &args().with("name", name))).unwrap_or_default()
    });
    let unsent = move || {
        let unsent = ending.with(|ending| ending.as_ref().map_or(0, Ending::unsent));
        let words = move || language.view("team.revoke.unsent", &args().count(unsent));
        (unsent > 0)
            .then(|| view! { <div class="note warn">{icon(Icon::Warning)}<p><span>{words}</span></p></div> })
    };
    let end = move |_| {
        let Some(asked) = ending.get_untracked() else { return };
        spawn_local(async move {
            match asked.is_done().await {
                Ok(()) => {
                    open.set(false);
                    syncing.say(language.say(asked.words()[3]));
                    team.list.ask();
                }
                Err(refusal) => problem.set(Some(refused(&refusal))),
            }
        });
    };
    view! {
        <Dialog open title>
            {move || problem.get().map(|key| view! { <ErrorNote key/> })}
            <p>{move || say(1)}</p>
            {unsent}
            <div class="acts">
                <button class="btn danger" type="button" on:click=end>{move || say(2)}</button>
                <button class="btn" type="button" on:click=move |_| open.set(false)>{t("app.cancel")}</button>
            </div>
        </Dialog>
    }
}
