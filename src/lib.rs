//! The client: everything that runs in the browser.
//!
//! `pages → form, parts, records → browser`. Nothing outside [`browser`] touches the browser's storage, network or
//! clock; nothing inside it knows Leptos.
//!
//! It is built in two parts that share all but their pages: [`field`], which every phone downloads, and [`desk`],
//! which only those download who open it.

mod account;
mod app;
mod browser;
mod catalogue;
mod colleagues;
mod form;
mod language;
mod lasting;
mod office;
mod pages;
mod parts;
mod records;
mod syncing;

/// The part that phones have: enrolling, registering, attendance, what becomes of records.
pub fn field() {
    start(app::FIELD, &[""]);
}

/// The part that coordinators have: judging, disputes, the team, indicators.
pub fn desk() {
    start(app::DESK, &["", "desk/"]);
}

fn start(pages: &'static [leptos::router::Route], words: language::Folders) {
    browser::panic::tell_the_person();
    leptos::mount::mount_to_body(move || app::app(pages, words));
}
