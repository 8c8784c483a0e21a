//! The answers of a draft, and which of them count.

use crate::{NodeId, Rows, Source};
use record::{RecordId, Value};
use std::collections::BTreeMap;

/// Answers by node, those that are not relevant among them.
#[derive(Clone, Debug)]
pub struct Answers {
    values: Vec<Option<Value>>,
    relevant: Vec<bool>,
    rows: BTreeMap<NodeId, Rows>,
}

impl Answers {
    /// No answers, everything relevant.
    pub fn none(nodes: usize) -> Self {
        Self { values: vec![None; nodes], relevant: vec![true; nodes], rows: BTreeMap::new() }
    }

    /// The answer, relevant or not.
    pub fn raw(&self, node: NodeId) -> Option<&Value> {
        self.values[usize::from(node.0)].as_ref()
    }

    /// The answer, if it is relevant.
    pub fn visible(&self, node: NodeId) -> Option<&Value> {
        self.raw(node).filter(|_| self.is_relevant(node))
    }

    /// Puts an answer; whether it differs from what stood there.
    pub fn put(&mut self, node: NodeId, value: Option<Value>) -> bool {
        let slot = &mut self.values[usize::from(node.0)];
        let differs = *slot != value;
        *slot = value;
        differs
    }

    /// Whether the node is relevant.
    pub fn is_relevant(&self, node: NodeId) -> bool {
        self.relevant[usize::from(node.0)]
    }

    /// Makes the node relevant or not; whether that differs from what it was.
    pub fn make_relevant(&mut self, node: NodeId, relevant: bool) -> bool {
        std::mem::replace(&mut self.relevant[usize::from(node.0)], relevant) != relevant
    }

    /// The rows of a roster, relevant or not.
    pub fn raw_rows(&self, roster: NodeId) -> Option<&Rows> {
        self.rows.get(&roster)
    }

    /// Every row of every roster.
    pub fn all_rows(&self) -> impl Iterator<Item = (NodeId, RecordId, NodeId, &Value)> {
        self.rows.iter().flat_map(|(roster, rows)| {
            rows.iter().flat_map(move |(row, members)| {
                members.iter().map(move |(member, value)| (*roster, *row, *member, value))
            })
        })
    }

    /// Puts what a row has in a member; whether it differs from what stood there.
    pub fn put_row(&mut self, roster: NodeId, row: RecordId, member: NodeId, value: Option<Value>) -> bool {
        let rows = self.rows.entry(roster).or_default();
        let members = rows.entry(row).or_default();
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
        self.visible(node)
    }

    fn rows(&self, roster: NodeId) -> Option<&Rows> {
        self.raw_rows(roster).filter(|_| self.is_relevant(roster))
    }
}
