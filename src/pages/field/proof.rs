//! Whether this phone and the office hold the same records, when that was last proven, and proving it now.

use crate::browser::clock;
use crate::language::{args, language, t};
use crate::parts::{Icon, icon};
use crate::records::records;
use crate::syncing::syncing;
use leptos::prelude::*;
use leptos::task::spawn_local;
use sync::Proof as Proven;

#[component]
pub fn Proof() -> impl IntoView {
    let (language, records, syncing) = (language(), records(), syncing());
    let compare = move |_| {
        spawn_local(async move {
            // A store that fails is told by the exchange.
            if let Ok(device) = records.device().await {
                let _ = device.compare().await;
            }
            syncing.now();
        });
    };
    let sentence = move || {
        let Some(Proven { at, equal, mended, .. }) = records.standing()?.proof else {
            return Some(view! { <p class="hint">{t("proof.never")}</p> }.into_any());
        };
        let when =
            args().with("date", language.date(clock::local(at).date())).with("time", language.time(at));
        let (class, glyph, key) = if equal {
            ("kept", Icon::CloudCheck, "proof.equal")
        } else {
            ("note bad", Icon::Warning, "proof.differs")
        };
        let put_right = (mended > 0).then(|| {
            view! { <p class="hint">{language.view("proof.mended", &args().count(mended as usize))}</p> }
        });
        let words = language.view(key, &when);
        Some(view! { <div class=class>{icon(glyph)}<p>{words}</p></div>{put_right} }.into_any())
    };
    view! {
        <section>
            <h2>{t("proof.title")}</h2>
            {sentence}
            <button class="btn quiet" type="button" on:click=compare>
                {icon(Icon::Sync)}<span>{t("proof.compare")}</span>
            </button>
        </section>
    }
}
