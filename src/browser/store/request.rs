//! Requests as futures.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::IdbRequest;

/// Waits for a request. While a transaction is open nothing else may be awaited: it ends when it is left idle.
pub async fn finish(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let ended = Promise::new(&mut |succeed, fail| {
        request.set_onsuccess(Some(&succeed));
        request.set_onerror(Some(&fail));
    });
    match JsFuture::from(ended).await {
        Ok(_) => request.result(),
        Err(event) => Err(request.error().ok().flatten().map_or(event, JsValue::from)),
    }
}

/// Calls a method without arguments.
pub fn call(on: &JsValue, method: &str) -> Result<JsValue, JsValue> {
    Reflect::get(on, &method.into())?.dyn_into::<Function>()?.call0(on)
}

/// The name of a JavaScript error: `QuotaExceededError`.
pub fn name(error: &JsValue) -> String {
    property(error, "name")
}

/// What a JavaScript error says, for the developer.
pub fn told(error: &JsValue) -> String {
    format!("{}: {}", name(error), property(error, "message"))
}

/// A property as text; empty if there is none.
pub fn property(of: &JsValue, name: &str) -> String {
    Reflect::get(of, &name.into()).ok().and_then(|value| value.as_string()).unwrap_or_default()
}
