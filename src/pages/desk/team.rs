//! People and phones: who may do what, on which devices, and the way in for a new one. All of it is the office's
//! knowledge, so the page needs the network and says so.

mod add;
mod change;
mod effect;
mod ending;
mod freshness;
mod grants;
mod invite;
mod member;
mod people;
mod phones;
mod reach;
mod territory;
mod versions;

use super::bundles::Waiting;
use super::fetched::Fetched;
use crate::language::t;
use crate::parts::{ErrorNote, Icon, icon};
use add::Add;
use change::GrantsDialog;
use ending::{Ending, Question};
use invite::{Invitation, Invite};
use leptos::prelude::*;
use member::{Member, TeamList};
use people::People;
use phones::Phones;

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct TeamPage {
    list: Fetched<TeamList>,
    invitation: RwSignal<Option<Invitation>>,
    editing: RwSignal<Option<Member>>,
    /// What is to end, once it has been asked about.
    ending: RwSignal<Option<Ending>>,
    /// Why a change could not be undone.
    failed: RwSignal<Option<&'static str>>,
}

#[component]
pub fn Team() -> impl IntoView {
    let team = TeamPage {
        list: Fetched::from("/team"),
        invitation: RwSignal::new(None),
        editing: RwSignal::new(None),
        ending: RwSignal::new(None),
        failed: RwSignal::new(None),
    };
    provide_context(team);
    let adding = RwSignal::new(false);
    view! {
        <main id="main" class="page" tabindex="-1">
            <div class="head">
                <h1>{t("team.title")}</h1>
                <div class="acts">
                    <Waiting/>
                    <button class="btn main" type="button" on:click=move |_| adding.set(true)>
                        {icon(Icon::PersonPlus)}{t("team.add")}
                    </button>
                </div>
            </div>
            {move || team.failed.get().map(|key| view! { <ErrorNote key/> })}
            <Invite/>
            {team.list.view(|list| view! {
                <People people=list.people.clone()/>
                <Phones people=list.people/>
            })}
            <Add open=adding/>
            <GrantsDialog/>
            <Question ending=team.ending/>
        </main>
    }
}
