//! localStorage, through gloo-storage: what must survive a corrupted IndexedDB. Preferences, who is signed in, the
//! second copy of unsent entries and drafts, which files are only here, and the mark that says how far the log had come.
//!
//! Measured in Chromium 156: killing the browser loses what was written here in the last 3 to 35 seconds; corrupting
//! IndexedDB's files spares it. So each covers the other. Blocked storage makes every function here do nothing.

use super::vault;
use gloo_storage::{LocalStorage, Storage};
use record::json;
use serde::{Serialize, de::DeserializeOwned};
use sync::{Entry, Mark, Payload};

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
    let kept = LocalStorage::raw().get_item(&format!("{PREFIX}{name}")).ok()??;
    vault::open(&json::read::<String>(&kept).ok()?)
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
    json::read(&read(&format!("note/{name}"))?).ok()
}

/// Keeps it.
pub fn keep_note<T: Serialize + ?Sized>(name: &str, value: &T) {
    if let Ok(text) = serde_json::to_string(value) {
        write(&format!("note/{name}"), &text);
    }
}

/// Forgets it.
pub fn forget_note(name: &str) {
    erase(&format!("note/{name}"));
}

/// How far the log had come when the second copy was last written.
pub fn mark() -> Option<Mark> {
    note("mark")
}

/// Writes how far the log has come. Whether it fitted.
pub fn keep_mark(mark: &Mark) -> bool {
    serde_json::to_string(mark).is_ok_and(|text| write("note/mark", &text))
}

/// The second copies of unsent entries.
pub fn entries() -> Vec<Entry> {
    let copy = |(name, text): (String, String)| {
        Some(Entry { index: name.parse().ok()?, payload: Payload::from_kept(text)? })
    };
    all("entry/").into_iter().filter_map(copy).collect()
}

/// Keeps a second copy of an entry. Whether it fitted.
pub fn keep_entry(entry: &Entry) -> bool {
    write(&format!("entry/{}", entry.index), entry.payload.as_str())
}

/// Drops the second copies of entries that the office has.
pub fn drop_entries_through(index: u64) {
    for name in names("entry/") {
        if name.parse().is_ok_and(|copy: u64| copy <= index) {
            erase(&format!("entry/{name}"));
        }
    }
}

/// Replaces all second copies of entries: the log has another beginning. Whether they fitted.
pub fn replace_entries(entries: &[Entry], mark: &Mark) -> bool {
    let stays = |index: u64| entries.iter().any(|entry| entry.index == index);
    for name in names("entry/") {
        if !name.parse().is_ok_and(stays) {
            erase(&format!("entry/{name}"));
        }
    }
    entries.iter().all(keep_entry) & keep_mark(mark)
}

/// The second copies of drafts: ids and texts.
pub fn drafts() -> Vec<(String, String)> {
    all("draft/")
}

/// Keeps a second copy of a draft.
pub fn keep_draft(id: &str, text: &str) {
    write(&format!("draft/{id}"), text);
}

/// Drops the second copy of a draft.
pub fn drop_draft(id: &str) {
    erase(&format!("draft/{id}"));
}

/// The second copies of what is known of files that are only here.
pub fn files() -> Vec<String> {
    all("file/").into_iter().map(|(_, line)| line).collect()
}

/// Keeps one. Whether it fitted.
pub fn keep_file(key: &str, line: &str) -> bool {
    write(&format!("file/{key}"), line)
}

/// Drops one.
pub fn drop_file(key: &str) {
    erase(&format!("file/{key}"));
}

/// Drops all of them.
pub fn forget_files() {
    erase_all("file/");
}

/// Forgets all work and who did it; preferences stay.
pub fn forget_work() {
    for kind in ["entry/", "draft/", "note/"] {
        erase_all(kind);
    }
}

fn erase_all(kind: &str) {
    for name in names(kind) {
        erase(&format!("{kind}{name}"));
    }
}

/// The names of one kind. Other apps of the origin may have keys of their own, so they are read one by one:
/// gloo's `get_all` fails on any of them.
fn names(kind: &str) -> Vec<String> {
    if !is_usable() {
        return Vec::new();
    }
    let storage = LocalStorage::raw();
    let keys = (0..LocalStorage::length()).filter_map(|place| storage.key(place).ok().flatten());
    keys.filter_map(|key| Some(key.strip_prefix(PREFIX)?.strip_prefix(kind)?.to_owned())).collect()
}

fn all(kind: &str) -> Vec<(String, String)> {
    let with_text = |name: String| read(&format!("{kind}{name}")).map(|text| (name, text));
    names(kind).into_iter().filter_map(with_text).collect()
}
