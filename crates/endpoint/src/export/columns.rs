//! Which columns a file has, and what a record puts into them: one a question of the form, then where it stands.
//! Questions of class C3 are left out (law 09-08); of a roster only how many are present.

use super::Language;
use super::cell::cell;
use chrono_tz::Tz;
use form::{Class, Definition, Kind, Node, typed};
use indicator::present;
use record::{Missing, Record, ReviewState, Value};

/// Whether choices are written as their codes, or as they are called.
#[derive(Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Values {
    /// As they are stored.
    Codes,
    /// As they are called in the language of the file.
    Labels,
}

/// The words around the answers: in Arabic, French, English.
struct Words {
    record: [&'static str; 3],
    number: [&'static str; 3],
    state: [&'static str; 3],
    author: [&'static str; 3],
    written: [&'static str; 3],
}

const WORDS: Words = Words {
    record: ["البطاقة", "Fiche", "Record"],
    number: ["رقم البطاقة", "N° de fiche", "Record number"],
    state: ["الحالة", "État", "State"],
    author: ["صاحب التسجيل", "Saisie par", "Recorded by"],
    written: ["آخر كتابة", "Dernière écriture", "Last written"],
};

/// How a file is laid out.
pub struct Columns<'a> {
    definition: &'a Definition,
    language: Language,
    values: Values,
    /// Where the network's clocks hang.
    zone: Tz,
}

impl<'a> Columns<'a> {
    /// The layout for records of a form.
    pub fn of(definition: &'a Definition, language: Language, values: Values, zone: Tz) -> Self {
        Self { definition, language, values, zone }
    }

    fn nodes(&self) -> impl Iterator<Item = &'a Node> + use<'a> {
        let definition = self.definition;
        // What stands in rows has a place a row, not one a record.
        let in_rows = move |node: &Node| {
            let mut ancestors = std::iter::successors(node.parent, |id| definition.node(*id).parent);
            ancestors.any(|id| matches!(definition.node(id).kind, Kind::Repeat | Kind::Roster(_)))
        };
        let is_roster = |node: &Node| matches!(node.kind, Kind::Roster(_));
        definition.nodes.iter().filter(move |node| {
            (node.path().is_some() || is_roster(node))
                && node.kind != Kind::Hidden
                && node.class != Class::C3
                && !in_rows(node)
        })
    }

    /// The heads of the columns; that of a time names its zone.
    pub fn heads(&self) -> Vec<String> {
        let said = |words: [&str; 3]| words[self.language as usize].to_owned();
        let head = |node: &Node| match self.values {
            Values::Labels if !node.label.is_empty() => cell(self.text(&node.label)).into_owned(),
            _ => node.name.clone(),
        };
        let around = match self.values {
            Values::Labels => {
                [WORDS.record, WORDS.number, WORDS.state, WORDS.author, WORDS.written].map(said)
            }
            Values::Codes => ["record", "number", "state", "author", "written"].map(str::to_owned),
        };
        let [record, number, state, author, written] = around;
        let written = format!("{written} ({})", self.zone.name());
        let rest = [state, author, written];
        [record, number].into_iter().chain(self.nodes().map(head)).chain(rest).collect()
    }

    /// The cells of a record; `author` is what whoever wrote it first is called.
    pub fn cells(&self, record: &Record, author: &str) -> Vec<String> {
        let answer = |node: &Node| cell(&self.answer(record, node)).into_owned();
        let written = record.last_written().map_or(0, |stamp| stamp.at.millis());
        let written = chrono::DateTime::from_timestamp_millis(written).unwrap_or_default();
        let written = written.with_timezone(&self.zone);
        // Programs for spreadsheets know the first as a time; the second is exact at any hour.
        let pattern = if self.values == Values::Labels { "%Y-%m-%d %H:%M" } else { "%Y-%m-%dT%H:%M:%S%:z" };
        let around = [
            self.state(record.review_state()).to_owned(),
            cell(author).into_owned(),
            written.format(pattern).to_string(),
        ];
        [record.id.to_string(), record.id.number()]
            .into_iter()
            .chain(self.nodes().map(answer))
            .chain(around)
            .collect()
    }

    fn text<'t>(&self, labels: &'t form::Labels) -> &'t str {
        labels.text(self.language.code(), "fr")
    }

    fn answer(&self, record: &Record, node: &Node) -> String {
        if let Kind::Roster(_) = node.kind {
            return present(record).len().to_string();
        }
        let value = node.path().and_then(|path| record.shown(&path).cloned());
        value.map(|value| self.value(node, &value)).unwrap_or_default()
    }

    fn value(&self, node: &Node, value: &Value) -> String {
        let labels = self.values == Values::Labels;
        let choice = |code: &str| {
            let list = node.list().filter(|_| labels).map(|list| self.definition.list(list));
            list.and_then(|list| list.choice(code)).map_or(code, |choice| self.text(&choice.label)).to_owned()
        };
        match value {
            Value::Text(text) if labels && node.kind == Kind::Phone => typed::phone_shown(text),
            Value::Text(text) => text.clone(),
            Value::Integer(number) => number.to_string(),
            Value::Flag(flag) => u8::from(*flag).to_string(),
            Value::Date(date) => date.to_string(),
            Value::Choice(code) => choice(code),
            Value::Choices(codes) => codes.iter().map(|code| choice(code)).collect::<Vec<_>>().join(", "),
            Value::Reference(id) => id.to_string(),
            Value::File(file) => file.called().into_owned(),
            Value::Missing(reason) => match reason {
                Missing::Unknown => "unknown",
                Missing::Refused => "refused",
                Missing::NotApplicable => "not_applicable",
            }
            .to_owned(),
            Value::Seen(_) | Value::Review(_) | Value::Other(_) => String::new(),
        }
    }

    fn state(&self, state: ReviewState) -> &'static str {
        let (code, words) = match state {
            ReviewState::Awaiting => ("awaiting", ["جديدة", "Nouvelle", "New"]),
            ReviewState::Approved => ("approved", ["مصادق عليها", "Validée", "Approved"]),
            ReviewState::ChangedSinceApproval => {
                ("changed", ["تغيرت بعد المصادقة", "Modifiée depuis la validation", "Changed since approval"])
            }
            ReviewState::Returned => ("returned", ["للتصحيح", "À corriger", "To correct"]),
            ReviewState::Corrected => ("corrected", ["مصححة", "Corrigée", "Corrected"]),
        };
        if self.values == Values::Labels { words[self.language as usize] } else { code }
    }
}
