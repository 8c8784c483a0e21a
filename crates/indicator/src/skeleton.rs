//! What a name in Arabic letters and the same name in Latin letters have in common: its consonants.
//!
//! Arabic writes no short vowels, and Latin letters do not say which vowels are long, so neither can be turned into the
//! other. Both are turned into signs of one alphabet instead, and two names are alike if their signs can be laid side
//! by side. A small sign has to find its like; a capital may be left out.
//!
//! | Arabic | Latin | sign |
//! |---|---|---|
//! | خ · ش · غ | kh x · ch sh · gh, rh at the start | x · c · g |
//! | ج | j dj | j |
//! | ت ث ط · د ذ ض ظ | t th · d dh | t · d |
//! | س ص · ز | s ss, c before e, i, y · z | s · z |
//! | ح ه | h | h |
//! | ق ك گ | k q g, any other c | k |
//! | ب · ف | b p · f ph v | b · f |
//! | ر ل م ن | r l m n | the same |
//! | و | w, ou before a vowel at the start | w |
//! | | o u ou | W |
//! | ي | y before a vowel at the start | y |
//! | ئ, ي at the end | i, any other y, ee | Y |
//! | ا أ إ آ ى ع ء | a e | none |
//! | ال of the article | el, al, l before a consonant, at the start | L |
//! | ة · ه at the end | · h at the end | T · H |
//! | | letters twice | once |
//!
//! A word with one consonant only (Ali, Aïcha), typed alone, has to be alike to its end and in its vowels: half the
//! names begin so.

mod likeness;

use crate::normal::light;
use likeness::laid_beside;

pub use likeness::Likeness;

/// A word in the signs of both scripts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Skeleton {
    /// In which letters it was written.
    pub script: Script,
    /// Its signs.
    pub signs: String,
}

/// The letters of a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Script {
    /// Arabic ones.
    Arabic,
    /// Latin ones.
    Latin,
}

impl Skeleton {
    /// The skeleton of a word as it is written; none if it has no consonant to go by, or digits.
    pub fn of(word: &str) -> Option<Self> {
        let letters: Vec<char> = word.chars().flat_map(char::to_lowercase).collect();
        let (script, signs) = match letters.iter().any(|letter| matches!(letter, '\u{620}'..='\u{6d3}')) {
            true => (Script::Arabic, of_arabic(&letters, AFTER_THE_ARTICLE)),
            false => (Script::Latin, of_latin(&light(word).concat())),
        };
        let has_digits = letters.iter().any(|letter| letter.is_numeric());
        (!has_digits && signs.contains(is_firm)).then_some(Self { script, signs })
    }

    /// The skeletons of a word that is being typed: its last letter may be the first half of two that are one sign, and
    /// its article may not have its name yet.
    pub fn typed(word: &str) -> Vec<Self> {
        let Some(whole) = Self::of(word) else { return Vec::new() };
        let shorter = &whole.signs[..whole.signs.len() - 1];
        let ends: &[char] = match word.chars().last() {
            Some('c' | 'C') => &['c', 's'],
            Some('k' | 'K') => &['x'],
            Some('s' | 'S') => &['c'],
            Some('g' | 'G') => &['g'],
            Some('d' | 'D') => &['j'],
            Some('p' | 'P') => &['f'],
            _ => &[],
        };
        let mut all: Vec<String> = ends.iter().map(|end| format!("{shorter}{end}")).collect();
        if whole.script == Script::Arabic {
            all.push(of_arabic(&word.chars().collect::<Vec<_>>(), 0));
        }
        all.retain(|signs| *signs != whole.signs);
        let others = all.into_iter().map(|signs| Self { script: whole.script, signs });
        others.chain([whole.clone()]).collect()
    }

    /// How many signs it can be told by. An article in Latin letters is one: it is part of the name, Lahcen or Lhoucine.
    fn weight(&self) -> usize {
        let is_article = |sign: char| sign == 'L' && self.script == Script::Latin;
        self.signs.chars().filter(|sign| is_firm(*sign) || is_article(*sign)).count()
    }

    /// How this, typed so far, is alike to the signs of a word in the other script; `alone` if nothing else was typed.
    pub fn likeness(&self, known: &str, alone: bool) -> Option<Likeness> {
        let (typed, known) = (self.signs.as_bytes(), known.as_bytes());
        match alone && self.weight() < 2 {
            true => laid_beside(typed, known, true).filter(|likeness| *likeness == Likeness::Whole),
            false => laid_beside(typed, known, false),
        }
    }
}

fn is_firm(sign: char) -> bool {
    sign.is_ascii_lowercase()
}

/// نورالدين has an article, صالحة has none.
const AFTER_THE_ARTICLE: usize = 3;

/// The signs of a word in Arabic letters; an article within it stands before at least so many letters.
fn of_arabic(letters: &[char], after_the_article: usize) -> String {
    let letters: Vec<char> = letters
        .iter()
        .copied()
        .filter(|letter| !matches!(letter, '\u{64b}'..='\u{65f}' | '\u{670}' | 'ـ'))
        .collect();
    let mut signs = String::new();
    let mut rest = letters.as_slice();
    let mut before = None;
    while let Some((&letter, after)) = rest.split_first() {
        let least = if before.is_none() { 1 } else { after_the_article };
        if letter == 'ا' && after.first() == Some(&'ل') && after.len() > least {
            signs.push('L');
            rest = &after[1..];
            before = Some(letter);
            continue;
        }
        if before != Some(letter) {
            signs.extend(arabic_sign(letter, after.is_empty()));
        }
        before = Some(letter);
        rest = after;
    }
    signs
}

fn arabic_sign(letter: char, is_last: bool) -> Option<char> {
    let sign = match letter {
        'ب' | 'پ' => 'b',
        'ت' | 'ث' | 'ط' => 't',
        'ج' | 'چ' => 'j',
        'ه' if is_last => 'H',
        'ح' | 'ه' => 'h',
        'خ' => 'x',
        'د' | 'ذ' | 'ض' | 'ظ' => 'd',
        'ر' => 'r',
        'ز' | 'ژ' => 'z',
        'س' | 'ص' => 's',
        'ش' => 'c',
        'غ' => 'g',
        'ف' | 'ڤ' => 'f',
        'ق' | 'ك' | 'ک' | 'گ' | 'ڭ' | 'ݣ' => 'k',
        'ل' => 'l',
        'م' => 'm',
        'ن' => 'n',
        'و' => 'w',
        'ؤ' => 'W',
        'ي' | 'ی' if !is_last => 'y',
        'ي' | 'ی' | 'ئ' => 'Y',
        'ة' => 'T',
        _ => return None,
    };
    Some(sign)
}

fn of_latin(word: &str) -> String {
    let letters = word.as_bytes();
    let mut signs = String::new();
    let mut place = article(letters, &mut signs);
    // Two letters that are heard once stand side by side: Hassan, not Allal.
    let mut doubled = None;
    while place < letters.len() {
        let (sign, length) = latin_sign(&letters[place..], place);
        if let Some(sign) = sign.filter(|sign| doubled != Some(*sign)) {
            signs.push(sign);
        }
        doubled = sign;
        place += length;
    }
    match signs.trim_start_matches('L') {
        // Hussein is not Hassan, Mahmoud is not Mohamed: here the vowel is always long.
        "hWsYn" => signs.replace('Y', "y"),
        "mhmWd" => signs.replace('W', "w"),
        _ => signs,
    }
}

/// The article at the beginning of a word that has more to it: so many letters of it.
fn article(letters: &[u8], signs: &mut String) -> usize {
    let length = match letters {
        [b'e', b'l', rest @ ..] if rest.len() > 3 => 2,
        [b'a', b'l', next, rest @ ..] if !is_vowel(*next) && rest.len() > 2 => 2,
        [b'l', next, rest @ ..] if !is_vowel(*next) && rest.len() > 1 => 1,
        _ => 0,
    };
    if length > 0 {
        signs.push('L');
    }
    length
}

/// The sign of the letters that come first, if they have one, and how many they are.
fn latin_sign(letters: &[u8], place: usize) -> (Option<char>, usize) {
    let is_start = place == 0;
    let vowel_at = |at: usize| letters.get(at).is_some_and(|letter| is_vowel(*letter));
    let (sign, length) = match letters {
        [b'k', b'h', ..] => ('x', 2),
        [b'c' | b's', b'h', ..] => ('c', 2),
        [b'g', b'h', ..] => ('g', 2),
        [b'r', b'h', ..] if is_start => ('g', 2),
        [b'd', b'h', ..] => ('d', 2),
        [b't', b'h', ..] => ('t', 2),
        [b'p', b'h', ..] => ('f', 2),
        [b'd', b'j', ..] => ('j', 2),
        [b'o', b'u', ..] if is_start && vowel_at(2) => ('w', 2),
        [b'o', b'u' | b'o', ..] => ('W', 2),
        [b'e', b'e', ..] => ('Y', 2),
        [b'c', b'e' | b'i' | b'y', ..] => ('s', 1),
        [b'y', ..] if is_start && vowel_at(1) => ('y', 1),
        [b'h'] => ('H', 1),
        [letter, ..] => match letter {
            b'a' | b'e' => return (None, 1),
            b'i' | b'y' => ('Y', 1),
            b'o' | b'u' => ('W', 1),
            b'c' | b'q' | b'g' => ('k', 1),
            b'p' => ('b', 1),
            b'v' => ('f', 1),
            letter if letter.is_ascii_lowercase() => (*letter as char, 1),
            _ => return (None, 1),
        },
        [] => return (None, 1),
    };
    (Some(sign), length)
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}
