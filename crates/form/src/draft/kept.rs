//! What survives of a draft when the app is closed.

use super::Draft;
use crate::{Definition, Kind, NodeId, Place, Surroundings};
use chrono::NaiveDate;
use record::{Context, FlatMap, FlatSet, Path, RecordId, RowId, Value};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The place behind the last question: no question has such a name.
const END: &str = "@end";

/// A draft as it is stored. It names the definition it was begun under, and is restored with that one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Kept {
    /// The record it makes or edits.
    pub record: RecordId,
    /// The form's name.
    pub form: String,
    /// The form's version.
    pub form_version: u32,
    /// The hash of the definition.
    pub form_hash: String,
    /// The day it was last worked on.
    pub on: NaiveDate,
    /// What the person had on the screen when it was opened.
    #[serde(default, skip_serializing_if = "Context::is_empty")]
    pub saw: Context,
    /// What the record showed when it was opened.
    #[serde(default, skip_serializing_if = "FlatMap::is_empty")]
    pub opened: FlatMap<Path, Value>,
    /// The answers, those that are not relevant among them.
    #[serde(default, skip_serializing_if = "FlatMap::is_empty")]
    pub answers: FlatMap<Path, Value>,
    /// The rows of its repeats, empty ones too, by the repeat's name.
    #[serde(default, skip_serializing_if = "FlatMap::is_empty")]
    pub rows: FlatMap<String, FlatSet<RowId>>,
    /// What was typed and is no value yet.
    #[serde(default, skip_serializing_if = "FlatMap::is_empty")]
    pub typed: FlatMap<Path, String>,
    /// The question the person was at, or the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

impl Draft {
    /// What to store of it.
    pub fn kept(&self) -> Kept {
        let definition = self.definition();
        let mut answers = self.elsewhere.clone();
        let mut rows = FlatMap::new();
        for node in definition.ids() {
            if let (Some(path), Some(value)) = (definition.path(node.into()), self.answer(node)) {
                answers.insert(path, value.clone());
            }
            let found = self.rows(node);
            if definition.node(node).kind == Kind::Repeat && !found.is_empty() {
                rows.insert(definition.node(node).name.clone(), found.into_iter().collect());
            }
        }
        for (_, row, node, value) in self.engine.answers.all_rows() {
            let path = definition.path(Place { node, row: Some(row) });
            answers.extend(path.map(|path| (path, value.clone())));
        }
        let typed = self.typed.iter().map(|(path, (text, _))| (path.clone(), text.clone()));
        Kept {
            record: self.record,
            form: definition.name.clone(),
            form_version: definition.version,
            form_hash: definition.hash.clone(),
            on: self.around.today,
            saw: self.saw.clone(),
            opened: self.opened.clone(),
            answers,
            rows,
            typed: typed.collect(),
            place: self.place.clone(),
        }
    }

    /// A stored draft as it was. `definition` is the one that `kept.form_hash` names; under another version of the
    /// form, answers to questions that it does not have stay in the draft unseen and are not stored in the record.
    pub fn restore(definition: Arc<Definition>, kept: Kept, around: Surroundings) -> Self {
        let mut draft = Self::bare(definition, kept.record, around);
        draft.saw = kept.saw;
        draft.opened = kept.opened;
        draft.place = kept.place;
        for (path, value) in kept.answers {
            draft.put(&path, value);
        }
        for (name, rows) in kept.rows {
            let repeat = draft.definition().find(&name);
            let repeat = repeat.filter(|node| draft.definition().node(*node).kind == Kind::Repeat);
            for (repeat, row) in
                repeat.into_iter().flat_map(|repeat| rows.iter().map(move |row| (repeat, *row)))
            {
                draft.engine.answers.add_row(repeat, row);
            }
        }
        for (path, text) in kept.typed {
            let Some(place) = draft.place_at(&path) else {
                continue;
            };
            if let Err(problem) = draft.read(place.node, &text) {
                draft.typed.insert(path, (text, problem));
            }
        }
        draft.engine.settle_all();
        draft
    }

    /// The question the person was at, if this form has it.
    pub fn place(&self) -> Option<NodeId> {
        self.definition().find(self.place.as_deref()?)
    }

    /// Remembers the question the person is at.
    pub fn move_to(&mut self, node: NodeId) {
        self.place = Some(self.definition().node(node).name.clone());
    }

    /// Whether the person has come to the end: nothing is left but to check the answers.
    pub fn is_at_end(&self) -> bool {
        self.place.as_deref() == Some(END)
    }

    /// Remembers that the person has come to the end.
    pub fn move_to_end(&mut self) {
        self.place = Some(END.to_owned());
    }
}
