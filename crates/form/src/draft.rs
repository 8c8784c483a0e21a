//! A form being filled.

mod answers;
mod engine;
mod finish;
mod kept;
mod pages;
mod repeat;
mod roster;

use crate::operand::Operand;
use crate::{Changes, Choice, Definition, Facet, Kind, NodeId, Piece, Place, Problem, Surroundings, typed};
use engine::Engine;
use record::{Context, FlatMap, PartialDate, Path, Record, RecordId, Removal, Value};
use std::sync::Arc;

pub use answers::Standing;
pub use kept::Kept;
pub use pages::Screen;
pub use roster::Mark;

/// A record being made or edited by one person.
///
/// | relevant | answer | required | constraint | outcome |
/// |---|---|---|---|---|
/// | no | any | – | – | kept in the draft, reads as empty, left out of the record, comes back if relevant again |
/// | yes | empty | yes | – | a problem: required |
/// | yes | empty | no | – | fine; a constraint is not asked of an empty answer |
/// | yes | given | – | false | a problem: constraint |
/// | yes | given | – | true or none | fine |
///
/// *Unknown*, *refused* and *not applicable* are answers, not emptiness; a constraint is not asked of them either.
#[derive(Clone, Debug)]
pub struct Draft {
    record: RecordId,
    saw: Context,
    around: Surroundings,
    engine: Engine,
    /// What the record showed when the draft was opened, also where this form has no question for it.
    opened: FlatMap<Path, Value>,
    /// Answers that this definition has no question for: of another version of the form.
    elsewhere: FlatMap<Path, Value>,
    /// What was typed and is no value yet.
    typed: FlatMap<Path, (String, typed::Problem)>,
    place: Option<String>,
}

impl Draft {
    /// A new record, with the form's defaults.
    pub fn new(definition: Arc<Definition>, record: RecordId, around: Surroundings) -> Self {
        let mut draft = Self::bare(definition, record, around);
        draft.engine.settle_all();
        draft.engine.fill_defaults();
        draft
    }

    /// A record that exists, as it is shown now.
    pub fn editing(definition: Arc<Definition>, record: &Record, around: Surroundings) -> Self {
        let mut draft = Self::bare(definition, record.id, around);
        draft.saw = record.context.clone();
        for path in record.fields.keys() {
            let row = path.as_str().rsplit_once('/').map(|(row, _)| row);
            let removed = row.is_some_and(|row| record.row_removal(row) == Removal::Removed);
            if let Some(value) = record.shown(path).filter(|_| !removed) {
                draft.opened.insert(path.clone(), value.clone());
            }
        }
        for (path, value) in draft.opened.clone() {
            draft.put(&path, value);
        }
        draft.engine.settle_all();
        draft
    }

    fn bare(definition: Arc<Definition>, record: RecordId, around: Surroundings) -> Self {
        Self {
            record,
            saw: Context::default(),
            engine: Engine::new(definition, record, around.today, around.restricted),
            around,
            opened: FlatMap::new(),
            elsewhere: FlatMap::new(),
            typed: FlatMap::new(),
            place: None,
        }
    }

    /// The form.
    pub fn definition(&self) -> &Arc<Definition> {
        &self.engine.definition
    }

    /// The record it makes or edits. A new record whose form has a key is the one that belongs to the key's answers.
    pub fn record(&self) -> RecordId {
        let definition = self.definition();
        if definition.record_key.is_empty() || self.is_of_known_record() {
            return self.record;
        }
        let text = |node: &NodeId| {
            let answer = self.visible_answer(*node);
            Operand::answer(&definition.node(*node).kind, answer).text().into_owned()
        };
        let key: Vec<String> = definition.record_key.iter().map(text).collect();
        let key: Vec<&str> = key.iter().map(String::as_str).collect();
        RecordId::derived(&definition.name, &key)
    }

    /// Whether it changes a record that existed when it was opened.
    fn is_of_known_record(&self) -> bool {
        !self.saw.is_empty()
    }

    /// Answers a question, or a member of a row (`tasks/<row>/due`, `attendance/<record>/status`). What has no place in the form, or
    /// can only be read, stays as it is.
    pub fn set(&mut self, path: &Path, value: Option<Value>) -> Changes {
        let value = value.filter(|value| !is_empty(value));
        let typed_before = self.typed.remove(path).is_some();
        if let Some((roster, row, member)) = self.mark_at(path) {
            return self.engine.mark(roster, row, member, value);
        }
        let Some(place) = self.place_at(path).filter(|place| self.is_writable(*place)) else {
            return Changes::default();
        };
        let mut changes = self.engine.answer(place, value);
        if typed_before {
            changes.note(place, Facet::Value);
        }
        changes
    }

    /// Answers a question with what a person typed. What cannot be understood is kept as it was typed, also
    /// through [`Draft::kept`], and is the question's problem until it is typed anew.
    pub fn type_in(&mut self, path: &Path, text: &str) -> Changes {
        let Some(place) = self.place_at(path).filter(|place| self.is_writable(*place)) else {
            return Changes::default();
        };
        match self.read(place.node, text) {
            Ok(value) => self.set(path, value),
            Err(problem) => {
                let mut changes = self.engine.answer(place, None);
                self.typed.insert(path.clone(), (text.to_owned(), problem));
                changes.note(place, Facet::Value);
                changes
            }
        }
    }

    /// What was typed as an answer to this question.
    fn read(&self, node: NodeId, text: &str) -> Result<Option<Value>, typed::Problem> {
        let question = self.definition().node(node);
        // A text that looks like `numbers` is a code or an hour: its digits are stored alike however they are typed.
        let western =
            (question.kind == Kind::Text && question.looks("numbers")).then(|| typed::western(text));
        let value = typed::value(&question.kind, western.as_deref().unwrap_or(text))?;
        // A date that looks like `past` is of something that was, as a birth.
        let day = value.as_ref().and_then(Value::as_date).map(PartialDate::earliest);
        match question.looks("past") && day.is_some_and(|day| day > self.around.today) {
            true => Err(typed::Problem::Date(typed::DateProblem::InFuture)),
            false => Ok(value),
        }
    }

    /// What was typed and could not be understood.
    pub fn typed(&self, place: impl Into<Place>) -> Option<&str> {
        let path = self.definition().path(place.into())?;
        self.typed.get(&path).map(|(text, _)| text.as_str())
    }

    /// The answer to a question, also while it is not relevant.
    pub fn answer(&self, place: impl Into<Place>) -> Option<&Value> {
        self.engine.answers.raw(place.into())
    }

    /// The answer to a question as rules see it and as it will be stored: nothing while it is not relevant.
    pub fn visible_answer(&self, place: impl Into<Place>) -> Option<&Value> {
        self.engine.answers.visible(place.into())
    }

    /// Whether the question is asked: its own rule, those of the groups around it, and its class.
    pub fn relevant(&self, place: impl Into<Place>) -> bool {
        self.engine.answers.standing(place.into()).relevant
    }

    /// Whether an answer is needed to finish.
    pub fn required(&self, place: impl Into<Place>) -> bool {
        let standing = self.engine.answers.standing(place.into());
        standing.relevant && standing.required
    }

    /// Whether the answer can only be read.
    pub fn readonly(&self, place: impl Into<Place>) -> bool {
        !self.is_writable(place.into())
    }

    /// What is wrong with the answer.
    pub fn problem(&self, place: impl Into<Place>) -> Option<Problem> {
        let place = place.into();
        let standing = self.engine.answers.standing(place);
        if !standing.relevant {
            return None;
        }
        if self.engine.too_heavy() == Some(place.node) || self.engine.choices(place).is_err() {
            return Some(Problem::TooHeavy);
        }
        let question = self.definition().node(place.node);
        let path = self.definition().path(place);
        if let Some((_, problem)) = path.as_ref().and_then(|path| self.typed.get(path)) {
            return Some(Problem::Typed(problem.clone()));
        }
        let Some(answer) = self.answer(place) else {
            let missing = standing.required && self.rows(place.node).is_empty();
            return missing.then(|| Problem::Required(question.required_message.clone()));
        };
        // What the record holds already was right once: a choice may have been withdrawn since.
        let as_opened = path.is_some_and(|path| self.opened.get(&path) == Some(answer));
        if !as_opened && !self.is_offered(place, answer) {
            return Some(Problem::NotOffered);
        }
        if let Some(problem) = question.kind.refuses(answer).filter(|_| !as_opened) {
            return Some(Problem::File(problem));
        }
        standing.violated.then(|| Problem::Constraint(question.constraint_message.clone()))
    }

    /// The choices that are offered: those that the form's filter and the person's grants leave.
    pub fn choices(&self, place: impl Into<Place>) -> Vec<&Choice> {
        let place = place.into();
        let question = self.definition().node(place.node);
        let granted = match question.kind {
            Kind::Programme(_) => self.around.programmes.as_ref(),
            Kind::Commune(_) => self.around.communes.as_ref(),
            _ => None,
        };
        let mut choices = self.engine.choices(place).unwrap_or_default();
        if let Some(granted) = granted {
            choices.retain(|choice| granted.contains(&choice.code));
        }
        choices
    }

    /// The question in pieces: words, and answers to be shown isolated from them.
    pub fn label(&self, node: NodeId, language: &str, fallback: &str) -> Vec<Piece<'_>> {
        self.engine.definition.node(node).label.pieces(language, fallback)
    }

    fn is_offered(&self, place: Place, answer: &Value) -> bool {
        let offered = |code: &str| self.choices(place).iter().any(|choice| choice.code == code);
        match (self.definition().node(place.node).list(), answer) {
            (None, _) | (_, Value::Missing(_)) => true,
            (Some(_), Value::Choice(code)) => offered(code),
            (Some(_), Value::Choices(codes)) => codes.iter().all(|code| offered(code)),
            (Some(_), _) => false,
        }
    }

    fn is_writable(&self, place: Place) -> bool {
        let question = self.definition().node(place.node);
        let calculated = question.bind.calculate.is_some() && question.bind.trigger.is_empty();
        let readonly = self.engine.answers.standing(place).readonly;
        // Another key would be another record.
        let fixed = self.is_of_known_record() && self.definition().record_key.contains(&place.node);
        let there = place.row.is_none_or(|row| {
            self.engine
                .answers
                .repeat_around(place.node)
                .is_some_and(|rows| self.engine.answers.has_row(rows, row))
        });
        let holds_answer = question.is_input() && question.is_stored();
        holds_answer && there && !calculated && !readonly && !fixed && !self.engine.is_off(place.node)
    }

    /// The question of the form or of a repeat that a path names.
    fn place_at(&self, path: &Path) -> Option<Place> {
        let definition = self.definition();
        if let Some((repeat, row, node)) = self.row_at(path) {
            let is_repeat = definition.node(repeat).kind == Kind::Repeat && definition.node(node).is_stored();
            return is_repeat.then_some(Place { node, row: Some(row) });
        }
        let node = definition.find(path.as_str())?;
        let alone = definition.node(node).is_stored() && definition.rows_around(node).is_none();
        alone.then_some(node.into())
    }

    /// Puts an answer where it belongs without evaluating anything.
    fn put(&mut self, path: &Path, value: Value) {
        if let Some((roster, row, member)) = self.mark_at(path) {
            self.engine.answers.put_mark(roster, row, member, Some(value));
        } else if let Some(place) = self.place_at(path) {
            self.engine.answers.put(place, Some(value));
        } else {
            self.elsewhere.insert(path.clone(), value);
        }
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Text(text) => text.trim().is_empty(),
        Value::Choices(codes) => codes.is_empty(),
        _ => false,
    }
}
