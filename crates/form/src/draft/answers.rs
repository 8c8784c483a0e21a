//! The answers of a draft, and which of them count.

use crate::evaluate::{Row, Rows, Source};
use crate::{NodeId, Place};
use record::{FlatMap, RowId, Value};

/// What is known of a question besides its answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Standing {
    /// Whether it is asked.
    pub relevant: bool,
    /// Whether a rule makes the answer one that can only be read.
    pub readonly: bool,
    /// Whether an answer is needed, were the question relevant.
    pub required: bool,
    /// Whether the answer breaks the constraint.
    pub violated: bool,
}

impl Default for Standing {
    fn default() -> Self {
        Self { relevant: true, readonly: false, required: false, violated: false }
    }
}

/// Answers by place, those that are not relevant among them.
#[derive(Clone, Debug)]
pub struct Answers {
    values: Vec<Option<Value>>,
    standings: Vec<Standing>,
    rows: FlatMap<NodeId, Rows>,
    /// Rows that were taken out, as they were: they come back so.
    aside: FlatMap<(NodeId, RowId), Row>,
    /// The repeat that each node stands in.
    repeats: Vec<Option<NodeId>>,
}

impl Answers {
    /// No answers to nodes that stand in these repeats, everything relevant.
    pub fn none(repeats: Vec<Option<NodeId>>) -> Self {
        let nodes = repeats.len();
        Self {
            values: vec![None; nodes],
            standings: vec![Standing::default(); nodes],
            rows: FlatMap::new(),
            aside: FlatMap::new(),
            repeats,
        }
    }

    /// The repeat that a node stands in.
    pub fn repeat_around(&self, node: NodeId) -> Option<NodeId> {
        self.repeats[usize::from(node.0)]
    }

    /// The answer, relevant or not.
    pub fn raw(&self, place: Place) -> Option<&Value> {
        match place.row {
            None => self.values[usize::from(place.node.0)].as_ref(),
            Some(_) => self.row_of(place)?.values.get(&place.node),
        }
    }

    /// The answer, if it is relevant.
    pub fn visible(&self, place: Place) -> Option<&Value> {
        self.raw(place).filter(|_| self.standing(place).relevant)
    }

    /// Puts an answer; whether it differs from what stood there. A row that is not there yet is made.
    pub fn put(&mut self, place: Place, value: Option<Value>) -> bool {
        let Some(row) = place.row else {
            let slot = &mut self.values[usize::from(place.node.0)];
            return std::mem::replace(slot, value.clone()) != value;
        };
        let Some(repeat) = self.repeat_around(place.node) else { return false };
        let values = &mut self.rows.entry(repeat).or_default().entry(row).or_default().values;
        let before = match &value {
            Some(value) => values.insert(place.node, value.clone()),
            None => values.remove(&place.node),
        };
        before != value
    }

    /// What is known of a place besides its answer.
    pub fn standing(&self, place: Place) -> Standing {
        match place.row {
            None => self.standings[usize::from(place.node.0)],
            Some(_) => self.row_of(place).map(|row| row.standing(place.node)).unwrap_or_default(),
        }
    }

    /// Changes what is known of a place; whether that differs from before.
    pub fn make(&mut self, place: Place, change: impl FnOnce(&mut Standing)) -> bool {
        let before = self.standing(place);
        let mut after = before;
        change(&mut after);
        let repeat = self.repeat_around(place.node);
        match (place.row, repeat) {
            (None, _) => self.standings[usize::from(place.node.0)] = after,
            (Some(row), Some(repeat)) => {
                if let Some(row) = self.rows.get_mut(&repeat).and_then(|rows| rows.get_mut(&row)) {
                    row.standings.insert(place.node, after);
                }
            }
            (Some(_), None) => {}
        }
        before != after
    }

    fn row_of(&self, place: Place) -> Option<&Row> {
        self.rows.get(&self.repeat_around(place.node)?)?.get(&place.row?)
    }

    /// The rows of a repeat or roster, relevant or not.
    pub fn raw_rows(&self, rows: NodeId) -> Option<&Rows> {
        self.rows.get(&rows)
    }

    /// The rows of a repeat, in order.
    pub fn row_ids(&self, repeat: NodeId) -> Vec<RowId> {
        self.raw_rows(repeat).into_iter().flat_map(|rows| rows.keys().copied()).collect()
    }

    /// Whether a repeat has a row.
    pub fn has_row(&self, repeat: NodeId, row: RowId) -> bool {
        self.raw_rows(repeat).is_some_and(|rows| rows.contains_key(&row))
    }

    /// Adds a row to a repeat, with its answers if it was there before; whether it is a new one.
    pub fn add_row(&mut self, repeat: NodeId, row: RowId) -> bool {
        let before = self.aside.remove(&(repeat, row));
        let is_new = before.is_none();
        self.rows.entry(repeat).or_default().entry(row).or_insert_with(|| before.unwrap_or_default());
        is_new
    }

    /// Takes a row out of a repeat; whether there was one.
    pub fn remove_row(&mut self, repeat: NodeId, row: RowId) -> bool {
        let removed = self.rows.get_mut(&repeat).and_then(|rows| rows.remove(&row));
        let was_there = removed.is_some();
        self.aside.extend(removed.map(|removed| ((repeat, row), removed)));
        was_there
    }

    /// Every answer in a row, of repeats and rosters.
    pub fn all_rows(&self) -> impl Iterator<Item = (NodeId, RowId, NodeId, &Value)> {
        self.rows.iter().flat_map(|(rows, found)| {
            found.iter().flat_map(move |(row, members)| {
                members.values.iter().map(move |(member, value)| (*rows, *row, *member, value))
            })
        })
    }

    /// Puts what a row of a roster has in a member; whether it differs from what stood there. A row without answers
    /// is none.
    pub fn put_mark(&mut self, roster: NodeId, row: RowId, member: NodeId, value: Option<Value>) -> bool {
        let rows = self.rows.entry(roster).or_default();
        let members = &mut rows.entry(row).or_default().values;
        let before = match &value {
            Some(value) => members.insert(member, value.clone()),
            None => members.remove(&member),
        };
        if members.is_empty() {
            rows.remove(&row);
        }
        before != value
    }
}

impl Source for Answers {
    fn answer(&self, node: NodeId) -> Option<&Value> {
        self.visible(node.into())
    }

    fn rows(&self, rows: NodeId) -> Option<&Rows> {
        self.raw_rows(rows).filter(|_| self.standing(rows.into()).relevant)
    }
}
