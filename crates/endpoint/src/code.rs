//! Enrolment codes: ten characters of Crockford's base 32, written `K7QM3-XVA9D`.
//!
//! Fifty bits, good for one day: with a hundred codes open, ten thousand guesses a second would need weeks for
//! an even chance at one, so guessing them is not slowed down and a village behind one address is never locked out.

use crate::surroundings::Surroundings;

/// Without I, L, O and U: nothing that is read or typed for something else.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 10;

/// A new code, as it is shown.
pub fn draw(around: &dyn Surroundings) -> String {
    let mut bytes = [0; LENGTH];
    around.draw(&mut bytes);
    let mut code: String = bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect();
    code.insert(LENGTH / 2, '-');
    code
}

/// A code as it was typed, as it is kept: without spaces and dashes, in capitals, with look-alikes read as meant.
pub fn plain(typed: &str) -> String {
    let meant = |c: char| match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    typed.chars().filter(char::is_ascii_alphanumeric).take(2 * LENGTH).map(meant).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_it_is_meant() {
        for typed in ["K7QM0-1VA9D", "k7qmo iva9d", " K7QMOLVA9D\n"] {
            assert_eq!(plain(typed), "K7QM01VA9D", "{typed}");
        }
    }
}
