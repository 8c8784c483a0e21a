//! What each step of the evaluation reads.

use super::Definition;
use crate::{Class, ExpressionId, Facet, NodeId, Step};

impl Definition {
    /// The steps that a node has.
    pub(crate) fn steps(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut has_relevance = vec![false; self.nodes.len()];
        for (place, id) in self.ids().enumerate() {
            let node = self.node(id);
            let bind = &node.bind;
            let beneath = node.parent.is_some_and(|parent| has_relevance[usize::from(parent.0)]);
            has_relevance[place] = beneath || bind.relevant.is_some() || node.class == Class::C3;
            let named = node.label.named().chain(node.hint.named()).next().is_some();
            let present = [
                (Facet::Relevant, has_relevance[place]),
                (Facet::Readonly, bind.readonly.is_some()),
                (Facet::Required, bind.required.is_some()),
                (Facet::Value, bind.calculate.is_some()),
                (Facet::Constraint, bind.constraint.is_some()),
                (Facet::Label, named),
                (Facet::Choices, bind.choice_filter.is_some()),
            ];
            let mine = present.into_iter().filter(|(_, present)| *present);
            steps.extend(mine.map(|(facet, _)| Step { node: id, facet }));
        }
        steps
    }

    /// The nodes whose changed answer makes a step worth evaluating again.
    pub(crate) fn wakers(&self, step: Step) -> Vec<NodeId> {
        let bind = &self.node(step.node).bind;
        match step.facet {
            Facet::Value if !bind.trigger.is_empty() => bind.trigger.clone(),
            // Its own answer and relevance count too.
            Facet::Constraint => {
                let mut wakers = self.step_reads(step);
                wakers.push(step.node);
                wakers
            }
            _ => self.step_reads(step),
        }
    }

    /// The nodes whose answers a step reads.
    pub(crate) fn step_reads(&self, step: Step) -> Vec<NodeId> {
        let node = self.node(step.node);
        let of = |rule: Option<ExpressionId>| rule.map_or_else(Vec::new, |rule| self.reads(rule));
        match step.facet {
            Facet::Relevant => of(node.bind.relevant),
            Facet::Readonly => of(node.bind.readonly),
            Facet::Required => of(node.bind.required),
            Facet::Value => of(node.bind.calculate),
            Facet::Constraint => of(node.bind.constraint),
            Facet::Choices => of(node.bind.choice_filter),
            Facet::Label => {
                let named = node.label.named().chain(node.hint.named());
                named.filter_map(|name| self.find(name)).collect()
            }
        }
    }
}
