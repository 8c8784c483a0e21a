//! A form being filled.

mod answers;
mod engine;
mod finish;
mod kept;
mod pages;
mod roster;

use crate::{Changes, Choice, Definition, Facet, Kind, NodeId, Piece, Problem, Surroundings, typed};
use engine::Engine;
use record::{Context, Path, Record, RecordId, Value};
use std::{collections::BTreeMap, sync::Arc};

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
    opened: BTreeMap<Path, Value>,
    /// Answers that this definition has no question for: of another version of the form.
    elsewhere: BTreeMap<Path, Value>,
    /// What was typed and is no value yet.
    typed: BTreeMap<Path, (String, typed::Problem)>,
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
            if let Some(value) = record.shown(path) {
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
            engine: Engine::new(definition, around.today, around.restricted),
            around,
            opened: BTreeMap::new(),
            elsewhere: BTreeMap::new(),
            typed: BTreeMap::new(),
            place: None,
        }
    }

    /// The form.
    pub fn definition(&self) -> &Arc<Definition> {
        &self.engine.definition
    }

    /// The record it makes or edits.
    pub fn record(&self) -> RecordId {
        self.record
    }

    /// Answers a question, or a member of a row (`attendance/<record>/status`). What has no place in the form, or
    /// can only be read, stays as it is.
    pub fn set(&mut self, path: &Path, value: Option<Value>) -> Changes {
        let value = value.filter(|value| !is_empty(value));
        let typed_before = self.typed.remove(path).is_some();
        if let Some((roster, row, member)) = self.row_of(path) {
            return self.engine.answer_row(roster, row, member, value);
        }
        let Some(node) = self.node_at(path).filter(|node| self.is_writable(*node)) else {
            return Changes::default();
        };
        let mut changes = self.engine.answer(node, value);
        if typed_before {
            changes.note(node, Facet::Value);
        }
        changes
    }

    /// Answers a question with what a person typed. What cannot be understood is kept as it was typed, also
    /// through [`Draft::kept`], and is the question's problem until it is typed anew.
    pub fn type_in(&mut self, path: &Path, text: &str) -> Changes {
        let Some(node) = self.node_at(path).filter(|node| self.is_writable(*node)) else {
            return Changes::default();
        };
        let question = self.definition().node(node);
        // A text that looks like `numbers` is a code or an hour: its digits are stored alike however they are typed.
        let western =
            (question.kind == Kind::Text && question.looks("numbers")).then(|| typed::western(text));
        match typed::value(&question.kind, western.as_deref().unwrap_or(text)) {
            Ok(value) => self.set(path, value),
            Err(problem) => {
                let mut changes = self.engine.answer(node, None);
                self.typed.insert(path.clone(), (text.to_owned(), problem));
                changes.note(node, Facet::Value);
                changes
            }
        }
    }

    /// What was typed and could not be understood.
    pub fn typed(&self, node: NodeId) -> Option<&str> {
        let path = self.definition().node(node).path()?;
        self.typed.get(&path).map(|(text, _)| text.as_str())
    }

    /// The answer to a question, also while it is not relevant.
    pub fn answer(&self, node: NodeId) -> Option<&Value> {
        self.engine.answers.raw(node)
    }

    /// The answer to a question as rules see it and as it will be stored: nothing while it is not relevant.
    pub fn visible_answer(&self, node: NodeId) -> Option<&Value> {
        self.engine.answers.visible(node)
    }

    /// Whether the question is asked: its own rule, those of the groups around it, and its class.
    pub fn relevant(&self, node: NodeId) -> bool {
        self.engine.answers.is_relevant(node)
    }

    /// Whether an answer is needed to finish.
    pub fn required(&self, node: NodeId) -> bool {
        self.relevant(node) && self.engine.is_required(node)
    }

    /// Whether the answer can only be read.
    pub fn readonly(&self, node: NodeId) -> bool {
        !self.is_writable(node)
    }

    /// What is wrong with the answer.
    pub fn problem(&self, node: NodeId) -> Option<Problem> {
        if !self.relevant(node) {
            return None;
        }
        if self.engine.too_heavy() == Some(node) || self.engine.choices(node).is_err() {
            return Some(Problem::TooHeavy);
        }
        let question = self.definition().node(node);
        let path = question.path();
        if let Some((_, problem)) = path.as_ref().and_then(|path| self.typed.get(path)) {
            return Some(Problem::Typed(problem.clone()));
        }
        let Some(answer) = self.answer(node) else {
            let missing = self.engine.is_required(node) && !self.has_marks(node);
            return missing.then(|| Problem::Required(question.required_message.clone()));
        };
        // What the record holds already was right once: a choice may have been withdrawn since.
        let as_opened = path.is_some_and(|path| self.opened.get(&path) == Some(answer));
        if !as_opened && !self.is_offered(node, answer) {
            return Some(Problem::NotOffered);
        }
        let violated = self.engine.is_violated(node);
        violated.then(|| Problem::Constraint(question.constraint_message.clone()))
    }

    /// The choices that are offered: those that the form's filter and the person's grants leave.
    pub fn choices(&self, node: NodeId) -> Vec<&Choice> {
        let question = self.definition().node(node);
        let granted = match question.kind {
            Kind::Programme(_) => self.around.programmes.as_ref(),
            Kind::Commune(_) => self.around.communes.as_ref(),
            _ => None,
        };
        let mut choices = self.engine.choices(node).unwrap_or_default();
        if let Some(granted) = granted {
            choices.retain(|choice| granted.contains(&choice.code));
        }
        choices
    }

    /// The question in pieces: words, and answers to be shown isolated from them.
    pub fn label(&self, node: NodeId, language: &str, fallback: &str) -> Vec<Piece<'_>> {
        self.engine.definition.node(node).label.pieces(language, fallback)
    }

    fn is_offered(&self, node: NodeId, answer: &Value) -> bool {
        let offered = |code: &str| self.choices(node).iter().any(|choice| choice.code == code);
        match (self.definition().node(node).list(), answer) {
            (None, _) | (_, Value::Missing(_)) => true,
            (Some(_), Value::Choice(code)) => offered(code),
            (Some(_), Value::Choices(codes)) => codes.iter().all(|code| offered(code)),
            (Some(_), _) => false,
        }
    }

    fn is_writable(&self, node: NodeId) -> bool {
        let question = self.definition().node(node);
        let calculated = question.bind.calculate.is_some() && question.bind.trigger.is_empty();
        let holds_answer = question.is_input() && !matches!(question.kind, Kind::Roster(_));
        holds_answer && !calculated && !self.engine.is_readonly(node) && !self.engine.is_off(node)
    }

    fn node_at(&self, path: &Path) -> Option<NodeId> {
        let node = self.definition().find(path.as_str())?;
        let question = self.definition().node(node);
        let in_roster = self.roster_around(node).is_some();
        (question.path().is_some() && !in_roster).then_some(node)
    }

    /// Puts an answer where it belongs without evaluating anything.
    fn put(&mut self, path: &Path, value: Value) {
        if let Some((roster, row, member)) = self.row_of(path) {
            self.engine.answers.put_row(roster, row, member, Some(value));
        } else if let Some(node) = self.node_at(path) {
            self.engine.answers.put(node, Some(value));
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
