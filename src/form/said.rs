//! An answer as a person reads it.

use crate::language::Language;
use crate::records::Records;
use form::{Definition, Kind, NodeId, typed};
use record::{Missing, Value};

/// An answer in the words of the language spoken.
pub fn said(language: Language, records: Records, form: &Definition, node: NodeId, value: &Value) -> String {
    let question = form.node(node);
    let choice = |code: &str| {
        let found = question.list().and_then(|list| form.list(list).choice(code));
        let label =
            found.map(|choice| language.label(|tongue| choice.label.0.get(tongue).map(String::as_str)));
        label.filter(|label| !label.is_empty()).unwrap_or(code).to_owned()
    };
    match value {
        Value::Text(text) if question.kind == Kind::Phone => typed::phone_shown(text),
        Value::Text(text) if question.kind == Kind::Decimal => language.decimal(text),
        Value::Text(text) if question.kind == Kind::Geopoint => language.position(text),
        Value::Text(text) => text.clone(),
        Value::Integer(centimes) if question.kind == Kind::Money => language.money(*centimes),
        Value::Integer(number) => language.number(*number),
        Value::Flag(flag) => language.say(if *flag { "app.yes" } else { "app.no" }),
        Value::Date(date) => language.partial_date(*date),
        Value::Choice(code) => choice(code),
        // In the order of the list, not of the codes.
        Value::Choices(codes) => {
            let list = question.list().map(|list| form.list(list));
            let known =
                list.into_iter().flat_map(|list| &list.choices).filter(|one| codes.contains(&one.code));
            let mut words: Vec<String> = known.map(|one| choice(&one.code)).collect();
            let unknown = |code: &&String| list.is_none_or(|list| list.choice(code).is_none());
            words.extend(codes.iter().filter(unknown).cloned());
            words.join(&language.say("form.and"))
        }
        Value::Reference(id) => records.summary(*id).map(|line| line.title.clone()).unwrap_or_default(),
        Value::File(file) => format!("{} · {}", file.called(), language.size(file.size)),
        Value::Missing(why) => language.say(reason_key(&question.kind, *why)),
        Value::Seen(_) | Value::Review(_) => String::new(),
        Value::Other(_) => language.say("problem.wrong_kind"),
    }
}

/// The key of the words for a missing answer to a question of this kind.
pub fn reason_key(kind: &Kind, why: Missing) -> &'static str {
    match (kind, why) {
        (Kind::Geopoint, Missing::Unknown) => "form.position.no_signal",
        (Kind::Geopoint, Missing::NotApplicable) => "form.position.elsewhere",
        (_, Missing::Unknown) => "form.unknown",
        (_, Missing::Refused) => "form.refused",
        (_, Missing::NotApplicable) => "form.not_applicable",
    }
}
