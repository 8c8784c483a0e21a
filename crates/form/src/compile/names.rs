//! What names mean, by where an expression stands.

use super::{Fault, nearest::nearest, parser::Refusal};
use crate::{Definition, Expression, Kind, ListId, NodeId};

/// The names that an expression may use besides those of questions.
#[derive(Clone, Copy, Debug, Default)]
pub struct Names {
    /// In a choice filter: the list whose columns bare names are.
    columns: Option<ListId>,
    /// In a predicate: the repeat or roster whose members bare names are.
    filtered: Option<NodeId>,
    /// In a rule of a repeat's question: the repeat whose members are those of the same row.
    pub(super) row: Option<NodeId>,
    /// In a rule: the question that `.` is.
    pub(super) own: Option<NodeId>,
}

impl Names {
    /// In a choice filter over this list.
    pub fn in_filter(list: ListId) -> Self {
        Self { columns: Some(list), ..Self::default() }
    }

    /// In a predicate over the rows of this repeat or roster.
    pub fn in_predicate(rows: NodeId) -> Self {
        Self { filtered: Some(rows), ..Self::default() }
    }

    /// In a rule of this question.
    pub fn of(self, definition: &Definition, own: NodeId) -> Self {
        Self { own: Some(own), row: definition.repeat_around(own), ..self }
    }

    /// `name`: a column or a member.
    pub fn bare(self, definition: &Definition, name: &str) -> Result<Expression, Refusal> {
        if let Some(rows) = self.filtered {
            return Self::member(definition, rows, name).map(Expression::Member);
        }
        if let Some(list) = self.columns {
            return known_column(definition, list, name).map(Expression::Column);
        }
        let meant = definition.find(name).map(|_| format!("${{{name}}}"));
        Err((Fault::Unsupported(format!("the path {name}")), meant))
    }

    /// `${name}`: a question, the rows of a repeat or roster, a member of the row at hand, or that of every row.
    pub fn reference(self, definition: &Definition, name: &str) -> Result<Expression, Refusal> {
        let Some(node) = definition.find(name) else {
            let names = definition.nodes.iter().map(|node| node.name.as_str());
            return Err((Fault::UnknownQuestion(name.to_owned()), nearest(name, names)));
        };
        let question = definition.node(node);
        match (&question.kind, definition.rows_around(node)) {
            (Kind::Repeat | Kind::Roster(_), _) => {
                Ok(Expression::Rows { roster: node, member: None, keep: None })
            }
            (Kind::Group | Kind::Note, _) => {
                Err((Fault::Type { needed: "a question", found: "a group or note" }, None))
            }
            (_, Some(rows)) if self.filtered.or(self.row) == Some(rows) => Ok(Expression::Member(node)),
            (_, Some(rows)) => Ok(Expression::Rows { roster: rows, member: Some(node), keep: None }),
            _ => Ok(Expression::Answer(node)),
        }
    }

    /// A member of a repeat or roster.
    pub fn member(definition: &Definition, rows: NodeId, name: &str) -> Result<NodeId, Refusal> {
        let members = || definition.members(rows).map(|node| (node, definition.node(node).name.as_str()));
        let found = members().find(|(_, member)| *member == name).map(|(node, _)| node);
        found.ok_or_else(|| {
            (Fault::UnknownQuestion(name.to_owned()), nearest(name, members().map(|(_, member)| member)))
        })
    }

    /// A column of a list named in words.
    pub fn column_of(definition: &Definition, list: &str, column: &str) -> Result<(ListId, String), Refusal> {
        let place = definition.lists.iter().position(|known| known.name == list);
        let Some(place) = place else {
            let names = definition.lists.iter().map(|list| list.name.as_str());
            return Err((Fault::UnknownList(list.to_owned()), nearest(list, names)));
        };
        let list = ListId(place as u16);
        known_column(definition, list, column).map(|column| (list, column))
    }
}

fn known_column(definition: &Definition, list: ListId, name: &str) -> Result<String, Refusal> {
    let columns = &definition.list(list).columns;
    if name == "name" || columns.iter().any(|column| column == name) {
        return Ok(name.to_owned());
    }
    Err((Fault::UnknownColumn(name.to_owned()), nearest(name, columns.iter().map(String::as_str))))
}
