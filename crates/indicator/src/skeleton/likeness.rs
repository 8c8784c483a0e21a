//! Laying the signs of two words side by side.

/// How much of a word is alike to what was typed, the better first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Likeness {
    /// All of it.
    Whole,
    /// Its beginning.
    Beginning,
}

/// More signs of a word are not looked at.
const LOOKED_AT: usize = 63;

/// Lays the signs typed beside those known, in all ways at once: bit `n` says that `n` of those typed can be laid beside
/// those known so far. With `vowels` no vowel may be left out.
pub fn laid_beside(typed: &[u8], known: &[u8], vowels: bool) -> Option<Likeness> {
    let typed = &typed[..typed.len().min(LOOKED_AT)];
    // Most words differ in the first sign.
    if let (Some(one), Some(other)) = (typed.first(), known.first())
        && one.is_ascii_lowercase()
        && other.is_ascii_lowercase()
        && one != other
    {
        return None;
    }
    let may_go = |sign: u8| sign.is_ascii_uppercase() && !(vowels && matches!(sign, b'W' | b'Y'));
    let leave_out = |mut ways: u64| {
        for (place, sign) in typed.iter().enumerate() {
            if ways >> place & 1 == 1 && may_go(*sign) {
                ways |= 2 << place;
            }
        }
        ways
    };
    let all = 1 << typed.len();
    // A last h that is not heard is the end of the word, not its beginning.
    let is_silent = typed.last() == Some(&b'H');
    let mut ways = leave_out(1);
    let mut begins = !is_silent && ways & all != 0;
    for sign in known {
        let mut next = if may_go(*sign) { ways } else { 0 };
        for (place, own) in typed.iter().enumerate() {
            if ways >> place & 1 == 1 && own.eq_ignore_ascii_case(sign) {
                next |= 2 << place;
                begins |= place + 1 == typed.len();
            }
        }
        ways = leave_out(next);
        begins |= !is_silent && ways & all != 0;
        if ways == 0 {
            break;
        }
    }
    match ways & all != 0 {
        true => Some(Likeness::Whole),
        false => begins.then_some(Likeness::Beginning),
    }
}
