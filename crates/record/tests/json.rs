//! What `record::json` reads is what `serde_json` reads.

use proptest::prelude::*;
use record::json::{self, Unreadable};
use record::{Change, FlatMap, Record, Value};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// One of everything that serde asks of a format.
#[derive(Serialize, Deserialize, PartialEq, Debug)]
struct Whole {
    #[serde(default)]
    text: String,
    number: Option<i64>,
    small: u8,
    float: f64,
    pair: (u16, bool),
    named: Newtype,
    kind: Kind,
    kinds: BTreeMap<Kind, u32>,
    by_number: BTreeMap<u8, ()>,
    either: Vec<Either>,
}

#[derive(Serialize, Deserialize, PartialEq, Debug)]
struct Newtype(String);

#[derive(Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord, Clone, Debug)]
enum Kind {
    Bare,
    One(u32),
    Two(u32, String),
    Named { a: Option<bool> },
}

#[derive(Serialize, Deserialize, PartialEq, Debug)]
#[serde(untagged)]
enum Either {
    Number(u8),
    Words(Vec<String>),
}

fn both<'a, T: Deserialize<'a> + PartialEq + std::fmt::Debug>(text: &'a str) {
    let theirs = serde_json::from_str::<T>(text).map_err(|_| Unreadable);
    assert_eq!(json::read::<T>(text), theirs, "{text}");
}

fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<u64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        any::<String>().prop_map(Json::from),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Json::from),
            prop::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|members| Json::Object(members.into_iter().collect())),
        ]
    })
}

#[test]
fn texts_that_are_hard_to_read_are_read_alike() {
    for text in [
        "",
        " ",
        "nul",
        "null",
        "null ",
        "nulll",
        "true",
        "tru",
        "false x",
        "0",
        "-0",
        "-",
        "00",
        "01",
        "-01",
        "1.",
        "1.0",
        ".5",
        "1e5",
        "1E+5",
        "1e",
        "1e-",
        "1e400",
        "-1e400",
        "1e-400",
        "18446744073709551615",
        "18446744073709551616",
        "-9223372036854775808",
        "-9223372036854775809",
        "0.1",
        "123456789012345678901234567890.5",
        "+1",
        "1 2",
        "0x1",
        r#""""#,
        r#"""#,
        r#""a"#,
        r#""\""#,
        r#""\n\t\b\f\r\/\\\"""#,
        r#""\u0041\u00e9\u0627""#,
        r#""\ud83d\ude00""#,
        r#""\ud83d""#,
        r#""\ude00""#,
        r#""\ud83d\u0041""#,
        r#""\ud83dx""#,
        r#""\u12""#,
        r#""\x""#,
        "\"\n\"",
        "\"\u{1f}\"",
        "\"\u{7f}\"",
        r#""é😀""#,
        r#""a\u0000b""#,
        "[]",
        "[ ]",
        "[1]",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1,2",
        "[1}",
        "{}",
        "{ }",
        r#"{"a":1}"#,
        r#"{"a":1,}"#,
        r#"{"a" : 1 , "b":[ ]}"#,
        r#"{"a"}"#,
        r#"{a:1}"#,
        r#"{"a":1 "b":2}"#,
        r#"{"a":1]"#,
        r#"{"\u0061":1,"a":2}"#,
        "\u{feff}1",
        "\u{a0}1",
    ] {
        both::<Json>(text);
        both::<String>(text);
        both::<Option<f64>>(text);
        both::<FlatMap<String, Json>>(text);
        both::<BTreeMap<i16, Json>>(text);
        assert_eq!(
            json::read::<&RawValue>(text).map(|raw| raw.get().to_owned()),
            serde_json::from_str::<&RawValue>(text).map(|raw| raw.get().to_owned()).map_err(|_| Unreadable),
            "{text}"
        );
        both::<Value>(text);
    }
}

#[test]
fn every_shape_of_a_type_is_read_alike() {
    let whole = r#"{"text":"a\nb","number":null,"small":7,"float":1.5,"pair":[3,true],"named":"x","kind":{"One":5},
        "kinds":{"Bare":1},"by_number":{"7":null},"either":[3,["a"]],"unknown":{"deep":["\u0041",{}]}}"#;
    both::<Whole>(whole);
    assert!(json::read::<Whole>(whole).is_ok());
    for (one, another) in [
        ("null", "-7"),
        ("7,", "256,"),
        ("7,", "\"7\","),
        ("7,", "7.0,"),
        ("1.5", "3"),
        ("[3,true]", "[3]"),
        ("[3,true]", "[3,true,1]"),
        ("{\"One\":5}", "\"Bare\""),
        ("{\"One\":5}", "{\"Bare\":null}"),
        ("{\"One\":5}", "\"One\""),
        ("{\"One\":5}", "{\"Two\":[1,\"b\"]}"),
        ("{\"One\":5}", "{\"Named\":{\"a\":true}}"),
        ("{\"One\":5}", "{\"Named\":{}}"),
        ("{\"One\":5}", "{\"One\":5,\"Two\":1}"),
        ("{\"One\":5}", "{}"),
        ("{\"One\":5}", "\"Other\""),
        ("\"Bare\"", "\"Other\""),
        ("\"7\":", "\"07\":"),
        ("\"7\":", "\"x\":"),
        ("[3,[", "[null,["),
        ("\"text\":", "\"texts\":"),
        ("\"small\":", "\"large\":"),
        ("\"unknown\"", "\"small\""),
        ("\"x\"", "[\"x\"]"),
    ] {
        both::<Whole>(&whole.replacen(one, another, 1));
    }
}

#[test]
fn a_text_that_is_too_deep_is_left_aside() {
    for depth in [100, 127, 128, 129, 100_000] {
        let text = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        both::<Json>(&text);
        // What is only passed over may be as deep as it likes.
        assert!(json::read::<&RawValue>(&text).is_ok());
        assert!(json::read::<&RawValue>(&text[1..]).is_err());
    }
}

#[test]
fn the_golden_files_are_read_alike() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/golden");
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        both::<Change>(&text);
        both::<Record>(&text);
        both::<Json>(&text);
    }
}

proptest! {
    #[test]
    fn whatever_is_written_is_read_alike(value in any_json()) {
        both::<Json>(&serde_json::to_string(&value).unwrap());
        both::<Json>(&serde_json::to_string_pretty(&value).unwrap());
        both::<Value>(&value.to_string());
    }

    #[test]
    fn whatever_has_lost_or_changed_a_character_is_read_alike(value in any_json(), at in any::<prop::sample::Index>(), other in "[\\[\\]{}\",:0-9eE.+\\-ntu\\\\ ]{0,1}") {
        let text = value.to_string();
        let characters: Vec<char> = text.chars().collect();
        let at = at.index(characters.len());
        let changed: String = characters[..at].iter().copied().chain(other.chars()).chain(characters[at + 1..].iter().copied()).collect();
        both::<Json>(&changed);
        both::<Value>(&changed);
    }
}
