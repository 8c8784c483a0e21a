//! What a draft comes to: a proposal of exactly what differs.

use super::Draft;
use crate::{FieldError, Kind, NodeId, Place};
use chrono::NaiveDate;
use record::{AuthorId, FlatMap, Path, Proposal, Value};

type Edits = FlatMap<Path, Option<Value>>;

impl Draft {
    /// The change to propose: only what differs from what was opened, with the record's scope. What is not relevant
    /// any more is cleared; what this form does not ask, or may not, stays as it is.
    pub fn finish(&self, author: AuthorId, on: NaiveDate) -> Result<Proposal, Vec<FieldError>> {
        let problems = self.problems();
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut edits = Edits::new();
        self.edit_answers(&mut edits);
        self.edit_marks(&mut edits);
        self.remove_rows(&mut edits);
        self.edit_scope(&mut edits);
        Ok(Proposal {
            record: self.record(),
            saw: self.saw.clone(),
            form: self.definition().name.clone(),
            form_version: self.definition().version,
            author,
            on,
            edits,
        })
    }

    /// Whether anything differs from what was opened: whether there is something to lose.
    pub fn is_touched(&self) -> bool {
        let mut edits = Edits::new();
        self.edit_answers(&mut edits);
        self.edit_marks(&mut edits);
        self.remove_rows(&mut edits);
        !edits.is_empty() || !self.typed.is_empty()
    }

    fn edit_answers(&self, edits: &mut Edits) {
        let definition = self.definition();
        for place in self.places().into_iter().filter(|place| !self.engine.is_off(place.node)) {
            if let Some(path) = definition.path(place) {
                self.edit(edits, path, self.visible_answer(place).cloned());
            }
        }
    }

    /// What a row of a roster has is its mark: taken back, it is cleared.
    fn edit_marks(&self, edits: &mut Edits) {
        for path in self.opened.keys().filter(|path| self.mark_at(path).is_some()) {
            edits.insert(path.clone(), None);
        }
        for (rows, row, node, value) in self.engine.answers.all_rows() {
            let is_mark = self.roster_around(node) == Some(rows) && self.relevant(rows);
            let path = self.definition().path(Place { node, row: Some(row) }).filter(|_| is_mark);
            edits.extend(path.map(|path| (path, Some(value.clone()))));
        }
        edits.retain(|path, value| self.opened.get(path) != value.as_ref());
    }

    /// A row of a repeat that was taken out is removed as it was seen: its answers stay, and what somebody else wrote
    /// in it meanwhile is not lost unseen.
    fn remove_rows(&self, edits: &mut Edits) {
        for (repeat, row) in self.removed_rows() {
            let path = Path::row_removed(&self.definition().node(repeat).name, row).ok();
            edits.extend(path.map(|path| (path, Some(Value::Seen(self.saw.clone())))));
        }
    }

    fn edit_scope(&self, edits: &mut Edits) {
        let definition = self.definition();
        let first = |is: fn(&Kind) -> bool| definition.ids().find(|node| is(&definition.node(*node).kind));
        let programme = first(|kind| matches!(kind, Kind::Programme(_)));
        let commune = first(|kind| matches!(kind, Kind::Commune(_)));
        let (Some(programme), Some(commune)) = (programme, commune) else {
            return;
        };
        let scope = |answer: &dyn Fn(NodeId) -> Option<Value>| {
            let (programme, commune) = (answer(programme)?, answer(commune)?);
            Path::scope(programme.as_choice()?, commune.as_choice()?).ok()
        };
        let before = scope(&|node| self.opened.get(&definition.node(node).path()?).cloned());
        let now = scope(&|node| self.visible_answer(node).cloned());
        if before != now {
            let left = before.filter(|path| self.opened.contains_key(path));
            edits.extend(left.map(|path| (path, None)));
        }
        if let Some(now) = now {
            self.edit(edits, now, Some(Value::Flag(true)));
        }
    }

    fn edit(&self, edits: &mut Edits, path: Path, value: Option<Value>) {
        if self.opened.get(&path) != value.as_ref() {
            edits.insert(path, value);
        }
    }
}
