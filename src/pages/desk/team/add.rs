//! A new member of the team: field workers get a code for their phone, desk people a user name and a first password.

use super::TeamPage;
use super::grants::{Choices, GrantFields, refused};
use super::invite::invite;
use super::reach::signs_in;
use crate::language::{language, t};
use crate::office;
use crate::pages::door::{Input, wrong_account};
use crate::parts::{Dialog, ErrorNote};
use leptos::prelude::*;
use leptos::task::spawn_local;
use record::AuthorId;
use serde::{Deserialize, Serialize};
use sync::Grant;

#[derive(Serialize)]
struct Newcomer {
    name: String,
    grants: Vec<Grant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    password: Option<String>,
}

#[derive(Deserialize)]
struct Added {
    id: AuthorId,
}

#[component]
pub fn Add(open: RwSignal<bool>) -> impl IntoView {
    let (team, language): (TeamPage, _) = (expect_context(), language());
    let text = || RwSignal::new(String::new());
    let (name, user, password) = (text(), text(), text());
    let choices = Choices::new();
    let problem = RwSignal::new(None::<&'static str>);
    let at_desk =
        Memo::new(move |_| choices.list.with(|list| list.iter().any(|choice| signs_in(choice.role()))));
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let desk = at_desk.get_untracked();
        let (who, account) =
            (name.get_untracked().trim().to_owned(), user.get_untracked().trim().to_lowercase());
        let secret = password.get_untracked();
        let missing = if who.is_empty() {
            Some("team.name_required")
        } else if desk {
            wrong_account(&who, &account, &secret, &secret)
        } else {
            None
        };
        if let Some(key) = missing {
            return problem.set(Some(key));
        }
        let grants = match choices.grants() {
            Ok(grants) => grants,
            Err(key) => return problem.set(Some(key)),
        };
        problem.set(None);
        let newcomer = Newcomer {
            name: who.clone(),
            grants,
            user: desk.then_some(account),
            password: desk.then_some(secret),
        };
        spawn_local(async move {
            match office::post::<Added>("/team", &newcomer).await {
                Ok(Added { id }) => {
                    open.set(false);
                    [name, user, password].into_iter().for_each(|typed| typed.set(String::new()));
                    choices.reset();
                    if desk {
                        team.list.ask();
                    } else {
                        invite(team, id, who);
                    }
                }
                Err(refusal) => problem.set(Some(refused(&refusal))),
            }
        });
    };
    view! {
        <Dialog open title=Signal::derive(t("team.add.title"))>
            <form class="field-group" on:submit=add>
                {move || problem.get().map(|key| view! { <ErrorNote key/> })}
                <Input name="new-name" label="team.name" typed=name autocomplete="off"/>
                <GrantFields choices/>
                <Show when=move || at_desk.get()>
                    <Input name="new-user" label="signin.user" hint="signin.user.hint" typed=user autocomplete="off" latin=true/>
                    <Input name="new-password" label="team.first_password" hint="signin.new_password.hint" typed=password
                        autocomplete="off" latin=true/>
                </Show>
                <div class="acts">
                    <button class="btn main">{move || language.say(if at_desk.get() { "team.save" } else { "team.add.save" })}</button>
                    <button class="btn" type="button" on:click=move |_| open.set(false)>{t("app.cancel")}</button>
                </div>
            </form>
        </Dialog>
    }
}
