//! What depends on nothing is computed once, when the form is written.

use super::parser::{Parser, Refusal};
use crate::{
    Definition, Expression, ExpressionId, NodeId,
    evaluate::{FUEL, Rows, Scene, Source},
    operand::Operand,
};
use chrono::NaiveDate;
use record::Value;
use std::cell::Cell;

struct NoAnswers;

impl Source for NoAnswers {
    fn answer(&self, _node: NodeId) -> Option<&Value> {
        None
    }

    fn rows(&self, _roster: NodeId) -> Option<&Rows> {
        None
    }
}

impl Parser<'_> {
    /// The expression, or its value if its parts are constant. The first of its parts stands at `start`.
    pub(super) fn folded(&mut self, start: ExpressionId, whole: Expression) -> Result<ExpressionId, Refusal> {
        let constant = is_constant(self.definition, &whole);
        let id = self.push(whole)?;
        match constant.then(|| value(self.definition, id)).flatten() {
            Some(value) => {
                self.definition.expressions.truncate(start.0 as usize);
                self.push(value)
            }
            None => Ok(id),
        }
    }
}

fn is_constant(definition: &Definition, whole: &Expression) -> bool {
    let literal = |id: &ExpressionId| {
        let part = definition.expression(*id);
        matches!(part, Expression::Number(_) | Expression::Text(_) | Expression::Flag(_))
    };
    let kind = match whole {
        Expression::Negate(_) | Expression::Binary(..) => true,
        Expression::Call(function, _) => function.is_constant(),
        _ => false,
    };
    kind && whole.parts().iter().all(literal)
}

/// A constant as a literal; dates, NaN and the infinite have none.
fn value(definition: &Definition, id: ExpressionId) -> Option<Expression> {
    let fuel = Cell::new(FUEL);
    let scene = Scene::new(definition, &NoAnswers, NaiveDate::default(), &fuel);
    match scene.evaluate(id).ok()? {
        Operand::Text(text) => Some(Expression::Text(text.into_owned())),
        Operand::Number(number) => number.is_finite().then_some(Expression::Number(number)),
        Operand::Flag(flag) => Some(Expression::Flag(flag)),
        Operand::Date(_) => None,
    }
}
