//! Files that phones without network have saved: what is in one, taking it in, and those that colleagues have carried
//! here. The office opens them, so the page needs the network and says so.

mod carried;
mod report;

use super::fetched::Fetched;
use crate::browser::chosen;
use crate::language::t;
use crate::office::{self, Refusal};
use crate::parts::{ErrorNote, Icon, icon, why_not};
use crate::syncing::{Syncing, syncing};
use carried::{Carried, CarriedList};
use leptos::prelude::*;
use leptos::task::spawn_local;
use report::{Answer, Report};
use serde::Serialize;
use std::sync::Arc;

pub use carried::Waiting;

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Desk {
    list: Fetched<CarriedList>,
    /// The file that was chosen here, while it waits to be taken in.
    chosen: RwSignal<Option<Arc<str>>>,
    /// What the office has said of a file, and whether that was taken in.
    told: RwSignal<Option<(Report, bool)>>,
    failed: RwSignal<Option<&'static str>>,
    busy: RwSignal<bool>,
    syncing: Syncing,
}

/// A file, to be looked into or taken in.
#[derive(Serialize)]
struct Brought<'a> {
    file: &'a str,
    take: bool,
}

#[derive(Serialize)]
struct Wanted {
    take: bool,
}

impl Desk {
    /// Asks the office what is in a file.
    fn look(self, file: Option<chosen::Chosen>) {
        let Some(file) = file else { return };
        self.begin();
        self.chosen.set(None);
        spawn_local(async move {
            let text: Arc<str> = file.text().await.unwrap_or_default().into();
            let said = office::post("/bundle", &Brought { file: &text, take: false }).await;
            if said.is_ok() {
                self.chosen.try_set(Some(text));
            }
            self.end(said, false);
        });
    }

    /// Takes in the file that was chosen.
    fn take(self) {
        let Some(text) = self.chosen.get_untracked() else { return };
        self.busy.set(true);
        spawn_local(async move {
            let said = office::post("/bundle", &Brought { file: &text, take: true }).await;
            if said.is_ok() {
                self.chosen.try_set(None);
            }
            self.end(said, true);
        });
    }

    /// Takes in a file that a colleague has carried here.
    fn take_carried(self, id: &str) {
        let path = format!("/bundle/carried/{id}");
        self.begin();
        self.chosen.set(None);
        spawn_local(async move {
            let said = office::post(&path, &Wanted { take: true }).await;
            self.end(said, true);
        });
    }

    fn begin(self) {
        self.busy.set(true);
        self.failed.set(None);
        self.told.set(None);
    }

    fn end(self, said: Result<Report, Refusal>, taken: bool) {
        self.busy.try_set(false);
        match said {
            Ok(report) => {
                self.failed.try_set(None);
                self.told.try_set(Some((report, taken)));
                if taken {
                    self.list.ask();
                    self.syncing.has_news();
                }
            }
            Err(refusal) => drop(self.failed.try_set(Some(why_not(&refusal)))),
        }
    }
}

#[component]
pub fn Bundles() -> impl IntoView {
    let desk = Desk {
        list: Fetched::from("/bundle/carried"),
        chosen: RwSignal::new(None),
        told: RwSignal::new(None),
        failed: RwSignal::new(None),
        busy: RwSignal::new(false),
        syncing: syncing(),
    };
    provide_context(desk);
    view! {
        <main id="main" class="page" tabindex="-1">
            <div class="head"><h1>{t("bundle.title")}</h1></div>
            <p class="hint">{t("bundle.what")}</p>
            <Choose/>
            {move || desk.failed.get().map(|key| view! { <ErrorNote key/> })}
            <Answer/>
            <section>
                <h2>{t("bundle.carried")}</h2>
                {desk.list.view(|list| view! { <Carried files=list.files/> })}
            </section>
        </main>
    }
}

/// Where a file is chosen, or dropped: the field lies over the whole of its label, and browsers drop into it.
#[component]
fn Choose() -> impl IntoView {
    let desk: Desk = expect_context();
    view! {
        <label class=move || if desk.busy.get() { "drop busy" } else { "drop" }>
            {icon(Icon::Download)}
            <span><b>{t("bundle.choose")}</b><small>{t("bundle.drop")}</small></span>
            <input type="file" disabled=move || desk.busy.get() on:change=move |event| desk.look(chosen::take(&event))/>
        </label>
    }
}
