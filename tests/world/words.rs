//! The words on the screen, read from where the client reads them: `locales/` and the catalogue's forms. A story names
//! a key or a question; here it becomes what a person would look for.

use form::compile::{ExternalLists, choice_list_csv, xlsform_markdown};
use form::{Definition, Labels};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The languages of the client, in the order of its list.
pub const TONGUES: [&str; 4] = ["ar", "fr", "en", "zgh"];

static LOCALES: LazyLock<BTreeMap<&str, Map<String, Value>>> = LazyLock::new(|| {
    let all = |tongue| (tongue, phone_locale(tongue).into_iter().chain(desk_locale(tongue)).collect());
    TONGUES.into_iter().map(all).collect()
});

/// The forms of the catalogue.
pub const FORMS_SHIPPED: [&str; 8] =
    ["person", "session", "organisation", "enrolment", "merchant", "venture", "coaching", "follow_up"];

static FORMS: LazyLock<BTreeMap<&str, Definition>> = LazyLock::new(|| {
    let catalogue = root().join("catalogue");
    let list = |file: &str| {
        let text = fs::read_to_string(catalogue.join(file)).unwrap();
        (file.to_owned(), choice_list_csv(file, &text).unwrap())
    };
    let files = ["communes.csv", "programmes.csv", "sectors.csv"].map(list).into();
    let lists = ExternalLists { files, records: FORMS_SHIPPED.map(String::from).into() };
    let form = |name| {
        let text = fs::read_to_string(catalogue.join(format!("forms/{name}.md"))).unwrap();
        (name, xlsform_markdown(&text, &lists).unwrap())
    };
    FORMS_SHIPPED.map(form).into()
});

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn texts(file: &str) -> Map<String, Value> {
    serde_json::from_str(&fs::read_to_string(root().join("locales").join(file)).unwrap()).unwrap()
}

/// The texts of a language that phones have.
pub fn phone_locale(tongue: &str) -> Map<String, Value> {
    texts(&format!("{tongue}.json"))
}

/// The texts of a language that only the desk has besides.
pub fn desk_locale(tongue: &str) -> Map<String, Value> {
    texts(&format!("desk/{tongue}.json"))
}

/// All texts of a language.
pub fn locale(tongue: &str) -> &'static Map<String, Value> {
    &LOCALES[tongue]
}

/// A form of the catalogue.
pub fn form(name: &str) -> &'static Definition {
    &FORMS[name]
}

/// A label in a language.
pub fn label(labels: &Labels, tongue: &str) -> String {
    labels.text(tongue, "fr").to_owned()
}

/// What a question or a page of the form for people is called.
pub fn question(name: &str, tongue: &str) -> String {
    let form = form("person");
    label(&form.node(form.find(name).expect("a question")).label, tongue)
}

/// The communes, as French calls them.
pub fn communes() -> Vec<String> {
    let form = form("person");
    let list = form.node(form.find("commune").expect("a question")).list().expect("its list");
    form.list(list).choices.iter().map(|choice| label(&choice.label, "fr")).collect()
}

/// A text without values.
pub fn say(tongue: &str, key: &str) -> String {
    match forms_of(tongue, key).as_slice() {
        [text] => text.clone(),
        forms => panic!("{key} has {} forms", forms.len()),
    }
}

/// A text with its values; of several forms the one for many.
pub fn say_with(tongue: &str, key: &str, values: &[(&str, &str)]) -> String {
    let text = forms_of(tongue, key).pop().unwrap();
    values.iter().fold(text, |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

/// The values of a text as it stands on the screen, by name; `None` if it is another text.
pub fn read(tongue: &str, key: &str, shown: &str) -> Option<BTreeMap<String, String>> {
    forms_of(tongue, key).iter().find_map(|pattern| values(&tidy(pattern), &tidy(shown)))
}

/// A text as a person compares it: marks of direction left out, all spaces alike.
pub fn tidy(text: &str) -> String {
    let visible = text.chars().filter(|c| !matches!(c, '\u{200e}' | '\u{200f}' | '\u{2066}'..='\u{2069}'));
    visible.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// All forms of a text; the language's own, or the French ones where it has none.
fn forms_of(tongue: &str, key: &str) -> Vec<String> {
    let text = LOCALES[tongue].get(key).or_else(|| LOCALES["fr"].get(key));
    match text.unwrap_or_else(|| panic!("no text has the key {key}")) {
        Value::String(text) => vec![text.clone()],
        Value::Object(forms) => forms.values().map(|form| form.as_str().unwrap().to_owned()).collect(),
        other => panic!("{key}: {other}"),
    }
}

fn values(pattern: &str, shown: &str) -> Option<BTreeMap<String, String>> {
    let Some((before, rest)) = pattern.split_once('{') else {
        return (pattern == shown).then(BTreeMap::new);
    };
    let (name, after) = rest.split_once('}')?;
    let shown = shown.strip_prefix(before)?;
    let next = after.split('{').next().unwrap_or_default();
    let end = if next.is_empty() { shown.len() } else { shown.find(next)? };
    let mut found = values(after, &shown[end..])?;
    found.insert(name.to_owned(), shown[..end].to_owned());
    Some(found)
}

#[test]
fn values_are_read_back_from_what_is_shown() {
    let found = read("fr", "sync.receipt", "Le bureau a 37 sur 40, vérifié à 09:41").unwrap();
    let value = |name: &str| found[name].as_str();
    assert_eq!((value("held"), value("saved"), value("time")), ("37", "40", "09:41"));
    assert!(read("fr", "state.offline", "En ligne").is_none());
}
