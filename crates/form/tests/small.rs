//! Small forms for tests.

use form::{Definition, Draft, Surroundings, compile};
use record::{Path, RecordId, Value};
use std::sync::Arc;

/// A form of these rows under these columns; lists `yn` (y, n) and `place` (a, b, c; with a province p or q).
pub fn text(columns: &str, rows: &[&str]) -> String {
    let width = columns.split('|').count();
    let rule = "|-".repeat(width);
    let rows: Vec<String> = rows.iter().map(|row| format!("|{row}|\n")).collect();
    format!(
        "## settings\n|form_id|version|\n|-|-|\n|small|1|\n\n## survey\n|{columns}|\n{rule}|\n{}\n## choices\n\
         |list_name|name|label|province|\n|-|-|-|-|\n|yn|y|Yes||\n|yn|n|No||\n\
         |place|a|A|p|\n|place|b|B|p|\n|place|c|C|q|\n",
        rows.concat()
    )
}

pub fn try_form(columns: &str, rows: &[&str]) -> Result<Definition, Vec<compile::Error>> {
    compile::xlsform_markdown(&text(columns, rows), &compile::ExternalLists::default())
}

pub fn form(columns: &str, rows: &[&str]) -> Arc<Definition> {
    Arc::new(try_form(columns, rows).unwrap_or_else(|errors| panic!("{errors:#?}")))
}

pub fn around() -> Surroundings {
    Surroundings::on("2026-11-23".parse().unwrap())
}

pub fn draft(form: &Arc<Definition>) -> Draft {
    Draft::new(form.clone(), RecordId::from_random(1), around())
}

pub fn path(text: &str) -> Path {
    text.parse().unwrap()
}

pub fn choice(code: &str) -> Option<Value> {
    Some(Value::Choice(code.to_owned()))
}
