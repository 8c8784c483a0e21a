//! Arity and types: what can never work is refused when the form is written, not when it is filled.

use super::{
    Fault,
    nearest::nearest,
    parser::{Parser, Refusal, plain},
};
use crate::{Expression, ExpressionId, Function, Kind, NodeId, Operator, function::Type};

impl Parser<'_> {
    /// Two operands and an operator, checked and folded.
    pub(super) fn binary(
        &mut self,
        operator: Operator,
        left: ExpressionId,
        right: ExpressionId,
    ) -> Result<ExpressionId, Refusal> {
        use Operator as O;
        let needed = match operator {
            O::Or | O::And => Type::Flag,
            O::Equal | O::Unequal => Type::Any,
            O::Less | O::AtMost | O::More | O::AtLeast => self.date_or_number(left, right),
            O::Add | O::Subtract | O::Multiply | O::Divide | O::Remainder => Type::Number,
        };
        self.needs(needed, left)?;
        self.needs(needed, right)?;
        if let O::Equal | O::Unequal = operator {
            self.check_code(left, right)?;
            self.check_code(right, left)?;
        }
        if let (O::Equal, Some(node), Expression::Text(code)) =
            (operator, self.chosen(left), self.definition.expression(right))
        {
            let is = Expression::Is(node, code.clone());
            self.definition.expressions.truncate(left.0 as usize);
            return self.push(is);
        }
        self.folded(left, Expression::Binary(operator, left, right))
    }

    /// The negative of an operand.
    pub(super) fn negate(&mut self, part: ExpressionId) -> Result<ExpressionId, Refusal> {
        self.needs(Type::Number, part)?;
        self.folded(part, Expression::Negate(part))
    }

    /// A function of its arguments, the first part of which stands at `start` in the arena.
    pub(super) fn function(
        &mut self,
        function: Function,
        arguments: Vec<ExpressionId>,
        start: usize,
    ) -> Result<ExpressionId, Refusal> {
        let (least, most) = function.arity();
        if !(least..=most).contains(&arguments.len()) {
            let found = arguments.len();
            return Err(plain(Fault::Arity { function: function.name(), least, most, found }));
        }
        let types = function.arguments();
        for (place, argument) in arguments.iter().enumerate() {
            let counts_rows = matches!(function, Function::Min | Function::Max);
            let is_rows = self.type_of(*argument) == Type::Rows;
            if let Some(needed) = types.get(place).or(types.last()).filter(|_| !(counts_rows && is_rows)) {
                self.needs(*needed, *argument)?;
            }
        }
        match function {
            Function::Selected => self.check_code(arguments[0], arguments[1])?,
            Function::Regex => self.check_pattern(arguments[1])?,
            Function::FormatDate => self.check_date_pattern(arguments[1])?,
            _ => {}
        }
        self.folded(ExpressionId(start as u32), Expression::Call(function, arguments))
    }

    fn date_or_number(&self, left: ExpressionId, right: ExpressionId) -> Type {
        let dated = |id| matches!(self.type_of(id), Type::Date | Type::Time);
        if dated(left) || dated(right) { Type::Any } else { Type::Number }
    }

    /// What an expression gives.
    pub(super) fn type_of(&self, id: ExpressionId) -> Type {
        match self.definition.expression(id) {
            Expression::Number(_) | Expression::Negate(_) | Expression::Position(_) => Type::Number,
            Expression::Text(_) | Expression::Column(_) | Expression::Lookup { .. } => Type::Text,
            Expression::Flag(_) | Expression::Is(..) => Type::Flag,
            Expression::Answer(node) | Expression::Member(node) => self.type_of_answer(*node),
            Expression::Own => self.names.own.map_or(Type::Any, |own| self.type_of_answer(own)),
            Expression::Rows { .. } => Type::Rows,
            Expression::Binary(operator, ..) => match operator {
                Operator::Add
                | Operator::Subtract
                | Operator::Multiply
                | Operator::Divide
                | Operator::Remainder => Type::Number,
                _ => Type::Flag,
            },
            Expression::Call(function, _) => function.result(),
        }
    }

    fn type_of_answer(&self, node: NodeId) -> Type {
        match self.definition.node(node).kind {
            Kind::Integer | Kind::Decimal | Kind::Money => Type::Number,
            Kind::Time => Type::Time,
            Kind::Date(_) => Type::Date,
            Kind::Calculate | Kind::Hidden => Type::Any,
            _ => Type::Text,
        }
    }

    fn needs(&self, needed: Type, id: ExpressionId) -> Result<(), Refusal> {
        let found = self.type_of(id);
        let never_a_number = match self.definition.expression(id) {
            Expression::Text(text) => text.trim().parse::<f64>().is_err(),
            _ => false,
        };
        let fits = match (needed, found) {
            (Type::Rows, Type::Rows) => true,
            (Type::Rows, _) | (_, Type::Rows) => false,
            (Type::Number, Type::Text) => !never_a_number,
            (Type::Date, Type::Flag | Type::Time) | (Type::Number, Type::Time) => false,
            _ => true,
        };
        if fits {
            return Ok(());
        }
        // In its own row a member is one answer; all of them are written by way of the repeat.
        let all = match (needed, self.definition.expression(id), self.names.row) {
            (Type::Rows, Expression::Member(member), Some(repeat)) => {
                let name = |node: NodeId| &self.definition.node(node).name;
                Some(format!("${{{}}}/{}", name(repeat), name(*member)))
            }
            _ => None,
        };
        Err((Fault::Type { needed: called(needed), found: called(found) }, all))
    }

    /// The select that an operand is the answer of.
    fn chosen(&self, id: ExpressionId) -> Option<NodeId> {
        let Expression::Answer(node) = self.definition.expression(id) else {
            return None;
        };
        let one = matches!(
            self.definition.node(*node).kind,
            Kind::SelectOne(_) | Kind::Commune(_) | Kind::Programme(_)
        );
        one.then_some(*node)
    }

    /// Whether a code in quotes is among the choices of the select beside it.
    fn check_code(&self, select: ExpressionId, code: ExpressionId) -> Result<(), Refusal> {
        let node = match self.definition.expression(select) {
            Expression::Answer(node) | Expression::Member(node) => Some(*node),
            Expression::Own => self.names.own,
            _ => None,
        };
        let Some(node) = node else { return Ok(()) };
        let Expression::Text(code) = self.definition.expression(code) else { return Ok(()) };
        let question = self.definition.node(node);
        let mut codes: Vec<&str> = match (question.list(), &question.kind) {
            (Some(list), _) => self.definition.list(list).codes().collect(),
            (None, Kind::YesNo) => vec!["yes", "no"],
            (None, _) => return Ok(()),
        };
        codes.extend(question.missing.iter().map(|reason| reason.code()));
        if code.is_empty() || codes.contains(&code.as_str()) {
            return Ok(());
        }
        let question = question.name.clone();
        Err((Fault::UnknownCode { question, code: code.clone() }, nearest(code, codes)))
    }

    fn check_pattern(&self, pattern: ExpressionId) -> Result<(), Refusal> {
        let Expression::Text(pattern) = self.definition.expression(pattern) else {
            return Err(plain(Fault::Type { needed: "a text in quotes", found: "an expression" }));
        };
        let compiled = crate::evaluate::whole(pattern);
        compiled.map(|_| ()).map_err(|error| plain(Fault::Pattern(error.to_string())))
    }

    fn check_date_pattern(&self, pattern: ExpressionId) -> Result<(), Refusal> {
        let Expression::Text(pattern) = self.definition.expression(pattern) else {
            return Err(plain(Fault::Type { needed: "a text in quotes", found: "an expression" }));
        };
        let mut signs = pattern.split('%').skip(1);
        match signs.find(|sign| !sign.is_empty() && !sign.starts_with(['Y', 'y', 'm', 'n', 'd', 'e'])) {
            None => Ok(()),
            Some(sign) => {
                let sign: String = sign.chars().take(1).collect();
                Err(plain(Fault::Unsupported(format!("%{sign} in a date"))))
            }
        }
    }
}

fn called(of: Type) -> &'static str {
    match of {
        Type::Any => "a value",
        Type::Text => "a text",
        Type::Number => "a number",
        Type::Flag => "true or false",
        Type::Date => "a date",
        Type::Time => "a time of day",
        Type::Rows => "a repeat or roster",
    }
}
