//! The sheet `settings`: what the form is called, its version, and what its records are called.

use super::{Fault, header::header, names::Names, parser::plain, survey::Survey};
use crate::{Expression, ExpressionId, Function, NodeId};

impl Survey<'_> {
    pub(super) fn read_settings(&mut self) {
        let Some(row) = self.workbook.sheet("settings").and_then(|sheet| sheet.rows.first()) else {
            return self.fault("settings", 0, "", plain(Fault::MissingSheet));
        };
        match row.cell("form_id").or_else(|| row.cell("id_string")) {
            Some(name) => self.definition.name = name.to_owned(),
            None => self.fault("settings", row.line, "form_id", plain(Fault::MissingCell)),
        }
        self.language = row.cell("default_language").unwrap_or_default().to_owned();
        self.definition.title = row.labels("form_title", &self.language);
        if let Some(version) = row.cell("version") {
            match version.parse() {
                Ok(version) => self.definition.version = version,
                Err(_) => {
                    let fault = Fault::Type { needed: "a number", found: "a text" };
                    self.fault("settings", row.line, "version", (fault, None));
                }
            }
        }
    }

    pub(super) fn read_record_titles(&mut self) {
        let Some(row) = self.workbook.sheet("settings").and_then(|sheet| sheet.rows.first()) else {
            return;
        };
        for (written, cell) in &row.cells {
            let (column, language) = header(written);
            if column != "instance_name" {
                continue;
            }
            if let Some(title) = self.expression("settings", row.line, written, Names::default(), cell) {
                if self.reads_the_day(title) {
                    self.fault("settings", row.line, written, (Fault::TitleOfTheDay, None));
                }
                self.definition.record_title.insert(language.unwrap_or_default(), title);
            }
        }
    }

    /// `record_key`: the questions, parted by blanks, whose answers make the identity of a record. Without an answer
    /// there is no key, so each has to be required.
    pub(super) fn read_record_key(&mut self) {
        let Some(row) = self.workbook.sheet("settings").and_then(|sheet| sheet.rows.first()) else {
            return;
        };
        for written in row.cell("record_key").unwrap_or_default().split_whitespace() {
            let name = written.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')).unwrap_or(written);
            match Names::default().reference(&self.definition, name) {
                Ok(Expression::Answer(node)) if self.is_always_answered(node) => {
                    self.definition.record_key.push(node);
                }
                Ok(_) => {
                    self.fault(
                        "settings",
                        row.line,
                        "record_key",
                        plain(Fault::KeyNotRequired(name.to_owned())),
                    );
                }
                Err(refusal) => self.fault("settings", row.line, "record_key", refusal),
            }
        }
    }

    fn is_always_answered(&self, node: NodeId) -> bool {
        let question = self.definition.node(node);
        let required = question.bind.required.map(|rule| self.definition.expression(rule));
        required == Some(&Expression::Flag(true)) && question.bind.relevant.is_none() && question.is_stored()
    }

    fn reads_the_day(&self, root: ExpressionId) -> bool {
        let mut ahead = vec![root];
        while let Some(id) = ahead.pop() {
            let expression = self.definition.expression(id);
            if matches!(expression, Expression::Call(Function::Today, _)) {
                return true;
            }
            ahead.extend(expression.parts());
        }
        false
    }
}
