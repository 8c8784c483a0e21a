//! Photos and files that the office does not have yet: how many, what they weigh, what they wait for.

use super::lines::plain_card;
use crate::language::{args, language, t};
use crate::parts::{Icon, Note, Tone};
use crate::records::{No, records};
use crate::syncing::syncing;
use leptos::prelude::*;

#[component]
pub fn Outgoing() -> impl IntoView {
    let (language, records, syncing) = (language(), records(), syncing());
    let outgoing = Memo::new(move |_| records.outgoing());
    let counted = move |key: &str| {
        let outgoing = outgoing.get();
        language.plain(key, &args().count(outgoing.files).with("size", language.size(outgoing.bytes)))
    };
    let refused = Memo::new(move |_| outgoing.get().refused.map(|(_, no)| no));
    let waiting = move || {
        let held_back = syncing.files_held_back();
        let hint = if held_back { "sync.files.metered" } else { "sync.files.follow" };
        let send = held_back.then(|| {
            let size = args().with("size", language.size(outgoing.get().bytes));
            view! {
                <div class="acts"><button class="btn" type="button" on:click=move |_| syncing.send_files_anyway()>
                    <span>{language.view("sync.files.send", &size)}</span>
                </button></div>
            }
        });
        view! {
            <Note tone=Tone::Warn icon=Icon::Camera title=Signal::derive(move || counted("sync.files"))>
                <p>{t(hint)}</p>{send}
            </Note>
        }
    };
    let why = move |no: No| {
        let key = match no {
            No::Room => "sync.files.no_room",
            No::Kind => "sync.files.no_kind",
            No::Other => "sync.files.refused_otherwise",
        };
        view! {
            <Note tone=Tone::Bad icon=Icon::Warning title=Signal::derive(t("sync.files.refused"))>
                <p>{t(key)}</p>
                <div class="acts">
                    <button class="btn" type="button" on:click=move |_| syncing.offer_files_again()>{t("app.retry")}</button>
                    <button class="btn" type="button" on:click=move |_| records.do_without_files(records.refused_files())>{t("sync.files.without")}</button>
                </div>
            </Note>
        }
    };
    let lost = Memo::new(move |_| outgoing.get().lost);
    let gone = move || {
        let title = Signal::derive(move || language.plain("sync.files.lost", &args().count(lost.get())));
        let cards = move || records.records_with_lost_files().into_iter().map(plain_card).collect_view();
        view! {
            <Note tone=Tone::Bad icon=Icon::Warning title=title>
                <p>{t("sync.files.lost_hint")}</p>
                <ul class="cards">{cards}</ul>
                <div class="acts">
                    <button class="btn" type="button" on:click=move |_| records.do_without_files(records.lost_files())>{t("sync.files.lost_without")}</button>
                </div>
            </Note>
        }
    };
    view! {
        <Show when=move || lost.get() != 0>{gone}</Show>
        <Show when=move || outgoing.with(|outgoing| outgoing.files > 0)>{waiting}</Show>
        {move || refused.get().map(why)}
    }
}
