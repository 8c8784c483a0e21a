//! What records are called, how they look in lists and where they are shown.

use super::Icon;
use crate::language::{Language, Tongue};
use crate::records::{Records, Summary};
use record::RecordId;

/// Where a record is shown.
pub fn address(form: &str, id: RecordId) -> String {
    match form {
        "person" => format!("/people/{id}"),
        "session" => format!("/sessions/{id}"),
        _ => format!("/records/{form}/{id}"),
    }
}

/// The icon of a form's records.
pub fn form_icon(form: &str) -> Icon {
    match form {
        "person" => Icon::Person,
        "session" => Icon::Calendar,
        "organisation" => Icon::Building,
        "enrolment" => Icon::Link,
        "merchant" => Icon::Bag,
        "venture" => Icon::Seed,
        "coaching" => Icon::Visit,
        "follow_up" => Icon::Steps,
        _ => Icon::Records,
    }
}

/// The key of the word for a form's records.
pub fn form_word(form: &str) -> &'static str {
    match form {
        "person" => "record.person",
        "session" => "record.session",
        "organisation" => "record.organisation",
        "enrolment" => "record.enrolment",
        "merchant" => "record.merchant",
        "venture" => "record.venture",
        "coaching" => "record.coaching",
        "follow_up" => "record.follow_up",
        _ => "record.other",
    }
}

/// The key of the words for a record without a title.
pub fn nameless(form: &str) -> &'static str {
    match form {
        "person" => "person.nameless",
        "session" => "session.nameless",
        _ => form_word(form),
    }
}

/// What a record is called, in the letters of the language where it has such a name; one that has none of its own is
/// called as what it is about.
pub fn title(language: Language, records: Records, line: &Summary) -> String {
    let arabic = language.tongue() == Tongue::Ar;
    let about = line.about.filter(|_| line.name(arabic).is_empty()).and_then(|id| records.summary(id));
    let name = about.as_deref().unwrap_or(line).name(arabic).to_owned();
    if name.is_empty() { language.say(nameless(&line.form)) } else { name }
}
