//! A way in for a phone: the square to scan, and the same as a link and a code to type. It is made by the office,
//! shown once, good once and for a day.

use super::TeamPage;
use crate::browser::{clock, page};
use crate::language::{args, language, t};
use crate::office;
use crate::pages::desk::fetched;
use crate::parts::{ErrorNote, Icon, QrCode, icon};
use crate::syncing::syncing;
use leptos::prelude::*;
use leptos::task::spawn_local;
use record::AuthorId;
use serde::Deserialize;

/// A code for somebody, or why there is none.
#[derive(Clone, PartialEq)]
pub struct Invitation {
    person: AuthorId,
    name: String,
    made: Result<Code, &'static str>,
}

#[derive(Clone, PartialEq, Deserialize)]
struct Code {
    code: String,
    link: String,
    expires_at: i64,
}

/// Asks the office for a code, in place of earlier ones.
pub fn invite(team: TeamPage, person: AuthorId, name: String) {
    spawn_local(async move {
        let made = office::post::<Code>(&format!("/team/{person}/code"), &()).await;
        let made = made.map_err(|refusal| match refusal {
            office::Refusal::NoNetwork => "team.invite.offline",
            other => fetched::key(&other),
        });
        let worked = made.is_ok();
        team.invitation.set(Some(Invitation { person, name, made }));
        clock::pause(0).await;
        crate::browser::keyboard::focus("invitation");
        if worked {
            team.list.ask();
        }
    });
}

/// The panel with the code, while there is one.
#[component]
pub fn Invite() -> impl IntoView {
    let team: TeamPage = expect_context();
    move || {
        team.invitation.get().map(|invitation| match invitation.made.clone() {
            Ok(code) => view! { <Panel invitation code/> }.into_any(),
            Err(key) => {
                let retry = Callback::new(move |()| invite(team, invitation.person, invitation.name.clone()));
                view! { <ErrorNote key retry/> }.into_any()
            }
        })
    }
}

#[component]
fn Panel(invitation: Invitation, code: Code) -> impl IntoView {
    let (team, language, syncing): (TeamPage, _, _) = (expect_context(), language(), syncing());
    let Invitation { person, name, .. } = invitation;
    let Code { code, link, expires_at } = code;
    let address = link.split("/enrol/").next().unwrap_or_default().to_owned() + "/enrol";
    let named = {
        let name = name.clone();
        move |key: &'static str| language.plain(key, &args().with("name", name.clone()))
    };
    let (title, square) = (named.clone(), named);
    let until = move || {
        let day = language.date(clock::local(expires_at).date());
        language.view("team.invite.until", &args().with("date", day).with("time", language.time(expires_at)))
    };
    let kind = move || language.view("team.invite.type", &args().with("address", address.clone()));
    let copied = link.clone();
    let copy = move |_| {
        let link = copied.clone();
        spawn_local(async move {
            if page::copy(&link).await {
                syncing.say(language.say("team.invite.copied"));
            }
        });
    };
    let again = move |_| invite(team, person, name.clone());
    view! {
        <section class="invite" id="invitation" tabindex="-1" aria-live="polite">
            <QrCode text=link.clone() label=Signal::derive(move || square("team.invite.qr"))/>
            <div>
                <h2>{move || title("team.invite.title")}</h2>
                <p>{t("team.invite.scan")}</p>
                <p>{kind}</p>
                <p class="big-code"><bdi dir="ltr" class="code">{code}</bdi></p>
                <p class="count-line">{until}</p>
                <p class="link"><bdi dir="ltr" class="code">{link}</bdi></p>
                <div class="acts">
                    <button class="btn" type="button" on:click=copy>{t("team.invite.copy")}</button>
                    <button class="btn" type="button" on:click=move |_| page::print()>{icon(Icon::Print)}{t("app.print")}</button>
                    <button class="btn quiet" type="button" on:click=again>{t("team.invite.new")}</button>
                    <button class="btn quiet" type="button" on:click=move |_| team.invitation.set(None)>{t("app.close")}</button>
                </div>
            </div>
        </section>
    }
}
