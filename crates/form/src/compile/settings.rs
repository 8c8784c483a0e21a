//! The sheet `settings`: what the form is called, its version, and what its records are called.

use super::{Fault, header::header, names::Names, parser::plain, survey::Survey};
use crate::{Expression, ExpressionId, Function};

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
