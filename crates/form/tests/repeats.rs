//! Rows: added, answered, counted, taken out, and what reads them.

use crate::small::{around, choice, draft, form, path, try_form};
use form::{Draft, Facet, NodeId, Place, Problem};
use record::{Actor, AuthorId, Change, Dot, HybridTime, Path, Record, Removal, RowId, Value};

const COLUMNS: &str = "type|name|relevant|required|constraint|calculation|default|trigger|label::fr";

fn row(n: u128) -> RowId {
    RowId::begun(1_795_000_000_000 + n as u64, n)
}

/// Tasks agreed in a visit: what, hours, whether done, and how late.
fn tasks() -> std::sync::Arc<form::Definition> {
    form(
        COLUMNS,
        &[
            "integer|limit||||||||",
            "begin_repeat|tasks||||||||",
            "text|what||yes|||||",
            "integer|hours|||${limit} = '' or . <= ${limit}||1||",
            "select_one yn|done|||||||",
            "text|why|${done} = 'n'|yes||||",
            "calculate|share||||${hours} div sum(${tasks}/hours)|||",
            "text|note||||concat(${what}, '!')||${what}|Tâche ${what}",
            "end_repeat||||||||",
            "calculate|all||||sum(${hours})|||",
            "calculate|open||||count(${tasks}[done = 'n'])|||",
        ],
    )
}

fn at(draft: &Draft, name: &str, row: RowId) -> Place {
    Place { node: draft.definition().find(name).unwrap(), row: Some(row) }
}

fn node(draft: &Draft, name: &str) -> NodeId {
    draft.definition().find(name).unwrap()
}

fn answer(draft: &mut Draft, row: RowId, name: &str, text: &str) -> form::Changes {
    let path = Path::in_row("tasks", row, name).unwrap();
    match name {
        "done" => draft.set(&path, choice(text)),
        _ => draft.type_in(&path, text),
    }
}

/// The change that a draft is saved as.
fn saved(draft: &Draft, n: u32) -> Change {
    let proposal = draft.finish(AuthorId::from_random(1), around().today).unwrap();
    proposal.identified(Dot { actor: Actor(1), n }, HybridTime::from_millis(n.into()))
}

#[test]
fn the_page_of_a_row_is_as_far_through_the_form_as_its_repeat() {
    let mut draft = draft(&tasks());
    let tasks = node(&draft, "tasks");
    draft.add_row(tasks, row(1));
    let screens = draft.screens();
    let of_row = draft.row_screen(tasks, row(1)).unwrap();
    assert_eq!(of_row.place_among(&screens), Some(1));
    let places: Vec<_> = screens.iter().map(|screen| screen.place_among(&screens)).collect();
    assert_eq!(places, [Some(0), Some(1)]);
}

#[test]
fn a_rule_reads_its_own_row_and_aggregates_read_all() {
    let mut draft = draft(&tasks());
    let tasks = node(&draft, "tasks");
    let changes = draft.add_row(tasks, row(1));
    assert_eq!(changes.of(tasks), [Facet::Rows]);
    draft.add_row(tasks, row(2));
    assert_eq!(draft.rows(tasks), [row(1), row(2)]);
    let [all, open] = ["all", "open"].map(|name| node(&draft, name));
    assert_eq!(draft.answer(all), Some(&Value::Integer(2)), "each row has its default");

    let changes = answer(&mut draft, row(1), "hours", "3");
    assert_eq!(draft.answer(all), Some(&Value::Integer(4)));
    let share = |draft: &Draft, n| draft.answer(at(draft, "share", row(n))).cloned();
    assert_eq!(share(&draft, 1), Some(Value::Text("0.75".into())));
    assert_eq!(share(&draft, 2), Some(Value::Text("0.25".into())), "the sum in it has changed");
    assert!(!changes.of(at(&draft, "share", row(2))).is_empty());
    assert!(changes.of(at(&draft, "hours", row(2))).is_empty());

    let changes = answer(&mut draft, row(2), "done", "n");
    let [first, second] = [1, 2].map(|n| at(&draft, "why", row(n)));
    assert!(draft.relevant(second) && !draft.relevant(first), "only in the same row");
    assert!(changes.of(second).contains(&Facet::Relevant) && changes.of(first).is_empty());
    assert_eq!(draft.answer(open), Some(&Value::Integer(1)));

    draft.type_in(&path("limit"), "2");
    let violated = |n| matches!(draft.problem(at(&draft, "hours", row(n))), Some(Problem::Constraint(_)));
    assert!(violated(1) && !violated(2), "a rule in each row reads a question outside");
}

#[test]
fn a_trigger_and_a_label_stay_in_their_row() {
    let mut draft = draft(&tasks());
    let tasks = node(&draft, "tasks");
    draft.add_row(tasks, row(1));
    draft.add_row(tasks, row(2));
    let changes = answer(&mut draft, row(1), "what", "Livre");
    let [first, second] = [1, 2].map(|n| at(&draft, "note", row(n)));
    assert_eq!(draft.answer(first), Some(&Value::Text("Livre!".into())));
    assert_eq!(draft.answer(second), None);
    assert!(changes.of(first).contains(&Facet::Label) && changes.of(second).is_empty());
    assert_eq!(draft.definition().named_beside("what", first), Some(at(&draft, "what", row(1))));
    assert_eq!(draft.definition().named_beside("limit", first), Some(node(&draft, "limit").into()));
}

#[test]
fn what_is_wrong_in_a_row_is_in_the_way_of_finishing() {
    let mut draft = draft(&tasks());
    assert_eq!(draft.problems(), [], "no row is needed");
    let tasks = node(&draft, "tasks");
    draft.add_row(tasks, row(1));
    let problems = draft.problems();
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].path, Path::in_row("tasks", row(1), "what").unwrap());
    assert_eq!(problems[0].place, at(&draft, "what", row(1)));
    answer(&mut draft, row(1), "what", "Livre");
    answer(&mut draft, row(1), "hours", "dix");
    assert_eq!(draft.typed(at(&draft, "hours", row(1))), Some("dix"));
    assert!(matches!(draft.problem(at(&draft, "hours", row(1))), Some(Problem::Typed(_))));
    draft.remove_row(tasks, row(1));
    assert_eq!(draft.problems(), [], "it went with its row");
    assert!(!draft.is_touched());
    assert!(
        draft.set(&Path::in_row("tasks", row(1), "what").unwrap(), choice("y")).is_empty(),
        "no such row"
    );
}

#[test]
fn a_row_taken_out_comes_back_as_it_was() {
    let mut draft = draft(&tasks());
    let [tasks, all] = ["tasks", "all"].map(|name| node(&draft, name));
    draft.add_row(tasks, row(1));
    draft.add_row(tasks, row(2));
    answer(&mut draft, row(1), "hours", "5");
    draft.remove_row(tasks, row(1));
    assert_eq!(draft.answer(all), Some(&Value::Integer(1)));
    let changes = draft.add_row(tasks, row(1));
    assert_eq!(draft.answer(all), Some(&Value::Integer(6)));
    assert!(!changes.of(all).is_empty());
}

#[test]
fn a_record_holds_rows_by_their_identity_and_removing_one_says_what_was_seen() {
    let form = tasks();
    let mut draft = draft(&form);
    let tasks = node(&draft, "tasks");
    for n in [1, 2] {
        draft.add_row(tasks, row(n));
        answer(&mut draft, row(n), "what", "Livre");
    }
    let first = saved(&draft, 1);
    let what = Path::in_row("tasks", row(1), "what").unwrap();
    assert_eq!(first.edits[&what], Some(Value::Text("Livre".into())));
    assert!(
        first.edits.keys().all(|path| path.segments().last() != Some("share")),
        "calculates are not stored"
    );
    let mut record = Record::new(first.record, "small");
    record.apply(&first);

    let mut again = Draft::editing(form.clone(), &record, around());
    assert_eq!(again.rows(tasks), [row(1), row(2)]);
    assert!(!again.is_touched());
    again.remove_row(tasks, row(1));
    answer(&mut again, row(2), "what", "Registre");
    let restored = Draft::restore(form.clone(), again.kept(), around());
    assert_eq!(restored.rows(tasks), [row(2)], "a draft remembers what was taken out");
    let second = saved(&restored, 2);
    let removed = Path::row_removed("tasks", row(1)).unwrap();
    assert_eq!(second.edits.len(), 3, "{:?}", second.edits);
    assert_eq!(second.edits[&removed], Some(Value::Seen(record.context.clone())));

    // Somebody wrote in that row without knowing.
    let mut elsewhere = Draft::editing(form.clone(), &record, around());
    answer(&mut elsewhere, row(1), "hours", "7");
    let mut third = saved(&elsewhere, 1);
    third.dot.actor = Actor(2);
    record.apply(&second);
    let place = format!("tasks/{}", row(1));
    assert_eq!(record.row_removal(&place), Removal::Removed);
    assert_eq!(Draft::editing(form.clone(), &record, around()).rows(tasks), [row(2)]);
    record.apply(&third);
    assert_eq!(record.row_removal(&place), Removal::Disputed);
    assert_eq!(Draft::editing(form, &record, around()).rows(tasks).len(), 2, "nothing unseen is lost");
}

#[test]
fn a_draft_keeps_its_rows_also_empty_ones() {
    let form = tasks();
    let mut draft = draft(&form);
    let tasks = node(&draft, "tasks");
    draft.add_row(tasks, row(1));
    answer(&mut draft, row(1), "hours", "dix");
    let kept = serde_json::to_string(&draft.kept()).unwrap();
    let restored = Draft::restore(form, serde_json::from_str(&kept).unwrap(), around());
    assert_eq!(restored.rows(tasks), [row(1)]);
    assert_eq!(restored.typed(at(&restored, "hours", row(1))), Some("dix"));
    assert_eq!(restored.kept(), draft.kept());
}

#[test]
fn a_repeat_is_a_page_and_each_row_is_one() {
    let mut draft = draft(&tasks());
    let tasks = node(&draft, "tasks");
    draft.add_row(tasks, row(1));
    let screens = draft.screens();
    assert_eq!(screens.last().unwrap().nodes, [tasks]);
    assert!(screens.iter().all(|screen| screen.row.is_none()));
    let page = draft.row_screen(tasks, row(1)).unwrap();
    let names: Vec<_> = page.nodes.iter().map(|node| draft.definition().node(*node).name.as_str()).collect();
    assert_eq!(names, ["what", "hours", "done", "note"], "why is not asked yet");
    assert!(page.places().all(|place| place.row == Some(row(1))));
    assert_eq!(draft.row_screen(tasks, row(2)), None);
}

#[test]
fn counted_rows_follow_their_count_and_keep_their_answers() {
    let form = form(
        "type|name|repeat_count|required|default|calculation",
        &[
            "integer|children||||",
            "begin_repeat|child|${children}|||",
            "text|first_name||||",
            "integer|age|||7|",
            "calculate|place||||position(..)",
            "end_repeat|||||",
        ],
    );
    let mut draft = draft(&form);
    let child = node(&draft, "child");
    for (count, rows) in
        [("", 0), ("2", 2), ("3", 3), ("1", 1), ("-4", 0), ("3", 3), ("100000", 500), ("2", 2)]
    {
        draft.type_in(&path("children"), count);
        assert_eq!(draft.rows(child).len(), rows, "{count:?}");
        if rows == 3 {
            let last = Path::in_row("child", draft.rows(child)[2], "first_name").unwrap();
            draft.set(&last, Some(Value::Text("Aïcha".into())));
        }
    }
    draft.type_in(&path("children"), "3");
    let rows = draft.rows(child);
    assert_eq!(draft.answer(at(&draft, "first_name", rows[2])), Some(&Value::Text("Aïcha".into())));
    assert_eq!(draft.answer(at(&draft, "age", rows[1])), Some(&Value::Integer(7)));
    assert_eq!(draft.answer(at(&draft, "place", rows[2])), Some(&Value::Integer(3)));
    assert!(!draft.is_open_ended(child) && draft.add_row(child, row(1)).is_empty());
    assert!(draft.remove_row(child, rows[0]).is_empty());

    // Another phone that counts makes the same rows.
    let mut elsewhere = crate::small::draft(&form);
    elsewhere.type_in(&path("children"), "3");
    assert_eq!(elsewhere.rows(child), rows);
    let restored = Draft::restore(form.clone(), draft.kept(), around());
    assert_eq!(restored.kept(), draft.kept());
}

#[test]
fn a_repeat_that_needs_a_row_says_so_and_one_that_is_not_asked_is_left_out() {
    let form = form(
        "type|name|relevant|required",
        &["select_one yn|some||", "begin_repeat|tasks|${some} = 'y'|yes", "text|what||", "end_repeat|||"],
    );
    let mut draft = draft(&form);
    let tasks = node(&draft, "tasks");
    assert_eq!(draft.problems(), []);
    draft.set(&path("some"), choice("y"));
    assert!(matches!(draft.problem(tasks), Some(Problem::Required(_))));
    draft.add_row(tasks, row(1));
    draft.type_in(&Path::in_row("tasks", row(1), "what").unwrap(), "Livre");
    assert_eq!(draft.problems(), []);
    draft.set(&path("some"), choice("n"));
    assert!(!draft.relevant(at(&draft, "what", row(1))));
    assert_eq!(saved(&draft, 1).edits.len(), 1);
    draft.set(&path("some"), choice("y"));
    assert_eq!(saved(&draft, 1).edits.len(), 2, "it comes back");
}

#[test]
fn an_answer_in_a_row_wakes_no_other_row() {
    let mut rows = vec!["begin_repeat|r||".to_owned(), "integer|c0||".into()];
    rows.extend((1..=50).map(|n| format!("calculate|c{n}||${{c{}}} + 1", n - 1)));
    rows.push("end_repeat|||".into());
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let form = form("type|name|relevant|calculation", &rows);
    let mut draft = draft(&form);
    let r = node(&draft, "r");
    for n in 0..100 {
        draft.add_row(r, row(n));
    }
    let changes = draft.type_in(&Path::in_row("r", row(7), "c0").unwrap(), "1");
    assert_eq!(changes.places().count(), 51);
    assert!(changes.places().all(|place| place.row == Some(row(7))));
}

#[test]
fn what_cannot_work_in_rows_is_refused_where_it_stands() {
    let columns = "type|name|relevant|calculation|repeat_count|label";
    for (rows, line, column, expected) in [
        (
            vec!["begin_repeat|a||||", "begin_repeat|b||||", "end_repeat|||||", "end_repeat|||||"],
            10,
            "type",
            "a repeat within a is not supported",
        ),
        (
            vec!["begin_repeat|a||||", "text|x|${b} = 1|||", "calculate|b||${x} + 1||", "end_repeat|||||"],
            10,
            "",
            "these rules wait for each other: x (row 10), b (row 11)",
        ),
        (
            vec!["begin_repeat|a||||", "integer|x||||", "end_repeat|||||", "text|y|${x} > 1|||"],
            12,
            "relevant",
            "a repeat or roster stands where a number is needed",
        ),
        (
            vec!["begin_repeat|a||||", "integer|x||||", "end_repeat|||||", "note|y||||${x}"],
            12,
            "label",
            "what stands in rows stands where a question is needed",
        ),
        (vec!["text|x|||2|"], 9, "repeat_count", "only a repeat has a number of rows"),
        (
            vec!["calculate|x||position(..)||"],
            9,
            "calculation",
            "one outside stands where a question of a repeat is needed",
        ),
        (
            vec!["begin_repeat|a|||count(${a})|", "text|x||||", "end_repeat|||||"],
            9,
            "",
            "these rules wait for each other: a (row 9)",
        ),
        (
            vec!["begin_repeat|a||||", "integer|x||||", "calculate|y||sum(${x})||", "end_repeat|||||"],
            11,
            "calculation",
            "a number stands where a repeat or roster is needed",
        ),
    ] {
        let error = try_form(columns, &rows).unwrap_err().remove(0);
        assert_eq!((error.row, error.column.as_str()), (line, column), "{rows:?} {error}");
        assert_eq!(error.fault.to_string(), expected, "{rows:?}");
    }
}
