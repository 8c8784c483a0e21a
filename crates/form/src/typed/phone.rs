//! Moroccan telephone numbers: nine digits after +212, the first of them 5 to 8 (6 and 7 mobile, 5 and 8 fixed).

use super::western;

/// Why a text is no Moroccan telephone number. The digits are those after the country code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PhoneProblem {
    /// It holds something that no telephone number holds.
    NotDigits {
        /// The first such character.
        found: char,
    },
    /// It has fewer than nine digits.
    TooShort {
        /// How many it has.
        digits: usize,
    },
    /// It has more than nine digits.
    TooLong {
        /// How many it has.
        digits: usize,
    },
    /// No Moroccan number starts like this.
    UnknownPrefix {
        /// Its first digit.
        first: char,
    },
    /// It is a number of another country.
    Foreign,
}

/// A number typed as `06…`, `6…`, `00212…`, `212…` or `+212…`, with any blanks, points, dashes and brackets, as
/// `+212#########`.
pub fn phone(typed: &str) -> Result<Option<String>, PhoneProblem> {
    let plain: String = western(typed)
        .chars()
        .filter(|c| !matches!(c, '.' | '-' | '‐' | '‑' | '–' | '(' | ')' | '/'))
        .collect();
    if plain.is_empty() {
        return Ok(None);
    }
    let digits = plain.strip_prefix('+').unwrap_or(&plain);
    if let Some(found) = digits.chars().find(|c| !c.is_ascii_digit()) {
        return Err(PhoneProblem::NotDigits { found });
    }
    let international = if plain.starts_with('+') { Some(digits) } else { digits.strip_prefix("00") };
    let national = match international {
        Some(digits) => digits.strip_prefix("212").ok_or(PhoneProblem::Foreign)?,
        None if digits.len() > 10 => digits.strip_prefix("212").unwrap_or(digits),
        None => digits,
    };
    // `+212 06…` is a common slip.
    let national = national.strip_prefix('0').unwrap_or(national);
    match national.len() {
        0..9 => {
            return Err(PhoneProblem::TooShort { digits: national.len() });
        }
        9 => {}
        digits => return Err(PhoneProblem::TooLong { digits }),
    }
    match national.chars().next() {
        Some('5'..='8') => Ok(Some(format!("+212{national}"))),
        first => Err(PhoneProblem::UnknownPrefix { first: first.unwrap_or_default() }),
    }
}

/// A stored number as Moroccans read it: `06 12 34 56 78`. To be shown left to right. Anything else as it is.
pub fn phone_shown(stored: &str) -> String {
    let Some(national) = stored.strip_prefix("+212").filter(|digits| digits.len() == 9 && digits.is_ascii())
    else {
        return stored.to_owned();
    };
    let local = format!("0{national}");
    let pairs: Vec<&str> = (0..5).map(|pair| &local[2 * pair..2 * pair + 2]).collect();
    pairs.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_become_international_or_say_why_not() {
        use PhoneProblem::*;
        let stored = || Ok(Some("+212612345678".to_owned()));
        for (typed, expected) in [
            ("0612345678", stored()),
            ("06 12 34 56 78", stored()),
            ("06.12.34.56.78", stored()),
            ("612345678", stored()),
            ("+212 6 12 34 56 78", stored()),
            ("+212 (0)6 12-34-56-78", stored()),
            ("00212612345678", stored()),
            ("212612345678", stored()),
            ("٠٦١٢٣٤٥٦٧٨", stored()),
            ("\u{202a}+212612345678\u{202c}", stored()),
            ("+212 528 87 32 16", Ok(Some("+212528873216".to_owned()))),
            ("", Ok(None)),
            (" - ", Ok(None)),
            ("06 12 34", Err(TooShort { digits: 5 })),
            ("0", Err(TooShort { digits: 0 })),
            ("06 12 34 56 789", Err(TooLong { digits: 10 })),
            ("0412345678", Err(UnknownPrefix { first: '4' })),
            ("0612E45678", Err(NotDigits { found: 'E' })),
            ("+34612345678", Err(Foreign)),
            ("0033612345678", Err(Foreign)),
        ] {
            assert_eq!(phone(typed), expected, "{typed:?}");
        }
    }

    #[test]
    fn a_stored_number_is_shown_in_pairs() {
        assert_eq!(phone_shown("+212612345678"), "06 12 34 56 78");
        assert_eq!(phone_shown("+34612345678"), "+34612345678");
    }
}
