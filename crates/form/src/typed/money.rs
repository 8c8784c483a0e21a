//! Amounts of money as they are typed: in dirhams, or in the ryals that people count in.

use super::{Problem, decimal, western};

/// A ryal is five centimes; no coin, but what prices at a souk are said in.
pub const RYALS_TO_THE_DIRHAM: i64 = 20;

const CENTIMES_TO_THE_DIRHAM: i64 = 100;
/// What rules can still count exactly.
const MOST_CENTIMES: i64 = 9_000_000_000_000_000;
const DIRHAMS: [&str; 7] = ["dirhams", "dirham", "mad", "dhs", "dh", "دراهم", "درهم"];
const RYALS: [&str; 6] = ["ryals", "ryal", "rials", "rial", "ريالات", "ريال"];

/// An amount in centimes, typed in dirhams: `1200`, `1 200,50`, `12 DH`. One typed in ryals (`200 ryals`, `٢٠٠ ريال`)
/// has to be confirmed.
pub fn money(typed: &str) -> Result<Option<i64>, Problem> {
    let plain = western(typed).to_lowercase();
    if let Some(number) = RYALS.iter().find_map(|unit| plain.strip_suffix(unit)) {
        let centimes = amount(number, CENTIMES_TO_THE_DIRHAM / RYALS_TO_THE_DIRHAM)?;
        return centimes.map_or(Ok(None), |centimes| Err(Problem::Ryals { centimes }));
    }
    let number = DIRHAMS.iter().find_map(|unit| plain.strip_suffix(unit)).unwrap_or(&plain);
    amount(number, CENTIMES_TO_THE_DIRHAM)
}

/// An amount as it is typed: dirhams with a decimal comma, without noughts that say nothing.
pub fn money_plain(centimes: i64) -> String {
    let (dirhams, rest) = (centimes.unsigned_abs() / 100, centimes.unsigned_abs() % 100);
    let sign = if centimes < 0 { "-" } else { "" };
    if rest == 0 { format!("{sign}{dirhams}") } else { format!("{sign}{dirhams},{rest:02}") }
}

/// So many units of so many centimes each. Exact: no fraction goes through a floating point.
fn amount(number: &str, centimes_a_unit: i64) -> Result<Option<i64>, Problem> {
    let Some(plain) = decimal(number)? else { return Ok(None) };
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    if fraction.len() > 2 {
        return Err(Problem::NotCentimes);
    }
    let hundredths: i64 = format!("{whole}{fraction:0<2}").parse().map_err(|_| Problem::TooLarge)?;
    let centimes = hundredths.checked_mul(centimes_a_unit).ok_or(Problem::TooLarge)?;
    match (centimes / 100, centimes % 100) {
        (centimes, 0) if centimes.abs() <= MOST_CENTIMES => Ok(Some(centimes)),
        (_, 0) => Err(Problem::TooLarge),
        _ => Err(Problem::NotCentimes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_stored_in_centimes_however_they_are_typed() {
        let ryals = |centimes| Err(Problem::Ryals { centimes });
        for (typed, expected) in [
            ("1200", Ok(Some(120_000))),
            ("1 200,50", Ok(Some(120_050))),
            ("1200.5", Ok(Some(120_050))),
            ("١٢٠٠٫٥٠", Ok(Some(120_050))),
            ("12 DH", Ok(Some(1200))),
            ("12 درهم", Ok(Some(1200))),
            ("0,05", Ok(Some(5))),
            ("-3", Ok(Some(-300))),
            ("-0,5", Ok(Some(-50))),
            ("", Ok(None)),
            ("200 ryals", ryals(1000)),
            ("٢٠٠ ريال", ryals(1000)),
            ("1 rial", ryals(5)),
            ("ryals", Ok(None)),
            ("1,2 ryals", ryals(6)),
            ("0,5 ryal", Err(Problem::NotCentimes)),
            ("1,005", Err(Problem::NotCentimes)),
            ("mille", Err(Problem::NotANumber)),
            ("90000000000000", Ok(Some(MOST_CENTIMES))),
            ("90000000000001", Err(Problem::TooLarge)),
        ] {
            assert_eq!(money(typed), expected, "{typed:?}");
        }
    }

    #[test]
    fn an_amount_is_typed_as_it_is_shown() {
        for (centimes, shown) in
            [(120_000, "1200"), (120_050, "1200,50"), (5, "0,05"), (-50, "-0,50"), (0, "0")]
        {
            assert_eq!(money_plain(centimes), shown);
            assert_eq!(money(shown), Ok(Some(centimes)));
        }
    }
}
