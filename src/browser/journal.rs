//! localStorage, through gloo-storage: what must survive a corrupted IndexedDB. Preferences, who is signed in, the
//! second copy of unsent entries and drafts, and the mark that says how far the log had come.
//!
//! Measured in Chromium 156: killing the browser loses what was written here in the last 3 to 35 seconds; corrupting
//! IndexedDB's files spares it. So each covers the other. Blocked storage makes every function here do nothing.

use super::vault;
use gloo_storage::{LocalStorage, Storage};
use serde::{Serialize, de::DeserializeOwned};

const PREFIX: &str = "tiwizi/";

/// Whether the browser lets us use localStorage. `gloo_storage` panics where it does not, so this comes first.
pub fn is_usable() -> bool {
    let storage = web_sys::window().and_then(|window| window.local_storage().ok().flatten());
    storage.is_some_and(|storage| storage.get_item("tiwizi/probe").is_ok())
}

fn read(name: &str) -> Option<String> {
    if !is_usable() {
        return None;
    }
    let sealed: String = LocalStorage::get(format!("{PREFIX}{name}")).ok()?;
    vault::open(&sealed)
}

/// Whether it was written; a full store refuses.
fn write(name: &str, text: &str) -> bool {
    is_usable() && LocalStorage::set(format!("{PREFIX}{name}"), vault::seal(text)).is_ok()
}

fn erase(name: &str) {
    if is_usable() {
        LocalStorage::delete(format!("{PREFIX}{name}"));
    }
}

/// A preference of the person: `language`, `text_size`.
pub fn preference(name: &str) -> Option<String> {
    read(&format!("preference/{name}"))
}

/// Keeps a preference.
pub fn prefer(name: &str, value: &str) {
    write(&format!("preference/{name}"), value);
}

/// Something small that must be known before IndexedDB has opened: who is signed in, when was last sent.
pub fn note<T: DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_str(&read(&format!("note/{name}"))?).ok()
}

/// Keeps it.
pub fn keep_note<T: Serialize>(name: &str, value: &T) {
    if let Ok(text) = serde_json::to_string(value) {
        write(&format!("note/{name}"), &text);
    }
}

/// Forgets it.
pub fn forget_note(name: &str) {
    erase(&format!("note/{name}"));
}
