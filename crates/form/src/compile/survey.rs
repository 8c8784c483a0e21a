//! The sheet `survey`: questions, groups and what they are.

use super::{
    Error, ExternalLists, Fault, Note, Remark,
    choices::lists,
    header::header,
    markdown::{Row, Workbook},
    nearest::nearest,
    parser::{Refusal, plain},
};
use crate::file::LARGEST_SIDE;
use crate::{Bind, ChoiceList, Class, Definition, Kind, Labels, ListId, Node, NodeId};
use record::{FlatMap, Missing, Precision};

/// A form while it is read.
pub struct Survey<'a> {
    pub(super) workbook: &'a Workbook,
    pub(super) external: &'a ExternalLists,
    /// What has been read.
    pub definition: Definition,
    /// The row of each node.
    pub(super) rows: Vec<&'a Row>,
    pub(super) language: String,
    /// What must be mended.
    pub errors: Vec<Error>,
    /// What the author should know.
    pub notes: Vec<Note>,
}

const TYPES: [&str; 26] = [
    "text",
    "integer",
    "decimal",
    "money",
    "date",
    "time",
    "phone",
    "barcode",
    "geopoint",
    "image",
    "audio",
    "video",
    "file",
    "yes_no",
    "select_one",
    "select_multiple",
    "select_one_from_file",
    "note",
    "hidden",
    "calculate",
    "begin_group",
    "end_group",
    "begin_repeat",
    "end_repeat",
    "string",
    "int",
];

const COLUMNS: [&str; 19] = [
    "type",
    "name",
    "label",
    "hint",
    "aloud",
    "required",
    "required_message",
    "relevant",
    "readonly",
    "constraint",
    "constraint_message",
    "calculation",
    "trigger",
    "default",
    "choice_filter",
    "repeat_count",
    "appearance",
    "parameters",
    "class",
];

impl<'a> Survey<'a> {
    /// Reads settings, choices and questions; the rules come after, since they may name any question.
    pub fn read(workbook: &'a Workbook, external: &'a ExternalLists) -> Self {
        let definition = Definition {
            name: String::new(),
            version: 1,
            hash: String::new(),
            title: Labels::default(),
            record_title: FlatMap::new(),
            record_key: Vec::new(),
            nodes: Vec::new(),
            expressions: Vec::new(),
            lists: Vec::new(),
            order: Vec::new(),
        };
        let mut survey = Self {
            workbook,
            external,
            definition,
            rows: Vec::new(),
            language: String::new(),
            errors: Vec::new(),
            notes: Vec::new(),
        };
        survey.refuse_unknown_sheets();
        survey.read_settings();
        let (lists, errors) = lists(workbook, &survey.language);
        survey.definition.lists = lists;
        survey.errors.extend(errors);
        survey.read_nodes();
        survey
    }

    /// A sheet that is not read would be a meaning lost.
    fn refuse_unknown_sheets(&mut self) {
        for sheet in &self.workbook.sheets {
            if !matches!(sheet.name.as_str(), "survey" | "choices" | "settings") {
                let fault = Fault::Unsupported(format!("the sheet {}", sheet.name));
                self.fault(&sheet.name, 0, "", plain(fault));
            }
        }
    }

    fn read_nodes(&mut self) {
        let Some(sheet) = self.workbook.sheet("survey").filter(|sheet| !sheet.rows.is_empty()) else {
            return self.fault("survey", 0, "", plain(Fault::MissingSheet));
        };
        let mut open: Vec<(NodeId, &str)> = Vec::new();
        for row in &sheet.rows {
            if let Some((found, columns)) = row.surplus {
                self.fault("survey", row.line, "", plain(Fault::Cells { found, columns }));
            }
            let Some(written) = row.cell("type") else {
                self.fault("survey", row.line, "type", plain(Fault::MissingCell));
                continue;
            };
            let written = normal_type(written);
            if let Some(ended) = written.strip_prefix("end_") {
                if open.pop().is_none_or(|(_, begun)| begun != ended) {
                    self.fault("survey", row.line, "type", plain(Fault::Unbalanced));
                }
                continue;
            }
            let kind = self.kind(&written, row).unwrap_or_else(|refusal| {
                self.fault("survey", row.line, "type", refusal);
                Kind::Text
            });
            self.judge_other_columns(row);
            let parent = open.last().map(|(group, _)| *group);
            match kind {
                Kind::Group => open.push((self.next_id(), "group")),
                Kind::Repeat | Kind::Roster(_) => {
                    if let Some(outer) = parent.filter(|parent| self.stands_in_rows(*parent)) {
                        self.refuse_nesting(row, outer);
                    }
                    open.push((self.next_id(), "repeat"));
                }
                _ => {}
            }
            self.add(row, kind, parent);
        }
        if !open.is_empty() {
            self.fault("survey", 0, "type", plain(Fault::Unbalanced));
        }
    }

    fn next_id(&self) -> NodeId {
        NodeId(self.rows.len() as u16)
    }

    fn add(&mut self, row: &'a Row, kind: Kind, parent: Option<NodeId>) {
        let name = row.cell("name").unwrap_or_default().to_owned();
        if name.is_empty() {
            self.fault("survey", row.line, "name", plain(Fault::MissingCell));
        } else if !is_name(&name) {
            self.fault("survey", row.line, "name", plain(Fault::BadName(name.clone())));
        } else if let Some(first) = self.definition.find(&name) {
            let first = self.rows[usize::from(first.0)].line;
            self.fault("survey", row.line, "name", plain(Fault::Duplicate { name: name.clone(), first }));
        }
        if self.rows.len() >= usize::from(u16::MAX) {
            return self.fault("survey", row.line, "", plain(Fault::TooLarge));
        }
        let missing = self.missing(&kind, row);
        let words = |column: &str| row.labels(column, &self.language);
        let class = match row.cell("class") {
            None => Ok(Class::default()),
            Some("C0") => Ok(Class::C0),
            Some("C1") => Ok(Class::C1),
            Some("C2") => Ok(Class::C2),
            Some("C3") => Ok(Class::C3),
            Some(other) => Err(other.to_owned()),
        };
        let node = Node {
            name,
            kind,
            parent,
            bind: Bind::default(),
            label: words("label"),
            hint: words("hint"),
            aloud: words("aloud"),
            constraint_message: words("constraint_message"),
            required_message: words("required_message"),
            missing,
            class: class.clone().unwrap_or_default(),
            appearance: row.cell("appearance").map(words_of).unwrap_or_default(),
        };
        if let Err(other) = class {
            self.fault("survey", row.line, "class", (Fault::UnknownType(other), Some("C0 to C3".into())));
        }
        self.definition.nodes.push(node);
        self.rows.push(row);
    }

    fn kind(&mut self, written: &str, row: &Row) -> Result<Kind, Refusal> {
        let (kind, of) = written.split_once(' ').unwrap_or((written, ""));
        Ok(match kind {
            "text" | "string" => Kind::Text,
            "integer" | "int" => Kind::Integer,
            "decimal" => Kind::Decimal,
            "money" => Kind::Money,
            "time" => Kind::Time,
            "phone" => Kind::Phone,
            "barcode" => Kind::Barcode,
            "geopoint" => Kind::Geopoint,
            "image" => Kind::Image(self.max_pixels(row)),
            "audio" => Kind::Audio,
            "video" => Kind::Video,
            "file" => Kind::File,
            "yes_no" => Kind::YesNo,
            "note" => Kind::Note,
            "hidden" => Kind::Hidden,
            "calculate" => Kind::Calculate,
            "begin_group" => Kind::Group,
            "date" => {
                let looks = row.cell("appearance").map(words_of).unwrap_or_default();
                let has = |word: &str| looks.iter().any(|look| look == word);
                Kind::Date(match () {
                    () if has("year") => Precision::Year,
                    () if has("month-year") => Precision::Month,
                    () => Precision::Day,
                })
            }
            "begin_repeat" => {
                let looks = row.cell("appearance").map(words_of).unwrap_or_default();
                let is_roster = looks.iter().any(|look| look == "roster");
                match parameter(row, "of") {
                    Some(form) if is_roster => Kind::Roster(form.to_owned()),
                    None if is_roster => {
                        let nearest = Some("parameters of=person".into());
                        return Err((Fault::Unsupported("a roster of nothing".into()), nearest));
                    }
                    _ => Kind::Repeat,
                }
            }
            "select_one" => Kind::SelectOne(self.list(of)?),
            "select_multiple" => Kind::SelectMultiple(self.list(of)?),
            "select_one_from_file" => self.file(of)?,
            _ => {
                let known = nearest(kind, TYPES);
                return Err((Fault::UnknownType(written.to_owned()), known));
            }
        })
    }

    /// The reasons that may stand in place of an answer: `missing=unknown,refused,not_applicable`. A place that no
    /// satellite tells can always be left out, with a reason.
    fn missing(&mut self, kind: &Kind, row: &Row) -> Vec<Missing> {
        let Some(written) = parameter(row, "missing") else {
            return if *kind == Kind::Geopoint { Missing::ALL.into() } else { Vec::new() };
        };
        let mut found = Vec::new();
        for code in written.split(',') {
            match Missing::of_code(code) {
                Some(reason) => found.push(reason),
                None => {
                    let known = nearest(code, Missing::ALL.map(Missing::code));
                    self.fault(
                        "survey",
                        row.line,
                        "parameters",
                        (Fault::UnknownReason(code.to_owned()), known),
                    );
                }
            }
        }
        found
    }

    /// `max-pixels=640`: how long the longer side of a picture may be.
    fn max_pixels(&mut self, row: &Row) -> u16 {
        let Some(written) = parameter(row, "max-pixels") else { return LARGEST_SIDE };
        match written.parse() {
            Ok(0) | Err(_) => {
                let fault = Fault::NoPixels(written.to_owned());
                self.fault(
                    "survey",
                    row.line,
                    "parameters",
                    (fault, Some(format!("max-pixels={LARGEST_SIDE}"))),
                );
                LARGEST_SIDE
            }
            Ok(pixels @ 1..=LARGEST_SIDE) => pixels,
            Ok(_) => {
                self.note(row.line, "parameters", Remark::Shrunk(LARGEST_SIDE));
                LARGEST_SIDE
            }
        }
    }

    fn stands_in_rows(&self, node: NodeId) -> bool {
        let is_repeat = matches!(self.definition.node(node).kind, Kind::Repeat | Kind::Roster(_));
        is_repeat || self.definition.rows_around(node).is_some()
    }

    fn refuse_nesting(&mut self, row: &Row, outer: NodeId) {
        let outer = &self.definition.node(outer).name;
        let fault = Fault::Unsupported(format!("a repeat within {outer}"));
        self.fault("survey", row.line, "type", (fault, Some("a form of its own".into())));
    }

    fn list(&self, name: &str) -> Result<ListId, Refusal> {
        let lists = &self.definition.lists;
        let place = lists.iter().position(|list| list.name == name);
        place.map(|place| ListId(place as u16)).ok_or_else(|| {
            let names = lists.iter().map(|list| list.name.as_str());
            (Fault::UnknownList(name.to_owned()), nearest(name, names))
        })
    }

    /// Choices from a file: communes and programmes are known by their file's name, records by their form's.
    fn file(&mut self, file: &str) -> Result<Kind, Refusal> {
        let stem = file.strip_suffix(".csv").unwrap_or(file);
        if self.external.records.contains(stem) {
            return Ok(Kind::Reference(stem.to_owned()));
        }
        let Some(list) = self.external.files.get(file) else {
            let records = self.external.records.iter().map(String::as_str);
            let names = self.external.files.keys().map(String::as_str).chain(records);
            return Err((Fault::UnknownList(file.to_owned()), nearest(file, names)));
        };
        let id = self.list(stem).unwrap_or_else(|_| {
            self.definition.lists.push(ChoiceList { name: stem.to_owned(), ..list.clone() });
            ListId((self.definition.lists.len() - 1) as u16)
        });
        Ok(match stem {
            "communes" => Kind::Commune(id),
            "programmes" => Kind::Programme(id),
            _ => Kind::SelectOne(id),
        })
    }

    fn judge_other_columns(&mut self, row: &Row) {
        for (written, _) in &row.cells {
            let column = header(written).0;
            if column == "save_to" {
                self.fault("survey", row.line, written, plain(Fault::Unsupported(column)));
            } else if !COLUMNS.contains(&column.as_str()) {
                self.note(row.line, written, Remark::UnknownColumn);
            }
        }
    }

    pub(super) fn note(&mut self, row: usize, column: &str, what: Remark) {
        self.notes.push(Note { sheet: "survey".into(), row, column: column.to_owned(), what });
    }

    pub(super) fn fault(&mut self, sheet: &str, row: usize, column: &str, (fault, suggestion): Refusal) {
        let (sheet, column) = (sheet.to_owned(), column.to_owned());
        self.errors.push(Error { sheet, row, column, fault, suggestion });
    }
}

/// A type without capitals and doubled blanks, its parts joined as XLSForm writes them today.
fn normal_type(written: &str) -> String {
    let words: Vec<&str> = written.split_whitespace().collect();
    let joined = words.join(" ");
    let (first, rest) = joined.split_once(' ').unwrap_or((&joined, ""));
    let first = first.to_lowercase();
    match (first.as_str(), rest) {
        ("begin" | "end", what) => format!("{first}_{}", what.to_lowercase()),
        ("select", what) if what.starts_with("one ") || what.starts_with("multiple ") => {
            format!("select_{what}")
        }
        (_, "") => first,
        (_, rest) => format!("{first} {rest}"),
    }
}

/// What follows `name=` in the column `parameters`.
fn parameter<'a>(row: &'a Row, name: &str) -> Option<&'a str> {
    let words = row.cell("parameters").unwrap_or_default().split_whitespace();
    words.filter_map(|word| word.split_once('=')).find(|(known, _)| *known == name).map(|(_, value)| value)
}

fn words_of(cell: &str) -> Vec<String> {
    cell.split_whitespace().map(String::from).collect()
}

fn is_name(name: &str) -> bool {
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    starts
        && name.len() <= 64
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}
