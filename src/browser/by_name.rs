//! Calls of the browser by name: for what web-sys keeps behind its unstable flag, and where one call a thing weighs
//! less than a binding.

use js_sys::{Array, Function, JSON, Promise, Reflect, global};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A property; `None` if it is not there.
pub fn get(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

/// Something that every page has.
pub fn of_the_page(name: &str) -> Option<JsValue> {
    get(&global(), name)
}

/// A new object of a class; `None` if the browser has no such class, or it refuses.
pub fn new(class: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let class: Function = of_the_page(class)?.dyn_into().ok()?;
    Reflect::construct(&class, &arguments.iter().collect::<Array>()).ok()
}

/// What a method answers.
pub fn call(on: &JsValue, method: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let method: Function = get(on, method)?.dyn_into().ok()?;
    method.apply(on, &arguments.iter().collect::<Array>()).ok()
}

/// What a method promises.
pub async fn promised(on: &JsValue, method: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let promise: Promise = call(on, method, arguments)?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}

/// A plain object, and what is put into it besides.
pub fn object(json: &str, with: &[(&str, &JsValue)]) -> Option<JsValue> {
    let object = JSON::parse(json).ok()?;
    for (name, value) in with {
        Reflect::set(&object, &(*name).into(), value).ok()?;
    }
    Some(object)
}
