//! What the person sees when the app itself breaks: a fixed sentence that the page's shell already holds, shown by
//! removing `hidden`. The words are there before any of the app's code, so nothing can fail to fetch them.
//!
//! The client as it is installed has no words about its own faults (`xtask/src/client.rs`): a panic there is a trap of
//! WebAssembly and nothing else. The browser writes it to the console, and tells the page as any error that nobody took.

use super::page;
use js_sys::{Reflect, WebAssembly::RuntimeError};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Event;

/// From now on a panic shows the shell's element `broken`; where its place is known, that goes to the console.
pub fn tell_the_person() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(String::new, |at| format!("{}:{}", at.file(), at.line()));
        web_sys::console::error_1(&place.into());
    }));
    let Some(window) = web_sys::window() else { return };
    let told = Closure::<dyn FnMut(Event)>::new(|event: Event| {
        if is_trap(&event) {
            page::tell_that_it_is_broken();
        }
    });
    for event in ["error", "unhandledrejection"] {
        let _ = window.add_event_listener_with_callback(event, told.as_ref().unchecked_ref());
    }
    told.forget();
}

/// Whether the event tells of a trap, in a task (`error`) or in what another promise waits for (`reason`).
fn is_trap(event: &JsValue) -> bool {
    let of =
        |name: &str| Reflect::get(event, &name.into()).is_ok_and(|error| error.has_type::<RuntimeError>());
    of("error") || of("reason")
}
