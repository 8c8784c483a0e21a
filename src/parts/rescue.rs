//! What waits on this device, as a sealed file: the way out where there is no network, or where the store does not
//! open any more. And the way in for a colleague's.

use super::{ErrorNote, Icon, icon};
use crate::account::account;
use crate::browser::{chosen, clock, journal, page, sealing};
use crate::language::{args, language, t};
use crate::office::{self, Refusal};
use crate::records::{Records, records};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use sync::Part;

/// About how long a part is, before it is compressed: one that is damaged costs so much.
const PART_BYTES: usize = 24 * 1024;

/// A file that was saved.
#[derive(Clone)]
struct Saved {
    name: String,
    text: Arc<str>,
}

/// Saves what waits. Two taps: this one, and the one by which it is sent on.
#[component]
pub fn SaveToFile() -> impl IntoView {
    let (language, account, records) = (language(), account(), records());
    let saved = RwSignal::new(None::<Saved>);
    let failed = RwSignal::new(None::<&'static str>);
    let busy = RwSignal::new(false);
    let save = move |_| {
        busy.set(true);
        spawn_local(async move {
            let made = make(records, account.me_now().and_then(|me| me.network.key)).await;
            busy.try_set(false);
            match made {
                Ok(text) => {
                    let name = file_name(&calls_itself(account), &clock::today().to_string());
                    page::save_to_file(&name, &text);
                    failed.try_set(None);
                    saved.try_set(Some(Saved { name, text: text.into() }));
                }
                Err(key) => drop(failed.try_set(Some(key))),
            }
        });
    };
    let done = move || {
        let Saved { name, text } = saved.get()?;
        let words = language.view("sync.file.saved", &args().with("name", name.clone()));
        let share = chosen::to_send_on(&name, &text).map(|shared| {
            let send = move |_| {
                let shared = shared.clone();
                spawn_local(async move { chosen::send_on(&shared).await });
            };
            view! {
                <div class="acts"><button class="btn" type="button" on:click=send>
                    {icon(Icon::ArrowUp)}<span>{t("sync.file.send_on")}</span>
                </button></div>
            }
        });
        Some(view! {
            <div class="note safe" role="status">{icon(Icon::Check)}<div><p><span>{words}</span></p>{share}</div></div>
        })
    };
    view! {
        <button class="btn wide" type="button" disabled=move || busy.get() on:click=save>
            {icon(Icon::Download)}<span>{t("sync.file")}</span>
        </button>
        {move || failed.get().map(|key| view! { <ErrorNote key/> })}
        {done}
    }
}

/// The file's text, or the key of the sentence that says why there is none. A store that cannot be opened leaves the
/// second copies.
async fn make(records: Records, key: Option<sealing::NetworkKey>) -> Result<String, &'static str> {
    let parts = match records.device().await {
        Ok(device) => device.bundle(PART_BYTES).await.unwrap_or_else(|_| copied()),
        Err(_) => copied(),
    };
    if parts.is_empty() {
        return Err("sync.file.nothing");
    }
    let key = key.ok_or("sync.file.no_key")?;
    sealing::file(&key, &parts, clock::now()).await.ok_or("sync.file.not_sealed")
}

fn copied() -> Vec<Part> {
    journal::mark().map_or_else(Vec::new, |mark| mark.bundle(journal::entries(), PART_BYTES))
}

/// Whether there are second copies of what was not sent, should the store not open.
pub fn has_copies() -> bool {
    !copied().is_empty()
}

fn calls_itself(account: crate::account::Account) -> String {
    let name = account.device_name();
    if name.is_empty() { account.me_now().map(|me| me.person.name).unwrap_or_default() } else { name }
}

/// A name that every disk and every chat takes. The ending is that of a text, because browsers send no others on.
fn file_name(whose: &str, day: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || is_letter(c) { c } else { '-' };
    let whose: String = whose.trim().chars().take(24).map(plain).collect();
    let whose = whose.trim_matches('-');
    let dash = if whose.is_empty() { "" } else { "-" };
    format!("tiwizi{dash}{whose}-{day}.txt")
}

/// Letters of the languages here: Latin with accents, Arabic, Tifinagh. Signs that turn the text around are none.
fn is_letter(c: char) -> bool {
    matches!(c, '\u{c0}'..='\u{24f}' | '\u{620}'..='\u{64a}' | '\u{2d30}'..='\u{2d67}')
}

/// What the office says of a file that was handed over.
#[derive(Clone, Deserialize)]
struct HandedOver {
    new: bool,
    changes: usize,
}

/// A file, as it is handed over.
#[derive(Serialize)]
struct Brought<'a> {
    file: &'a str,
}

/// Hands a colleague's file over to the office. It needs the network, and says so.
#[component]
pub fn CarryFile() -> impl IntoView {
    let language = language();
    let outcome = RwSignal::new(None::<Result<HandedOver, &'static str>>);
    let busy = RwSignal::new(false);
    let carry = move |event| {
        let Some(file) = chosen::take(&event) else { return };
        busy.set(true);
        outcome.set(None);
        spawn_local(async move {
            let text = file.text().await.unwrap_or_default();
            let handed: Result<HandedOver, Refusal> =
                office::post("/bundle/carried", &Brought { file: &text }).await;
            busy.try_set(false);
            outcome.try_set(Some(handed.map_err(|refusal| why_not(&refusal))));
        });
    };
    let said = move || {
        Some(match outcome.get()? {
            Ok(HandedOver { new, changes }) => {
                let key = if new { "sync.carry.done" } else { "sync.carry.again" };
                let words = language.view(key, &args().count(changes));
                view! { <div class="note safe" role="status">{icon(Icon::CloudCheck)}<p><span>{words}</span></p></div> }
                    .into_any()
            }
            Err(key) => view! { <ErrorNote key/> }.into_any(),
        })
    };
    view! {
        <label class=move || if busy.get() { "btn wide file busy" } else { "btn wide file" }>
            {icon(Icon::ArrowUp)}<span>{t("sync.carry")}</span>
            <input type="file" disabled=move || busy.get() on:change=carry/>
        </label>
        <p class="hint">{t("sync.carry.hint")}</p>
        {said}
    }
}

/// The key of the sentence that says why a file was not taken.
pub fn why_not(refusal: &Refusal) -> &'static str {
    match refusal.code() {
        "not_a_phones_file" => "sync.carry.none",
        "newer_file" => "sync.carry.newer",
        "other_key" => "sync.carry.other_key",
        "try_later" => "sync.carry.many",
        _ if *refusal == Refusal::NoNetwork => "sync.carry.network",
        _ => refusal.key(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_a_name_that_every_disk_takes() {
        for (whose, name) in [
            ("Naïma Aït Ali", "tiwizi-Naïma-Aït-Ali-2026-11-27.txt"),
            ("فاطمة", "tiwizi-فاطمة-2026-11-27.txt"),
            ("../../etc\u{202e}", "tiwizi-etc-2026-11-27.txt"),
            ("", "tiwizi-2026-11-27.txt"),
        ] {
            assert_eq!(file_name(whose, "2026-11-27"), name);
        }
    }
}
