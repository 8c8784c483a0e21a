//! Evaluating an expression: over answers, never over the graph.

mod aggregate;
mod call;
mod filter;
mod pattern;
mod rows;

use crate::{Choice, ChoiceList, Definition, Expression, ExpressionId, NodeId, Operator, operand::Operand};
use chrono::NaiveDate;
use record::Value;
use std::cell::Cell;

pub use pattern::Patterns;
#[cfg(feature = "compile")]
pub use pattern::whole;
pub use rows::{Row, Rows};

/// Where answers come from.
pub trait Source {
    /// The answer to a question as rules see it: nothing while it is not relevant.
    fn answer(&self, node: NodeId) -> Option<&Value>;
    /// The rows of a repeat or roster; nothing while it is not relevant.
    fn rows(&self, roster: NodeId) -> Option<&Rows>;
}

/// An evaluation ran out of fuel.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OutOfFuel;

/// How many parts of expressions one evaluation may look at. A filter over 10,000 choices takes 40,000.
pub const FUEL: u32 = 300_000;

/// What an expression is evaluated over.
pub struct Scene<'a> {
    definition: &'a Definition,
    source: &'a dyn Source,
    today: NaiveDate,
    own: Option<(NodeId, &'a Value)>,
    choice: Option<(&'a ChoiceList, &'a Choice)>,
    row: Option<&'a Row>,
    patterns: Option<&'a Patterns>,
    fuel: &'a Cell<u32>,
}

type Outcome<'a> = Result<Operand<'a>, OutOfFuel>;

impl<'a> Scene<'a> {
    /// Answers on a day, with so much fuel to burn.
    pub fn new(
        definition: &'a Definition,
        source: &'a dyn Source,
        today: NaiveDate,
        fuel: &'a Cell<u32>,
    ) -> Self {
        Self { definition, source, today, own: None, choice: None, row: None, patterns: None, fuel }
    }

    /// With patterns that are compiled already.
    pub fn with_patterns(self, patterns: &'a Patterns) -> Self {
        Self { patterns: Some(patterns), ..self }
    }

    /// For the rule of a question with this answer.
    pub fn at(&self, node: NodeId, own: Option<&'a Value>) -> Self {
        Self { own: own.map(|own| (node, own)), ..*self }
    }

    /// For one choice of a list.
    pub fn choosing(&self, list: &'a ChoiceList, choice: &'a Choice) -> Self {
        Self { choice: Some((list, choice)), ..*self }
    }

    /// For one row of a repeat or roster.
    pub fn in_row(&self, row: &'a Row) -> Self {
        Self { row: Some(row), ..*self }
    }

    /// An answer as rules see it.
    fn seen(&self, node: NodeId, value: Option<&'a Value>) -> Operand<'a> {
        Operand::answer(&self.definition.node(node).kind, value)
    }

    /// The answer of the question that the rule belongs to.
    fn own(&self) -> Operand<'a> {
        self.own.map_or(Operand::EMPTY, |(node, own)| self.seen(node, Some(own)))
    }

    /// The value of an expression.
    pub fn evaluate(&self, id: ExpressionId) -> Outcome<'a> {
        let left = self.fuel.get().checked_sub(1).ok_or(OutOfFuel)?;
        self.fuel.set(left);
        Ok(match self.definition.expression(id) {
            Expression::Number(number) => Operand::Number(*number),
            Expression::Text(text) => Operand::Text(text.into()),
            Expression::Flag(flag) => Operand::Flag(*flag),
            Expression::Answer(node) => self.seen(*node, self.source.answer(*node)),
            Expression::Own => self.own(),
            Expression::Column(column) => self
                .choice
                .map_or(Operand::EMPTY, |(list, choice)| Operand::Text(list.cell(choice, column).into())),
            Expression::Member(node) => self.seen(*node, self.row.and_then(|row| row.visible(*node))),
            Expression::Position(repeat) => Operand::Number(self.position(*repeat)),
            // Rows stand only where they are counted or summed, which looks at them itself.
            Expression::Rows { .. } => Operand::EMPTY,
            Expression::Is(node, code) => Operand::Flag(is(self.source.answer(*node), code)),
            Expression::Lookup { list, column, key } => {
                let key = self.evaluate(*key)?;
                let list = self.definition.list(*list);
                let found = list.choice(&key.text()).map(|choice| list.cell(choice, column));
                Operand::Text(found.unwrap_or_default().into())
            }
            Expression::Negate(part) => Operand::Number(-self.evaluate(*part)?.number()),
            Expression::Binary(operator, left, right) => self.binary(*operator, *left, *right)?,
            Expression::Call(function, arguments) => self.call(*function, arguments)?,
        })
    }

    /// Whether an expression is true.
    pub fn holds(&self, id: ExpressionId) -> Result<bool, OutOfFuel> {
        Ok(self.evaluate(id)?.flag())
    }

    fn binary(&self, operator: Operator, left: ExpressionId, right: ExpressionId) -> Outcome<'a> {
        let left = self.evaluate(left)?;
        // The right side of `and` and `or` is looked at only where it decides.
        match (operator, left.flag()) {
            (Operator::And, false) => return Ok(Operand::Flag(false)),
            (Operator::Or, true) => return Ok(Operand::Flag(true)),
            _ => {}
        }
        let right = self.evaluate(right)?;
        let ordered = |holds: fn(&f64, &f64) -> bool| {
            let (left, right) = left.comparable(&right);
            Operand::Flag(holds(&left, &right))
        };
        let (a, b) = (left.number(), right.number());
        Ok(match operator {
            Operator::And | Operator::Or => Operand::Flag(right.flag()),
            Operator::Equal => Operand::Flag(left.equals(&right)),
            Operator::Unequal => Operand::Flag(!left.equals(&right)),
            Operator::Less => ordered(f64::lt),
            Operator::AtMost => ordered(f64::le),
            Operator::More => ordered(f64::gt),
            Operator::AtLeast => ordered(f64::ge),
            Operator::Add => Operand::Number(a + b),
            Operator::Subtract => Operand::Number(a - b),
            Operator::Multiply => Operand::Number(a * b),
            Operator::Divide => Operand::Number(a / b),
            Operator::Remainder => Operand::Number(a % b),
        })
    }
}

/// Whether an answer is this code, without building a text.
fn is(answer: Option<&Value>, code: &str) -> bool {
    match answer {
        Some(Value::Choice(text) | Value::Text(text)) => text == code,
        answer => Operand::of(answer).equals(&Operand::Text(code.into())),
    }
}
