//! The rows of a repeat.

use super::Draft;
use crate::{Changes, Kind, NodeId, Place};
use record::{FlatSet, RowId};

impl Draft {
    /// The rows of a repeat, in the order in which they were added.
    pub fn rows(&self, repeat: NodeId) -> Vec<RowId> {
        self.engine.answers.row_ids(repeat)
    }

    /// Whether a person adds and takes out the rows of a repeat; else a rule says how many there are.
    pub fn is_open_ended(&self, repeat: NodeId) -> bool {
        let node = self.definition().node(repeat);
        node.kind == Kind::Repeat && node.bind.count.is_none() && !self.engine.is_off(repeat)
    }

    /// Adds a row, with the form's defaults. One that was taken out while this draft is open comes back as it was.
    pub fn add_row(&mut self, repeat: NodeId, row: RowId) -> Changes {
        match self.is_open_ended(repeat) {
            true => self.engine.add_row(repeat, row),
            false => Changes::default(),
        }
    }

    /// Takes a row out.
    pub fn remove_row(&mut self, repeat: NodeId, row: RowId) -> Changes {
        if !self.is_open_ended(repeat) {
            return Changes::default();
        }
        for node in self.definition().members(repeat).collect::<Vec<_>>() {
            let path = self.definition().path(Place { node, row: Some(row) });
            path.map(|path| self.typed.remove(&path));
        }
        self.engine.remove_row(repeat, row)
    }

    /// Every place at which there can be an answer, in the order of the form; of a repeat row by row.
    pub(super) fn places(&self) -> Vec<Place> {
        let definition = self.definition();
        let mut places = Vec::new();
        for node in definition.ids().filter(|node| definition.rows_around(*node).is_none()) {
            places.push(Place::from(node));
            if definition.node(node).kind == Kind::Repeat {
                for row in self.rows(node) {
                    places.extend(definition.members(node).map(|node| Place { node, row: Some(row) }));
                }
            }
        }
        places
    }

    /// The rows that the record had when it was opened and that were taken out since.
    pub(super) fn removed_rows(&self) -> FlatSet<(NodeId, RowId)> {
        let opened = self.opened.keys().filter_map(|path| self.row_at(path));
        let repeats = opened.filter(|(repeat, ..)| self.is_open_ended(*repeat));
        let rows = repeats.map(|(repeat, row, _)| (repeat, row));
        rows.filter(|(repeat, row)| !self.engine.answers.has_row(*repeat, *row)).collect()
    }
}
