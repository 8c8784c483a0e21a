//! A form as data: checked, compact, immutable.

mod graph;
mod sound;
mod title;

use crate::{ChoiceList, Expression, ExpressionId, Labels, ListId, Node, NodeId, Step};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;

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
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub record_title: BTreeMap<String, ExpressionId>,
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

    /// What an expression reads, through all its parts, each once.
    pub(crate) fn reads(&self, root: ExpressionId) -> Vec<NodeId> {
        let mut found = Vec::new();
        let mut ahead = vec![root];
        while let Some(id) = ahead.pop() {
            let expression = self.expression(id);
            found.extend(expression.reads());
            ahead.extend(expression.parts());
        }
        found.sort_unstable();
        found.dedup();
        found
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
