//! Marking many people quickly: the rows of a roster.

use super::Draft;
use crate::{Changes, Kind, NodeId};
use record::{Path, RecordId, RowId, Value};

/// A mark: whom it is about, and the code of the choice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mark<'a> {
    /// The record that the row is about.
    pub row: RecordId,
    /// The code chosen.
    pub code: &'a str,
}

impl Draft {
    /// The choice that a tap on a row of a roster answers: its first select.
    pub fn mark_of(&self, roster: NodeId) -> Option<NodeId> {
        let definition = self.definition();
        definition.children(roster).find(|member| definition.node(*member).list().is_some())
    }

    /// Marks a row, or takes its mark away.
    pub fn mark(&mut self, roster: NodeId, row: RecordId, code: Option<&str>) -> Changes {
        let Some(member) = self.mark_of(roster) else {
            return Changes::default();
        };
        let value = code.map(|code| Value::Choice(code.to_owned()));
        self.engine.mark(roster, RowId(row.0), member, value)
    }

    /// The marks of a roster, by row.
    pub fn marks(&self, roster: NodeId) -> Vec<Mark<'_>> {
        let rows = self.engine.answers.row_ids(roster).into_iter().map(|row| RecordId(row.0));
        rows.filter_map(|row| self.marked(roster, row).map(|code| Mark { row, code })).collect()
    }

    /// The mark of one row.
    pub fn marked(&self, roster: NodeId, row: RecordId) -> Option<&str> {
        let member = self.mark_of(roster)?;
        self.engine.answers.raw_rows(roster)?.get(&RowId(row.0))?.values.get(&member)?.as_choice()
    }

    /// The roster that a node is a member of.
    pub(super) fn roster_around(&self, node: NodeId) -> Option<NodeId> {
        let parent = self.definition().node(node).parent?;
        matches!(self.definition().node(parent).kind, Kind::Roster(_)).then_some(parent)
    }

    /// The roster, row and member that a path names.
    pub(super) fn mark_at(&self, path: &Path) -> Option<(NodeId, RowId, NodeId)> {
        let (rows, row, member) = self.row_at(path)?;
        let fits = self.roster_around(member) == Some(rows) && !self.engine.is_off(rows);
        fits.then_some((rows, row, member))
    }

    /// The repeat or roster, the row and the member that a path names.
    pub(super) fn row_at(&self, path: &Path) -> Option<(NodeId, RowId, NodeId)> {
        let definition = self.definition();
        let mut segments = path.segments();
        let rows = definition.find(segments.next()?)?;
        let row = segments.next()?.parse().ok()?;
        let member = definition.find(segments.next()?)?;
        let fits = definition.rows_around(member) == Some(rows) && segments.next().is_none();
        fits.then_some((rows, row, member))
    }
}
