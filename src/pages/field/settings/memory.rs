//! Whether the browser keeps what was saved, and how much room there is.

use crate::language::{language, t};
use crate::parts::{Icon, Note, Tone};
use crate::records::records;
use leptos::prelude::*;
use leptos::task::spawn_local;

#[component]
pub fn Memory() -> impl IntoView {
    let (language, records) = (language(), records());
    let ask = move |_| spawn_local(records.ask_to_persist());
    let used = move || records.health().used.map(|bytes| language.size(bytes as u64));
    let held = move || records.with_index(|index| language.number(index.len() as i64));
    let copied = move || language.say(if records.health().copied { "app.yes" } else { "app.no" });
    view! {
        <section>
            <h2>{t("storage.title")}</h2>
            <dl class="facts">
                <div><dt>{t("storage.records")}</dt><dd><bdi>{held}</bdi></dd></div>
                <div><dt>{t("storage.used")}</dt><dd>{used}</dd></div>
                <div><dt>{t("storage.copies")}</dt><dd>{copied}</dd></div>
            </dl>
            {move || match records.health().persisted {
                Some(true) => {
                    view! { <Note tone=Tone::Safe icon=Icon::Check title=Signal::derive(t("storage.kept"))/> }.into_any()
                }
                _ => view! {
                    <Note tone=Tone::Warn icon=Icon::Warning title=Signal::derive(t("storage.not_kept"))>
                        <div class="acts"><button class="btn" type="button" on:click=ask>{t("storage.ask")}</button></div>
                    </Note>
                }
                .into_any(),
            }}
        </section>
    }
}
