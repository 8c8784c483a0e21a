//! A form as data: checked, compact, immutable.

mod graph;
mod sound;
mod title;

use crate::{ChoiceList, Expression, ExpressionId, Kind, Labels, ListId, Node, NodeId, Place, Step};
use record::{FlatMap, Path};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use sound::Unsound;

/// A form, compiled. Never changed: a new version is another definition with another hash. Reading one checks it
/// ([`Unsound`]), so that evaluating it can neither panic nor run for ever.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(remote = "Self")]
pub struct Definition {
    /// Its name: the kind of record it makes.
    pub name: String,
    /// Its version, counted by its authors.
    pub version: u32,
    /// The SHA-256 of its content, in hexadecimal.
    pub hash: String,
    /// Its title.
    pub title: Labels,
    /// What the title of a record is, by language; under the empty name for all others.
    #[serde(default, skip_serializing_if = "FlatMap::is_empty")]
    pub record_title: FlatMap<String, ExpressionId>,
    /// The questions whose answers make the identity of a record, so that two phones that make it make one; none if
    /// each record is a new one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub record_key: Vec<NodeId>,
    /// Questions and groups, in the order of the form; a group before what stands in it.
    pub nodes: Vec<Node>,
    /// The arena of expressions.
    pub expressions: Vec<Expression>,
    /// The choice lists.
    pub lists: Vec<ChoiceList>,
    /// What there is to evaluate, sorted so that whatever is read stands before what reads it.
    pub order: Vec<Step>,
}

impl Definition {
    /// A node.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[usize::from(id.0)]
    }

    /// The node of this name.
    pub fn find(&self, name: &str) -> Option<NodeId> {
        let place = self.nodes.iter().position(|node| node.name == name);
        place.map(|place| NodeId(place as u16))
    }

    /// All nodes, in the order of the form.
    pub fn ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.nodes.len()).map(|place| NodeId(place as u16))
    }

    /// The nodes that stand directly in a group or roster.
    pub fn children(&self, parent: NodeId) -> impl Iterator<Item = NodeId> {
        self.ids().filter(move |id| self.node(*id).parent == Some(parent))
    }

    /// The repeat that a node stands in, also within groups.
    pub fn repeat_around(&self, node: NodeId) -> Option<NodeId> {
        self.rows_around(node).filter(|around| self.node(*around).kind == Kind::Repeat)
    }

    /// The repeat or roster that a node stands in, also within groups.
    pub fn rows_around(&self, node: NodeId) -> Option<NodeId> {
        let mut around = self.node(node).parent;
        while let Some(parent) = around {
            if matches!(self.node(parent).kind, Kind::Repeat | Kind::Roster(_)) {
                return Some(parent);
            }
            around = self.node(parent).parent;
        }
        None
    }

    /// Every node that stands in a repeat or roster, also within groups.
    pub fn members(&self, rows: NodeId) -> impl Iterator<Item = NodeId> {
        self.ids().filter(move |id| self.rows_around(*id) == Some(rows))
    }

    /// Where the answer at a place stands in a record; nothing for what is not stored.
    pub fn path(&self, place: Place) -> Option<Path> {
        let node = self.node(place.node);
        match (place.row, self.rows_around(place.node)) {
            (None, None) => node.path(),
            (Some(row), Some(rows)) if node.is_stored() => {
                Path::in_row(&self.node(rows).name, row, &node.name).ok()
            }
            _ => None,
        }
    }

    /// The place of a node that is named where `beside` stands: in the same row, if both stand in one repeat.
    pub fn named_beside(&self, name: &str, beside: Place) -> Option<Place> {
        let node = self.find(name)?;
        let same = beside.row.filter(|_| self.rows_around(node) == self.rows_around(beside.node));
        Some(Place { node, row: same })
    }

    /// A choice list.
    pub fn list(&self, id: ListId) -> &ChoiceList {
        &self.lists[usize::from(id.0)]
    }

    /// The list of this name.
    pub fn list_named(&self, name: &str) -> Option<&ChoiceList> {
        self.lists.iter().find(|list| list.name == name)
    }

    pub(crate) fn expression(&self, id: ExpressionId) -> &Expression {
        &self.expressions[id.0 as usize]
    }
}

impl Serialize for Definition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for Definition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let definition = Self::deserialize(deserializer)?;
        definition.check().map_err(serde::de::Error::custom)?;
        Ok(definition)
    }
}
