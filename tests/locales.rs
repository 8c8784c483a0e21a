//! The words of the interface: none is missing, none is English by accident (point 32).

use crate::world::words::{FORMS_SHIPPED, TONGUES, desk_locale, form, label, locale, phone_locale, say};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{fs, io};

/// Complete languages; Tamazight has only the words that its own people have checked.
const WHOLE: [&str; 3] = ["ar", "fr", "en"];

#[test]
fn no_language_misses_a_text() {
    let all: BTreeSet<&String> = WHOLE.iter().flat_map(|tongue| locale(tongue).keys()).collect();
    for tongue in WHOLE {
        let missing: Vec<_> = all.iter().filter(|key| !locale(tongue).contains_key(**key)).collect();
        assert!(missing.is_empty(), "{tongue} misses {missing:?}");
    }
    let unknown: Vec<_> = locale("zgh").keys().filter(|key| !all.contains(key)).collect();
    assert!(unknown.is_empty(), "zgh has texts that no other language has: {unknown:?}");
}

#[test]
fn a_text_is_either_for_phones_or_for_the_desk_alone() {
    for tongue in TONGUES {
        let phone = phone_locale(tongue);
        let twice: Vec<_> =
            desk_locale(tongue).into_iter().filter(|(key, _)| phone.contains_key(key)).collect();
        assert!(twice.is_empty(), "{tongue} has twice {twice:?}");
    }
    for tongue in WHOLE {
        assert!(
            phone_locale(tongue).keys().eq(phone_locale("fr").keys()),
            "{tongue} is divided as French is"
        );
    }
}

#[test]
fn every_language_puts_the_same_values_into_a_text() {
    for tongue in TONGUES {
        for (key, text) in locale(tongue) {
            let expected = values(&locale("fr")[key]);
            assert_eq!(values(text), expected, "{key} in {tongue}");
        }
    }
}

#[test]
fn every_text_that_the_client_asks_for_is_there() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let sources = sources(&source).expect("the sources");
    let (keys, keys_of_phone) = (locale("fr"), phone_locale("fr"));
    let of_desk = ["pages/desk", "pages/desk.rs", "pages/door/sign_in.rs", "pages/door/setup.rs"]
        .map(|path| source.join(path));
    let families: BTreeSet<&str> =
        keys.keys().filter_map(|key| key.split_once('.')).map(|(first, _)| first).collect();
    for (file, source) in sources {
        let code = source.split("#[cfg(test)]").next().unwrap_or_default();
        let asked = quoted(code).filter(|text| is_key(text, &families));
        let is_of_desk = of_desk.iter().any(|path| Path::new(&file).starts_with(path));
        let there = if is_of_desk { keys } else { &keys_of_phone };
        let missing: Vec<&str> = asked.filter(|text| !there.contains_key(*text)).collect();
        assert!(missing.is_empty(), "{file} asks for {missing:?}");
    }
}

#[test]
fn a_record_is_called_as_its_form_is() {
    for name in FORMS_SHIPPED {
        for tongue in WHOLE {
            let word = say(tongue, &format!("record.{name}"));
            assert_eq!(label(&form(name).title, tongue), word, "{name} in {tongue}");
        }
    }
}

#[test]
fn one_word_does_not_mean_cancel_and_undo() {
    for tongue in WHOLE {
        assert_ne!(say(tongue, "app.cancel"), say(tongue, "app.undo"), "{tongue}");
    }
}

#[test]
fn tamazight_has_no_english_month() {
    let english = |key: &String| locale("en").get(key).and_then(Value::as_str);
    for (key, text) in locale("zgh").iter().filter(|(key, _)| key.starts_with("date.")) {
        assert_ne!(text.as_str(), english(key), "{key}");
    }
}

/// The names of the values that a text takes, in any of its forms.
fn values(text: &Value) -> BTreeSet<&str> {
    match text {
        Value::String(text) => names(text),
        Value::Object(forms) => forms.values().filter_map(Value::as_str).flat_map(names).collect(),
        _ => BTreeSet::new(),
    }
}

fn names(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

/// Texts between quotes that look like a key: words and points, the first word one of those that keys begin with.
fn is_key(text: &str, families: &BTreeSet<&str>) -> bool {
    let plain =
        text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_'));
    let first = text.split_once('.').map(|(first, rest)| (first, !rest.is_empty() && !rest.ends_with('.')));
    plain && first.is_some_and(|(first, whole)| whole && families.contains(first))
}

fn quoted(source: &str) -> impl Iterator<Item = &str> {
    source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| line.split('"').skip(1).step_by(2))
}

fn sources(folder: &Path) -> io::Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(sources(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.insert(path.display().to_string(), fs::read_to_string(&path)?);
        }
    }
    Ok(found)
}
