//! Forms that are made to hurt.

use crate::small::{draft, form, path, try_form};
use form::{Definition, Problem, compile};
use proptest::prelude::*;
use record::{RecordId, Value};
use std::time::{Duration, Instant};

#[test]
fn nesting_is_bounded_and_never_overflows_the_stack() {
    let columns = "type|name|relevant";
    let nested = |depth: usize| format!("text|x|{}1{}", "(".repeat(depth), ")".repeat(depth));
    assert!(try_form(columns, &[&nested(50)]).is_ok());
    assert!(matches!(try_form(columns, &[&nested(100_000)]).unwrap_err()[0].fault, compile::Fault::TooDeep));
    let chain = |terms: usize| format!("text|x|{}", vec!["${a} = 'z'"; terms].join(" or "));
    assert!(try_form(columns, &["text|a|", &chain(200)]).is_ok());
    assert!(matches!(
        try_form(columns, &["text|a|", &chain(50_000)]).unwrap_err()[0].fault,
        compile::Fault::TooDeep
    ));
}

#[test]
fn a_chain_of_a_thousand_calculations_is_one_pass_and_stops_where_nothing_changes() {
    let mut rows = vec!["integer|c0|".to_owned()];
    rows.extend((1..=1000).map(|n| format!("calculate|c{n}|${{c{}}} + 1", n - 1)));
    rows.push("calculate|big|${c0} > 10".into());
    rows.extend((0..1000).map(|n| format!("calculate|d{n}|if(${{big}}, 1, 2)")));
    let form = form("type|name|calculation", &rows.iter().map(String::as_str).collect::<Vec<_>>());
    let mut draft = draft(&form);
    let changes = draft.set(&path("c0"), Some(Value::Integer(1)));
    assert_eq!(draft.answer(form.find("c1000").unwrap()), Some(&Value::Integer(1001)));
    assert_eq!(changes.places().count(), 1001, "the thousand that read `big` sleep: it is false as before");
    let changes = draft.set(&path("c0"), Some(Value::Integer(20)));
    assert_eq!(changes.places().count(), 2002);
    assert!(draft.set(&path("c0"), Some(Value::Integer(20))).is_empty());
}

#[test]
fn a_rule_that_costs_too_much_is_a_problem_and_not_a_frozen_phone() {
    // Each row of the sheet counts the whole sheet again, four times over.
    let form = form(
        "type|name|calculation|appearance|parameters",
        &[
            "begin_repeat|sheet||roster|of=person",
            "select_one yn|came|||",
            "end_repeat||||",
            "calculate|slow|count(${sheet}[count(${sheet}[count(${sheet}[count(${sheet}[came = 'y']) > 0]) > 0]) > 0])||",
        ],
    );
    let [sheet, slow] = ["sheet", "slow"].map(|name| form.find(name).unwrap());
    let mut draft = draft(&form);
    let started = Instant::now();
    for person in 0..22 {
        draft.mark(sheet, RecordId::from_random(person), Some("y"));
    }
    assert!(started.elapsed() < Duration::from_secs(60));
    assert_eq!(draft.problem(slow), Some(Problem::TooHeavy));
    let refused = draft.finish(record::AuthorId::from_random(1), "2026-11-23".parse().unwrap()).unwrap_err();
    assert_eq!(refused.len(), 1);
    for person in 5..22 {
        draft.mark(sheet, RecordId::from_random(person), None);
    }
    assert_eq!(draft.problem(slow), None, "it recovers");
    assert_eq!(draft.answer(slow), Some(&Value::Integer(5)));
}

#[test]
fn a_filter_that_costs_too_much_is_a_problem_too() {
    let sum = vec!["string-length(name)"; 40].join(" + ");
    let filter = format!("select_one village|x|{sum} > 1");
    let mut text = crate::small::text("type|name|choice_filter", &[&filter]);
    text.push_str("\n|list_name|name|label|\n|-|-|-|\n");
    for village in 0..10_000 {
        text.push_str(&format!("|village|v{village}|V|\n"));
    }
    let form =
        std::sync::Arc::new(compile::xlsform_markdown(&text, &compile::ExternalLists::default()).unwrap());
    assert_eq!(draft(&form).problem(form.find("x").unwrap()), Some(Problem::TooHeavy));
}

#[test]
fn ten_thousand_villages_are_filtered_while_one_taps() {
    let mut text = crate::small::text(
        "type|name|choice_filter",
        &[
            "text|province|",
            "select_one village|fast|province = ${province}",
            "select_one village|slow|province = ${province} or name = 'v0'",
        ],
    );
    text.push_str("\n|list_name|name|label|province|\n|-|-|-|-|\n");
    for village in 0..10_000 {
        text.push_str(&format!("|village|v{village}|V|p{}|\n", village % 100));
    }
    let form =
        std::sync::Arc::new(compile::xlsform_markdown(&text, &compile::ExternalLists::default()).unwrap());
    let mut draft = draft(&form);
    draft.set(&path("province"), Some(Value::Text("p7".into())));
    let started = Instant::now();
    assert_eq!(draft.choices(form.find("fast").unwrap()).len(), 100);
    let fast = started.elapsed();
    assert_eq!(draft.choices(form.find("slow").unwrap()).len(), 101);
    println!(
        "10,000 choices: {fast:?} by column, {:?} by evaluation (unoptimised)",
        started.elapsed() - fast
    );
    assert!(started.elapsed() < Duration::from_secs(2));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn any_soup_of_tokens_is_read_or_refused(soup in prop::collection::vec(prop::sample::select(vec![
        "1", ".5", "'a'", "\"", "${a}", "${s}", "${", "}", ".", "..", "(", ")", "[", "]", ",", "/", "*", "-", "+", "=",
        "<=", "!=", "div", "mod", "and", "or", "not", "if", "count", "regex", "came", "concat", "pulldata", "today()",
        "date", "ع", " ", "\\|", "::", "$",
    ]), 0..20), column in prop::sample::select(vec!["relevant", "constraint", "calculation", "choice_filter", "default"])) {
        let columns = format!("type|name|{column}|appearance|parameters");
        let soup = soup.concat();
        let odd = format!("select_one yn|x|{soup}||");
        let rows = ["integer|a|||", "begin_repeat|s||roster|of=p", "select_one yn|came|||", "end_repeat||||", &odd];
        if let Ok(form) = try_form(&columns, &rows) {
            let mut draft = draft(&std::sync::Arc::new(form));
            draft.set(&path("a"), Some(Value::Integer(3)));
            draft.set(&path("x"), crate::small::choice("y"));
            draft.problems();
        }
    }
}

#[test]
fn a_draft_may_be_held_by_a_signal() {
    fn shared<T: Send + Sync + Clone + 'static>() {}
    shared::<form::Draft>();
}

#[test]
fn a_damaged_definition_is_refused_when_it_is_read() {
    let form = form(
        "type|name|relevant|calculation",
        &[
            "select_one yn|a||",
            "begin_group|g||",
            "text|b|${a} = 'y'|",
            "end_group|||",
            "calculate|c||concat(${b}, ${a}, '!')",
        ],
    );
    let json = serde_json::to_string(&*form).unwrap();
    assert!(serde_json::from_str::<Definition>(&json).is_ok());
    for (from, to) in [
        (r#""parent":1"#, r#""parent":2"#),
        (r#""parent":1"#, r#""parent":0"#),
        (r#""relevant":0"#, r#""relevant":99"#),
        (r#"{"is":[0,"y"]}"#, r#"{"is":[9,"y"]}"#),
        (r#"{"call":["concat",[1,2,3]]}"#, r#"{"call":["concat",[1,2,4]]}"#),
        (r#"{"call":["concat",[1,2,3]]}"#, r#"{"call":["not",[1,2,3]]}"#),
        (r#"{"call":["concat",[1,2,3]]}"#, r#"{"call":["regex",[1,2]]}"#),
        (r#""order":["#, r#""order":[[0,"value"],"#),
    ] {
        assert!(json.contains(from), "{from} in {json}");
        assert!(serde_json::from_str::<Definition>(&json.replacen(from, to, 1)).is_err(), "{to}");
    }
}
