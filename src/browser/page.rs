//! The page around the app: its language and size of text, what the person's browser prefers, the ground under the
//! dialogs.

use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, Document, Element, EventTarget, History, HtmlAnchorElement, HtmlElement, StorageManager, Url,
};

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

/// Sets the colours: `light`, `dark`, or those of the system.
pub fn set_theme(theme: &str) {
    match theme {
        "light" | "dark" => set("data-theme", theme),
        _ => drop(root().map(|root| root.remove_attribute("data-theme"))),
    }
}

/// The version of the app that is open, as the shell names it.
pub fn version() -> String {
    let meta = document().and_then(|document| document.query_selector("meta[name=version]").ok().flatten());
    meta.and_then(|meta| meta.get_attribute("content")).unwrap_or_default()
}

/// A page has been opened: what is read aloud, and where the keyboard is, begins at its heading.
pub fn arrive() {
    let heading = document().and_then(|document| {
        let heading = document.query_selector("main h1").ok().flatten();
        heading.or_else(|| document.get_element_by_id("main"))
    });
    if let Some(heading) = heading {
        if !heading.has_attribute("tabindex") {
            let _ = heading.set_attribute("tabindex", "-1");
        }
        focus(&heading);
    }
}

/// Brings the keyboard to what has this identity, and it into sight; once the page has been drawn.
pub fn focus_on(id: &str) {
    let id = id.to_owned();
    let timer = super::clock::later(0, move || {
        if let Some(element) = document().and_then(|document| document.get_element_by_id(&id)) {
            element.scroll_into_view_with_bool(false);
            focus(&element);
        }
    });
    std::mem::forget(timer);
}

/// Brings what has this identity into sight, once the page has been drawn.
pub fn bring_into_sight(id: &'static str) {
    let timer = super::clock::later(0, move || {
        if let Some(element) = document().and_then(|document| document.get_element_by_id(id)) {
            element.scroll_into_view_with_bool(false);
        }
    });
    std::mem::forget(timer);
}

fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.focus();
    }
}

/// Path of the address that is open, as the browser knows it at this moment.
pub fn path() -> String {
    web_sys::window().and_then(|window| window.location().pathname().ok()).unwrap_or_default()
}

/// Path and query of the address that is open, as the browser knows it at this moment.
pub fn address() -> String {
    path() + &web_sys::window().and_then(|window| window.location().search().ok()).unwrap_or_default()
}

/// Loads the page at this address again.
pub fn load_again() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}

/// Loads the page at another address, and leaves nothing of this one behind.
pub fn replace_all(address: &str) {
    if let Some(window) = web_sys::window() {
        let _ = window.location().replace(address);
    }
}

fn history() -> Option<History> {
    web_sys::window()?.history().ok()
}

/// To the page before in the history.
pub fn go_back() {
    if let Some(history) = history() {
        let _ = history.back();
    }
}

/// Many pages back in the history.
pub fn go_back_over(pages: u32) {
    if let Some(history) = history() {
        let _ = history.go_with_delta(-i32::try_from(pages).unwrap_or_default());
    }
}

/// Puts an address into the history without going there, with its number.
pub fn push_address(address: &str, number: u32) {
    if let Some(history) = history() {
        let _ = history.push_state_with_url(&number.into(), "", Some(address));
    }
}

/// The number that was given to the address that is open; nought if none was.
pub fn number() -> u32 {
    history().and_then(|history| history.state().ok()?.as_f64()).unwrap_or_default() as u32
}

/// Gives a number to the address that is open.
pub fn give_number(number: u32) {
    if let Some(history) = history() {
        let _ = history.replace_state(&number.into(), "");
    }
}

/// Offers a text as a file to keep.
pub fn save_to_file(name: &str, text: &str) {
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    let Ok(blob) = Blob::new_with_str_sequence(&parts) else { return };
    let Ok(address) = Url::create_object_url_with_blob(&blob) else { return };
    offer(&address, name);
    let _ = Url::revoke_object_url(&address);
}

/// Offers what is at an address as a file to keep.
pub fn offer(address: &str, name: &str) {
    let link = document().and_then(|document| document.create_element("a").ok());
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) {
        link.set_href(address);
        link.set_download(name);
        link.click();
    }
}

/// Shows the shell's sentence that the app does not go on.
pub fn tell_that_it_is_broken() {
    if let Some(told) = document().and_then(|document| document.get_element_by_id("broken")) {
        let _ = told.remove_attribute("hidden");
    }
}

/// Opens or closes a dialog over the page.
pub fn show_modal(dialog: &web_sys::HtmlDialogElement, open: bool) {
    if open && !dialog.open() {
        let _ = dialog.show_modal();
    } else if !open && dialog.open() {
        dialog.close();
    }
}

/// Asks the browser not to clear the app's storage by itself; `None` if it cannot be asked.
pub async fn persist() -> Option<bool> {
    let asked = storage()?.persist().ok()?;
    JsFuture::from(asked).await.ok()?.as_bool()
}

/// Bytes that the app's storage uses and may use, as the browser says: it is not free space.
pub async fn estimate() -> (Option<f64>, Option<f64>) {
    let Some(asked) = storage().and_then(|storage| storage.estimate().ok()) else { return (None, None) };
    let Ok(estimate) = JsFuture::from(asked).await else { return (None, None) };
    let number = |name: &str| Reflect::get(&estimate, &name.into()).ok()?.as_f64();
    (number("usage"), number("quota"))
}

/// Storage is managed only in secure contexts; web-sys takes it for granted.
fn storage() -> Option<StorageManager> {
    let navigator = web_sys::window()?.navigator();
    Reflect::get(&navigator, &"storage".into()).ok()?.dyn_into().ok()
}

/// Calls when the page is hidden: the last moment that is certain to come before it is gone.
pub fn on_hide(call: impl Fn() + 'static) {
    on_visibility(move |visible| {
        if !visible {
            call();
        }
    });
}

/// Calls when the page is seen again.
pub fn on_show(call: impl Fn() + 'static) {
    on_visibility(move |visible| {
        if visible {
            call();
        }
    });
}

/// Calls when the browser believes that there is a network again: a hint, never a proof.
pub fn on_online(call: impl Fn() + 'static) {
    if let Some(window) = web_sys::window() {
        listen(&window, "online", call);
    }
}

fn on_visibility(call: impl Fn(bool) + 'static) {
    let Some(document) = document() else { return };
    let seen = document.clone();
    listen(&document, "visibilitychange", move || call(!seen.hidden()));
}

/// Calls at each event of a kind.
pub(super) fn listen(target: &EventTarget, event: &str, call: impl Fn() + 'static) {
    let listener = Closure::<dyn FnMut()>::new(call);
    let _ = target.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
    listener.forget();
}

/// Opens the browser's print dialog.
pub fn print() {
    if let Some(window) = web_sys::window() {
        let _ = window.print();
    }
}

/// Puts a text on the clipboard; whether the browser let us.
pub async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window().filter(web_sys::Window::is_secure_context) else { return false };
    let written = window.navigator().clipboard().write_text(text);
    JsFuture::from(written).await.is_ok()
}
