//! What another engine shows of whole forms, answer by answer and row by row, where its transcripts lie beside the
//! repository. A form is compared if it can be written as XLSForm in the part that is supported here; its rows, and
//! whatever is relevant, required, violated or computed in them, have to be the same after each step.

mod xform;

use crate::peers::cases;
use crate::small::around;
use form::{Draft, Place, Problem};
use record::{RecordId, RowId, Value};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::sync::Arc;
use xform::Translated;

/// What is shown at each path: `/data/repeat[2]/name`.
type State = BTreeMap<String, Json>;

/// How a comparison ends.
enum End {
    /// Everything was the same.
    Alike,
    /// The form, or what is done with it, is beyond what is supported here.
    Beyond,
    /// Something differs.
    Differs(String),
}

#[test]
fn forms_behave_in_rows_as_in_another_engine() {
    let (mut alike, mut beyond, mut differ) = (0, 0, Vec::new());
    for case in cases("transcripts.jsonl.gz") {
        match compare(&case) {
            End::Alike => alike += 1,
            End::Beyond => beyond += 1,
            End::Differs(where_to) => {
                differ.push(format!("{}: {where_to}", case["id"].as_str().unwrap()));
            }
        }
    }
    if alike + beyond > 0 {
        // The sum of no rows is nought (XPath 1.0, section 4.4).
        assert_eq!(differ, ["96b7d1b503: at first, /data/sum: [\"true\", \"0\"], not [\"true\", \"\"]"]);
        println!("{alike} alike, {beyond} beyond");
        assert_eq!(alike, 95);
    }
}

fn compare(case: &Json) -> End {
    let Some(form) = Translated::read(case["form_xml"].as_str().unwrap()) else { return End::Beyond };
    let Some(definition) = form.compiled() else { return End::Beyond };
    let mut state = state_of(&case["initial"]);
    let mut draft = Draft::new(Arc::new(definition), RecordId::from_random(1), around());
    let mut added = 0;
    for (path, range) in &state {
        let Some(repeat) = path.strip_suffix("#range").and_then(|path| form.find(path)) else { continue };
        for _ in draft.rows(repeat).len() as u64..range["count"].as_u64().unwrap_or(0) {
            added += 1;
            draft.add_row(repeat, RowId::begun(added, 1));
        }
    }
    if let Some(difference) = difference(&form, &draft, &state) {
        return End::Differs(format!("at first, {difference}"));
    }
    for (number, step) in case["steps"].as_array().unwrap().iter().enumerate() {
        added += 1;
        if act(&form, &mut draft, step, RowId::begun(added, 1)).is_none() {
            return End::Beyond;
        }
        for gone in step["diff"]["removed"].as_array().into_iter().flatten() {
            state.remove(gone.as_str().unwrap());
        }
        state.extend(state_of(&step["diff"]["set"]));
        if let Some(difference) = difference(&form, &draft, &state) {
            return End::Differs(format!("step {number}, {difference}"));
        }
    }
    End::Alike
}

fn state_of(json: &Json) -> State {
    json.as_object().into_iter().flatten().map(|(path, shown)| (path.clone(), shown.clone())).collect()
}

fn act(form: &Translated, draft: &mut Draft, step: &Json, row: RowId) -> Option<()> {
    let path = step["ref"].as_str()?;
    match step["op"].as_str()? {
        "create-repeat" => drop(draft.add_row(form.find(path)?, row)),
        "remove-repeat" => {
            let (repeat, place) = path.strip_suffix(']')?.rsplit_once('[')?;
            let repeat = form.find(repeat)?;
            let row = draft.rows(repeat).get(place.parse::<usize>().ok()?.checked_sub(1)?).copied()?;
            draft.remove_row(repeat, row);
        }
        "answer" => {
            let place = form.place(draft, path)?;
            let at = draft.definition().path(place)?;
            // There, what is computed can be written over until it is computed again.
            if draft.readonly(place) {
                return None;
            }
            let text = step["stored"].as_str()?;
            let value = match draft.definition().node(place.node).kind {
                form::Kind::SelectOne(_) => Some(Value::Choice(text.to_owned())),
                form::Kind::SelectMultiple(_) => {
                    Some(Value::Choices(text.split_whitespace().map(String::from).collect()))
                }
                _ => {
                    draft.type_in(&at, text);
                    return Some(());
                }
            };
            draft.set(&at, value.filter(|_| !text.is_empty()));
        }
        _ => return None,
    }
    Some(())
}

/// The first thing that another engine shows otherwise.
fn difference(form: &Translated, draft: &Draft, state: &State) -> Option<String> {
    state.iter().find_map(|(path, shown)| {
        if let Some(repeat) = path.strip_suffix("#range") {
            let (found, expected) = (draft.rows(form.find(repeat)?).len() as u64, shown["count"].as_u64()?);
            return (found != expected).then(|| format!("{repeat} has {found} rows, not {expected}"));
        }
        let place = form.place(draft, path)?;
        let mut found = vec![draft.relevant(place).to_string()];
        let mut expected = vec![shown["rel"].to_string()];
        if let Some(value) = shown["v"].as_str() {
            found.push(written(draft, place));
            expected.push(value.to_owned());
        }
        if shown["t"] == "input" {
            found.extend([draft.required(place).to_string(), problem(draft, place).to_owned()]);
            let required = shown["req"] == true && shown["rel"] == true;
            let problem = shown["invalid"]["condition"].as_str().unwrap_or_default();
            expected.extend([required.to_string(), problem.to_owned()]);
        }
        (found != expected).then(|| format!("{path}: {found:?}, not {expected:?}"))
    })
}

fn written(draft: &Draft, place: Place) -> String {
    match draft.visible_answer(place) {
        None => String::new(),
        Some(Value::Text(text) | Value::Choice(text)) => text.clone(),
        Some(Value::Integer(number)) => number.to_string(),
        Some(Value::Flag(flag)) => flag.to_string(),
        Some(Value::Date(date)) => date.to_string(),
        Some(Value::Choices(codes)) => codes.iter().cloned().collect::<Vec<_>>().join(" "),
        Some(other) => format!("{other:?}"),
    }
}

fn problem(draft: &Draft, place: Place) -> &'static str {
    match draft.problem(place) {
        Some(Problem::Required(_)) => "required",
        Some(Problem::Constraint(_)) => "constraint",
        Some(_) => "another",
        None => "",
    }
}
