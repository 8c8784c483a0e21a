//! Which form of a word a number asks for: the cardinal rules of Unicode CLDR for whole numbers.

use super::Tongue;

/// The name of the category of `n`.
///
/// | language | zero | one | two | few | many | other |
/// |---|---|---|---|---|---|---|
/// | ar | 0 | 1 | 2 | …03–…10 | …11–…99 | the rest |
/// | fr | – | 0, 1 | – | – | whole millions | the rest |
/// | en | – | 1 | – | – | – | the rest |
/// | zgh | – | 0, 1 | – | – | – | the rest |
pub fn category(tongue: Tongue, n: u64) -> &'static str {
    match (tongue, n) {
        (Tongue::Ar, 0) => "zero",
        (Tongue::Ar | Tongue::En, 1) => "one",
        (Tongue::Ar, 2) => "two",
        (Tongue::Ar, _) if (3..=10).contains(&(n % 100)) => "few",
        (Tongue::Ar, _) if (11..=99).contains(&(n % 100)) => "many",
        (Tongue::Fr | Tongue::Zgh, 0 | 1) => "one",
        (Tongue::Fr, _) if n.is_multiple_of(1_000_000) => "many",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_counts_by_its_own_rules() {
        for (tongue, numbers, expected) in [
            (Tongue::Ar, &[0][..], "zero"),
            (Tongue::Ar, &[1], "one"),
            (Tongue::Ar, &[2], "two"),
            (Tongue::Ar, &[3, 10, 103, 1010], "few"),
            (Tongue::Ar, &[11, 26, 99, 111], "many"),
            (Tongue::Ar, &[100, 101, 102, 1000], "other"),
            (Tongue::Fr, &[0, 1], "one"),
            (Tongue::Fr, &[1_000_000, 2_000_000], "many"),
            (Tongue::Fr, &[2, 37, 1_000_001], "other"),
            (Tongue::En, &[1], "one"),
            (Tongue::En, &[0, 2, 21], "other"),
            (Tongue::Zgh, &[0, 1], "one"),
            (Tongue::Zgh, &[2, 11], "other"),
        ] {
            for &n in numbers {
                assert_eq!(category(tongue, n), expected, "{n} in {tongue:?}");
            }
        }
    }
}
