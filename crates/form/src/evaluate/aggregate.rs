//! Functions over the rows of a repeat or roster, and over whatever may be blank.

use super::{OutOfFuel, Scene};
use crate::{Expression, ExpressionId};
use record::Value;

impl Scene<'_> {
    /// How many rows an expression stands for.
    pub(super) fn count(&self, rows: ExpressionId) -> Result<usize, OutOfFuel> {
        Ok(self.over(rows)?.len())
    }

    /// How many of the rows that an expression stands for have something in its member.
    pub(super) fn count_given(&self, rows: ExpressionId) -> Result<usize, OutOfFuel> {
        Ok(self.over(rows)?.into_iter().flatten().count())
    }

    /// The numbers that several arguments stand for, rows one by one, blanks left out.
    pub(super) fn numbers(&self, arguments: &[ExpressionId]) -> Result<Vec<f64>, OutOfFuel> {
        let mut numbers = Vec::new();
        for argument in arguments {
            if let Expression::Rows { .. } = self.definition.expression(*argument) {
                numbers.extend(self.over(*argument)?.into_iter().flatten());
            } else {
                let operand = self.evaluate(*argument)?;
                if !operand.is_empty() {
                    numbers.push(operand.number());
                }
            }
        }
        Ok(numbers)
    }

    /// For each row an expression stands for, the number that its member holds, if it holds anything.
    fn over(&self, rows: ExpressionId) -> Result<Vec<Option<f64>>, OutOfFuel> {
        let Expression::Rows { roster, member, keep } = self.definition.expression(rows) else {
            return Ok(Vec::new());
        };
        let mut found = Vec::new();
        for row in self.source.rows(*roster).into_iter().flat_map(|rows| rows.values()) {
            let kept = match keep {
                Some(keep) => self.in_row(row).holds(*keep)?,
                None => true,
            };
            if kept {
                let answer = member.and_then(|member| Some((member, row.visible(member)?)));
                // A reason why there is no answer is as good as a blank here.
                let answer = answer.filter(|(_, value)| !matches!(value, Value::Missing(_)));
                found.push(answer.map(|(member, value)| self.seen(member, Some(value)).number()));
            }
        }
        Ok(found)
    }
}
