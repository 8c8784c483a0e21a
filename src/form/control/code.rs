//! A code on a card or a package: scanned where the browser can, typed everywhere.

use super::Asked;
use super::reasons::reason;
use crate::browser::scanner;
use crate::form::Filling;
use crate::form::errors::input_id;
use crate::language::{language, t};
use crate::parts::{Dialog, Icon, icon};
use form::Place;
use leptos::prelude::*;
use leptos::task::spawn_local;
use record::Value;

/// The element that shows what the camera sees.
const VIEWFINDER: &str = "viewfinder";

#[component]
pub fn Code(filling: Filling, place: Place, alone: bool) -> impl IntoView {
    let language = language();
    let id = input_id(filling, place);
    let described = format!("{id}-hint {id}-wrong");
    let text =
        RwSignal::new(filling.look(|draft| {
            draft.answer(place).and_then(Value::as_text).map(str::to_owned).unwrap_or_default()
        }));
    let type_in = move |typed: String| {
        filling.type_in(place, &typed);
        text.set(typed);
    };
    let (looking, blind) = (RwSignal::new(false), RwSignal::new(false));
    let scan = move |_| {
        looking.set(true);
        blind.set(false);
        spawn_local(async move {
            let still_looking = move || looking.try_get_untracked() == Some(true);
            match scanner::scan(VIEWFINDER, still_looking).await {
                Ok(Some(code)) if still_looking() => type_in(code),
                Ok(_) => {}
                Err(scanner::NoCamera) => {
                    let _ = blind.try_set(true);
                }
            }
            let _ = looking.try_set(false);
        });
    };
    let invalid = move || filling.told_problem(place).map(|_| "true");
    let shown = move || if reason(filling, place).is_some() { String::new() } else { text.get() };
    let input = view! {
        <input id=id class="code" autocomplete="off" autocapitalize="off" spellcheck="false" dir="ltr" aria-describedby=described
            aria-invalid=invalid prop:value=shown on:input=move |event| type_in(event_target_value(&event))/>
    };
    let button = scanner::can_scan().then(|| view! {
        <button class="btn wide" type="button" aria-haspopup="dialog" on:click=scan>
            {icon(Icon::Qr)}<span>{t("form.code.scan")}</span>
        </button>
        <Dialog open=looking title=Signal::derive(t("form.code.scan"))>
            <div class="viewfinder" id=VIEWFINDER></div>
            <p class="hint">{t("form.code.hint")}</p>
            <button class="btn wide" type="button" on:click=move |_| looking.set(false)>{t("app.cancel")}</button>
        </Dialog>
    });
    let no_camera = move || {
        blind.get().then(|| view! { <p class="hint" role="alert">{language.say("form.code.no_camera")}</p> })
    };
    view! {
        <Asked filling=filling place=place alone=alone>{input}{button}{no_camera}</Asked>
    }
}
