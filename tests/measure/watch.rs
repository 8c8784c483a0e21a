//! Reading the browser's timeline.

use crate::world::phone::Phone;
use serde_json::{Value, json};

const WATCH: &str = include_str!("watch.js");

/// Watches the timeline of every page that the browser opens from now on, until it is closed.
pub async fn watch(phone: &Phone) {
    phone.devtools("Page.enable", json!({})).await;
    phone.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH })).await;
}

/// Milliseconds that each thing took which has this at the end of its name, in order.
pub async fn spans(phone: &Phone, name: &str) -> Vec<f64> {
    let script = "return (window.measured || []).filter(({ name }) => name.endsWith(arguments[0]))
        .map(({ duration }) => duration)";
    numbers(&phone.script(script, vec![json!(name)]).await)
}

/// When home could be used, in milliseconds since the page began to open.
pub async fn usable(phone: &Phone) -> f64 {
    let usable = async || phone.script("return window.usable", vec![]).await.as_f64();
    phone.until("home to be usable", usable).await
}

/// Numbers that a script has answered.
pub fn numbers(answer: &Value) -> Vec<f64> {
    answer.as_array().expect("numbers").iter().map(|number| number.as_f64().expect("a number")).collect()
}

/// Texts that a script has answered.
pub fn strings(answer: &Value) -> Vec<String> {
    serde_json::from_value(answer.clone()).expect("texts")
}
