//! What records are called, how they look in lists and where they are shown.

use super::Icon;
use crate::language::{Language, Tongue};
use crate::records::Summary;
use record::RecordId;

/// Where a record is shown.
pub fn address(form: &str, id: RecordId) -> String {
    match form {
        "person" => format!("/people/{id}"),
        "session" => format!("/sessions/{id}"),
        _ => format!("/form/{form}/{id}"),
    }
}

/// The icon of a form's records.
pub fn form_icon(form: &str) -> Icon {
    match form {
        "person" => Icon::Person,
        "session" => Icon::Calendar,
        _ => Icon::Records,
    }
}

/// The key of the word for a form's records.
pub fn form_word(form: &str) -> &'static str {
    if form == "session" { "record.session" } else { "record.person" }
}

/// The key of the words for a record without a title.
pub fn nameless(form: &str) -> &'static str {
    if form == "session" { "session.nameless" } else { "person.nameless" }
}

/// What a record is called, in the letters of the language where it has such a name.
pub fn title(language: Language, line: &Summary) -> String {
    let name = line.name(language.tongue() == Tongue::Ar);
    if name.is_empty() { language.say(nameless(&line.form)) } else { name.to_owned() }
}
