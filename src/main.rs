//! The client: everything that runs in the browser.
//!
//! `pages → form, parts, records → browser`. Nothing outside [`browser`] touches the browser's storage, network or
//! clock; nothing inside it knows Leptos.

mod account;
mod app;
mod browser;
mod catalogue;
mod colleagues;
mod form;
mod language;
mod office;
mod pages;
mod parts;
mod records;
mod syncing;

fn main() {
    browser::panic::tell_the_person();
    leptos::mount::mount_to_body(app::App);
}
