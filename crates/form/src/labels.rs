//! Words in several languages.

use record::FlatMap;
use serde::{Deserialize, Serialize};

/// A text in each language it was written in, by language code (`ar`, `fr`, `en`, `zgh`). It may name answers as
/// `${question}`; [`Labels::pieces`] takes it apart.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Labels(pub FlatMap<String, String>);

/// A part of a label.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Piece<'a> {
    /// Words as they stand.
    Words(&'a str),
    /// The answer to the question of this name: to be shown isolated from the words around it, which may run in
    /// the other direction.
    Answer(&'a str),
}

impl Labels {
    /// The text in `language`, else in `fallback`, else in any language, else empty.
    pub fn text(&self, language: &str, fallback: &str) -> &str {
        let found = self.0.get(language).or_else(|| self.0.get(fallback));
        found.or_else(|| self.0.values().next()).map_or("", String::as_str)
    }

    /// Whether it is written in no language.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text, as [`Labels::text`] finds it, in pieces.
    pub fn pieces(&self, language: &str, fallback: &str) -> Vec<Piece<'_>> {
        pieces(self.text(language, fallback))
    }

    /// The names of the answers that the text names in any language.
    pub fn named(&self) -> impl Iterator<Item = &str> {
        let answers = |piece| {
            if let Piece::Answer(name) = piece { Some(name) } else { None }
        };
        self.0.values().flat_map(move |text| pieces(text).into_iter().filter_map(answers))
    }
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find("${") {
        let Some(length) = rest[start..].find('}') else {
            break;
        };
        if start > 0 {
            found.push(Piece::Words(&rest[..start]));
        }
        found.push(Piece::Answer(rest[start + 2..start + length].trim()));
        rest = &rest[start + length + 1..];
    }
    if !rest.is_empty() {
        found.push(Piece::Words(rest));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_words_and_answers() {
        let labels = Labels([("fr".into(), "Bonjour ${name}, ${ age } ans".into())].into());
        let expected = [
            Piece::Words("Bonjour "),
            Piece::Answer("name"),
            Piece::Words(", "),
            Piece::Answer("age"),
            Piece::Words(" ans"),
        ];
        assert_eq!(labels.pieces("zgh", "fr"), expected);
        assert_eq!(labels.named().collect::<Vec<_>>(), ["name", "age"]);
        assert_eq!(pieces("100 ${"), [Piece::Words("100 ${")]);
    }

    #[test]
    fn a_missing_language_falls_back() {
        let labels = Labels([("ar".into(), "نعم".into()), ("fr".into(), "oui".into())].into());
        assert_eq!(labels.text("zgh", "fr"), "oui");
        assert_eq!(labels.text("zgh", "es"), "نعم");
        assert_eq!(Labels::default().text("fr", "ar"), "");
    }
}
