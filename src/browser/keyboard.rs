//! Single keys as commands, and where the focus is.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, KeyboardEvent};

/// The key, if it is a command: no modifier is held, nobody is typing, no dialog is open.
pub fn command(event: &KeyboardEvent) -> Option<String> {
    let modified = event.ctrl_key() || event.alt_key() || event.meta_key();
    let target: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
    let typing =
        target.is_some_and(|target| matches!(target.closest("input, textarea, select, dialog"), Ok(Some(_))));
    (!modified && !typing && !is_asked()).then(|| event.key())
}

/// Whether the key leaves what was begun: Escape, unless a dialog is open, which it closes, or an input method is at
/// work, whose letters it drops.
pub fn is_escape(event: &KeyboardEvent) -> bool {
    event.key() == "Escape" && !event.is_composing() && !is_asked()
}

/// Whether a dialog is open.
fn is_asked() -> bool {
    matches!(document().map(|document| document.query_selector("dialog[open]")), Some(Ok(Some(_))))
}

/// Puts the focus on the element of this id and brings it into view.
pub fn focus(id: &str) {
    focus_first(&format!("[id=\"{id}\"]"));
}

/// Puts the focus on the first element that a selector finds.
pub fn focus_first(selector: &str) {
    let found = document().and_then(|document| document.query_selector(selector).ok().flatten());
    if let Some(element) = found {
        // Parts of a drawing take the focus as elements of the page do, without being of their type.
        let _ = element.unchecked_into::<HtmlElement>().focus();
    }
}

/// Brings the first element that a selector finds into view, moving as little as possible.
pub fn reveal(selector: &str) {
    let found = document().and_then(|document| document.query_selector(selector).ok().flatten());
    if let Some(element) = found {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Scrolls what a selector finds back to its beginning.
pub fn scroll_to_start(selector: &str) {
    let found = document().and_then(|document| document.query_selector(selector).ok().flatten());
    if let Some(element) = found {
        element.set_scroll_top(0);
    }
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}
