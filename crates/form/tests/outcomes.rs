//! The truth table of a node, row by row.

use crate::small::{choice, draft, form, path};
use form::Problem;
use record::{AuthorId, Missing, Value};

#[derive(Debug, PartialEq)]
enum Outcome {
    LeftOut,
    Required,
    Constraint,
    Fine,
}

#[test]
fn relevance_then_requirement_then_constraint_decide() {
    use Outcome::*;
    let form = form(
        "type|name|relevant|required|constraint",
        &[
            "select_one yn|asked|||",
            "select_one yn|needed|||",
            "integer|age|${asked} = 'y'|${needed} = 'y'|. >= 10",
        ],
    );
    let age = form.find("age").unwrap();
    for (relevant, value, required, expected) in [
        ("n", None, "y", LeftOut),
        ("n", Some(Value::Integer(5)), "y", LeftOut),
        ("n", Some(Value::Integer(12)), "n", LeftOut),
        ("y", None, "y", Required),
        ("y", None, "n", Fine),
        ("y", Some(Value::Integer(5)), "n", Constraint),
        ("y", Some(Value::Integer(5)), "y", Constraint),
        ("y", Some(Value::Integer(12)), "y", Fine),
        ("y", Some(Value::Missing(Missing::Unknown)), "y", Fine),
    ] {
        let mut draft = draft(&form);
        draft.set(&path("asked"), choice("y"));
        draft.set(&path("age"), value.clone());
        draft.set(&path("needed"), choice(required));
        draft.set(&path("asked"), choice(relevant));
        let found = match draft.problem(age) {
            Some(Problem::Required(_)) => Required,
            Some(Problem::Constraint(_)) => Constraint,
            Some(other) => panic!("{other:?}"),
            None if draft.relevant(age) => Fine,
            None => LeftOut,
        };
        assert_eq!(found, expected, "{relevant} {value:?} {required}");
        if let Ok(proposal) = draft.finish(AuthorId::from_random(1), "2026-11-23".parse().unwrap()) {
            let stored = proposal.edits.get(&path("age")).cloned().flatten();
            assert_eq!(stored, value.clone().filter(|_| expected != LeftOut));
        }
        draft.set(&path("asked"), choice("y"));
        assert_eq!(draft.visible_answer(age), value.as_ref(), "it comes back");
    }
}

#[test]
fn what_stands_in_a_group_is_asked_only_with_the_group() {
    let form = form(
        "type|name|relevant|appearance|label",
        &[
            "select_one yn|a|||A",
            "begin_group|outer|${a} = 'y'|field-list|",
            "text|b|||B",
            "begin_group|inner|||",
            "text|c|||C ${b}",
            "end_group||||",
            "end_group||||",
            "note|d|${c} != ''||Thanks",
        ],
    );
    let [b, c, d] = ["b", "c", "d"].map(|name| form.find(name).unwrap());
    let mut draft = draft(&form);
    assert!(!draft.relevant(c) && !draft.relevant(d));
    draft.set(&path("a"), choice("y"));
    draft.set(&path("c"), Some(Value::Text("x".into())));
    assert!(draft.relevant(d));
    let pages: Vec<Vec<_>> = draft.screens().into_iter().map(|screen| screen.nodes).collect();
    assert_eq!(pages, [vec![form.find("a").unwrap()], vec![b, c], vec![d]]);
    let changes = draft.set(&path("a"), choice("n"));
    assert!(!draft.relevant(d) && changes.places().any(|place| place == d.into()));
    assert_eq!(draft.screens().len(), 1);
}

#[test]
fn a_filter_leaves_some_choices_and_an_answer_among_the_others_is_a_problem() {
    let form = form(
        "type|name|choice_filter",
        &["text|province|", "select_one place|place|${province} = '' or province = ${province}"],
    );
    let quick = crate::small::form(
        "type|name|choice_filter",
        &["text|province|", "select_one place|place|province = ${province}"],
    );
    let codes =
        |draft: &form::Draft, node| draft.choices(node).iter().map(|c| c.code.clone()).collect::<Vec<_>>();
    let place = form.find("place").unwrap();
    let mut slow = draft(&form);
    assert_eq!(codes(&slow, place), ["a", "b", "c"]);
    let mut fast = draft(&quick);
    assert_eq!(codes(&fast, place), [""; 0]);
    for draft in [&mut slow, &mut fast] {
        let changes = draft.set(&path("province"), Some(Value::Text("p".into())));
        assert_eq!(changes.of(place), [form::Facet::Choices]);
        assert_eq!(codes(draft, place), ["a", "b"]);
        draft.set(&path("place"), choice("a"));
        assert_eq!(draft.problem(place), None);
        draft.set(&path("province"), Some(Value::Text("q".into())));
        assert_eq!(draft.problem(place), Some(Problem::NotOffered));
        assert_eq!(draft.answer(place), choice("a").as_ref(), "an answer is never altered");
    }
}

#[test]
fn a_trigger_writes_and_a_person_may_write_over_it() {
    let form = form(
        "type|name|trigger|calculation|default",
        &["text|a|||", "text|b|${a}|concat(${a}, '!')|", "text|c||concat(${a}, '?')|", "date|d|||today()"],
    );
    let [b, c, d] = ["b", "c", "d"].map(|name| form.find(name).unwrap());
    let text = |text: &str| Some(Value::Text(text.to_owned()));
    let mut draft = draft(&form);
    assert_eq!(draft.answer(b), None);
    assert_eq!(draft.answer(d), Some(&Value::Date("2026-11-23".parse().unwrap())));
    draft.set(&path("a"), text("x"));
    assert_eq!(draft.answer(b), text("x!").as_ref());
    draft.set(&path("b"), text("mine"));
    draft.set(&path("c"), text("mine"));
    assert_eq!(draft.answer(b), text("mine").as_ref());
    assert_eq!(draft.answer(c), text("x?").as_ref(), "a plain calculation can only be read");
    draft.set(&path("d"), None);
    let restored = form::Draft::restore(form.clone(), draft.kept(), crate::small::around());
    assert_eq!(restored.answer(b), text("mine").as_ref(), "restoring triggers nothing");
    assert_eq!(restored.answer(d), None, "nor does it fill defaults again");
}
