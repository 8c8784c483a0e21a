//! The rules of questions: cells become expressions.

use super::{
    Fault, Remark,
    names::Names,
    parser::{Parser, plain},
    survey::Survey,
};
use crate::{Bind, Expression, ExpressionId, Function, Kind, NodeId};

impl Survey<'_> {
    /// Reads the rules of every question, and the titles of records.
    pub fn read_rules(&mut self) {
        for node in self.definition.ids() {
            let bind = self.rules_of(node);
            self.definition.nodes[usize::from(node.0)].bind = bind;
            self.check_named_answers(node);
        }
        self.read_record_titles();
        self.read_record_key();
    }

    fn rules_of(&mut self, node: NodeId) -> Bind {
        let row = self.rows[usize::from(node.0)];
        let columns =
            ["relevant", "required", "readonly", "constraint", "calculation", "default", "choice_filter"];
        let is_repeat = self.definition.node(node).kind == Kind::Repeat;
        if row.cell("repeat_count").is_some() && !is_repeat {
            self.fault("survey", row.line, "repeat_count", plain(Fault::CountOfNoRepeat));
        }
        if self.is_in_roster(node) {
            for column in columns.into_iter().chain(["trigger"]).filter(|column| row.cell(column).is_some()) {
                self.fault("survey", row.line, column, plain(Fault::RuleInRoster));
            }
            return Bind::default();
        }
        let filtered = self.definition.node(node).list().map(Names::in_filter).unwrap_or_default();
        let kind = self.definition.node(node).kind.clone();
        if kind == Kind::Calculate && row.cell("calculation").is_none() {
            self.fault("survey", row.line, "calculation", plain(Fault::MissingCell));
        }
        if kind.is_file() {
            for column in ["calculation", "default"].into_iter().filter(|column| row.cell(column).is_some()) {
                self.fault("survey", row.line, column, plain(Fault::ComputedFile));
            }
        }
        Bind {
            relevant: self.rule(node, "relevant", Names::default()),
            required: self.rule(node, "required", Names::default()),
            readonly: self.rule(node, "readonly", Names::default()),
            constraint: self.rule(node, "constraint", Names::default()),
            calculate: self.rule(node, "calculation", Names::default()),
            trigger: self.triggers(node),
            default: self.default(node),
            choice_filter: self.rule(node, "choice_filter", filtered),
            count: if is_repeat { self.rule(node, "repeat_count", Names::default()) } else { None },
        }
    }

    fn rule(&mut self, node: NodeId, column: &str, names: Names) -> Option<ExpressionId> {
        let row = self.rows[usize::from(node.0)];
        let cell = row.cell(column)?;
        // `yes` and `no` are how authors write what always or never holds.
        let constant = match cell.to_lowercase().as_str() {
            "yes" | "true" if column != "calculation" => Some("true()"),
            "no" | "false" if column != "calculation" => Some("false()"),
            _ => None,
        };
        let names = names.of(&self.definition, node);
        self.expression("survey", row.line, column, names, constant.unwrap_or(cell))
    }

    /// A default that calls a function or names a question is computed, any other stands as it is.
    fn default(&mut self, node: NodeId) -> Option<ExpressionId> {
        let row = self.rows[usize::from(node.0)];
        let cell = row.cell("default")?;
        if cell.contains("${") || cell.contains('(') {
            let names = Names::default().of(&self.definition, node);
            return self.expression("survey", row.line, "default", names, cell);
        }
        self.definition.expressions.push(Expression::Text(cell.to_owned()));
        Some(ExpressionId((self.definition.expressions.len() - 1) as u32))
    }

    fn triggers(&mut self, node: NodeId) -> Vec<NodeId> {
        let row = self.rows[usize::from(node.0)];
        let mut found = Vec::new();
        for written in row.cell("trigger").unwrap_or_default().split(',').map(str::trim) {
            if written.is_empty() {
                continue;
            }
            let name = written.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')).unwrap_or(written);
            match Names::default().of(&self.definition, node).reference(&self.definition, name.trim()) {
                Ok(Expression::Answer(trigger) | Expression::Member(trigger)) => found.push(trigger),
                Ok(_) => {
                    let fault = Fault::Type { needed: "a question", found: "what stands in rows" };
                    self.fault("survey", row.line, "trigger", plain(fault));
                }
                Err(refusal) => self.fault("survey", row.line, "trigger", refusal),
            }
        }
        found
    }

    pub(super) fn expression(
        &mut self,
        sheet: &str,
        row: usize,
        column: &str,
        names: Names,
        text: &str,
    ) -> Option<ExpressionId> {
        let start = self.definition.expressions.len();
        match Parser::parse(&mut self.definition, names, text) {
            Ok(root) => {
                self.remark_on(row, column, start);
                Some(root)
            }
            Err(refusal) => {
                self.definition.expressions.truncate(start);
                self.fault(sheet, row, column, refusal);
                None
            }
        }
    }

    /// Notes on what is read otherwise than some authors expect.
    fn remark_on(&mut self, row: usize, column: &str, start: usize) {
        let mut remarks = Vec::new();
        for expression in &self.definition.expressions[start..] {
            let Expression::Call(function, arguments) = expression else {
                continue;
            };
            let text = |place: usize| match arguments.get(place).map(|id| self.definition.expression(*id)) {
                Some(Expression::Text(text)) => Some(text.clone()),
                _ => None,
            };
            match (function, text(0), text(1)) {
                (Function::Regex, _, Some(pattern))
                    if !(pattern.starts_with('^') && pattern.ends_with('$')) =>
                {
                    remarks.push(Remark::WholePattern);
                }
                (Function::Date, Some(date), _) if date.parse::<record::PartialDate>().is_err() => {
                    remarks.push(Remark::NoDate(date));
                }
                _ => {}
            }
        }
        for remark in remarks {
            self.note(row, column, remark);
        }
    }

    /// Whether the answers that labels and hints name exist.
    fn check_named_answers(&mut self, node: NodeId) {
        let question = self.definition.node(node);
        let named = question.label.named().chain(question.hint.named());
        let named: Vec<String> = named.map(String::from).collect();
        let row = self.rows[usize::from(node.0)].line;
        for name in named {
            match Names::default().of(&self.definition, node).reference(&self.definition, &name) {
                Ok(Expression::Answer(_) | Expression::Member(_)) => {}
                Ok(_) => {
                    let fault = Fault::Type { needed: "a question", found: "what stands in rows" };
                    self.fault("survey", row, "label", plain(fault));
                }
                Err(refusal) => self.fault("survey", row, "label", refusal),
            }
        }
    }

    fn is_in_roster(&self, node: NodeId) -> bool {
        let parent = self.definition.node(node).parent;
        parent.is_some_and(|parent| matches!(self.definition.node(parent).kind, Kind::Roster(_)))
    }
}
