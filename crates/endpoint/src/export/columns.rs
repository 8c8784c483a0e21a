//! Which columns a file has, and what a record puts into them: one a question of the form, then where it stands.
//! What is asked in each row of a repeat has one column too, in which the rows stand one after the other. Questions of class
//! C3 are left out (law 09-08); of a roster only how many are present.

use super::Language;
use super::cell::cell;
use chrono_tz::Tz;
use form::{Class, Definition, Kind, Node, NodeId, typed};
use indicator::present;
use record::{Missing, Path, Record, ReviewState, Value};

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

/// Between the name of a repeat and that of what is asked in its rows.
const BETWEEN_HEADS: &str = " / ";
/// Between the rows of a repeat.
const BETWEEN_ROWS: &str = " | ";

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

    fn nodes(&self) -> impl Iterator<Item = NodeId> + use<'a> {
        let definition = self.definition;
        let has_column = move |id: &NodeId| {
            let node = definition.node(*id);
            let is_shown = node.kind != Kind::Hidden && node.class != Class::C3;
            is_shown
                && match definition.rows_around(*id).map(|rows| &definition.node(rows).kind) {
                    None => node.path().is_some() || matches!(node.kind, Kind::Roster(_)),
                    Some(Kind::Repeat) => node.is_stored(),
                    Some(_) => false,
                }
        };
        definition.ids().filter(has_column)
    }

    /// The heads of the columns; that of a time names its zone.
    pub fn heads(&self) -> Vec<String> {
        let said = |words: [&str; 3]| words[self.language as usize].to_owned();
        let name = |node: &Node| match self.values {
            Values::Labels if !node.label.is_empty() => cell(self.text(&node.label)).into_owned(),
            _ => node.name.clone(),
        };
        let head = |id: NodeId| {
            let own = name(self.definition.node(id));
            match self.definition.repeat_around(id) {
                Some(repeat) => format!("{}{BETWEEN_HEADS}{own}", name(self.definition.node(repeat))),
                None => own,
            }
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
        let answer = |node: NodeId| cell(&self.answer(record, node)).into_owned();
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

    fn answer(&self, record: &Record, id: NodeId) -> String {
        let node = self.definition.node(id);
        if let Kind::Roster(_) = node.kind {
            return present(record).len().to_string();
        }
        let said = |path: Option<Path>| path.and_then(|path| Some(self.value(node, record.shown(&path)?)));
        let Some(repeat) = self.definition.repeat_around(id) else {
            return said(node.path()).unwrap_or_default();
        };
        let in_row = |row: &str| said(format!("{row}/{}", node.name).parse().ok()).unwrap_or_default();
        // A row without this answer keeps its place, so that the columns of a repeat can be read side by side.
        let rows = record.rows(&self.definition.node(repeat).name).into_iter();
        rows.map(in_row).collect::<Vec<_>>().join(BETWEEN_ROWS)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;
    use record::{Actor, AuthorId, Change, Dot, FlatMap, HybridTime, RecordId, RowId};

    fn written(record: &mut Record, n: u32, edits: FlatMap<Path, Option<Value>>) {
        record.apply(&Change {
            record: record.id,
            dot: Dot { actor: Actor(1), n },
            saw: record.context.clone(),
            form: record.form.clone(),
            form_version: 1,
            author: AuthorId::derived("staff", &["naima"]),
            at: HybridTime::from_millis(1_795_000_000_000),
            on: "2026-11-21".parse().unwrap(),
            redacted: None,
            edits,
        });
    }

    #[test]
    fn the_rows_of_a_repeat_stand_in_one_column_and_removed_ones_do_not() {
        let catalogue = Catalogue::compile(std::path::Path::new("none")).unwrap();
        let definition = catalogue.form("venture").unwrap();
        let columns = Columns::of(&definition, Language::En, Values::Codes, chrono_tz::UTC);
        let [fatima, aicha, gone] =
            ["fatima", "aicha", "gone"].map(|name| RecordId::derived("person", &[name]));
        let owner = |row: u128| Path::in_row("owners", RowId::from_random(row), "owner").unwrap();
        let row = |row: u128, id| (owner(row), Some(Value::Reference(id)));
        let mut record = Record::new(RecordId::derived("venture", &["couscous"]), "venture");
        written(&mut record, 1, [row(1, fatima), row(2, gone), row(3, aicha)].into());
        let (place, _) =
            owner(2).as_str().rsplit_once('/').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
        let removed = format!("{place}/@removed").parse().unwrap();
        let seen = Some(Value::Seen(record.context.clone()));
        written(&mut record, 2, [(removed, seen)].into());

        let heads = columns.heads();
        let at =
            heads.iter().position(|head| head == "owners / owner").unwrap_or_else(|| panic!("{heads:?}"));
        assert_eq!(columns.cells(&record, "Naïma")[at], format!("{fatima} | {aicha}"));
        assert_eq!(heads.len(), columns.cells(&record, "Naïma").len());
    }
}
