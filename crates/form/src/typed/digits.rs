//! Digits of the scripts used in Morocco.

/// The text with Western digits in place of Arabic-Indic and Persian ones, and without blanks, thin spaces and
/// marks of direction.
pub fn western(typed: &str) -> String {
    typed.chars().filter_map(western_character).collect()
}

fn western_character(c: char) -> Option<char> {
    let digit = |zero: char| char::from_digit(c as u32 - zero as u32, 10);
    match c {
        '٠'..='٩' => digit('٠'),
        '۰'..='۹' => digit('۰'),
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => None,
        c if c.is_whitespace() => None,
        c => Some(c),
    }
}
