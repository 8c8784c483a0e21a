//! A text as a cell of a spreadsheet: never a formula, never turned around.

use std::borrow::Cow;

/// What programs for spreadsheets take for the beginning of a formula, in either width.
const BEGINS_A_FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// The text as a cell that stays text. A cell that begins like a formula, with whatever unseen before it, gets an
/// apostrophe in front: programs show it as text, and people see that it was put there.
///
/// | text | cell |
/// |---|---|
/// | `Fatima` | `Fatima` |
/// | `=1+1` | `'=1+1` |
/// | a tab, then `=1+1` | `' =1+1` |
/// | `＝1+1` (full width) | `'＝1+1` |
/// | a name with a mark that turns what follows | the name without the mark |
pub fn cell(text: &str) -> Cow<'_, str> {
    let plain = text.chars().all(|c| !is_unseen(c));
    let begins = text.trim_start_matches(|c: char| c.is_whitespace() || is_unseen(c)).chars().next();
    let starts_unseen = text.chars().next().is_some_and(char::is_control);
    let is_formula = starts_unseen || begins.is_some_and(|c| BEGINS_A_FORMULA.contains(&c));
    if plain && !is_formula {
        return Cow::Borrowed(text);
    }
    let shown = text.chars().filter_map(|c| match c {
        c if c.is_control() => Some(' '),
        c if is_unseen(c) => None,
        c => Some(c),
    });
    let mark = if is_formula { "'" } else { "" };
    Cow::Owned(mark.chars().chain(shown).collect())
}

/// Characters that are not seen, or that turn or hide others.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn a_cell_is_never_a_formula() {
        for (text, expected) in [
            ("Fatima", "Fatima"),
            ("آيت علي", "آيت علي"),
            ("près du souk = marché", "près du souk = marché"),
            ("=1+1", "'=1+1"),
            ("+212612345678", "'+212612345678"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1+1", "' =1+1"),
            ("\r=1+1", "' =1+1"),
            ("\u{200f}=1+1", "'=1+1"),
            ("  =1+1", "'  =1+1"),
            ("＝1+1", "'＝1+1"),
            ("＋1", "'＋1"),
            ("－1", "'－1"),
            ("＠A1", "'＠A1"),
            ("a\u{202e}b", "ab"),
            ("two\nlines", "two lines"),
            ("", ""),
        ] {
            assert_eq!(cell(text), expected, "{text:?}");
        }
    }
}
