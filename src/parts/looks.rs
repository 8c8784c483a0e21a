//! How the person wants the page to look: size of the text, colours. Kept on this device.

use crate::browser::{journal, page};

/// The sizes of the text, the usual one first.
pub const TEXT_SIZES: [&str; 3] = ["normal", "large", "largest"];

/// The colours: those of the phone, or always the same.
pub const THEMES: [&str; 3] = ["auto", "light", "dark"];

/// Puts on what the person chose before.
pub fn put_on() {
    page::set_text_size(text_size());
    page::set_theme(theme());
}

/// The size of the text.
pub fn text_size() -> &'static str {
    chosen("text_size", TEXT_SIZES)
}

/// Takes another size of the text.
pub fn choose_text_size(size: &str) {
    journal::prefer("text_size", size);
    page::set_text_size(size);
}

/// The colours.
pub fn theme() -> &'static str {
    chosen("theme", THEMES)
}

/// Takes other colours.
pub fn choose_theme(theme: &str) {
    journal::prefer("theme", theme);
    page::set_theme(theme);
}

fn chosen(name: &str, offered: [&'static str; 3]) -> &'static str {
    let kept = journal::preference(name);
    offered.into_iter().find(|one| kept.as_deref() == Some(*one)).unwrap_or(offered[0])
}
