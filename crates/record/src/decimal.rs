//! Decimal numbers as text.
//!
//! What [`read`] makes of a text is what the standard library makes of it, to the last bit, but without its table of
//! ten thousand bytes that nothing compresses: a phone would download that for numbers of which it reads ten a day.

use std::cmp::Ordering;

/// Digits that a 64-bit float holds exactly, whatever they are.
const EXACT_DIGITS: usize = 15;
/// Beyond this power of ten everything is infinite or nothing, however many digits stand before it.
const FAR: i64 = 100_000;

/// The float nearest to a decimal number: an optional sign, digits with or without a point among them, and optionally
/// `e` and a whole number. `None` if the text is no such number.
pub fn read(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (number, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, power(exponent)?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let zeros = digits.iter().take_while(|digit| **digit == b'0').count();
    let digits = &digits[zeros..];
    let float = nearest(digits, exponent - i64::try_from(fraction.len()).ok()?);
    Some(if text.starts_with('-') { -float } else { float })
}

/// The exponent; one that is too large for any use is cut.
fn power(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let power = digits.parse().unwrap_or(FAR).min(FAR);
    Some(if text.starts_with('-') { -power } else { power })
}

/// The float nearest to these digits times a power of ten.
fn nearest(digits: &[u8], power: i64) -> f64 {
    let short = digits.len() <= EXACT_DIGITS && power.unsigned_abs() <= EXACT_DIGITS as u64;
    if short {
        // Both are exact, so that only their product or quotient is rounded, once.
        let whole = digits.iter().fold(0, |whole: u64, digit| whole * 10 + u64::from(digit - b'0')) as f64;
        let scale = 10u64.pow(power.unsigned_abs() as u32) as f64;
        return if power < 0 { whole / scale } else { whole * scale };
    }
    let size = power + digits.len() as i64;
    if digits.is_empty() || size < -330 {
        return 0.0;
    }
    if size > 310 {
        return f64::INFINITY;
    }
    let mut number = Big::default();
    digits.iter().for_each(|digit| number.times_ten_and(u32::from(digit - b'0')));
    let mut divisor = Big(vec![1]);
    let scaled = if power < 0 { &mut divisor } else { &mut number };
    (0..power.unsigned_abs()).for_each(|_| scaled.times_ten_and(0));
    quotient(number, divisor)
}

/// The float nearest to a quotient, by long division in binary.
fn quotient(mut number: Big, mut divisor: Big) -> f64 {
    // Both get as many bits; then the quotient has its first bit before the point, or just behind it.
    let mut exponent = number.bits() - divisor.bits();
    let short = if exponent > 0 { &mut divisor } else { &mut number };
    (0..exponent.unsigned_abs()).for_each(|_| short.double());
    if number.cmp(&divisor) == Ordering::Less {
        number.double();
        exponent -= 1;
    }
    let mut bits: u64 = 0;
    for _ in 0..u64::BITS {
        bits = bits << 1 | u64::from(number.take_away(&divisor));
        number.double();
    }
    // `bits`, of which the first counts 2^exponent, is cut after the last that the float has.
    let last = (exponent - 52).max(-1074);
    let cut = last - (exponent - 63);
    if cut > 64 {
        return 0.0;
    }
    let (kept, rest) = if cut == 64 { (0, bits) } else { (bits >> cut, bits << (64 - cut)) };
    let half = 1 << 63;
    let is_more = rest > half || rest == half && (!number.is_zero() || kept % 2 == 1);
    let kept = kept + u64::from(is_more);
    // Rounded up to a power of two, it carries into the exponent, which stands before the fraction.
    let biased = (last + 1074) as u64;
    f64::from_bits(((biased << 52) + kept).min(f64::INFINITY.to_bits()))
}

/// A whole number of any size, its lowest part first.
#[derive(Default)]
struct Big(Vec<u32>);

impl Big {
    fn bits(&self) -> i64 {
        let last = self.0.last().map_or(0, |part| u32::BITS - part.leading_zeros());
        self.0.len().saturating_sub(1) as i64 * 32 + i64::from(last)
    }

    fn is_zero(&self) -> bool {
        self.0.iter().all(|part| *part == 0)
    }

    fn times_ten_and(&mut self, digit: u32) {
        self.times_and(10, digit);
    }

    fn double(&mut self) {
        self.times_and(2, 0);
    }

    fn times_and(&mut self, factor: u64, more: u32) {
        let mut carried = u64::from(more);
        for part in &mut self.0 {
            carried += u64::from(*part) * factor;
            *part = carried as u32;
            carried >>= 32;
        }
        if carried > 0 {
            self.0.push(carried as u32);
        }
    }

    /// Which is larger; the highest part of neither is 0.
    fn cmp(&self, other: &Self) -> Ordering {
        let by_length = self.0.len().cmp(&other.0.len());
        by_length.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }

    /// Takes the other away if it is not larger, and tells whether it was.
    fn take_away(&mut self, other: &Self) -> bool {
        let is_enough = self.cmp(other) != Ordering::Less;
        if is_enough {
            let mut borrowed = 0;
            for (place, part) in self.0.iter_mut().enumerate() {
                let taken = i64::from(other.0.get(place).copied().unwrap_or(0)) + borrowed;
                let left = i64::from(*part) - taken;
                borrowed = i64::from(left < 0);
                *part = left as u32;
            }
            while self.0.pop_if(|part| *part == 0).is_some() {}
        }
        is_enough
    }
}
