//! What `record::decimal` reads is what the standard library reads, to the last bit.

use proptest::prelude::*;
use record::decimal;

fn both(text: &str) {
    let theirs: Option<f64> = text.parse().ok();
    assert_eq!(decimal::read(text).map(f64::to_bits), theirs.map(f64::to_bits), "{text}");
}

#[test]
fn numbers_at_the_edges_are_read_alike() {
    for text in [
        "0",
        "-0",
        "0.0",
        "1",
        "+1",
        "1.",
        ".5",
        "00.100",
        "123456789012345",
        "1234567890123456",
        "9007199254740993",
        "9007199254740992.5",
        "9007199254740993.0000000000000000000000001",
        "0.1",
        "0.3",
        "2.675",
        "28.98712",
        "-10.0574",
        "1e15",
        "1e16",
        "1e-15",
        "1e-16",
        "1e22",
        "1e23",
        "8.5e22",
        "1e308",
        "1.7976931348623157e308",
        "1.7976931348623158e308",
        "1.7976931348623159e308",
        "1e309",
        "1e99999999999999999999",
        "-1e400",
        "0e400",
        "2.2250738585072014e-308",
        "2.2250738585072011e-308",
        "4.9406564584124654e-324",
        "2.4703282292062327e-324",
        "2.4703282292062328e-324",
        "1e-324",
        "1e-400",
        "1e-99999999999999999999",
        "1E5",
        "1e+5",
        "18446744073709551615",
        "18446744073709551616",
        "0.000000000000000000000000000000000000000000000000000000000001",
        "",
        "-",
        "+",
        ".",
        "e5",
        "1e",
        "1e-",
        "1.2.3",
        "1 ",
        " 1",
        "1,5",
        "0x1",
        "١",
        "--1",
        "+-1",
        "1e1.5",
    ] {
        both(text);
    }
    both(&"9".repeat(400));
    both(&format!("0.{}1", "0".repeat(400)));
    both(&format!("{}e-390", "7".repeat(400)));
}

#[test]
fn words_for_numbers_are_none() {
    assert_eq!(["inf", "infinity", "NaN"].map(decimal::read), [None; 3]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn every_float_reads_back(bits in any::<u64>()) {
        let number = f64::from_bits(bits);
        prop_assume!(number.is_finite());
        both(&format!("{number}"));
        both(&format!("{number:e}"));
    }

    #[test]
    fn halves_between_two_floats_are_read_alike(bits in any::<u64>(), more in "[0-9]{0,3}") {
        let number = f64::from_bits(bits >> 2);
        prop_assume!(number.is_finite());
        let exact = format!("{number:.1100}");
        both(exact.trim_end_matches('0'));
        // The digits of a float end in 5; those of a half between two go on from there.
        both(&format!("{}{more}", exact.trim_end_matches('0')));
    }

    #[test]
    fn digits_of_any_kind_are_read_alike(text in "-?[0-9]{1,25}(\\.[0-9]{0,25})?(e[+-]?[0-9]{1,3})?") {
        both(&text);
    }
}
