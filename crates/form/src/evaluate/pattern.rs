//! The patterns of a form's `regex()`, compiled once.

use crate::{Definition, Expression, Function};
use record::FlatMap;
use regex_lite::Regex;

/// Patterns, by how they are written.
#[derive(Clone, Default, Debug)]
pub struct Patterns(FlatMap<String, Regex>);

impl Patterns {
    /// The patterns of a definition.
    pub fn of(definition: &Definition) -> Self {
        let mut patterns = FlatMap::new();
        for expression in &definition.expressions {
            if let Expression::Call(Function::Regex, arguments) = expression
                && let Some(Expression::Text(pattern)) =
                    arguments.get(1).map(|argument| definition.expression(*argument))
                && let Ok(regex) = whole(pattern)
            {
                patterns.insert(pattern.clone(), regex);
            }
        }
        Self(patterns)
    }

    /// Whether the whole text matches the pattern. A pattern that cannot be compiled matches nothing; the compiler
    /// of forms refuses it.
    pub fn matches(patterns: Option<&Self>, pattern: &str, text: &str) -> bool {
        match patterns.and_then(|known| known.0.get(pattern)) {
            Some(regex) => regex.is_match(text),
            None => whole(pattern).is_ok_and(|regex| regex.is_match(text)),
        }
    }
}

/// A pattern that matches whole texts: authors mean that, with or without `^` and `$`.
pub fn whole(pattern: &str) -> Result<Regex, regex_lite::Error> {
    Regex::new(&format!("^(?:{pattern})$"))
}
