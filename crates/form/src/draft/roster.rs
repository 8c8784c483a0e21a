//! Marking many people quickly: the rows of a roster.

use super::Draft;
use crate::{Changes, Kind, NodeId, Rows};
use record::{Path, RecordId, Value};

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
        self.engine.answer_row(roster, row, member, value)
    }

    /// The marks of a roster, by row.
    pub fn marks(&self, roster: NodeId) -> Vec<Mark<'_>> {
        let Some(member) = self.mark_of(roster) else {
            return Vec::new();
        };
        let marked = |(row, members): (&RecordId, &'_ std::collections::BTreeMap<NodeId, Value>)| {
            members.get(&member).and_then(Value::as_choice).map(|_| *row)
        };
        let rows = self.engine.answers.raw_rows(roster).into_iter().flatten();
        let rows: Vec<RecordId> = rows.filter_map(marked).collect();
        rows.into_iter().filter_map(|row| self.marked(roster, row).map(|code| Mark { row, code })).collect()
    }

    /// The mark of one row.
    pub fn marked(&self, roster: NodeId, row: RecordId) -> Option<&str> {
        let member = self.mark_of(roster)?;
        self.engine.answers.raw_rows(roster)?.get(&row)?.get(&member)?.as_choice()
    }

    pub(super) fn has_marks(&self, roster: NodeId) -> bool {
        self.engine.answers.raw_rows(roster).is_some_and(|rows: &Rows| !rows.is_empty())
    }

    /// The roster that a node is a member of.
    pub(super) fn roster_around(&self, node: NodeId) -> Option<NodeId> {
        let parent = self.definition().node(node).parent?;
        matches!(self.definition().node(parent).kind, Kind::Roster(_)).then_some(parent)
    }

    /// Where what a row has in a member stands in the record.
    pub(super) fn row_path(&self, roster: NodeId, row: RecordId, member: NodeId) -> Option<Path> {
        let name = |node: NodeId| &self.definition().node(node).name;
        format!("{}/{row}/{}", name(roster), name(member)).parse().ok()
    }

    /// The roster, row and member that a path names.
    pub(super) fn row_of(&self, path: &Path) -> Option<(NodeId, RecordId, NodeId)> {
        let definition = self.definition();
        let mut segments = path.segments();
        let roster = definition.find(segments.next()?)?;
        let row = segments.next()?.parse().ok()?;
        let member = definition.find(segments.next()?)?;
        let fits = self.roster_around(member) == Some(roster) && segments.next().is_none();
        (fits && !self.engine.is_off(roster)).then_some((roster, row, member))
    }
}
