//! What the browser is busy with, function by function: written to a file when an aim is missed.

use crate::world::browser::Browser;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Microseconds between two looks.
const INTERVAL: u32 = 500;
/// How many functions are told.
const TOLD: usize = 40;

/// The browser notes from now on, in this page and those that it opens of the same origin.
pub async fn begins(browser: &Browser) {
    browser.devtools("Profiler.enable", json!({})).await;
    browser.devtools("Profiler.setSamplingInterval", json!({ "interval": INTERVAL })).await;
    browser.devtools("Profiler.start", json!({})).await;
}

/// What has taken the time since then, into `target/bench/NAME.txt`.
pub async fn ends(browser: &Browser, name: &str) {
    let profile = browser.devtools("Profiler.stop", json!({})).await;
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the target folder").join("bench");
    fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join(format!("{name}.txt"));
    fs::write(&path, told(&profile["profile"])).expect("the profile");
    println!("What the browser was busy with: {}", path.display());
}

/// Milliseconds by function, its own alone, the longest first.
fn told(profile: &Value) -> String {
    let list = |name: &str| profile[name].as_array().cloned().unwrap_or_default();
    let mut names = BTreeMap::new();
    for node in list("nodes") {
        let call = &node["callFrame"];
        let (function, url) = (call["functionName"].as_str(), call["url"].as_str());
        let function = function.filter(|name| !name.is_empty()).unwrap_or("(nameless)");
        let file = url.unwrap_or_default().rsplit('/').next().unwrap_or_default();
        names.insert(node["id"].as_u64(), format!("{function}  {file}"));
    }
    let mut own: BTreeMap<&str, f64> = BTreeMap::new();
    for (sample, micros) in list("samples").iter().zip(list("timeDeltas")) {
        let name = names.get(&sample.as_u64()).map_or("(unknown)", String::as_str);
        *own.entry(name).or_default() += micros.as_f64().unwrap_or_default() / 1000.0;
    }
    let mut own: Vec<(&str, f64)> = own.into_iter().collect();
    own.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    let mut text = String::new();
    for (name, millis) in own.into_iter().take(TOLD) {
        let _ = writeln!(text, "{millis:>10.1} ms  {name}");
    }
    text
}
