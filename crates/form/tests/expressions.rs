//! What expressions come to: precedence, house rules, functions.

use crate::small::{choice, draft, form, path};
use record::Value;

fn calculated(expression: &str) -> String {
    let row = format!("calculate|x|{}", expression.replace('|', "\\|"));
    let form = form(
        "type|name|calculation",
        &[
            "integer|n|",
            "text|t|",
            "date|d|",
            "select_multiple place|m|",
            "select_one yn|s|",
            "text|empty|",
            &row,
        ],
    );
    let mut draft = draft(&form);
    draft.set(&path("n"), Some(Value::Integer(7)));
    draft.set(&path("t"), Some(Value::Text("tiwizi".into())));
    draft.set(&path("d"), Some(Value::Date("2026-11-20".parse().unwrap())));
    draft.set(&path("m"), Some(Value::Choices(["a".into(), "c".into()].into())));
    draft.set(&path("s"), choice("y"));
    match draft.answer(form.find("x").unwrap()) {
        None => String::new(),
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Integer(number)) => number.to_string(),
        Some(Value::Flag(flag)) => flag.to_string(),
        Some(Value::Date(date)) => date.to_string(),
        Some(other) => panic!("{other:?}"),
    }
}

#[track_caller]
fn check(rows: &[(&str, &str)]) {
    for (expression, expected) in rows {
        assert_eq!(calculated(expression), *expected, "{expression}");
    }
}

#[test]
fn operators_bind_as_in_xpath() {
    check(&[
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("10 - 2 - 3", "5"),
        ("2 * 3 mod 4", "2"),
        ("7 div 2", "3.5"),
        ("- 3 + 5", "2"),
        ("--3", "3"),
        ("1 < 2 = true()", "true"),
        ("true() or true() and false()", "true"),
        ("1 = 1 and 2 > 3", "false"),
        ("${n}*${n}", "49"),
        ("${n}-1", "6"),
        ("${n} -1", "6"),
        ("5 mod 3 = 2 or ${n} div 0 = 1", "true"),
        ("${n} * - 1", "-7"),
        ("-5 mod 3", "-2"),
    ]);
}

#[test]
fn house_rules_hold_where_engines_differ() {
    check(&[
        ("regex('12a', '[0-9]+')", "false"),
        ("regex('12', '[0-9]+')", "true"),
        ("regex('ab', 'a|ab')", "true"),
        ("${d} - date('2026-11-10')", "10"),
        ("today() - ${d}", "3"),
        ("date(0)", "1970-01-01"),
        ("date(${d} + 7)", "2026-11-27"),
        ("date('nonsense')", ""),
        ("${d} < '2026-11-21'", "true"),
        ("${d} = '2026-11-20'", "true"),
        ("number('1.1e6')", ""),
        ("number('  ')", ""),
        ("number(' 12 ')", "12"),
        ("round(-1.5)", "-1"),
        ("round(1.5)", "2"),
        ("round(2.345, 2)", "2.35"),
        ("max(3, '', 5)", "5"),
        ("min(${empty}, 4)", "4"),
        ("max('', ${empty})", ""),
        ("boolean-from-string('True')", "false"),
        ("boolean-from-string('true')", "true"),
        ("floor(-1.2)", "-2"),
        ("ceiling(1.2)", "2"),
        ("substring('12345', 2, 3)", "234"),
        ("substring('12345', 1.5, 2.6)", "234"),
        ("'' = ${empty}", "true"),
        ("${empty} < 18", "false"),
        ("1 div 0", "Infinity"),
        ("0 div 0", ""),
    ]);
}

#[test]
fn functions_do_what_their_names_say() {
    check(&[
        ("selected(${m}, 'c')", "true"),
        ("selected(${m}, 'b')", "false"),
        ("count-selected(${m})", "2"),
        ("selected-at(${m}, 1)", "c"),
        ("if(${s} = 'y', 'yes', 'no')", "yes"),
        ("coalesce(${empty}, ${t})", "tiwizi"),
        ("string-length(${t})", "6"),
        ("int(-3.7)", "-3"),
        ("concat(${t}, '-', 1 + 1)", "tiwizi-2"),
        ("not(${s} = 'n')", "true"),
        ("contains(${t}, 'wiz')", "true"),
        ("starts-with(${t}, 'ti')", "true"),
        ("ends-with(${t}, 'ti')", "false"),
        ("substr(${t}, 1, 3)", "iw"),
        ("substr(${t}, -2)", "zi"),
        ("substring-before('a-b', '-')", "a"),
        ("substring-after('a-b', '-')", "b"),
        ("translate('bar', 'abc', 'AB')", "BAr"),
        ("normalize-space('  a   b ')", "a b"),
        ("abs(-2)", "2"),
        ("once('first')", "first"),
        ("boolean('')", "false"),
        ("string(1.50)", "1.5"),
        ("today()", "2026-11-23"),
        ("format-date(${d}, '%d/%m/%Y')", "20/11/2026"),
        ("format-date(${d}, '%e.%n.%y')", "20.11.26"),
        ("pulldata('place', 'province', 'name', 'c')", "q"),
        ("pulldata('place', 'province', 'name', 'z')", ""),
    ]);
}

#[test]
fn what_depends_on_nothing_is_computed_when_the_form_is_written() {
    let form = form("type|name|calculation", &["calculate|x|if(1 + 1 = 2, concat('a', 'b'), 3)"]);
    assert_eq!(form.expressions, [form::Expression::Text("ab".into())]);
    let shaped = crate::small::form("type|name|relevant", &["select_one yn|a|", "text|b|${a} = 'y'"]);
    let is = form::Expression::Is(shaped.find("a").unwrap(), "y".into());
    assert_eq!(shaped.expressions, [is], "the frequent shape has a node of its own");
}

#[test]
fn rows_of_a_roster_are_counted_and_summed() {
    let form = form(
        "type|name|calculation|appearance|parameters",
        &[
            "begin_repeat|sheet||roster|of=person",
            "select_one yn|came|||",
            "integer|hours|||",
            "end_repeat||||",
            "calculate|rows|count(${sheet})||",
            "calculate|here|count(${sheet}[came = 'y'])||",
            "calculate|long|count(${sheet}[came = 'y' and hours > 2])||",
            "calculate|total|sum(${hours})||",
            "calculate|part|sum(${sheet}[came = 'y']/hours)||",
            "calculate|most|max(${hours}, 1)||",
        ],
    );
    let mut draft = draft(&form);
    let people = [1, 2, 3].map(record::RecordId::from_random);
    for (person, (came, hours)) in people.iter().zip([("y", Some(3)), ("y", None), ("n", Some(4))]) {
        draft.set(&path(&format!("sheet/{person}/came")), choice(came));
        draft.set(&path(&format!("sheet/{person}/hours")), hours.map(Value::Integer));
    }
    for (name, expected) in [("rows", 3), ("here", 2), ("long", 1), ("total", 7), ("part", 3), ("most", 4)] {
        assert_eq!(draft.answer(form.find(name).unwrap()), Some(&Value::Integer(expected)), "{name}");
    }
}
