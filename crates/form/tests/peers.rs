//! What other engines answer to the same expressions, where their cases lie beside the repository.

use crate::small::{draft, try_form};
use flate2::read::GzDecoder;
use record::Value;
use serde_json::Value as Json;
use std::{fs::File, io::BufRead, io::BufReader};

const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/forms/");

/// The cases of a file beside the repository; none, with a word, if it is not there.
pub fn cases(name: &str) -> Vec<Json> {
    let Ok(file) = File::open(format!("{CASES}{name}")) else {
        println!("skipped: {CASES}{name} is not there");
        return Vec::new();
    };
    let lines = BufReader::new(GzDecoder::new(file)).lines();
    lines.map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect()
}

/// What an expression comes to; nothing if it is refused.
fn answer(expression: &str) -> Option<String> {
    let row = format!("calculate|x|{}", expression.replace('|', "\\|").replace(['\n', '\r'], " "));
    let form = std::sync::Arc::new(try_form("type|name|calculation", &[&row]).ok()?);
    Some(match draft(&form).answer(form.find("x")?) {
        None => String::new(),
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Integer(number)) => number.to_string(),
        Some(Value::Flag(flag)) => flag.to_string(),
        Some(Value::Date(date)) => date.to_string(),
        Some(other) => panic!("{other:?}"),
    })
}

/// What is expected, as an answer is written; nothing if it is an error or depends on chance.
fn expected(case: &Json) -> Option<String> {
    let value = &case["expected"]["value"];
    Some(match case["expected"]["type"].as_str()? {
        "boolean" => value.as_bool()?.to_string(),
        "number" if value == "NaN" => String::new(),
        "number" => match value.as_f64() {
            Some(number) => (number + 0.0).to_string(),
            None => value.as_str()?.to_owned(),
        },
        "string" if value == "NaN" => String::new(),
        "string" => value.as_str()?.to_owned(),
        _ => return None,
    })
}

/// Whether an expression reads the document around it, or cannot stand in one cell.
fn needs_more(expression: &str) -> bool {
    let reads_own = expression.contains("()") && expression.contains("string-length")
        || expression.contains("normalize-space()")
        || expression.contains("once(")
        || expression.split([' ', '(', ',']).any(|part| part == ".");
    reads_own || expression.contains(['\n', '\r'])
}

/// Whether two answers are one: numbers to the last digit but one, minus nought being nought, and as true or false
/// where that was asked for.
fn alike(found: &str, expected: &str) -> bool {
    let (number, theirs) = (found.parse::<f64>(), expected.parse::<f64>());
    match (number, theirs) {
        (Ok(number), Ok(theirs)) if number.is_finite() => {
            (number - theirs).abs() <= 4.0 * f64::EPSILON * number.abs()
        }
        (Ok(number), Err(_)) if expected == "true" || expected == "false" => {
            (number != 0.0) == (expected == "true")
        }
        _ => found == expected,
    }
}

/// Of the cases on which the reference engines agree and which need neither document nor clock: what is refused
/// calls a function or a path beyond the scope, or compares a word as a number.
#[test]
fn expressions_that_need_no_document_come_to_what_other_engines_say() {
    let (mut same, mut refused, mut differ) = (0, 0, Vec::new());
    for case in cases("xpath_cases.jsonl.gz") {
        let hard_ground = case["agreement"] == "agree" && case["clock_dependent"] == false;
        let (Some(expected), true) = (expected(&case), hard_ground) else { continue };
        let expression = case["expr"].as_str().unwrap();
        if needs_more(expression) {
            continue;
        }
        match answer(expression) {
            None => refused += 1,
            Some(found) if alike(&found, &expected) => same += 1,
            Some(_) => differ.push(expression.to_owned()),
        }
    }
    if same + refused > 0 {
        println!("{same} alike, {refused} refused, otherwise: {differ:?}");
        // A date without its noughts is none here: a slip is better seen than guessed.
        assert_eq!(differ, ["date(\"1970-1-2\")"]);
        assert_eq!(same, 950);
    }
}

/// Whole forms: those the reference refuses and those it takes. What is beyond the scope is refused, never misread.
#[test]
fn forms_of_the_reference_are_read_or_refused_by_name() {
    let (mut read, mut refused, mut laxer) = (0, 0, Vec::new());
    let lists = form::compile::ExternalLists::default();
    for case in cases("pyxform_cases.jsonl.gz") {
        let Some(markdown) = case["xlsform_md"].as_str() else { continue };
        let mut text = markdown.to_owned();
        if !text.contains("form_id") && !text.contains("id_string") {
            text.push_str("\n| settings |\n| | form_id |\n| | form |\n");
        }
        let accepted = match form::compile::read(&text, &lists) {
            Ok(reading) => {
                let json = serde_json::to_string(&reading.definition).unwrap();
                let again: form::Definition = serde_json::from_str(&json).unwrap();
                draft(&std::sync::Arc::new(again));
                true
            }
            Err(_) => false,
        };
        match (accepted, case["errored"] == true) {
            (true, true) => laxer.push(case["test"].as_str().unwrap_or_default().to_owned()),
            (true, false) => read += 1,
            (false, _) => refused += 1,
        }
    }
    if read + refused > 0 {
        println!(
            "{read} read, {refused} refused, {} read that the reference refuses:\n{}",
            laxer.len(),
            laxer.join("\n")
        );
        // The laxer ones concern looks, media, parameters of maps and cameras, and names reserved by ODK's own metadata.
        assert_eq!((read, laxer.len()), (178, 22));
    }
}
