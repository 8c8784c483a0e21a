//! Compression by the browser itself. `CompressionStream` lies behind web-sys's unstable flag, so it is called by
//! name.

use js_sys::{Array, Function, Promise, Reflect, Uint8Array, global};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The text as gzip; `None` where the browser has no `CompressionStream` or it fails.
pub async fn gzip(text: &str) -> Option<Uint8Array> {
    let made_by = |name: &str, argument: JsValue| {
        let class: Function = Reflect::get(&global(), &name.into()).ok()?.dyn_into().ok()?;
        Reflect::construct(&class, &Array::of1(&argument)).ok()
    };
    let compression = made_by("CompressionStream", "gzip".into())?;
    let blob = made_by("Blob", Array::of1(&text.into()).into())?;
    let plain = call(&blob, "stream", &[])?;
    let packed = call(&plain, "pipeThrough", &[compression])?;
    let response = made_by("Response", packed)?;
    let bytes: Promise = call(&response, "arrayBuffer", &[])?.dyn_into().ok()?;
    Some(Uint8Array::new(&JsFuture::from(bytes).await.ok()?))
}

fn call(on: &JsValue, method: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let method: Function = Reflect::get(on, &method.into()).ok()?.dyn_into().ok()?;
    method.apply(on, &arguments.iter().collect()).ok()
}
