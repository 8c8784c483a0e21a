//! Which steps of the order a changed answer or relevance wakes.

use crate::{Definition, Facet, NodeId};

/// For each node, the positions of what reads it.
#[derive(Debug)]
pub struct Readers {
    answers: Vec<Vec<usize>>,
    relevance: Vec<Vec<usize>>,
}

impl Readers {
    /// The readers of a definition, from what its expressions name.
    pub fn of(definition: &Definition) -> Self {
        let nodes = definition.nodes.len();
        let mut readers = Self { answers: vec![Vec::new(); nodes], relevance: vec![Vec::new(); nodes] };
        for (position, step) in definition.order.iter().enumerate() {
            for read in definition.wakers(*step) {
                readers.answers[usize::from(read.0)].push(position);
            }
            let parent = definition.node(step.node).parent;
            if let (Facet::Relevant, Some(parent)) = (step.facet, parent) {
                readers.relevance[usize::from(parent.0)].push(position);
            }
        }
        readers
    }

    /// What reads the node's answer as it is visible.
    pub fn of_answer(&self, node: NodeId) -> &[usize] {
        &self.answers[usize::from(node.0)]
    }

    /// What hangs on the node's relevance alone: that of what stands in it.
    pub fn of_relevance(&self, node: NodeId) -> &[usize] {
        &self.relevance[usize::from(node.0)]
    }
}
