//! A page that the person's rights do not open: said before anything is asked of the office.

use crate::account::{Account, account};
use crate::language::t;
use crate::parts::{Empty, Icon};
use leptos::prelude::*;

/// The section for whom it is, the plain word for everybody else.
pub fn only_for(may: fn(Account) -> bool, section: fn() -> View) -> View {
    if may(account()) {
        return section();
    }
    view! { <main id="main" class="page" tabindex="-1"><NoRight/></main> }.into_any()
}

/// That the page is not open to this person, and the way to what is.
#[component]
pub fn NoRight() -> impl IntoView {
    let home = account().home();
    view! {
        <Empty icon=Icon::Lock title=Signal::derive(t("desk.no_right.title"))>
            <p>{t("desk.no_right.hint")}</p>
            <a class="btn main" href=home>{t("tab.home")}</a>
        </Empty>
    }
}
