//! Which steps of the order a changed answer or relevance wakes.

use crate::{Definition, Facet, NodeId};

/// A step that is woken.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    /// Its position in the order.
    pub position: usize,
    /// Whether only for the row in which something changed.
    pub same_row: bool,
}

/// For each node, what reads it.
#[derive(Debug)]
pub struct Readers {
    answers: Vec<Vec<Reader>>,
    relevance: Vec<Vec<Reader>>,
    members: Vec<Vec<usize>>,
}

impl Readers {
    /// The readers of a definition, from what its expressions name.
    pub fn of(definition: &Definition) -> Self {
        let none = || vec![Vec::new(); definition.nodes.len()];
        let mut readers =
            Self { answers: none(), relevance: none(), members: vec![Vec::new(); definition.nodes.len()] };
        for (position, step) in definition.order.iter().enumerate() {
            for read in definition.wakers(*step) {
                let reader = Reader { position, same_row: read.same_row };
                readers.answers[usize::from(read.node.0)].push(reader);
            }
            let repeat = definition.repeat_around(step.node);
            let parent = definition.node(step.node).parent;
            if let (Facet::Relevant, Some(parent)) = (step.facet, parent) {
                let same_row = repeat.is_some() && repeat != Some(parent);
                readers.relevance[usize::from(parent.0)].push(Reader { position, same_row });
            }
            if let Some(repeat) = repeat {
                readers.members[usize::from(repeat.0)].push(position);
            }
        }
        readers
    }

    /// What reads the node's answer as it is visible.
    pub fn of_answer(&self, node: NodeId) -> &[Reader] {
        &self.answers[usize::from(node.0)]
    }

    /// What hangs on the node's relevance alone: that of what stands in it.
    pub fn of_relevance(&self, node: NodeId) -> &[Reader] {
        &self.relevance[usize::from(node.0)]
    }

    /// The positions of what stands in a repeat.
    pub fn of_members(&self, repeat: NodeId) -> &[usize] {
        &self.members[usize::from(repeat.0)]
    }
}
