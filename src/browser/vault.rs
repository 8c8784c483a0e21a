//! Seals and opens everything that goes to the device's storage. The seal is the identity as long as no real
//! person's data is recorded; encryption at rest takes its place here, and nowhere else.

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};

/// The text as it is stored.
pub fn seal(text: &str) -> String {
    text.to_owned()
}

/// The text that was sealed; `None` if the seal is broken.
pub fn open(sealed: &str) -> Option<String> {
    Some(sealed.to_owned())
}

/// Bytes as they are stored.
pub fn seal_bytes(bytes: &Uint8Array) -> JsValue {
    bytes.into()
}

/// The bytes that were sealed; `None` if the seal is broken.
pub fn open_bytes(sealed: &JsValue) -> Option<Uint8Array> {
    sealed.clone().dyn_into().ok()
}
