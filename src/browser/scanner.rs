//! The camera, looking for a code. `BarcodeDetector` is Chromium's own; elsewhere codes are typed.

use super::clock;
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, MediaStream, MediaStreamConstraints, MediaStreamTrack, window};

/// Between two looks; a look takes about as long on an old phone.
const EVERY_MILLIS: u32 = 200;

/// There is no camera, or the person has not allowed it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NoCamera;

/// Whether this browser reads codes.
pub fn can_scan() -> bool {
    detector_class().is_some()
}

fn detector_class() -> Option<Function> {
    Reflect::get(&js_sys::global(), &"BarcodeDetector".into()).ok()?.dyn_into().ok()
}

/// Shows in the element of this name what the camera sees, until a code is in sight or `goes_on` holds no more.
pub async fn scan(element: &str, goes_on: impl Fn() -> bool) -> Result<Option<String>, NoCamera> {
    let camera = open().await.ok_or(NoCamera)?;
    let found = look(element, &camera, goes_on).await;
    for track in camera.get_tracks() {
        track.unchecked_into::<MediaStreamTrack>().stop();
    }
    found.map_err(|_| NoCamera)
}

async fn open() -> Option<MediaStream> {
    let wanted = Object::new();
    Reflect::set(&wanted, &"facingMode".into(), &"environment".into()).ok()?;
    let constraints = MediaStreamConstraints::new();
    constraints.set_video(&wanted);
    let devices = window()?.navigator().media_devices().ok()?;
    let camera = JsFuture::from(devices.get_user_media_with_constraints(&constraints).ok()?).await.ok()?;
    camera.dyn_into().ok()
}

async fn look(
    element: &str,
    camera: &MediaStream,
    goes_on: impl Fn() -> bool,
) -> Result<Option<String>, JsValue> {
    let document = window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let finder: Element = document.get_element_by_id(element).ok_or(JsValue::NULL)?;
    let video = document.create_element("video")?;
    // Without this an iPhone would show the picture over the whole page.
    video.set_attribute("playsinline", "")?;
    Reflect::set(&video, &"muted".into(), &JsValue::TRUE)?;
    Reflect::set(&video, &"srcObject".into(), camera)?;
    finder.replace_children_with_node_1(&video);
    call(&video, "play", &Array::new())?.await?;
    let detector = Reflect::construct(&detector_class().ok_or(JsValue::NULL)?, &Array::new())?;
    while goes_on() {
        let codes: Array = call(&detector, "detect", &Array::of1(&video))?.await?.dyn_into()?;
        if let Some(code) =
            Reflect::get(&codes.get(0), &"rawValue".into()).ok().and_then(|code| code.as_string())
        {
            return Ok(Some(code));
        }
        clock::pause(EVERY_MILLIS).await;
    }
    Ok(None)
}

fn call(object: &JsValue, method: &str, arguments: &Array) -> Result<JsFuture, JsValue> {
    let method: Function = Reflect::get(object, &method.into())?.dyn_into()?;
    let promise: Promise = Reflect::apply(&method, object, arguments)?.dyn_into()?;
    Ok(JsFuture::from(promise))
}
