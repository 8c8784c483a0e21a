//! Markdown tables become sheets of rows.

/// The sheets of a form.
#[derive(Debug, Default)]
pub struct Workbook {
    /// By name, in lower case, in the order of the file.
    pub sheets: Vec<Sheet>,
}

/// A sheet.
#[derive(Debug, Default)]
pub struct Sheet {
    /// Its name, in lower case.
    pub name: String,
    /// Its rows, without headers.
    pub rows: Vec<Row>,
}

/// A row: what stands under each header of its table.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// The line of the file, from 1.
    pub line: usize,
    /// Headers as they are written, with what is not empty beneath them.
    pub cells: Vec<(String, String)>,
    /// How many cells there are, and how many the header has, where there are too many.
    pub surplus: Option<(usize, usize)>,
}

impl Workbook {
    /// The sheet of this name.
    pub fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.name == name)
    }

    fn sheet_mut(&mut self, name: &str) -> &mut Sheet {
        let name = name.trim().to_lowercase();
        let place = self.sheets.iter().position(|sheet| sheet.name == name).unwrap_or_else(|| {
            self.sheets.push(Sheet { name, rows: Vec::new() });
            self.sheets.len() - 1
        });
        &mut self.sheets[place]
    }
}

const SHEETS: [&str; 3] = ["survey", "choices", "settings"];

/// The sheets of a Markdown text. A heading that is the name of a sheet begins it; another heading of the same or a
/// higher level ends it, a deeper one belongs to it.
pub fn workbook(text: &str) -> Workbook {
    let mut workbook = Workbook::default();
    let mut sheet: Option<(String, usize)> = None;
    let mut header: Option<Vec<String>> = None;
    for (place, line) in text.lines().enumerate() {
        let line = line.trim();
        if let Some(level) = heading(line) {
            let name = line.trim_start_matches('#').trim().to_lowercase();
            if SHEETS.contains(&name.as_str()) {
                sheet = Some((name, level));
            } else if sheet.as_ref().is_some_and(|(_, of_sheet)| level <= *of_sheet) {
                sheet = None;
            }
            header = None;
            continue;
        }
        let Some(mut cells) = cells(line) else {
            // pyxform's tables have blank lines within them; a heading or words end a table.
            header =
                header.filter(|_| line.is_empty() && sheet.as_ref().is_some_and(|(_, level)| *level == 0));
            continue;
        };
        let beneath_heading = sheet.as_ref().is_some_and(|(_, level)| *level > 0);
        if let Some(name) = in_pyxform_style(&cells).filter(|_| !beneath_heading) {
            sheet = Some((name, 0));
            header = None;
            continue;
        }
        let Some((name, level)) = &sheet else { continue };
        if *level == 0 {
            cells.remove(0);
        }
        if cells.iter().all(|cell| !cell.is_empty() && cell.chars().all(|c| matches!(c, '-' | ':'))) {
            continue;
        }
        match &header {
            None => header = Some(cells),
            Some(header) => {
                let row = row(place + 1, header, cells);
                workbook.sheet_mut(name).rows.extend(row);
            }
        }
    }
    workbook
}

fn heading(line: &str) -> Option<usize> {
    let level = line.bytes().take_while(|b| *b == b'#').count();
    (1..=6).contains(&level).then_some(level)
}

/// `| survey |` alone on its line.
fn in_pyxform_style(cells: &[String]) -> Option<String> {
    let (first, rest) = cells.split_first()?;
    let named = !first.is_empty() && rest.iter().all(String::is_empty);
    named.then(|| first.to_lowercase())
}

fn row(line: usize, header: &[String], cells: Vec<String>) -> Option<Row> {
    let surplus =
        (cells.iter().skip(header.len()).any(|cell| !cell.is_empty())).then_some((cells.len(), header.len()));
    let filled =
        header.iter().cloned().zip(cells).filter(|(head, cell)| !head.is_empty() && !cell.is_empty());
    let cells: Vec<_> = filled.collect();
    (!cells.is_empty() || surplus.is_some()).then_some(Row { line, cells, surplus })
}

/// The cells of a line of a table; `\|` is a bar within a cell.
fn cells(line: &str) -> Option<Vec<String>> {
    let inside = line.strip_prefix('|')?;
    let inside = inside.strip_suffix('|').filter(|rest| !rest.ends_with('\\')).unwrap_or(inside);
    let mut cells = vec![String::new()];
    let mut characters = inside.chars().peekable();
    while let Some(character) = characters.next() {
        let escaped = character == '\\' && characters.next_if_eq(&'|').is_some();
        match (character, cells.last_mut()) {
            (_, Some(cell)) if escaped => cell.push('|'),
            ('|', _) => cells.push(String::new()),
            (character, Some(cell)) => cell.push(character),
            (_, None) => {}
        }
    }
    Some(cells.into_iter().map(|cell| cell.trim().to_owned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_may_be_spread_over_several_tables() {
        let text = "# A form\n\n## survey\n\nFirst.\n\n| type | name |\n|---|---|\n| text | a |\n\n### More\n\n| type | name | hint |\n|:-|-|-:|\n| text | b | x \\| y |\n\n## Remarks\n\n| not | read |\n|-|-|\n| 1 | 2 |\n";
        let workbook = workbook(text);
        assert_eq!(workbook.sheets.len(), 1);
        let rows = &workbook.sheet("survey").unwrap().rows;
        assert_eq!(rows[0].cells, [("type".into(), "text".into()), ("name".into(), "a".into())]);
        assert_eq!((rows[1].line, rows[1].cells[2].1.as_str()), (15, "x | y"));
    }

    #[test]
    fn the_layout_of_pyxform_is_read_too() {
        let text = "| survey |\n|  | type | name |\n|  | text | a |\n\n| choices |\n| | list_name | name | label |\n| | yn | y | Yes |\n";
        let workbook = workbook(text);
        assert_eq!(workbook.sheet("survey").unwrap().rows[0].cells[1].1, "a");
        assert_eq!(workbook.sheet("choices").unwrap().rows[0].cells[2].1, "Yes");
    }
}
