//! Finding a record by what is typed: accents, letter variants and the order of words do not matter, and the
//! beginning of a word is enough.

use crate::normal::{light, normal};
use std::collections::BTreeSet;

/// What search looks in: the words of a record's texts, plain and in one spelling, with one space between two.
///
/// Names that are written with or without a gap (بن علي, بنعلي, Ben Ali, Benali) are found either way.
pub fn search_key<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut words = BTreeSet::new();
    for text in texts {
        if let Some(phone) = phone(text) {
            words.insert(phone);
            continue;
        }
        for spelling in [light(text), normal(text)] {
            let pairs = spelling.iter().zip(spelling.iter().skip(1));
            let joined =
                pairs.filter(|(first, _)| is_particle(first)).map(|(first, next)| format!("{first}{next}"));
            let parted = spelling.iter().filter_map(|word| without_particle(word));
            words.extend(joined.chain(parted).collect::<Vec<_>>());
            words.extend(spelling);
        }
    }
    words.into_iter().collect::<Vec<_>>().join(" ")
}

/// What somebody typed to find something.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Query {
    /// Each word as typed and in one spelling.
    words: Vec<(String, String)>,
    /// Digits, if nothing else was typed.
    digits: Option<String>,
}

impl Query {
    /// The query that was typed.
    pub fn new(typed: &str) -> Self {
        if let Some(digits) = phone(typed) {
            return Self { words: Vec::new(), digits: Some(digits) };
        }
        let with_spelling = |word: String| {
            let spelling = normal(&word).pop().unwrap_or_else(|| word.clone());
            (word, spelling)
        };
        Self { words: light(typed).into_iter().map(with_spelling).collect(), digits: None }
    }

    /// Whether nothing was typed: everything fits.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.digits.is_none()
    }

    /// Whether every word typed begins a word of the key.
    pub fn fits(&self, key: &str) -> bool {
        if let Some(digits) = &self.digits {
            return key.split(' ').any(|word| word.contains(digits.as_str()));
        }
        self.words.iter().all(|(typed, spelling)| {
            key.split(' ').any(|word| word.starts_with(typed.as_str()) || word.starts_with(spelling.as_str()))
        })
    }
}

/// The digits of a phone number, national: `+212 6 12…` and `06 12…` are one. `None` if there is anything else in the
/// text, or fewer than two digits.
fn phone(text: &str) -> Option<String> {
    let text = text.trim();
    let is_number =
        text.chars().all(|c| c.is_numeric() || matches!(c, '+' | ' ' | '.' | '-' | '\u{202f}' | '\u{a0}'));
    let digits = light(text).concat();
    if !is_number || digits.len() < 2 {
        return None;
    }
    let international = text.starts_with('+') || digits.starts_with("00212");
    let national =
        digits.strip_prefix("00212").or_else(|| digits.strip_prefix("212").filter(|_| international));
    Some(national.map_or(digits.clone(), |rest| format!("0{rest}")))
}

/// Words that stand before a name, with or without a gap.
const PARTICLES: [&str; 11] =
    ["ايت", "بن", "ولد", "لاله", "سيدي", "ait", "ayt", "ben", "ould", "lalla", "sidi"];

fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

fn without_particle(word: &str) -> Option<String> {
    let rest = PARTICLES.iter().find_map(|particle| word.strip_prefix(particle))?;
    (rest.chars().count() >= 3).then(|| rest.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_however_it_is_typed() {
        let latin = search_key(["Aït Ali", "Fatima", "+212612345678"]);
        let arabic = search_key(["فاطمة", "بن علي", "أسرير"]);
        let joined = search_key(["بنعلي", "Benali"]);
        for (key, typed, found) in [
            (&latin, "", true),
            (&latin, "fat", true),
            (&latin, "FATMA", true),
            (&latin, "fatima ait", true),
            (&latin, "ali aït fat", true),
            (&latin, "ayt", true),
            (&latin, "aitali", true),
            (&latin, "atima", false),
            (&latin, "fatima brahim", false),
            (&latin, "06 12 34", true),
            (&latin, "+212 6 12 34 56 78", true),
            (&latin, "٠٦١٢", true),
            (&latin, "5678", true),
            (&latin, "0613", false),
            (&arabic, "فاطمه", true),
            (&arabic, "علي فاط", true),
            (&arabic, "بنعلي", true),
            (&arabic, "اسرير", true),
            (&arabic, "محمد", false),
            (&joined, "بن علي", true),
            (&joined, "ben ali", true),
        ] {
            assert_eq!(Query::new(typed).fits(key), found, "{typed:?} in {key:?}");
        }
    }

    #[test]
    fn every_beginning_of_a_name_finds_it() {
        for name in ["Mouhamed", "Chaimae", "Ouarda", "Khadija", "Aïcha", "Hassan", "Yassine"] {
            let key = search_key([name]);
            for (end, letter) in name.char_indices() {
                let typed = &name[..end + letter.len_utf8()];
                assert!(Query::new(typed).fits(&key), "{typed} finds {name} in {key:?}");
            }
        }
    }
}
