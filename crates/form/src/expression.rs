//! Expressions, as the phone holds them: parsed, checked, and with every name resolved.

use crate::{Function, ListId, NodeId};
use serde::{Deserialize, Serialize};

/// An expression of a definition, by its place in the arena. What an expression is made of stands before it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ExpressionId(pub u32);

/// A part of an expression.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expression {
    /// A number; finite.
    Number(f64),
    /// A text.
    Text(String),
    /// True or false.
    Flag(bool),
    /// The answer to a question; empty while it is not relevant.
    Answer(NodeId),
    /// The answer to the question that the rule belongs to: `.`
    Own,
    /// What the choice at hand has in a column, in a choice filter.
    Column(String),
    /// What the row at hand has in a member: in a predicate over rows, and in the rules of a repeat's own questions.
    Member(NodeId),
    /// The place of the row at hand among those of this repeat, from 1.
    Position(NodeId),
    /// The rows of a repeat or roster, narrowed by a predicate, as the values of one member.
    Rows {
        /// The repeat or roster.
        roster: NodeId,
        /// Whose values; the rows themselves if none.
        member: Option<NodeId>,
        /// Which rows.
        keep: Option<ExpressionId>,
    },
    /// Whether the answer to a question is this code: 78 % of the conditions in use are made of this.
    Is(NodeId, String),
    /// What a choice list has in `column` for the choice whose code is `key`.
    Lookup {
        /// The list.
        list: ListId,
        /// The column.
        column: String,
        /// The code.
        key: ExpressionId,
    },
    /// The negative of a number.
    Negate(ExpressionId),
    /// Two operands and what is done with them.
    Binary(Operator, ExpressionId, ExpressionId),
    /// A function of its arguments.
    Call(Function, Vec<ExpressionId>),
}

/// What is done with two operands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    /// `or`
    Or,
    /// `and`
    And,
    /// `=`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `div`
    Divide,
    /// `mod`
    Remainder,
}

impl Expression {
    /// How deep an expression may be nested, a chain of operators counting each: what a phone's stack bears well.
    pub const MAX_DEPTH: usize = 256;

    /// The parts it is made of.
    pub fn parts(&self) -> Vec<ExpressionId> {
        match self {
            Self::Rows { keep, .. } => keep.iter().copied().collect(),
            Self::Lookup { key: part, .. } | Self::Negate(part) => vec![*part],
            Self::Binary(_, left, right) => vec![*left, *right],
            Self::Call(_, arguments) => arguments.clone(),
            _ => Vec::new(),
        }
    }

    /// The nodes it reads itself, not through its parts.
    pub fn reads(&self) -> [Option<NodeId>; 2] {
        match self {
            Self::Answer(node) | Self::Is(node, _) | Self::Member(node) | Self::Position(node) => {
                [Some(*node), None]
            }
            Self::Rows { roster, member, .. } => [Some(*roster), *member],
            _ => [None, None],
        }
    }
}
