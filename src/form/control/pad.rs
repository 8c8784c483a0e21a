//! A signature or drawing, made on the screen with a finger.

use crate::browser::{clock, files};
use crate::form::Filling;
use crate::language::{language, t};
use crate::parts::{Dialog, Icon, icon};
use crate::records::{NotKept, records};
use form::Place;
use leptos::prelude::*;
use leptos::task::spawn_local;
use record::File;

#[component]
pub fn Pad(
    /// The question's.
    id: String,
    filling: Filling,
    place: Place,
    /// Whether it is a signature.
    signs: bool,
    /// What is called with what was drawn, once it is kept.
    end: Callback<Result<File, NotKept>>,
) -> impl IntoView {
    let (language, records) = (language(), records());
    let canvas = format!("{id}-pad");
    let (open, begun) = (RwSignal::new(false), RwSignal::new(false));
    let word = if signs { "form.sign" } else { "form.draw" };
    let empty = {
        let canvas = canvas.clone();
        move || {
            begun.set(false);
            files::draw_on(&canvas, move || {
                begun.try_set(true);
            });
        }
    };
    // A pad has a size once it is shown.
    Effect::new({
        let empty = empty.clone();
        move || {
            if open.get() {
                let empty = empty.clone();
                spawn_local(async move {
                    clock::pause(0).await;
                    empty();
                });
            }
        }
    });
    let keep = {
        let canvas = canvas.clone();
        move |_| {
            let canvas = canvas.clone();
            spawn_local(async move {
                end.run(records.keep_drawn(&canvas).await);
                open.try_set(false);
            });
        }
    };
    let title = Signal::derive(move || filling.question(language, place.node));
    view! {
        <button class="btn main wide" type="button" aria-haspopup="dialog" on:click=move |_| open.set(true)>
            {icon(Icon::Pencil)}<span>{t(word)}</span>
        </button>
        <Dialog open title>
            <canvas class="pad" id=canvas role="img" aria-label=t("form.draw.here")></canvas>
            <div class="acts">
                <button class="btn" type="button" on:click=move |_| empty()>{t("form.draw.clear")}</button>
                <button class="btn main" type="button" disabled=move || !begun.get() on:click=keep>{t("form.draw.keep")}</button>
            </div>
            <button class="btn quiet wide" type="button" on:click=move |_| open.set(false)>{t("app.cancel")}</button>
        </Dialog>
    }
}
