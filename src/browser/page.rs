//! The page around the app: its language and size of text, what the person's browser prefers, the ground under the
//! dialogs.

use web_sys::{Document, Element};

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

fn root() -> Option<Element> {
    document()?.document_element()
}

fn set(attribute: &str, value: &str) {
    if let Some(root) = root() {
        let _ = root.set_attribute(attribute, value);
    }
}

/// The languages that the browser prefers, the first one first.
pub fn languages() -> Vec<String> {
    let list = web_sys::window().map(|window| window.navigator().languages());
    list.iter().flat_map(|list| list.iter()).filter_map(|code| code.as_string()).collect()
}

/// Says on `<html>` which language is spoken, and which way it is written.
pub fn set_language(code: &str, direction: &str) {
    set("lang", code);
    set("dir", direction);
}

/// Sets the size of the text: `normal`, `large`, `largest`.
pub fn set_text_size(size: &str) {
    set("data-text", size);
}

/// Shows the shell's sentence that the app could not be loaded.
pub fn tell_that_words_are_missing() {
    if let Some(told) = document().and_then(|document| document.get_element_by_id("broken")) {
        let _ = told.remove_attribute("hidden");
    }
}

/// The origin of this page, `https://tiwizi.example.ma`.
pub fn origin() -> String {
    web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

/// Opens or closes a dialog over the page.
pub fn show_modal(dialog: &web_sys::HtmlDialogElement, open: bool) {
    if open && !dialog.open() {
        let _ = dialog.show_modal();
    } else if !open && dialog.open() {
        dialog.close();
    }
}
