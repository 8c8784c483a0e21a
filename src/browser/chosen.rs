//! Files that pass between the app and the person: one that they choose or drop, and one that they send on.

use super::by_name::{call, get, new, object, of_the_page, promised};
use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::Event;

/// The longest file that is read: what the office takes.
const LONGEST: f64 = 16_000_000.0;

/// A file that a person has chosen or dropped.
pub struct Chosen(JsValue);

/// The file that a person has chosen in a field, or dropped into it.
pub fn take(event: &Event) -> Option<Chosen> {
    let field = event.target()?;
    let file = get(&get(&field, "files")?, "0").map(Chosen);
    // So that the same one can be chosen again.
    let _ = js_sys::Reflect::set(&field, &"value".into(), &"".into());
    file
}

impl Chosen {
    /// Its text; `None` if it cannot be read, or if it is too long to be one that a phone has saved.
    pub async fn text(self) -> Option<String> {
        let Self(file) = self;
        if get(&file, "size")?.as_f64()? > LONGEST {
            return None;
        }
        promised(&file, "text", &[]).await?.as_string()
    }
}

/// A text file that the browser lets a person send on to other apps; `None` where it lets nobody.
pub fn to_send_on(name: &str, text: &str) -> Option<JsValue> {
    let kind = object(r#"{"type":"text/plain"}"#, &[])?;
    let file = new("File", &[Array::of1(&text.into()).into(), name.into(), kind])?;
    let shared = object("{}", &[("files", &Array::of1(&file))])?;
    let may = call(&of_the_page("navigator")?, "canShare", std::slice::from_ref(&shared))?.as_bool()?;
    may.then_some(shared)
}

/// Opens the phone's sheet of apps to send it on with. The person may close it again.
pub async fn send_on(shared: &JsValue) {
    if let Some(navigator) = of_the_page("navigator") {
        promised(&navigator, "share", std::slice::from_ref(shared)).await;
    }
}
