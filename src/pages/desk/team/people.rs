//! The people of the team, with what they may do in words.

use super::TeamPage;
use super::ending::{Ending, works};
use super::freshness::Freshness;
use super::invite::invite;
use super::member::Member;
use super::reach::Reach;
use crate::account::account;
use crate::browser::clock;
use crate::language::{args, language, t};
use crate::pages::desk::fetched;
use crate::pages::desk::naming::naming;
use crate::parts::{Empty, Icon, icon};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sync::Grant;

#[component]
pub fn People(mut people: Vec<Member>) -> impl IntoView {
    people.sort_by_key(|member| (!member.active, member.last_seen().is_none(), member.last_seen()));
    if people.is_empty() {
        return view! {
            <Empty icon=Icon::People title=Signal::derive(t("team.empty.title"))><p>{t("team.empty.hint")}</p></Empty>
        }
        .into_any();
    }
    view! {
        <section>
            <h2>{t("team.people")}</h2>
            <div class="scroll" tabindex="0" role="region" aria-label=t("team.people")>
                <table class="grid stacks">
                    <thead><tr>
                        <th scope="col">{t("team.name")}</th><th scope="col">{t("team.role")}</th>
                        <th scope="col">{t("team.programmes")}</th><th scope="col">{t("team.places")}</th>
                        <th scope="col">{t("team.seen")}</th><td></td>
                    </tr></thead>
                    <tbody>{people.into_iter().map(|member| view! { <One member/> }).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn One(member: Member) -> impl IntoView {
    let (team, naming): (TeamPage, _) = (expect_context(), naming());
    let language = language();
    let me = account().me_now();
    let mine = me.as_ref().is_some_and(|me| me.person.id == member.id);
    let reach = Reach::of(me.map(|me| me.grants).unwrap_or_default());
    let manages = !mine && member.grants.list.iter().all(|grant| reach.grant(grant));
    let grants = StoredValue::new(member.grants.list.clone());
    let column = move |choose: fn((String, String, String)) -> String| {
        move || {
            let line = |grant: &Grant| {
                let text = choose(naming.grant(grant));
                view! { <div><bdi>{text}</bdi></div> }
            };
            grants.with_value(|grants| view! { <div>{grants.iter().map(line).collect_view()}</div> })
        }
    };
    // A role that several grants in a row share is said once; its line stays, so that each grant keeps its own.
    let roles = move || {
        grants.with_value(|grants| {
            let line = |(n, grant): (usize, &Grant)| {
                let again = n > 0 && grants[n - 1].role == grant.role;
                let role = if again { "\u{a0}".to_owned() } else { naming.grant(grant).0 };
                view! { <div><bdi>{role}</bdi></div> }
            };
            view! { <div>{grants.iter().enumerate().map(line).collect_view()}</div> }
        })
    };
    let state = if !member.active {
        Some(("revoked", Icon::Lock, "team.inactive"))
    } else if member.phones.is_empty() && member.user.is_none() {
        Some((
            "waiting",
            Icon::Clock,
            if member.open_code.is_some() { "team.invited" } else { "team.not_set_up" },
        ))
    } else {
        None
    };
    let state = state.map(|(class, glyph, key)| {
        view! { <span class=format!("status {class}")>{icon(glyph)}<span>{t(key)}</span></span> }
    });
    let user = member.user.clone().map(|user| view! { <small><bdi dir="ltr">{user}</bdi></small> });
    let (to_invite, to_edit) = (member.clone(), member.clone());
    let what = {
        let name = member.name.clone();
        move |key: &'static str| language.plain(key, &args().with("name", name.clone()))
    };
    let back = {
        let (member, what) = (member.clone(), what.clone());
        (manages && !member.active).then(|| {
            let comes_back = move |_| {
                let member = member.clone();
                spawn_local(async move {
                    match works(&member, true).await {
                        Ok(()) => team.list.ask(),
                        Err(refusal) => team.failed.set(Some(fetched::key(&refusal))),
                    }
                });
            };
            view! {
                <button class="btn small" type="button" aria-label=move || what("team.back.whom") on:click=comes_back>
                    {t("team.back")}
                </button>
            }
        })
    };
    let ends = Ending::Work(member.clone());
    let acts = (manages && member.active).then(|| {
        let (invites, edits, leaves) = (what.clone(), what.clone(), what.clone());
        view! {
            <div class="acts">
                <button class="btn small" type="button" aria-label=move || invites("team.invite.whom")
                    on:click=move |_| invite(team, to_invite.id, to_invite.name.clone())>
                    {icon(Icon::Qr)}{t("team.invite")}
                </button>
                <button class="btn small" type="button" aria-label=move || edits("team.grants.whose")
                    on:click=move |_| team.editing.set(Some(to_edit.clone()))>
                    {t("team.grants")}
                </button>
                <button class="btn small danger" type="button" aria-label=move || leaves("team.leave.whom")
                    on:click=move |_| team.ending.set(Some(ends.clone()))>
                    {t("team.leave")}
                </button>
            </div>
        }
    });
    let label = move |key: &'static str| move || language.say(key);
    let seen = Freshness::of(member.last_seen(), clock::now()).view(language);
    let unsent = member.unsent().filter(|unsent| *unsent > 0).map(|unsent| {
        let words = move || language.plain("team.unsent_count", &args().count(unsent as usize));
        view! { <small>{words}</small> }
    });
    view! {
        <tr>
            <th scope="row"><div class="named"><bdi>{member.name}</bdi>{user}{state}</div></th>
            <td data-label=label("team.role")>{roles}</td>
            <td data-label=label("team.programmes")>{column(|(_, programmes, _)| programmes)}</td>
            <td data-label=label("team.places")>{column(|(.., places)| places)}</td>
            <td data-label=label("team.seen")><div class="named">{seen}{unsent}</div></td>
            <td>{acts}{back}</td>
        </tr>
    }
}
