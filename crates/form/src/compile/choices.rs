//! Choice lists: from the sheet, and from files beside the form.

use super::{
    Error, Fault,
    header::header,
    markdown::{Row, Workbook},
};
use crate::{Choice, ChoiceList};
use std::collections::BTreeMap;

/// A choice list from CSV, one line a choice. Its columns are those of the office's own tables, `code` and
/// `name_<language>`, or those of XLSForm, `name` and `label::<language>`; further columns are for filters.
pub fn choice_list_csv(name: &str, text: &str) -> Result<ChoiceList, Vec<Error>> {
    let mut list = ChoiceList { name: name.to_owned(), ..ChoiceList::default() };
    let mut errors = Vec::new();
    let mut first = BTreeMap::new();
    let mut reader = csv::ReaderBuilder::new().from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let mut headers: Vec<String> =
        reader.headers().map(|row| row.iter().map(String::from).collect()).unwrap_or_default();
    if headers.iter().any(|column| column == "code") {
        for column in &mut headers {
            if let Some(language) = column.strip_prefix("name_") {
                *column = format!("label::{language}");
            } else if column == "code" {
                *column = "name".into();
            }
        }
    }
    for (place, record) in reader.records().enumerate() {
        let line = place + 2;
        let Ok(record) = record else {
            errors.push(error(name, line, "", Fault::Cells { found: 0, columns: headers.len() }));
            continue;
        };
        let cells = headers.iter().cloned().zip(record.iter().map(|cell| cell.trim().to_owned()));
        let row = Row { line, cells: cells.filter(|(_, cell)| !cell.is_empty()).collect(), surplus: None };
        add(&mut list, &row, "", name, &mut first, &mut errors);
    }
    if errors.is_empty() { Ok(list) } else { Err(errors) }
}

/// The lists of the sheet `choices`, in the order in which they first appear.
pub fn lists(workbook: &Workbook, default: &str) -> (Vec<ChoiceList>, Vec<Error>) {
    let mut lists: Vec<ChoiceList> = Vec::new();
    let mut errors = Vec::new();
    let mut first = BTreeMap::new();
    for row in workbook.sheet("choices").into_iter().flat_map(|sheet| &sheet.rows) {
        let Some(name) = row.cell("list_name") else {
            errors.push(error("choices", row.line, "list_name", Fault::MissingCell));
            continue;
        };
        let place = lists.iter().position(|list| list.name == name).unwrap_or_else(|| {
            lists.push(ChoiceList { name: name.to_owned(), ..ChoiceList::default() });
            lists.len() - 1
        });
        add(&mut lists[place], row, default, "choices", &mut first, &mut errors);
    }
    (lists, errors)
}

fn add(
    list: &mut ChoiceList,
    row: &Row,
    default: &str,
    sheet: &str,
    first: &mut BTreeMap<(String, String), usize>,
    errors: &mut Vec<Error>,
) {
    let Some(code) = row.cell("name") else {
        errors.push(error(sheet, row.line, "name", Fault::MissingCell));
        return;
    };
    // A code stands among others in a value of several choices, parted by blanks.
    if code.contains(char::is_whitespace) {
        errors.push(error(sheet, row.line, "name", Fault::BadName(code.to_owned())));
    }
    if let Some(first) = first.insert((list.name.clone(), code.to_owned()), row.line) {
        let name = code.to_owned();
        errors.push(error(sheet, row.line, "name", Fault::Duplicate { name, first }));
    }
    let label = row.labels("label", default);
    if label.named().next().is_some() {
        let fault = Fault::Unsupported("an answer in the words of a choice".into());
        errors.push(error(sheet, row.line, "label", fault));
    }
    let mut choice = Choice { code: code.to_owned(), label, more: Vec::new() };
    for (written, cell) in &row.cells {
        let (column, language) = header(written);
        let known = matches!(column.as_str(), "list_name" | "name" | "label");
        if known {
            continue;
        }
        let column = language.map_or(column.clone(), |language| format!("{column}::{language}"));
        let place = list.columns.iter().position(|known| *known == column).unwrap_or_else(|| {
            list.columns.push(column);
            list.columns.len() - 1
        });
        choice.more.resize(choice.more.len().max(place + 1), String::new());
        choice.more[place].clone_from(cell);
    }
    list.choices.push(choice);
}

fn error(sheet: &str, row: usize, column: &str, fault: Fault) -> Error {
    Error { sheet: sheet.to_owned(), row, column: column.to_owned(), fault, suggestion: None }
}
