//! A record laid out as its form asks: sections, answers, the rows of rosters. What the form at hand has no question
//! for comes last, so that nothing that somebody wrote is out of sight.

use form::{Definition, Kind, Node, NodeId};
use record::{Path, Record, RecordId, Removal};
use std::collections::{BTreeMap, BTreeSet};

/// A line of the page of a record.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Line<'a> {
    /// A section begins.
    Section(&'a Node),
    /// A roster of so many rows begins.
    Roster(&'a Node, usize),
    /// The row of a repeat at this place, from 1, begins.
    Begun(&'a Node, usize),
    /// A question and its answer.
    Answer(&'a Path, &'a Node),
    /// A row of a roster: what stands there about another record.
    Row(&'a Path, &'a Node, RecordId),
    /// Answers that this form does not ask begin.
    Unasked,
    /// One of them.
    Other(&'a Path),
}

/// Lays out everything that the record holds; of a form that has not arrived, every answer by its bare name.
pub fn lines<'a>(definition: Option<&'a Definition>, record: &'a Record) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    let mut told = BTreeSet::new();
    let mut section = None;
    for (place, node) in definition.iter().flat_map(|definition| definition.nodes.iter().enumerate()) {
        let id = NodeId(place as u16);
        let answers = answers(definition, record, id, node);
        match node.kind {
            Kind::Group => section = Some((id, node)),
            _ if answers.is_empty() => {}
            Kind::Repeat => {}
            Kind::Roster(_) => lines.push(Line::Roster(node, answers.len())),
            _ => {
                let begins = section.take_if(|(group, _)| node.parent == Some(*group));
                lines.extend(
                    begins.filter(|(_, node)| !node.label.is_empty()).map(|(_, node)| Line::Section(node)),
                );
            }
        }
        told.extend(answers.iter().filter_map(Line::path).map(Path::as_str));
        lines.extend(answers);
    }
    let hidden = |path: &Path| {
        definition.is_some_and(|d| d.nodes.iter().any(|n| is_hidden(n) && n.name == path.as_str()))
    };
    let others: Vec<&Path> = record
        .fields
        .keys()
        .filter(|path| !path.is_reserved() && !told.contains(path.as_str()) && !hidden(path))
        .filter(|path| record.shown(path).is_some() || record.is_disputed(path))
        .filter(|path| !stands_in_removed_row(record, path))
        .collect();
    if !others.is_empty() && definition.is_some() {
        lines.push(Line::Unasked);
    }
    lines.extend(others.into_iter().map(Line::Other));
    lines
}

fn stands_in_removed_row(record: &Record, path: &Path) -> bool {
    let row = path.as_str().rsplit_once('/').map(|(row, _)| row);
    row.is_some_and(|row| record.row_removal(row) == Removal::Removed)
}

/// The rows of a repeat, each with what was answered in it, in the order of the form.
fn rows<'a>(definition: &'a Definition, record: &'a Record, repeat: NodeId) -> Vec<Line<'a>> {
    let node = definition.node(repeat);
    let prefix = format!("{}/", node.name);
    let mut of_rows: BTreeMap<&str, Vec<&Path>> = BTreeMap::new();
    for path in record.fields.keys().filter(|path| path.as_str().starts_with(&prefix)) {
        let standing = (record.shown(path).is_some() || record.is_disputed(path)) && !path.is_reserved();
        if let Some(row) = path.segments().nth(1).filter(|_| standing && !stands_in_removed_row(record, path))
        {
            of_rows.entry(row).or_default().push(path);
        }
    }
    let mut lines = Vec::new();
    for (place, paths) in of_rows.into_values().enumerate() {
        lines.push(Line::Begun(node, place + 1));
        for member in definition.members(repeat).map(|member| definition.node(member)) {
            let of_member = paths.iter().find(|path| path.segments().last() == Some(member.name.as_str()));
            lines.extend(of_member.map(|path| Line::Answer(path, member)));
        }
    }
    lines
}

fn is_hidden(node: &Node) -> bool {
    matches!(node.kind, Kind::Hidden)
}

/// The lines of one question: none while it has no answer, or one for each row.
fn answers<'a>(
    definition: Option<&'a Definition>,
    record: &'a Record,
    id: NodeId,
    node: &'a Node,
) -> Vec<Line<'a>> {
    let stands = |path: &Path| record.shown(path).is_some() || record.is_disputed(path);
    if let Kind::Roster(_) = node.kind {
        let prefix = format!("{}/", node.name);
        let member = |name: &str| {
            let definition = definition?;
            definition.children(id).map(|id| definition.node(id)).find(|member| member.name == name)
        };
        return record
            .fields
            .keys()
            .filter(|path| path.as_str().starts_with(&prefix) && stands(path))
            .filter_map(|path| {
                let mut rest = path.segments().skip(1);
                let row = rest.next()?.parse().ok()?;
                Some(Line::Row(path, member(rest.next()?)?, row))
            })
            .collect();
    }
    if let (Kind::Repeat, Some(definition)) = (&node.kind, definition) {
        return rows(definition, record, id);
    }
    let within_rows = || definition.is_some_and(|definition| definition.rows_around(id).is_some());
    let found = record.fields.get_key_value(node.name.as_str());
    found
        .filter(|(path, _)| node.path().is_some() && !is_hidden(node) && !within_rows() && stands(path))
        .map(|(path, _)| Line::Answer(path, node))
        .into_iter()
        .collect()
}

impl<'a> Line<'a> {
    /// Where its answer stands; headings have none.
    pub fn path(&self) -> Option<&'a Path> {
        match *self {
            Self::Answer(path, _) | Self::Row(path, ..) | Self::Other(path) => Some(path),
            Self::Section(_) | Self::Roster(..) | Self::Begun(..) | Self::Unasked => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use form::{Bind, Class, Labels};
    use record::{Actor, AuthorId, Change, Context, Dot, HybridTime, RowId, Value};

    fn node(name: &str, kind: Kind, parent: Option<u16>) -> Node {
        let label = Labels([("fr".to_owned(), name.to_owned())].into());
        Node {
            name: name.to_owned(),
            kind,
            parent: parent.map(NodeId),
            bind: Bind::default(),
            label,
            hint: Labels::default(),
            aloud: Labels::default(),
            constraint_message: Labels::default(),
            required_message: Labels::default(),
            missing: Vec::new(),
            class: Class::C1,
            appearance: Vec::new(),
        }
    }

    #[test]
    fn a_record_is_laid_out_as_its_form_asks_and_nothing_is_out_of_sight() {
        let definition = Definition {
            name: "session".into(),
            version: 1,
            hash: String::new(),
            title: Labels::default(),
            record_title: [].into(),
            record_key: Vec::new(),
            nodes: vec![
                node("place", Kind::Group, None),
                node("venue", Kind::Text, Some(0)),
                node("people", Kind::Group, None),
                node("trainer", Kind::Text, Some(2)),
                node("attendance", Kind::Roster("person".into()), None),
                node("status", Kind::Text, Some(4)),
                node("secret", Kind::Hidden, None),
                node("tasks", Kind::Repeat, None),
                node("what", Kind::Text, Some(7)),
                node("due", Kind::Text, Some(7)),
            ],
            expressions: Vec::new(),
            lists: Vec::new(),
            order: Vec::new(),
        };
        let person = RecordId::derived("person", &["fatima"]);
        let mut record = Record::new(RecordId::derived("session", &["one"]), "session");
        let [first, second] = [1, 2].map(|n| RowId::begun(n, n.into()));
        let [due, what] = ["due", "what"].map(|member| format!("tasks/{first}/{member}"));
        let (mark, gone) = (format!("attendance/{person}/status"), format!("tasks/{second}/what"));
        let edits = ["venue", &mark, "secret", "older", "@scope/MICRO/1", &due, &what, &gone];
        let change = Change {
            record: record.id,
            dot: Dot { actor: Actor(1), n: 1 },
            saw: Context::default(),
            form: "session".into(),
            form_version: 1,
            author: AuthorId::derived("staff", &["naima"]),
            at: HybridTime::from_millis(1),
            on: "2026-11-21".parse().unwrap(),
            redacted: None,
            edits: edits.map(|path| (path.parse().unwrap(), Some(Value::Text("x".into())))).into(),
        };
        record.apply(&change);
        let removed = Path::row_removed("tasks", second).unwrap();
        record.apply(&Change {
            dot: Dot { actor: Actor(1), n: 2 },
            saw: record.context.clone(),
            edits: [(removed, Some(Value::Seen(record.context.clone())))].into(),
            ..change
        });
        let told = |line: &Line<'_>| match line {
            Line::Section(node) => format!("[{}]", node.name),
            Line::Roster(node, all) => format!("[{} {all}]", node.name),
            Line::Begun(node, place) => format!("[{} {place}]", node.name),
            Line::Answer(path, _) if path.segments().count() == 3 => {
                path.segments().last().unwrap().to_owned()
            }
            Line::Answer(path, _) | Line::Other(path) => path.to_string(),
            Line::Row(_, member, row) => format!("{} {}", member.name, *row == person),
            Line::Unasked => "[unasked]".to_owned(),
        };
        let told: Vec<String> = lines(Some(&definition), &record).iter().map(told).collect();
        assert_eq!(
            told,
            [
                "[place]",
                "venue",
                "[attendance 1]",
                "status true",
                "[tasks 1]",
                "what",
                "due",
                "[unasked]",
                "older"
            ]
        );
    }
}
