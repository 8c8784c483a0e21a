//! The columns of XLSForm: one meaning under its several spellings, and the languages of words.

use super::markdown::Row;
use crate::Labels;

/// A column's name in one spelling, and the language of its words, if it has one.
pub fn header(written: &str) -> (String, Option<String>) {
    let (name, language) = match written.split_once("::") {
        Some((name, language)) => (name, Some(code(language))),
        None => (written, None),
    };
    let name = name.trim().to_lowercase().replace([' ', '-'], "_");
    let name = match name.as_str() {
        "relevance" => "relevant",
        "calculate" => "calculation",
        "read_only" => "readonly",
        "list" => "list_name",
        "constraint_msg" => "constraint_message",
        "required_msg" => "required_message",
        "value" => "name",
        other => other,
    };
    (name.to_owned(), language)
}

/// The code in `Français (fr)`, or the whole.
fn code(language: &str) -> String {
    let inside = language.rsplit_once('(').and_then(|(_, rest)| rest.split_once(')'));
    inside.map_or(language, |(code, _)| code).trim().to_owned()
}

impl Row {
    /// What stands in a column without a language.
    pub fn cell(&self, column: &str) -> Option<&str> {
        let mut cells = self.cells.iter();
        let found = cells.find(|(written, _)| header(written) == (column.to_owned(), None));
        found.map(|(_, cell)| cell.as_str())
    }

    /// The words of a column in each language; those without one under `default`.
    pub fn labels(&self, column: &str, default: &str) -> Labels {
        let words = self.cells.iter().filter_map(|(written, cell)| {
            let (name, language) = header(written);
            (name == column).then(|| (language.unwrap_or_else(|| default.to_owned()), cell.clone()))
        });
        Labels(words.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::header;

    #[test]
    fn a_column_has_one_name() {
        let column = |name: &str, language: Option<&str>| (name.to_owned(), language.map(String::from));
        assert_eq!(header("label::Français (fr)"), column("label", Some("fr")));
        assert_eq!(header("Constraint message::ar"), column("constraint_message", Some("ar")));
        assert_eq!(header("relevance"), column("relevant", None));
    }
}
