//! What can change about a node, in which order it is evaluated, and what did change.

use crate::{NodeId, Place};
use record::FlatMap;
use serde::{Deserialize, Serialize};

/// Something about a node that rules or answers change. In the order in which they are evaluated at a node.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Facet {
    /// Whether it is asked.
    Relevant,
    /// The rows it has.
    Rows,
    /// Whether its answer can only be read.
    Readonly,
    /// Whether an answer is needed.
    Required,
    /// Its answer.
    Value,
    /// Whether its answer breaks the constraint.
    Constraint,
    /// Its words, where they name answers.
    Label,
    /// The choices it offers.
    Choices,
}

/// One thing to evaluate.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(from = "(NodeId, Facet)", into = "(NodeId, Facet)")]
pub struct Step {
    /// Of which node.
    pub node: NodeId,
    /// Which facet.
    pub facet: Facet,
}

/// Which facets of which places a screen has to show anew.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Changes(FlatMap<Place, Vec<Facet>>);

impl Changes {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The facets of a place that changed.
    pub fn of(&self, place: impl Into<Place>) -> &[Facet] {
        self.0.get(&place.into()).map_or(&[], Vec::as_slice)
    }

    /// The places of which something changed, in the order of the form.
    pub fn places(&self) -> impl Iterator<Item = Place> {
        self.0.keys().copied()
    }

    /// Whether pages may have come or gone.
    pub fn change_pages(&self) -> bool {
        self.0.values().any(|facets| facets.contains(&Facet::Relevant))
    }

    pub(crate) fn note(&mut self, place: Place, facet: Facet) {
        let facets = self.0.entry(place).or_default();
        if !facets.contains(&facet) {
            facets.push(facet);
        }
    }
}

impl From<(NodeId, Facet)> for Step {
    fn from((node, facet): (NodeId, Facet)) -> Self {
        Self { node, facet }
    }
}

impl From<Step> for (NodeId, Facet) {
    fn from(step: Step) -> Self {
        (step.node, step.facet)
    }
}
