//! Finding a record by what is typed: accents, letter variants and the order of words do not matter, and the
//! beginning of a word is enough. A name that is known in one script only is found in the other by its consonants.

use crate::normal::{light, normal, words};
use crate::skeleton::{Likeness, Script, Skeleton};
use std::collections::BTreeSet;

/// What search looks in: the words of a record's texts, plain and in one spelling; behind `=` the skeletons of those in
/// Arabic letters, behind `~` of those in Latin ones. No word has these signs; between two there is one space.
///
/// Names that are written with or without a gap (بن علي, بنعلي, Ben Ali, Benali) are found either way.
pub fn search_key<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let (mut words, mut arabic, mut latin) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
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
        for Skeleton { script, signs } in skeletons(text) {
            let of_script = if script == Script::Arabic { &mut arabic } else { &mut latin };
            of_script.insert(signs);
        }
    }
    let [words, arabic, latin] =
        [words, arabic, latin].map(|part| part.into_iter().collect::<Vec<_>>().join(" "));
    format!("{words}={arabic}~{latin}")
}

/// The parts of a key.
#[derive(Clone, Copy)]
struct Parts<'a> {
    words: &'a str,
    arabic: &'a str,
    latin: &'a str,
}

impl<'a> Parts<'a> {
    fn of(key: &'a str) -> Self {
        let (words, skeletons) = key.split_once('=').unwrap_or((key, ""));
        let (arabic, latin) = skeletons.split_once('~').unwrap_or_default();
        Self { words, arabic, latin }
    }
}

/// The skeletons of a text's words; of what is written with or without a gap both.
fn skeletons(text: &str) -> Vec<Skeleton> {
    let written: Vec<&str> = words(text).filter(|word| !is_article(word)).collect();
    let joined = written.iter().zip(written.iter().skip(1)).filter_map(|(first, next)| as_one(first, next));
    let parted = written.iter().flat_map(|word| {
        let plain = light(word).concat();
        [without_particle(&plain), plain.strip_prefix("abd").map(str::to_owned), behind_the_article(word)]
    });
    let all = written.iter().map(|word| (*word).to_owned()).chain(joined).chain(parted.flatten());
    all.filter_map(|word| Skeleton::of(&word)).collect()
}

/// Two words that are also written as one: a particle and its name, Abd El Kader, عبد القادر, Nour Eddine, نور الدين.
fn as_one(first: &str, next: &str) -> Option<String> {
    let (plain, plain_next) = (light(first).concat(), light(next).concat());
    let has_article = match plain_next.as_bytes() {
        [b'e', one, other, ..] => one == other,
        _ => next.starts_with("ال"),
    };
    match plain.as_str() {
        "abd" if !has_article => Some(format!("abdel{next}")),
        plain => (is_particle(plain) || plain == "عبد" || has_article).then(|| format!("{first}{next}")),
    }
}

/// الدين of نورالدين.
fn behind_the_article(word: &str) -> Option<String> {
    let (first, _) = word.char_indices().nth(2)?;
    let at = first + word[first..].find("ال")?;
    (word[at..].chars().count() > 4).then(|| word[at..].to_owned())
}

fn is_article(word: &str) -> bool {
    matches!(word, "El" | "el" | "EL" | "Al" | "al" | "AL" | "ال")
}

/// How what was typed fits a record, the better first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Fit {
    /// In the letters that were typed.
    Spelt,
    /// By its consonants, in the other script.
    Alike,
    /// By the consonants of its beginning, in the other script.
    Begun,
}

/// What somebody typed to find something.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Query {
    words: Vec<Word>,
    /// The same with the words that are also written as one joined, if there are such.
    joined: Vec<Word>,
    /// Digits, if nothing else was typed.
    digits: Option<String>,
}

/// A word that was typed.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Word {
    /// In plain letters, and in one spelling.
    typed: [String; 2],
    skeletons: Vec<Skeleton>,
    /// Whether it is found in the other script beside other words: `El` before a name, or what has no consonant yet.
    is_light: bool,
}

impl Word {
    fn new(written: &str) -> Option<Self> {
        let plain = light(written).pop()?;
        let spelling = normal(&plain).pop().unwrap_or_else(|| plain.clone());
        let skeletons = Skeleton::typed(written);
        let has_digits = plain.contains(|letter: char| letter.is_numeric());
        let is_light = is_article(written) || (skeletons.is_empty() && !has_digits);
        Some(Self { typed: [plain, spelling], skeletons, is_light })
    }

    /// How it fits a key, beside so many other words typed that have to fit.
    fn fits(&self, key: Parts<'_>, others: usize) -> Option<Fit> {
        let begins = |word: &str| self.typed.iter().any(|typed| word.starts_with(typed.as_str()));
        if key.words.split(' ').any(begins) {
            return Some(Fit::Spelt);
        }
        if self.is_light && others > 0 {
            return Some(Fit::Alike);
        }
        let alone = others == 0;
        let likeness = |skeleton: &Skeleton| {
            let known = if skeleton.script == Script::Arabic { key.latin } else { key.arabic };
            known.split(' ').filter_map(|signs| skeleton.likeness(signs, alone)).min()
        };
        self.skeletons.iter().filter_map(likeness).min().map(|likeness| match likeness {
            Likeness::Whole => Fit::Alike,
            Likeness::Beginning => Fit::Begun,
        })
    }
}

impl Query {
    /// The query that was typed.
    pub fn new(typed: &str) -> Self {
        if let Some(digits) = phone(typed) {
            return Self { digits: Some(digits), ..Self::default() };
        }
        let written: Vec<&str> = words(typed).collect();
        let mut joined: Vec<String> = Vec::new();
        for word in written.iter().filter(|word| !is_article(word)) {
            let one = joined.last().and_then(|last| as_one(last, word));
            match (joined.last_mut(), one) {
                (Some(last), Some(one)) => *last = one,
                _ => joined.push((*word).to_owned()),
            }
        }
        let words: Vec<Word> = written.iter().filter_map(|word| Word::new(word)).collect();
        let joined = joined.iter().filter_map(|word| Word::new(word)).collect::<Vec<_>>();
        Self { joined: if joined.len() < words.len() { joined } else { Vec::new() }, words, digits: None }
    }

    /// Whether nothing was typed: everything fits.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.digits.is_none()
    }

    /// How every word typed begins a word of the key; `None` if one does not.
    pub fn fits(&self, key: &str) -> Option<Fit> {
        let key = Parts::of(key);
        if let Some(digits) = &self.digits {
            return key.words.split(' ').any(|word| word.contains(digits.as_str())).then_some(Fit::Spelt);
        }
        let weighty = self.words.iter().filter(|word| !word.is_light).count();
        let one = |word: &Word| word.fits(key, weighty - usize::from(!word.is_light && weighty > 0));
        let all =
            |words: &[Word]| words.iter().try_fold(Fit::Spelt, |worst, word| Some(worst.max(one(word)?)));
        let apart = all(&self.words);
        if self.joined.is_empty() || matches!(apart, Some(Fit::Spelt | Fit::Alike)) {
            return apart;
        }
        apart.into_iter().chain(all(&self.joined)).min()
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
            assert_eq!(Query::new(typed).fits(key).is_some(), found, "{typed:?} in {key:?}");
        }
    }

    #[test]
    fn every_beginning_of_a_name_finds_it() {
        for name in ["Mouhamed", "Chaimae", "Ouarda", "Khadija", "Aïcha", "Hassan", "Yassine"] {
            let key = search_key([name]);
            for (end, letter) in name.char_indices() {
                let typed = &name[..end + letter.len_utf8()];
                assert_eq!(Query::new(typed).fits(&key), Some(Fit::Spelt), "{typed} finds {name} in {key:?}");
            }
        }
    }
}
