//! Saved on this phone: said only once the transaction is on the disk.

use super::ended;
use crate::language::t;
use crate::parts::{Icon, Phone, icon, naming};
use leptos::prelude::*;
use leptos::router::Redirect;

#[component]
pub fn Saved(draft: String) -> impl IntoView {
    let Some(Some((form, record))) = ended().of(&draft) else {
        return view! { <Redirect path="/"/> }.into_any();
    };
    let is_session = form == "session";
    let title = naming::form_word(&form);
    let another = format!("/form/{form}/new");
    view! {
        <Phone title=title back="/">
            <div class="receipt done" role="status">
                {icon(Icon::Check)}
                <div><h1 tabindex="-1">{t("form.saved.title")}</h1><p>{t("form.saved.hint")}</p></div>
            </div>
            {is_session.then(|| view! {
                <a class="btn main wide" href=format!("/sessions/{record}/attendance")>
                    {icon(Icon::Checklist)}<span>{t("session.mark")}</span>
                </a>
            })}
            <a class="btn wide" href=naming::address(&form, record)>{icon(Icon::Eye)}<span>{t("form.saved.open")}</span></a>
            <a class="btn wide" href=another>{icon(Icon::Plus)}<span>{t("form.saved.another")}</span></a>
            <a class="btn wide" href="/">{icon(Icon::Home)}<span>{t("form.saved.home")}</span></a>
        </Phone>
    }
    .into_any()
}
