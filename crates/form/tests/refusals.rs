//! Whatever cannot work is refused where it is written, with a suggestion.

use crate::small::try_form;
use form::compile::Fault;

#[test]
fn a_fault_is_named_with_row_column_and_what_may_be_meant() {
    let columns = "type|name|relevant|constraint|calculation|choice_filter";
    for (row, column, expected, suggestion) in [
        ("txet|x||||", "type", "there is no type \"txet\"", Some("text")),
        ("geoshape|x||||", "type", "there is no type \"geoshape\"", None),
        ("select_one yesno|x||||", "type", "there is no choice list \"yesno\"", None),
        ("select_one plase|x||||", "type", "there is no choice list \"plase\"", Some("place")),
        ("text|2x||||", "name", "\"2x\" is no name: letters, digits and _, not starting with a digit", None),
        ("text|||||", "name", "the cell is empty", None),
        ("text|age||||", "name", "\"age\" stands in row 9 already", None),
        ("text|x|${aeg} > 1|||", "relevant", "there is no question \"aeg\"", Some("age")),
        ("text|x|age > 1|||", "relevant", "the path age is not supported", Some("${age}")),
        ("text|x|../age > 1|||", "relevant", "the path .. is not supported", Some("${name}")),
        (
            "text|x|${age} >|||",
            "relevant",
            "cannot be read from character 9: \"the end\" where a value is expected",
            None,
        ),
        (
            "text|x|(${age} > 1|||",
            "relevant",
            "cannot be read from character 12: \"the end\" where ) is expected",
            None,
        ),
        (
            "text|x|${age} 1|||",
            "relevant",
            "cannot be read from character 8: \"1\" where an operator or the end is expected",
            None,
        ),
        ("text|x|${sex} = 'yes'|||", "relevant", "\"yes\" is not a choice of \"sex\"", Some("y")),
        ("text|x|selected(${where}, 'aa')|||", "relevant", "\"aa\" is not a choice of \"where\"", Some("a")),
        ("select_one yn|x||. = 'yy'||", "constraint", "\"yy\" is not a choice of \"x\"", Some("y")),
        ("text|x|${age} < 'ten'|||", "relevant", "a text stands where a number is needed", None),
        ("text|x|not()|||", "relevant", "not() takes 1 to 1 arguments, not 0", None),
        (
            "text|x|stringlength(.)|||",
            "relevant",
            "there is no function \"stringlength\"",
            Some("string-length"),
        ),
        ("text|x|now() > 1|||", "relevant", "there is no function \"now\"", Some("today")),
        ("text|x|count(${age})|||", "relevant", "a number stands where a repeat or roster is needed", None),
        ("text|x||regex(., '[')||", "constraint", "the pattern cannot be read: ", None),
        (
            "text|x||regex(., ${sex})||",
            "constraint",
            "an expression stands where a text in quotes is needed",
            None,
        ),
        ("calculate|x|||format-date(today(), '%B')|", "calculation", "%B in a date is not supported", None),
        ("calculate|x||||", "calculation", "the cell is empty", None),
        (
            "select_one place|x||||district = 'p'",
            "choice_filter",
            "the choices have no column \"district\"",
            None,
        ),
        (
            "select_one place|x||||provinces = 'p'",
            "choice_filter",
            "the choices have no column \"provinces\"",
            Some("province"),
        ),
        ("end_group|||||", "type", "a group or repeat is not opened and closed in pairs", None),
    ] {
        let rows = ["integer|age||||", "select_one yn|sex||||", "select_multiple place|where||||", row];
        let errors = try_form(columns, &rows).unwrap_err();
        let error = errors.first().unwrap();
        assert_eq!((error.sheet.as_str(), error.row, error.column.as_str()), ("survey", 12, column), "{row}");
        assert!(error.fault.to_string().starts_with(expected), "{row}: {}", error.fault);
        assert_eq!(error.suggestion.as_deref(), suggestion, "{row}");
    }
}

#[test]
fn rules_that_wait_for_each_other_are_named_with_their_rows() {
    let columns = "type|name|relevant|calculation";
    let cycle = |rows: &[&str]| match try_form(columns, rows).unwrap_err().remove(0).fault {
        Fault::Cycle(nodes) => nodes,
        other => panic!("{other}"),
    };
    let named = |name: &str, row| (name.to_owned(), row);
    let by_calculation =
        ["text|t||", "calculate|a||${b} + 1", "calculate|b||${c} + 1", "calculate|c||${a} + 1"];
    assert_eq!(cycle(&by_calculation), [named("a", 10), named("b", 11), named("c", 12)]);
    assert_eq!(cycle(&["text|a|${b} = ''|", "text|b|${a} = ''|"]), [named("a", 9), named("b", 10)]);
    assert_eq!(cycle(&["text|a|${a} = ''|"]), [named("a", 9)]);
    let by_group = ["begin_group|g|${a} = ''|", "text|a||", "end_group|||"];
    assert_eq!(cycle(&by_group), [named("g", 9), named("a", 10)]);
}

#[test]
fn what_is_only_odd_is_noted() {
    let text = crate::small::text(
        "type|name|constraint|remarks",
        &["text|a|regex(., '[0-9]+')|for later", "text|b|. < date('soon')|"],
    );
    let notes = form::compile::read(&text, &form::compile::ExternalLists::default()).unwrap().notes;
    let notes: Vec<String> =
        notes.iter().map(|note| format!("{} {}: {}", note.row, note.column, note.what)).collect();
    assert_eq!(
        notes,
        [
            "9 remarks: the column is not read",
            "9 constraint: the pattern has to match the whole answer",
            "10 constraint: \"soon\" is no date: it counts as empty",
        ]
    );
}
