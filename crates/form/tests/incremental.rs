//! Whatever is answered in whatever order: what the engine has kept in step equals what it would find afresh.

use crate::small::{around, choice, draft, path, text};
use form::{Changes, Definition, Draft, Place, compile};
use proptest::prelude::*;
use record::{File, Hash, Path, RecordId, RowId, Value};
use std::{collections::BTreeMap, sync::Arc};

const QUESTIONS: usize = 12;

/// A condition or value over questions of a lower number, so that no cycle arises.
fn expression(below: usize) -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        (0..below).prop_map(|n| format!("${{q{n}}}")),
        (0..below).prop_map(|n| format!("${{q{n}}} = 'y'")),
        (0i64..4).prop_map(|n| n.to_string()),
        Just("'y'".to_owned()),
        Just("count(${sheet}[came = 'y'])".to_owned()),
        Just("count(${tasks})".to_owned()),
        Just("sum(${hours})".to_owned()),
        Just("count(${tasks}[done = 'y'])".to_owned()),
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
    (0..5u8, rule(), rule(), rule(), expression(n.max(1))).prop_map(
        move |(kind, relevant, required, constraint, value)| {
            let cell = |rule: Option<String>| rule.filter(|_| n > 0).unwrap_or_default();
            let (relevant, required, constraint) = (cell(relevant), cell(required), cell(constraint));
            match kind {
                _ if n == 0 => "select_one yn|q0|||||||".to_owned(),
                0 => format!("calculate|q{n}|{relevant}|||{value}|||"),
                1 => format!("text|q{n}|{relevant}|{required}|{constraint}||||"),
                2 => format!("image|q{n}|{relevant}|{required}|{constraint}||||"),
                _ => format!("select_one yn|q{n}|{relevant}|{required}|{constraint}||||"),
            }
        },
    )
}

/// A repeat whose rules read the same row, the whole set, the place in it, and a question outside.
fn repeat() -> impl Strategy<Value = Vec<String>> {
    let rule = |rules: &'static [&'static str]| prop::sample::select(rules);
    (
        rule(&["", "${q0} = 'y'"]),
        rule(&["", "${done} = 'y'", "${q0} = 'n'", "count(${tasks}[done = 'y']) > 1"]),
        rule(&["", "${done} = 'n'", "position(..) > 1"]),
        rule(&["", "${twice} > 1", "${all} > ${twice}", ". != ${done}"]),
        rule(&["", "", "if(${q0} = 'y', 2, 1)"]),
    )
        .prop_map(|(whole, relevant, required, constraint, count)| {
            vec![
                format!("begin_repeat|tasks|{whole}||||||{count}"),
                "select_one yn|done|||||||".into(),
                format!("integer|hours|{relevant}|{required}|||||"),
                "calculate|all||||sum(${tasks}/hours)|||".into(),
                "calculate|twice||||${hours} * 2 + position(..)|||".into(),
                format!("text|why|${{twice}} > 1|${{done}} = 'y'|{constraint}||||"),
                "end_repeat||||||||".into(),
            ]
        })
}

fn forms() -> impl Strategy<Value = Arc<Definition>> {
    let rows = (0..QUESTIONS).map(row).collect::<Vec<_>>();
    let parts = (rows, 1..QUESTIONS, 1..4usize, expression(1), repeat());
    parts.prop_map(|(mut rows, at, length, relevant, repeat)| {
        let end = (at + length).min(rows.len());
        rows.insert(end, "end_group||||||||".into());
        rows.insert(at, format!("begin_group|g|{relevant}||||||"));
        rows.insert(0, "begin_repeat|sheet|||||roster|of=person|".into());
        rows.insert(1, "select_one yn|came|||||||".into());
        rows.insert(2, "end_repeat||||||||".into());
        rows.extend(repeat);
        let columns = "type|name|relevant|required|constraint|calculation|appearance|parameters|repeat_count";
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let compiled = compile::xlsform_markdown(&text(columns, &rows), &compile::ExternalLists::default());
        Arc::new(compiled.unwrap_or_else(|errors| panic!("{rows:#?}\n{errors:#?}")))
    })
}

/// A photo of this name, which rules read.
fn photo(name: &str) -> Value {
    let file = File { sha256: Hash([0; 32]), size: 1, media_type: "image/jpeg".into(), name: name.into() };
    Value::File(Box::new(file))
}

/// Everything a screen could show.
fn facets(draft: &Draft) -> BTreeMap<Place, String> {
    let of = |place: Place| {
        let told = format!(
            "{place:?} {} {} {:?} {:?} {:?}",
            draft.relevant(place),
            draft.required(place),
            draft.visible_answer(place),
            draft.problem(place),
            draft.rows(place.node),
        );
        (place, told)
    };
    places(draft).into_iter().map(of).collect()
}

fn places(draft: &Draft) -> Vec<Place> {
    let form = draft.definition();
    let in_rows = |node| match form.repeat_around(node) {
        None => vec![Place::from(node)],
        Some(repeat) => draft.rows(repeat).iter().map(|row| Place { node, row: Some(*row) }).collect(),
    };
    form.ids().flat_map(in_rows).collect()
}

/// Adds or takes out a row, or answers a question of one.
fn act_in_repeat(draft: &mut Draft, act: usize, answer: usize) -> Changes {
    let form = draft.definition().clone();
    let tasks = form.find("tasks").unwrap();
    let rows = draft.rows(tasks);
    match (act, rows.get(act % 3)) {
        (0..3, _) => draft.add_row(tasks, RowId::from_random(act as u128)),
        (3, Some(row)) => draft.remove_row(tasks, *row),
        (_, None) => Changes::default(),
        (_, Some(row)) => {
            let (name, value) = match act {
                4..6 => ("done", ["y", "n"].get(answer).and_then(|code| choice(code))),
                6..8 => ("hours", Some(Value::Integer(answer as i64)).filter(|_| answer < 2)),
                _ => ("why", Some(Value::Text("y".into())).filter(|_| answer < 2)),
            };
            draft.set(&Path::in_row("tasks", *row, name).unwrap(), value)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn keeping_in_step_equals_evaluating_afresh(
        form in forms(),
        answers in prop::collection::vec((0..QUESTIONS + 12, 0..3usize), 1..25),
    ) {
        let mut draft = draft(&form);
        for (question, answer) in answers {
            let before = facets(&draft);
            let code = ["y", "n"].get(answer);
            let changes = if question < QUESTIONS {
                let name = format!("q{question}");
                let is_file = form.node(form.find(&name).unwrap()).kind.is_file();
                let value = code.and_then(|code| if is_file { Some(photo(code)) } else { choice(code) });
                draft.set(&path(&name), value)
            } else if question >= QUESTIONS + 2 {
                act_in_repeat(&mut draft, question - QUESTIONS - 2, answer)
            } else {
                let sheet = form.find("sheet").unwrap();
                draft.mark(sheet, RecordId::from_random(question as u128), code.copied())
            };
            let kept = facets(&draft);
            let afresh = facets(&Draft::restore(form.clone(), draft.kept(), around()));
            prop_assert_eq!(&kept, &afresh);
            // Whatever differs on a screen has been told.
            for (place, after) in &kept {
                let before = before.get(place);
                let told = !changes.of(*place).is_empty() || before.is_none();
                prop_assert!(before == Some(after) || told, "{:?} is now {}", before, after);
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
