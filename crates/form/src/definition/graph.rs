//! What each step of the evaluation reads.

use super::Definition;
use crate::{Class, Expression, ExpressionId, Facet, NodeId, Step};

/// A node whose answer is read.
///
/// | written in a rule of a repeat's question | read |
/// |---|---|
/// | `${member}` of the same repeat, `.` | in the same row |
/// | `sum(${member})`, `${repeat}[…]`, `count(${repeat})`, `position(..)` | in the whole set |
/// | `${question}` outside | there is only one |
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Read {
    /// The node.
    pub node: NodeId,
    /// Whether only in the row of the reader.
    pub same_row: bool,
}

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
                (Facet::Rows, bind.count.is_some()),
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
    pub(crate) fn wakers(&self, step: Step) -> Vec<Read> {
        let bind = &self.node(step.node).bind;
        match step.facet {
            Facet::Value if !bind.trigger.is_empty() => {
                let read = |node: &NodeId| self.read_beside(*node, step.node);
                bind.trigger.iter().map(read).collect()
            }
            // Its own answer and relevance count too.
            Facet::Constraint => {
                let mut wakers = self.step_reads(step);
                wakers.push(Read { node: step.node, same_row: true });
                wakers
            }
            _ => self.step_reads(step),
        }
    }

    /// The nodes whose answers a step reads.
    pub(crate) fn step_reads(&self, step: Step) -> Vec<Read> {
        let node = self.node(step.node);
        let of = |rule: Option<ExpressionId>| rule.map_or_else(Vec::new, |rule| self.reads(rule));
        match step.facet {
            Facet::Relevant => of(node.bind.relevant),
            Facet::Rows => of(node.bind.count),
            Facet::Readonly => of(node.bind.readonly),
            Facet::Required => of(node.bind.required),
            Facet::Value => of(node.bind.calculate),
            Facet::Constraint => of(node.bind.constraint),
            Facet::Choices => of(node.bind.choice_filter),
            Facet::Label => {
                let named = node.label.named().chain(node.hint.named());
                named.filter_map(|name| Some(self.read_beside(self.find(name)?, step.node))).collect()
            }
        }
    }

    /// What an expression reads, through all its parts, each once.
    pub(crate) fn reads(&self, root: ExpressionId) -> Vec<Read> {
        let mut found = Vec::new();
        // In a predicate, the row at hand is any row.
        let mut ahead = vec![(root, false)];
        while let Some((id, in_predicate)) = ahead.pop() {
            let expression = self.expression(id);
            let same_row = matches!(expression, Expression::Member(_)) && !in_predicate;
            found.extend(expression.reads().into_iter().flatten().map(|node| Read { node, same_row }));
            let in_predicate = in_predicate || matches!(expression, Expression::Rows { .. });
            ahead.extend(expression.parts().into_iter().map(|part| (part, in_predicate)));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn read_beside(&self, node: NodeId, reader: NodeId) -> Read {
        let repeat = self.repeat_around(node);
        Read { node, same_row: repeat.is_some() && repeat == self.repeat_around(reader) }
    }
}
