//! The rows of repeats: added and taken out by a person, or as many as a rule says.

use super::Engine;
use crate::{Changes, Facet, NodeId, Place};
use record::RowId;

/// More rows than this are a slip of the finger.
const MOST_ROWS: f64 = 500.0;

impl Engine {
    /// The places of a node: one, or one a row of the repeat it stands in.
    pub fn places(&self, node: NodeId) -> Vec<Place> {
        match self.answers.repeat_around(node) {
            None => vec![node.into()],
            Some(repeat) => {
                let rows = self.answers.row_ids(repeat).into_iter();
                rows.map(|row| Place { node, row: Some(row) }).collect()
            }
        }
    }

    /// Adds a row, or brings back one that was taken out, and brings everything that follows from it in step.
    pub fn add_row(&mut self, repeat: NodeId, row: RowId) -> Changes {
        let mut changes = Changes::default();
        if !self.answers.has_row(repeat, row) {
            self.make_row(repeat, row);
            changes.note(repeat.into(), Facet::Rows);
        }
        self.settle(changes)
    }

    /// Takes a row out and brings everything that follows from it in step.
    pub fn remove_row(&mut self, repeat: NodeId, row: RowId) -> Changes {
        let mut changes = Changes::default();
        if self.answers.remove_row(repeat, row) {
            changes.note(repeat.into(), Facet::Rows);
            self.wake(repeat.into());
        }
        self.settle(changes)
    }

    /// Gives a repeat as many rows as are counted; whether it had others. Rows beyond are put aside with their
    /// answers and come back with them.
    pub(super) fn count_rows(&mut self, repeat: NodeId, count: f64) -> bool {
        let count = if count.is_nan() { 0.0 } else { count.clamp(0.0, MOST_ROWS).floor() } as u32;
        let definition = self.definition.clone();
        let name = &definition.node(repeat).name;
        let wanted: Vec<RowId> = (0..count).map(|place| RowId::counted(self.record, name, place)).collect();
        let there = self.answers.row_ids(repeat);
        for row in there.iter().filter(|row| !wanted.contains(row)) {
            self.answers.remove_row(repeat, *row);
        }
        for row in wanted.iter().filter(|row| !there.contains(row)) {
            self.make_row(repeat, *row);
        }
        let differs = there != wanted;
        if differs {
            self.wake(repeat.into());
        }
        differs
    }

    fn make_row(&mut self, repeat: NodeId, row: RowId) {
        if self.answers.add_row(repeat, row) {
            self.bare.push((repeat, row));
        }
        let readers = self.readers.clone();
        for position in readers.of_members(repeat) {
            self.mark_untriggered(*position, Some(row));
        }
        self.wake(repeat.into());
    }

    /// Marks a step unless only a trigger starts it.
    pub(super) fn mark_untriggered(&mut self, position: usize, row: Option<RowId>) {
        let step = self.definition.order[position];
        let triggered =
            step.facet == Facet::Value && !self.definition.node(step.node).bind.trigger.is_empty();
        if !triggered {
            self.marked.mark(position, row);
        }
    }
}
