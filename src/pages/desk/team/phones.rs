//! The devices of the team: when each was last seen, what it had not sent, and its end.

use super::TeamPage;
use super::ending::Ending;
use super::freshness::Freshness;
use super::member::{Member, Phone};
use crate::account::account;
use crate::browser::clock;
use crate::language::{Language, args, language, t};
use crate::parts::{Icon, icon};
use leptos::prelude::*;

#[component]
pub fn Phones(people: Vec<Member>) -> impl IntoView {
    let mut phones: Vec<(Phone, String)> = people
        .into_iter()
        .flat_map(|member| member.phones.into_iter().map(move |phone| (phone, member.name.clone())))
        .collect();
    // Who is silent for longest comes first; what is withdrawn is silent for good.
    phones.sort_by_key(|(phone, _)| (phone.revoked_at.is_some(), phone.last_seen));
    let none = phones.is_empty().then(|| view! { <p>{t("team.no_phone")}</p> });
    let table = (!phones.is_empty()).then(|| {
        view! {
            <div class="scroll" tabindex="0" role="region" aria-label=t("team.phones")>
                <table class="grid stacks">
                    <thead><tr>
                        <th scope="col">{t("team.name")}</th><th scope="col">{t("team.device")}</th>
                        <th scope="col">{t("team.seen")}</th><th scope="col" class="n">{t("team.unsent")}</th>
                        <th scope="col" class="n">{t("team.storage")}</th><th scope="col">{t("team.version")}</th>
                        <th scope="col">{t("team.state")}</th><td></td>
                    </tr></thead>
                    <tbody>
                        {phones.into_iter().map(|(phone, owner)| view! { <One phone owner/> }).collect_view()}
                    </tbody>
                </table>
            </div>
        }
    });
    view! {
        <section><h2>{t("team.phones")}</h2>{none}{table}</section>
    }
}

#[component]
fn One(phone: Phone, owner: String) -> impl IntoView {
    let (team, language): (TeamPage, _) = (expect_context(), language());
    let label = move |key: &'static str| move || language.say(key);
    let seen = Freshness::of(phone.last_seen, clock::now()).view(language);
    let free = phone.storage.and_then(super::member::Storage::free);
    let free = move || free.map_or_else(|| "—".to_owned(), |bytes| size(language, bytes));
    let unsent = phone.unsent.map_or_else(|| "—".to_owned(), |unsent| language.number(i64::from(unsent)));
    let enrolled = phone.enrolled_at;
    let device = match &phone.label {
        Some(label) => view! { <bdi>{label.clone()}</bdi> }.into_any(),
        None => view! { <span>{move || {
            let day = language.date(clock::local(enrolled).date());
            language.view("team.device.since", &args().with("date", day))
        }}</span> }
        .into_any(),
    };
    let (class, glyph, key) = if phone.is_in_use() {
        ("approved", Icon::Check, "team.active")
    } else {
        ("revoked", Icon::Lock, "team.revoked")
    };
    // As much of it as tells two versions apart.
    let version = phone
        .app_version
        .as_deref()
        .map_or_else(|| "—".to_owned(), |version| version.chars().take(7).collect());
    let own = account().me_now().is_some_and(|me| me.device == phone.device);
    let here = own.then(|| view! { <small>{t("team.device.this")}</small> });
    let act = (phone.is_in_use() && !own).then(|| {
        let end = Ending::Phone(phone.clone(), owner.clone());
        view! {
            <button class="btn small danger" type="button" on:click=move |_| team.ending.set(Some(end.clone()))>
                {t("team.revoke")}
            </button>
        }
    });
    view! {
        <tr>
            <th scope="row"><bdi>{owner}</bdi></th>
            <td data-label=label("team.device")><div class="named">{device}{here}</div></td>
            <td data-label=label("team.seen")>{seen}</td>
            <td class="n" data-label=label("team.unsent")><bdi>{unsent}</bdi></td>
            <td class="n" data-label=label("team.storage")><bdi>{free}</bdi></td>
            <td data-label=label("team.version")><bdi dir="ltr" class="code">{version}</bdi></td>
            <td data-label=label("team.state")>
                <span class=format!("status {class}")>{icon(glyph)}<span>{t(key)}</span></span>
            </td>
            <td>{act}</td>
        </tr>
    }
}

/// Bytes as megabytes or gigabytes.
fn size(language: Language, bytes: u64) -> String {
    let tenths = |unit: u64| language.tenths((bytes * 10 / unit) as i64);
    let (key, size) = match bytes {
        0..1_000_000_000 => ("unit.megabytes", language.number((bytes / 1_000_000) as i64)),
        _ => ("unit.gigabytes", tenths(1_000_000_000)),
    };
    language.plain(key, &args().with("size", size))
}
