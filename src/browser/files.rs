//! Pictures and files: shrinking, drawing, hashing, showing. What is stored of them is in `store/files.rs`.

use js_sys::{Array, Uint8Array};
use record::Hash;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/browser/files.js")]
extern "C" {
    #[wasm_bindgen(js_name = chosen)]
    fn chosen_by(event: &JsValue) -> Option<web_sys::Blob>;
    #[wasm_bindgen(catch, js_name = bytesOf)]
    async fn bytes_of(file: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn sha256(bytes: &Uint8Array) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn shrunk(photo: &JsValue, longest: u32, most: u32) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn drawing(id: &str) -> Result<JsValue, JsValue>;
    fn pad(id: &str, begun: &Closure<dyn FnMut()>);
    #[wasm_bindgen(js_name = addressOf)]
    fn address_of(bytes: &Uint8Array, media_type: &str) -> String;
    fn forget(address: &str);
    fn metered() -> bool;
    #[wasm_bindgen(js_name = onLink)]
    fn on_link_changed(changed: &Closure<dyn FnMut()>);
}

#[wasm_bindgen]
extern "C" {
    fn btoa(text: &str) -> String;
}

/// A file that the person has chosen.
pub struct Chosen {
    file: web_sys::Blob,
    /// As the device calls it.
    pub name: String,
    /// As the browser takes it for, by its name; empty if it cannot tell.
    pub media_type: String,
    /// In bytes.
    pub size: u64,
}

/// A file as it will be kept and sent.
pub struct Ready {
    /// Of all its bytes.
    pub sha256: Hash,
    /// In bytes.
    pub size: u64,
    /// The bytes.
    pub bytes: Uint8Array,
    /// A small picture of it, as an address that holds it.
    pub thumbnail: Option<String>,
}

/// The file that was just chosen, if one was.
pub fn chosen(event: &web_sys::Event) -> Option<Chosen> {
    let file = chosen_by(event)?;
    let name = super::store::property(&file, "name");
    Some(Chosen { name, media_type: file.type_(), size: file.size() as u64, file })
}

/// A photo, shrunk until its longer side has so many pixels and all of it so many bytes; nothing if it is no picture
/// that this browser can read.
pub async fn shrink(photo: &Chosen, longest: u16, most: u64) -> Option<Ready> {
    pictured(shrunk(&photo.file, longest.into(), u32::try_from(most).ok()?).await).await
}

/// What was drawn on the pad of this name.
pub async fn drawn(id: &str) -> Option<Ready> {
    pictured(drawing(id).await).await
}

/// A file as it is.
pub async fn as_it_is(chosen: &Chosen) -> Option<Ready> {
    ready(bytes_of(&chosen.file).await.ok()?.dyn_into().ok()?, None).await
}

async fn pictured(made: Result<JsValue, JsValue>) -> Option<Ready> {
    let made: Array = made.ok()?.dyn_into().ok()?;
    ready(made.get(0).dyn_into().ok()?, made.get(1).as_string()).await
}

async fn ready(bytes: Uint8Array, thumbnail: Option<String>) -> Option<Ready> {
    Some(Ready { sha256: hash(&bytes).await?, size: bytes.length().into(), bytes, thumbnail })
}

/// The SHA-256 of these bytes; nothing if the browser does not reckon it.
pub async fn hash(bytes: &Uint8Array) -> Option<Hash> {
    let hash: Uint8Array = sha256(bytes).await.ok()?.dyn_into().ok()?;
    Some(Hash(hash.to_vec().try_into().ok()?))
}

/// Makes a canvas into a pad to draw on. `begun` is called at each stroke.
pub fn draw_on(id: &str, begun: impl FnMut() + 'static) {
    let begun = Closure::new(begun);
    pad(id, &begun);
    begun.forget();
}

/// An address under which the page can show or keep bytes; dropped, it is forgotten.
pub struct Address(String);

impl Address {
    /// An address of these bytes.
    pub fn of(bytes: &Uint8Array, media_type: &str) -> Self {
        Self(address_of(bytes, media_type))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Drop for Address {
    fn drop(&mut self) {
        forget(&self.0);
    }
}

/// Whether every byte costs the person money, as far as the browser knows.
pub fn is_metered() -> bool {
    metered()
}

/// Calls when the way to the network is another.
pub fn on_link(changed: impl FnMut() + 'static) {
    let changed = Closure::new(changed);
    on_link_changed(&changed);
    changed.forget();
}

/// ASCII in base64, as headers have it.
pub fn base64(text: &str) -> String {
    btoa(text)
}
