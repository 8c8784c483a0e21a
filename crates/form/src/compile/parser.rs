//! Expressions by precedence climbing: from tokens into the arena, names resolved on the way.
//!
//! | binds | operators |
//! |---|---|
//! | least | `or` |
//! | | `and` |
//! | | `=` `!=` |
//! | | `<` `<=` `>` `>=` |
//! | | `+` `-` |
//! | | `*` `div` `mod` |
//! | most | `-` before an operand |

use super::{
    Fault,
    lexer::{Token, TokenKind, tokens},
    names::Names,
    nearest::nearest,
};
use crate::{Definition, Expression, ExpressionId, Function, Operator};

/// What is wrong with an expression, and what may have been meant.
pub type Refusal = (Fault, Option<String>);

/// How deep brackets may be nested: the parser is the one part that follows them on its own stack.
const MAX_BRACKETS: usize = 64;

/// Parses one expression of a definition into its arena.
pub struct Parser<'a> {
    pub(super) definition: &'a mut Definition,
    pub(super) names: Names,
    tokens: Vec<Token>,
    next: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    /// Parses `text` with the names that are known where it stands.
    pub fn parse(definition: &'a mut Definition, names: Names, text: &str) -> Result<ExpressionId, Refusal> {
        let tokens = tokens(text).map_err(plain)?;
        let start = definition.expressions.len();
        let mut parser = Self { definition, names, tokens, next: 0, depth: 0 };
        let root = parser.expression(0)?;
        if parser.next < parser.tokens.len() {
            return Err(parser.unexpected("an operator or the end"));
        }
        parser.definition.check_nesting(start).map_err(|_| plain(Fault::TooDeep))?;
        Ok(root)
    }

    /// An operand and every operator after it that binds at least so tightly.
    fn expression(&mut self, least: u8) -> Result<ExpressionId, Refusal> {
        self.depth += 1;
        if self.depth > MAX_BRACKETS {
            return Err(plain(Fault::TooDeep));
        }
        let mut left = self.operand()?;
        while let Some((operator, binds)) = self.operator().filter(|(_, binds)| *binds >= least) {
            self.next += 1;
            let right = self.expression(binds + 1)?;
            left = self.binary(operator, left, right)?;
        }
        self.depth -= 1;
        Ok(left)
    }

    fn operator(&self) -> Option<(Operator, u8)> {
        use Operator as O;
        let written = match &self.tokens.get(self.next)?.kind {
            TokenKind::Sign(sign) => *sign,
            TokenKind::Name(name) => name.as_str(),
            _ => return None,
        };
        Some(match written {
            "or" => (O::Or, 1),
            "and" => (O::And, 2),
            "=" => (O::Equal, 3),
            "!=" => (O::Unequal, 3),
            "<" => (O::Less, 4),
            "<=" => (O::AtMost, 4),
            ">" => (O::More, 4),
            ">=" => (O::AtLeast, 4),
            "+" => (O::Add, 5),
            "-" => (O::Subtract, 5),
            "*" => (O::Multiply, 6),
            "div" => (O::Divide, 6),
            "mod" => (O::Remainder, 6),
            _ => return None,
        })
    }

    fn operand(&mut self) -> Result<ExpressionId, Refusal> {
        let Some(token) = self.tokens.get(self.next).cloned() else {
            return Err(self.unexpected("a value"));
        };
        self.next += 1;
        match token.kind {
            TokenKind::Number(number) => self.push(Expression::Number(number)),
            TokenKind::Text(text) => self.push(Expression::Text(text)),
            TokenKind::Sign("-") => {
                let part = self.expression(7)?;
                self.negate(part)
            }
            TokenKind::Sign("(") => {
                let inside = self.expression(0)?;
                self.expect(")")?;
                Ok(inside)
            }
            TokenKind::Sign(".") => self.push(Expression::Own),
            TokenKind::Reference(name) => self.reference(&name),
            TokenKind::Name(name) if self.at_sign("(") => self.call(&name),
            TokenKind::Name(name) if self.at_sign(":") || self.at_sign("::") => Err(path_fault(&name)),
            TokenKind::Name(name) => {
                let named = self.names.bare(self.definition, &name)?;
                self.push(named)
            }
            TokenKind::Sign(sign @ ("/" | "//" | ".." | "@" | "*")) => Err(path_fault(sign)),
            TokenKind::Sign(_) => {
                self.next -= 1;
                Err(self.unexpected("a value"))
            }
        }
    }

    /// `${name}`, with the predicate and the member that may follow the name of a repeat or roster.
    fn reference(&mut self, name: &str) -> Result<ExpressionId, Refusal> {
        let mut named = self.names.reference(self.definition, name)?;
        if let Expression::Rows { roster, member, keep } = &mut named {
            if self.takes("[") {
                let outside = std::mem::replace(&mut self.names, Names::in_predicate(*roster));
                *keep = Some(self.expression(0)?);
                self.names = outside;
                self.expect("]")?;
            }
            if self.takes("/") {
                let written = self.tokens.get(self.next).map(|token| token.kind.clone());
                let Some(TokenKind::Name(written)) = written else {
                    return Err(self.unexpected("the name of a member"));
                };
                self.next += 1;
                *member = Some(Names::member(self.definition, *roster, &written)?);
            }
        } else if self.at_sign("[") || self.at_sign("/") {
            return Err(path_fault("a path"));
        }
        self.push(named)
    }

    fn call(&mut self, name: &str) -> Result<ExpressionId, Refusal> {
        self.expect("(")?;
        if name == "position" {
            return self.position();
        }
        let start = self.definition.expressions.len();
        let mut arguments = Vec::new();
        if !self.takes(")") {
            loop {
                arguments.push(self.expression(0)?);
                if !self.takes(",") {
                    break;
                }
            }
            self.expect(")")?;
        }
        if name == "pulldata" {
            return self.lookup(&arguments);
        }
        let Some(function) = Function::named(name) else {
            let names = Function::ALL.iter().map(|function| function.name());
            let suggestion = if name == "now" { Some("today".into()) } else { nearest(name, names) };
            return Err((Fault::UnknownFunction(name.to_owned()), suggestion));
        };
        self.function(function, arguments, start)
    }

    /// `position(..)`: the place of the row at hand.
    fn position(&mut self) -> Result<ExpressionId, Refusal> {
        self.expect("..")?;
        self.expect(")")?;
        let Some(repeat) = self.names.row else {
            return Err(plain(Fault::Type { needed: "a question of a repeat", found: "one outside" }));
        };
        self.push(Expression::Position(repeat))
    }

    /// `pulldata('communes', 'type', 'code', ${commune})`: what a list has in a column for a code.
    fn lookup(&mut self, arguments: &[ExpressionId]) -> Result<ExpressionId, Refusal> {
        let [list, column, key_column, key] = arguments else {
            return Err(plain(Fault::Arity {
                function: "pulldata",
                least: 4,
                most: 4,
                found: arguments.len(),
            }));
        };
        let literal = |id: &ExpressionId| match self.definition.expression(*id) {
            Expression::Text(text) => Ok(text.clone()),
            _ => Err(plain(Fault::Type { needed: "a text in quotes", found: "an expression" })),
        };
        let (list, column, key_column) = (literal(list)?, literal(column)?, literal(key_column)?);
        if !matches!(key_column.as_str(), "name" | "code") {
            return Err((Fault::Unsupported("pulldata() by another column".into()), Some("name".into())));
        }
        let (list, column) = Names::column_of(self.definition, &list, &column)?;
        self.push(Expression::Lookup { list, column, key: *key })
    }

    pub(super) fn push(&mut self, expression: Expression) -> Result<ExpressionId, Refusal> {
        let place = u32::try_from(self.definition.expressions.len()).map_err(|_| plain(Fault::TooLarge))?;
        self.definition.expressions.push(expression);
        Ok(ExpressionId(place))
    }

    fn at_sign(&self, sign: &str) -> bool {
        matches!(self.tokens.get(self.next), Some(Token { kind: TokenKind::Sign(found), .. }) if *found == sign)
    }

    fn takes(&mut self, sign: &str) -> bool {
        let there = self.at_sign(sign);
        self.next += usize::from(there);
        there
    }

    fn expect(&mut self, sign: &'static str) -> Result<(), Refusal> {
        if self.takes(sign) { Ok(()) } else { Err(self.unexpected(sign)) }
    }

    fn unexpected(&self, expected: &'static str) -> Refusal {
        let token = self.tokens.get(self.next);
        let found = match token.map(|token| &token.kind) {
            None => "the end".to_owned(),
            Some(TokenKind::Number(number)) => number.to_string(),
            Some(TokenKind::Text(text) | TokenKind::Name(text)) => text.clone(),
            Some(TokenKind::Reference(name)) => format!("${{{name}}}"),
            Some(TokenKind::Sign(sign)) => (*sign).to_owned(),
        };
        let last = self.tokens.last().map_or(0, |token| token.at + 1);
        plain(Fault::Syntax { at: token.map_or(last, |token| token.at) + 1, found, expected })
    }
}

/// A fault without a suggestion.
pub fn plain(fault: Fault) -> Refusal {
    (fault, None)
}

fn path_fault(what: &str) -> Refusal {
    (Fault::Unsupported(format!("the path {what}")), Some("${name}".into()))
}
