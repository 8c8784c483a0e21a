//! Records with a natural key: two phones that make one offline make the same record.

use crate::small::{around, draft};
use form::{Definition, Draft, compile};
use record::{Actor, AuthorId, Dot, HybridTime, Record, RecordId, Value};
use std::sync::Arc;

fn compiled(key: &str) -> Result<Definition, Vec<compile::Error>> {
    let text = format!(
        "## settings\n|form_id|record_key|\n|-|-|\n|follow_up|{key}|\n\n## survey\n|type|name|required|default|\n|-|-|-|-|\n\
         |select_one_from_file venture.csv|venture|yes||\n|select_one m|milestone|yes||\n|integer|cohort|yes|2026|\n\
         |text|said|||\n\n## choices\n|list_name|name|label|\n|-|-|-|\n|m|M3|M3|\n|m|M6|M6|\n"
    );
    let lists = compile::ExternalLists { records: ["venture".to_owned()].into(), ..Default::default() };
    compile::xlsform_markdown(&text, &lists)
}

fn answered(form: &Arc<Definition>, venture: u128, milestone: &str) -> Draft {
    let mut draft = draft(form);
    draft.set(&"venture".parse().unwrap(), Some(Value::Reference(RecordId::from_random(venture))));
    draft.set(&"milestone".parse().unwrap(), Some(Value::Choice(milestone.into())));
    draft
}

#[test]
fn the_key_makes_the_identity() {
    let form = Arc::new(compiled("${venture} ${milestone} ${cohort}").unwrap());
    let [one, same, later, other] =
        [(7, "M3"), (7, "M3"), (7, "M6"), (8, "M3")].map(|(v, m)| answered(&form, v, m).record());
    assert_eq!(one, same);
    assert!(one != later && one != other);
    let venture = RecordId::from_random(7).to_string();
    assert_eq!(one, RecordId::derived("follow_up", &[&venture, "M3", "2026"]));
}

#[test]
fn the_key_of_a_record_that_exists_can_only_be_read() {
    let form = Arc::new(compiled("venture milestone").unwrap());
    let draft = answered(&form, 7, "M3");
    let proposal = draft.finish(AuthorId::from_random(1), around().today).unwrap();
    assert_eq!(proposal.record, draft.record());
    let mut record = Record::new(proposal.record, "follow_up");
    record.apply(&proposal.identified(Dot { actor: Actor(1), n: 1 }, HybridTime::from_millis(1)));
    let mut again = Draft::editing(form.clone(), &record, around());
    let milestone = form.find("milestone").unwrap();
    assert!(again.readonly(milestone) && !again.readonly(form.find("cohort").unwrap()));
    assert!(again.set(&"milestone".parse().unwrap(), Some(Value::Choice("M6".into()))).is_empty());
    assert_eq!(again.record(), record.id);
    let restored = Draft::restore(form, again.kept(), around());
    assert_eq!(restored.record(), record.id);
}

#[test]
fn a_question_that_may_stay_empty_makes_no_key() {
    let fault = |key: &str| compiled(key).unwrap_err()[0].to_string();
    assert_eq!(
        fault("venture said"),
        "settings, row 4, record_key: \"said\" is part of the key of a record: it has to be required, with yes, and always relevant"
    );
    assert_eq!(
        fault("ventrue"),
        "settings, row 4, record_key: there is no question \"ventrue\" (did you mean venture?)"
    );
}
