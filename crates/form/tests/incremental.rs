//! Whatever is answered in whatever order: what the engine has kept in step equals what it would find afresh.

use crate::small::{around, choice, draft, path, text};
use form::{Definition, Draft, compile};
use proptest::prelude::*;
use record::{RecordId, Value};
use std::sync::Arc;

const QUESTIONS: usize = 12;

/// A condition or value over questions of a lower number, so that no cycle arises.
fn expression(below: usize) -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        (0..below).prop_map(|n| format!("${{q{n}}}")),
        (0..below).prop_map(|n| format!("${{q{n}}} = 'y'")),
        (0i64..4).prop_map(|n| n.to_string()),
        Just("'y'".to_owned()),
        Just("count(${sheet}[came = 'y'])".to_owned()),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let two = (inner.clone(), inner.clone());
        prop_oneof![
            (two.clone(), prop_oneof![Just("="), Just("!="), Just("and"), Just("or")])
                .prop_map(|((a, b), operator)| format!("({a}) {operator} ({b})")),
            (inner.clone(), inner.clone(), inner.clone()).prop_map(|(a, b, c)| format!("if({a}, {b}, {c})")),
            two.prop_map(|(a, b)| format!("coalesce({a}, {b})")),
            inner.prop_map(|a| format!("not({a})")),
        ]
    })
    .boxed()
}

fn row(n: usize) -> impl Strategy<Value = String> {
    let rule = || prop::option::weighted(0.5, expression(n.max(1)));
    (0..4u8, rule(), rule(), rule(), expression(n.max(1))).prop_map(
        move |(kind, relevant, required, constraint, value)| {
            let cell = |rule: Option<String>| rule.filter(|_| n > 0).unwrap_or_default();
            let (relevant, required, constraint) = (cell(relevant), cell(required), cell(constraint));
            match kind {
                _ if n == 0 => "select_one yn|q0||||||".to_owned(),
                0 => format!("calculate|q{n}|{relevant}|||{value}||"),
                1 => format!("text|q{n}|{relevant}|{required}|{constraint}|||"),
                _ => format!("select_one yn|q{n}|{relevant}|{required}|{constraint}|||"),
            }
        },
    )
}

fn forms() -> impl Strategy<Value = Arc<Definition>> {
    let rows = (0..QUESTIONS).map(row).collect::<Vec<_>>();
    (rows, 1..QUESTIONS, 1..4usize, expression(1)).prop_map(|(mut rows, at, length, relevant)| {
        let end = (at + length).min(rows.len());
        rows.insert(end, "end_group|||||||".into());
        rows.insert(at, format!("begin_group|g|{relevant}|||||"));
        rows.insert(0, "begin_repeat|sheet|||||roster|of=person".into());
        rows.insert(1, "select_one yn|came||||||".into());
        rows.insert(2, "end_repeat|||||||".into());
        let columns = "type|name|relevant|required|constraint|calculation|appearance|parameters";
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let compiled = compile::xlsform_markdown(&text(columns, &rows), &compile::ExternalLists::default());
        Arc::new(compiled.unwrap_or_else(|errors| panic!("{rows:#?}\n{errors:#?}")))
    })
}

/// Everything a screen could show.
fn facets(draft: &Draft) -> Vec<String> {
    let of = |node| {
        format!(
            "{:?} {} {} {:?} {:?}",
            node,
            draft.relevant(node),
            draft.required(node),
            draft.visible_answer(node),
            draft.problem(node)
        )
    };
    draft.definition().ids().map(of).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn keeping_in_step_equals_evaluating_afresh(
        form in forms(),
        answers in prop::collection::vec((0..QUESTIONS + 2, 0..3usize), 1..25),
    ) {
        let mut draft = draft(&form);
        for (question, answer) in answers {
            let before = facets(&draft);
            let code = ["y", "n"].get(answer);
            let changes = if question < QUESTIONS {
                draft.set(&path(&format!("q{question}")), code.and_then(|code| choice(code)))
            } else {
                let sheet = form.find("sheet").unwrap();
                draft.mark(sheet, RecordId::from_random(question as u128), code.copied())
            };
            let kept = facets(&draft);
            let afresh = facets(&Draft::restore(form.clone(), draft.kept(), around()));
            prop_assert_eq!(&kept, &afresh);
            // Whatever differs on a screen has been told.
            for (node, (before, after)) in form.ids().zip(before.iter().zip(&kept)) {
                prop_assert!(before == after || !changes.of(node).is_empty(), "{} is now {}", before, after);
            }
        }
    }
}

#[test]
fn an_answer_of_a_wrong_kind_hurts_nobody() {
    let form = crate::small::form(
        "type|name|constraint",
        &["integer|n|. > 3", "date|d|. < today()", "select_one yn|s|"],
    );
    for value in [Value::Text("x".into()), Value::Flag(true), Value::Other(serde_json::json!({"new": 1}))] {
        let mut draft = draft(&form);
        for name in ["n", "d", "s"] {
            draft.set(&path(name), Some(value.clone()));
        }
        assert_eq!(draft.answer(form.find("n").unwrap()), Some(&value));
        let _ = draft.problems();
    }
}
