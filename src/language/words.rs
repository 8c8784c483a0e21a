//! The words of one language, and how values stand in them.

use super::{Tongue, plural};
use record::FlatMap;
use record::json;
use serde::Deserialize;

/// All texts of a language, by key.
pub struct Words {
    tongue: Tongue,
    texts: FlatMap<String, Text>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Text {
    One(String),
    ByNumber(FlatMap<String, String>),
}

/// The values of a text: `{name}` by name, and the number that chooses the form, `{n}`.
#[derive(Clone, Default, PartialEq)]
pub struct Args {
    count: Option<u64>,
    values: Vec<(&'static str, String)>,
}

/// A part of a text.
#[derive(Clone, PartialEq, Debug)]
pub enum Piece {
    /// Words of the language.
    Text(String),
    /// A value, which must be isolated from the words around it.
    Value(String),
}

/// No values yet.
pub fn args() -> Args {
    Args::default()
}

impl Args {
    /// The number that is counted.
    pub fn count(mut self, n: usize) -> Self {
        self.count = Some(n as u64);
        self.with("n", super::format::number(n as i64))
    }

    /// A value by its name.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.values.push((name, value.into()));
        self
    }
}

impl Words {
    /// The words of a file; `None` if it is no such file.
    pub fn read(tongue: Tongue, text: &str) -> Option<Self> {
        let texts = json::read(text).ok()?;
        Some(Self { tongue, texts })
    }

    /// Whether the text is there.
    pub fn has(&self, key: &str) -> bool {
        self.texts.contains_key(key)
    }

    /// The text with its values, in pieces.
    pub fn pieces(&self, key: &str, args: &Args) -> Option<Vec<Piece>> {
        let pattern = match self.texts.get(key)? {
            Text::One(pattern) => pattern,
            Text::ByNumber(forms) => forms
                .get(plural::category(self.tongue, args.count.unwrap_or(0)))
                .or_else(|| forms.get("other"))?,
        };
        Some(split(pattern, args))
    }
}

fn split(pattern: &str, args: &Args) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        if !before.is_empty() {
            pieces.push(Piece::Text(before.to_owned()));
        }
        let value = args.values.iter().find(|(known, _)| *known == name);
        pieces.push(Piece::Value(value.map_or_else(String::new, |(_, value)| value.clone())));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.to_owned()));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(words: &Words, key: &str, args: Args) -> String {
        let pieces = words.pieces(key, &args).unwrap();
        pieces
            .into_iter()
            .map(|piece| match piece {
                Piece::Text(text) => text,
                Piece::Value(value) => format!("<{value}>"),
            })
            .collect()
    }

    #[test]
    fn values_are_kept_apart_from_the_words() {
        let words = Words::read(Tongue::Fr, r#"{"a":"Envoi {i} sur {n}.","b":"Accueil"}"#).unwrap();
        assert_eq!(said(&words, "a", args().with("i", "2").count(1200)), "Envoi <2> sur <1\u{202f}200>.");
        assert_eq!(said(&words, "b", args()), "Accueil");
        assert!(words.pieces("c", &args()).is_none());
    }

    #[test]
    fn the_form_follows_the_number() {
        let text = r#"{"people":{"one":"شخص واحد","two":"شخصان","few":"{n} أشخاص","other":"{n} شخص"}}"#;
        let words = Words::read(Tongue::Ar, text).unwrap();
        assert_eq!(said(&words, "people", args().count(2)), "شخصان");
        assert_eq!(said(&words, "people", args().count(5)), "<5> أشخاص");
        assert_eq!(said(&words, "people", args().count(12)), "<12> شخص");
    }
}
