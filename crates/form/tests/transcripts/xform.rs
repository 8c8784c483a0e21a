//! An XForm as XLSForm, as far as it can be said in it.

use form::{Definition, Draft, Kind, NodeId, Place, compile};
use roxmltree::{Document, Node};
use std::collections::BTreeMap;

/// A form of another engine in our words.
pub struct Translated {
    rows: Vec<Vec<String>>,
    choices: Vec<(String, String)>,
    /// The names of the nodes, by their paths without places.
    names: BTreeMap<String, String>,
    /// The paths of the repeats.
    repeats: Vec<String>,
    /// The order of the names: that of the compiled form's nodes.
    order: Vec<String>,
}

const COLUMNS: &str = "type|name|relevant|required|readonly|constraint|calculation|default|repeat_count";

type Binds<'a> = BTreeMap<&'a str, Node<'a, 'a>>;

struct Reader<'a> {
    binds: Binds<'a>,
    controls: BTreeMap<String, Node<'a, 'a>>,
    form: Translated,
}

impl Translated {
    /// Reads an XForm; nothing if something in it cannot be said here.
    pub fn read(xml: &str) -> Option<Self> {
        let document = Document::parse(xml).ok()?;
        let all = || document.descendants();
        let root = all().find(|node| named(*node, "instance"))?.first_element_child()?;
        let binds = all().filter(|node| named(*node, "bind"));
        let binds = binds.filter_map(|bind| Some((bind.attribute("nodeset")?, bind))).collect();
        let body = all().find(|node| named(*node, "body"))?;
        let mut controls = BTreeMap::new();
        for control in body.descendants().filter(Node::is_element) {
            if let Some(path) = control.attribute("nodeset").or_else(|| control.attribute("ref")) {
                let is_group_of_repeat =
                    named(control, "group") && control.children().any(|node| named(node, "repeat"));
                if named(control, "itemset") || !path.starts_with('/') {
                    return None;
                }
                if !is_group_of_repeat {
                    controls.insert(path.to_owned(), control);
                }
            }
        }
        // What acts on events is beyond, and so are other documents.
        let beyond = |node: Node<'_, '_>| {
            named(node, "setvalue")
                || named(node, "setgeopoint")
                || (named(node, "instance") && node.attribute("id").is_some())
                || node.attributes().any(|one| one.name() == "preload")
        };
        if all().any(beyond) {
            return None;
        }
        let form = Self {
            rows: Vec::new(),
            choices: Vec::new(),
            names: BTreeMap::new(),
            repeats: Vec::new(),
            order: Vec::new(),
        };
        let mut reader = Reader { binds, controls, form };
        let path = format!("/{}", root.tag_name().name());
        reader.name_all(root, &path)?;
        reader.read_children(root, &path)?;
        Some(reader.form)
    }

    /// The form compiled; nothing if it is refused.
    pub fn compiled(&self) -> Option<Definition> {
        let width = COLUMNS.split('|').count();
        let rule = format!("|{}", "-|".repeat(width));
        let cell = |cell: &String| cell.replace('|', "\\|").replace(['\n', '\r', '\t'], " ");
        let line = |row: &Vec<String>| format!("|{}|\n", row.iter().map(cell).collect::<Vec<_>>().join("|"));
        let rows: String = self.rows.iter().map(line).collect();
        let choices: String =
            self.choices.iter().map(|(list, code)| format!("|{list}|{code}|{code}|\n")).collect();
        let text = format!(
            "## settings\n|form_id|\n|-|\n|form|\n\n## survey\n|{COLUMNS}|\n{rule}\n{rows}\n## choices\n|list_name|name|label|\n|-|-|-|\n{choices}"
        );
        compile::xlsform_markdown(&text, &compile::ExternalLists::default()).ok()
    }

    /// The node at a path without places.
    pub fn find(&self, path: &str) -> Option<NodeId> {
        let name = self.names.get(path)?;
        let place = self.order.iter().position(|known| known == name)?;
        Some(NodeId(place as u16))
    }

    /// The place of a path with places: `/data/repeat[2]/name`.
    pub fn place(&self, draft: &Draft, path: &str) -> Option<Place> {
        let (mut plain, mut number) = (String::new(), None);
        for segment in path.split('/').skip(1) {
            let (name, place) =
                segment.split_once('[').map_or((segment, None), |(name, place)| (name, Some(place)));
            plain = format!("{plain}/{name}");
            if let Some(place) = place {
                number = Some(place.strip_suffix(']')?.parse::<usize>().ok()?);
            }
        }
        let node = self.find(&plain)?;
        let definition = draft.definition();
        if definition.node(node).kind == Kind::Repeat {
            return None;
        }
        match definition.repeat_around(node) {
            None => Some(node.into()),
            Some(repeat) => {
                let row = draft.rows(repeat).get(number?.checked_sub(1)?).copied()?;
                Some(Place { node, row: Some(row) })
            }
        }
    }
}

impl Reader<'_> {
    fn name_all(&mut self, parent: Node<'_, '_>, path: &str) -> Option<()> {
        for (child, path) in children(parent, path) {
            let name = child.tag_name().name().to_owned();
            let known_as = self.form.names.insert(path.clone(), name.clone());
            if known_as.is_none() && self.form.names.values().filter(|known| **known == name).count() > 1 {
                return None;
            }
            if self.controls.get(&path).is_some_and(|control| named(*control, "repeat")) {
                self.form.repeats.push(path.clone());
            }
            self.name_all(child, &path)?;
        }
        Some(())
    }

    fn read_children(&mut self, parent: Node<'_, '_>, path: &str) -> Option<()> {
        let mut read = Vec::new();
        for (child, path) in children(parent, path) {
            if read.contains(&path) {
                // Rows that a form begins with, with answers of their own, are beyond.
                let says = |node: Node<'_, '_>| node.text().is_some_and(|text| !text.trim().is_empty());
                let rows =
                    children(parent, "").into_iter().filter(|(row, _)| row.tag_name() == child.tag_name());
                if rows.flat_map(|(row, _)| row.descendants()).any(says) {
                    return None;
                }
                continue;
            }
            self.read_node(child, &path)?;
            read.push(path);
        }
        Some(())
    }

    fn read_node(&mut self, node: Node<'_, '_>, path: &str) -> Option<()> {
        let control = self.controls.get(path).copied();
        let is_repeat = self.form.repeats.iter().any(|repeat| repeat == path);
        let holds = node.children().any(|child| child.is_element());
        let kind = match (is_repeat, holds) {
            (true, _) => "begin_repeat".to_owned(),
            (false, true) => "begin_group".to_owned(),
            _ => self.kind(control, path)?,
        };
        let default = node.text().unwrap_or_default().trim();
        if default.contains(['(', '$']) {
            return None;
        }
        let rule = |name: &str| match self.binds.get(path).and_then(|bind| bind.attribute(name)) {
            Some(rule) => self.expression(rule, path),
            None => Some(String::new()),
        };
        let count = control.and_then(|control| control.attributes().find(|one| one.name() == "count"));
        let count = count.map_or(Some(String::new()), |count| self.expression(count.value(), path))?;
        let row = vec![
            kind,
            node.tag_name().name().to_owned(),
            rule("relevant")?,
            rule("required")?,
            rule("readonly")?,
            rule("constraint")?,
            rule("calculate")?,
            if holds { String::new() } else { default.to_owned() },
            count,
        ];
        self.form.rows.push(row);
        self.form.order.push(node.tag_name().name().to_owned());
        if is_repeat || holds {
            self.read_children(node, path)?;
            let mut end = vec![String::new(); COLUMNS.split('|').count()];
            end[0] = if is_repeat { "end_repeat" } else { "end_group" }.into();
            self.form.rows.push(end);
        }
        Some(())
    }

    fn kind(&mut self, control: Option<Node<'_, '_>>, path: &str) -> Option<String> {
        let bind = self.binds.get(path);
        let of = bind.and_then(|bind| bind.attribute("type")).unwrap_or("string").trim_start_matches("xsd:");
        let calculated = bind.is_some_and(|bind| bind.attribute("calculate").is_some());
        let Some(control) = control else {
            return Some(
                match (calculated, of) {
                    (true, "int" | "integer") => "integer",
                    (true, _) => "calculate",
                    (false, _) => "hidden",
                }
                .into(),
            );
        };
        let kind = match (control.tag_name().name(), of) {
            ("input", "string" | "text") => "text",
            ("input", "int" | "integer") => "integer",
            ("input", "decimal") => "decimal",
            ("select1" | "select", _) => {
                let list = format!("list_{}", self.form.rows.len());
                for item in control.children().filter(|node| named(*node, "item")) {
                    let value = item.children().find(|node| named(*node, "value"))?.text()?;
                    self.form.choices.push((list.clone(), value.trim().to_owned()));
                }
                let one = named(control, "select1");
                return Some(format!("{} {list}", if one { "select_one" } else { "select_multiple" }));
            }
            _ => return None,
        };
        Some(kind.into())
    }

    /// An expression with our references in place of paths; nothing if one of them cannot be said so.
    fn expression(&self, text: &str, context: &str) -> Option<String> {
        let mut said = String::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            if matches!(first, '\'' | '"') {
                let end = rest[1..].find(first)? + 2;
                said.push_str(&rest[..end]);
                rest = &rest[end..];
                continue;
            }
            let is_path = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | ':');
            let length = rest.find(|c| !is_path(c)).unwrap_or(rest.len());
            let (word, after) = rest.split_at(length);
            if word.is_empty() {
                said.push(first);
                rest = &rest[first.len_utf8()..];
                continue;
            }
            let own_or_number = word == "." || !word.contains('/') && word != "..";
            let in_position = word == ".." && said.ends_with("position(");
            if own_or_number || in_position {
                said.push_str(word);
            } else {
                said.push_str(&self.reference(word, context)?);
            }
            rest = after;
        }
        // Predicates in paths are beyond, except on a reference of ours, where bare names are members.
        (!said.contains('[') && !said.contains("current(")).then_some(said)
    }

    fn reference(&self, path: &str, context: &str) -> Option<String> {
        let repeat = self
            .form
            .repeats
            .iter()
            .find(|repeat| context == *repeat || context.starts_with(&format!("{repeat}/")));
        let mut at: Vec<&str> =
            if path.starts_with('/') { Vec::new() } else { context.split('/').skip(1).collect() };
        let mut left_its_row = false;
        for segment in path.split('/').filter(|segment| !segment.is_empty()) {
            match segment {
                "." => {}
                ".." => {
                    at.pop()?;
                    let here = format!("/{}", at.join("/"));
                    left_its_row |= repeat.is_some_and(|repeat| !here.starts_with(repeat.as_str()));
                }
                name => at.push(name),
            }
        }
        let full = format!("/{}", at.join("/"));
        let name = self.form.names.get(&full)?;
        let theirs = self.form.repeats.iter().find(|repeat| full.starts_with(&format!("{repeat}/")));
        Some(match theirs {
            Some(theirs) if left_its_row && repeat == Some(theirs) => {
                format!("${{{}}}/{name}", self.form.names.get(theirs)?)
            }
            _ => format!("${{{name}}}"),
        })
    }
}

fn named(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

/// The nodes of the form in an element, with their paths.
fn children<'a>(parent: Node<'a, 'a>, path: &str) -> Vec<(Node<'a, 'a>, String)> {
    let of_form = |node: &Node<'_, '_>| node.is_element() && node.tag_name().name() != "meta";
    let found = parent.children().filter(of_form);
    found.map(|node| (node, format!("{path}/{}", node.tag_name().name()))).collect()
}
