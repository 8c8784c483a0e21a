//! Whether a definition that was read can be evaluated without looking back.

use super::Definition;
use crate::{Expression, ExpressionId, Function, Kind, NodeId};

/// Why a definition cannot be used. The compiler makes none of these: the bytes were damaged or made elsewhere.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unsound {
    /// It has more nodes or lists than can be numbered.
    #[error("the form is too large")]
    TooLarge,
    /// A node stands in one that comes after it or is no group.
    #[error("a node stands in what is no group before it")]
    Parent,
    /// Something named by its place does not exist.
    #[error("something is named that does not exist")]
    Dangling,
    /// An expression is made of one that does not stand before it, or is nested too deeply.
    #[error("an expression is not made of what stands before it")]
    Nesting,
    /// A function has too few or too many arguments, or a pattern that is none.
    #[error("a function has the wrong arguments")]
    Arguments,
    /// The order of evaluation is not each step of the form once.
    #[error("the order of evaluation does not name each step once")]
    Order,
}

impl Definition {
    pub(crate) fn check(&self) -> Result<(), Unsound> {
        if self.nodes.len() > usize::from(u16::MAX) || self.lists.len() > usize::from(u16::MAX) {
            return Err(Unsound::TooLarge);
        }
        self.check_nodes()?;
        self.check_expressions()?;
        let mut order = self.order.clone();
        order.sort_unstable();
        if order == self.steps() { Ok(()) } else { Err(Unsound::Order) }
    }

    fn check_nodes(&self) -> Result<(), Unsound> {
        let has_expression =
            |id: &Option<ExpressionId>| id.is_none_or(|id| (id.0 as usize) < self.expressions.len());
        for (place, node) in self.nodes.iter().enumerate() {
            if let Some(parent) = node.parent {
                let before = usize::from(parent.0) < place;
                if !before || !self.node(parent).holds_others() || self.is_nested_repeat(place) {
                    return Err(Unsound::Parent);
                }
            }
            let bind = &node.bind;
            let rules = [
                bind.relevant,
                bind.required,
                bind.readonly,
                bind.constraint,
                bind.calculate,
                bind.default,
                bind.choice_filter,
                bind.count,
            ];
            let list = node.list().is_none_or(|list| usize::from(list.0) < self.lists.len());
            let triggers = bind.trigger.iter().all(|id| usize::from(id.0) < self.nodes.len());
            if !rules.iter().all(has_expression) || !list || !triggers {
                return Err(Unsound::Dangling);
            }
        }
        let titles = self.record_title.values().all(|id| has_expression(&Some(*id)));
        let keys = self.record_key.iter().all(|id| usize::from(id.0) < self.nodes.len());
        if titles && keys { Ok(()) } else { Err(Unsound::Dangling) }
    }

    /// Whether the node at a place is a repeat or roster within another: rows have no rows.
    fn is_nested_repeat(&self, place: usize) -> bool {
        let is_repeat = matches!(self.nodes[place].kind, Kind::Repeat | Kind::Roster(_));
        is_repeat && self.rows_around(NodeId(place as u16)).is_some()
    }

    fn check_expressions(&self) -> Result<(), Unsound> {
        self.check_nesting(0)?;
        let known = |id: NodeId| usize::from(id.0) < self.nodes.len();
        for expression in &self.expressions {
            let sound = match expression {
                Expression::Answer(node)
                | Expression::Member(node)
                | Expression::Position(node)
                | Expression::Is(node, _) => known(*node),
                Expression::Rows { roster, member, .. } => known(*roster) && member.is_none_or(known),
                Expression::Lookup { list, .. } => usize::from(list.0) < self.lists.len(),
                Expression::Call(function, arguments) => {
                    let (least, most) = function.arity();
                    let pattern = || matches!(self.expression(arguments[1]), Expression::Text(_));
                    let fitting = (least..=most).contains(&arguments.len());
                    if !fitting || (*function == Function::Regex && !pattern()) {
                        return Err(Unsound::Arguments);
                    }
                    true
                }
                _ => true,
            };
            if !sound {
                return Err(Unsound::Dangling);
            }
        }
        Ok(())
    }

    /// Whether each expression from a place on is made of what stands before it, and not nested too deeply.
    pub(crate) fn check_nesting(&self, start: usize) -> Result<(), Unsound> {
        let mut depths: Vec<usize> = Vec::with_capacity(self.expressions.len() - start);
        for expression in &self.expressions[start..] {
            let mut depth = 1;
            for part in expression.parts() {
                let place = (part.0 as usize).checked_sub(start).ok_or(Unsound::Nesting)?;
                depth = depth.max(depths.get(place).ok_or(Unsound::Nesting)? + 1);
            }
            if depth > Expression::MAX_DEPTH {
                return Err(Unsound::Nesting);
            }
            depths.push(depth);
        }
        Ok(())
    }
}
