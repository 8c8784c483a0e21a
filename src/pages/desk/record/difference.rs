//! What a change would write, or has written, beside what stood there before: by the labels of the form.

use super::wording::worded;
use crate::language::{args, t};
use crate::pages::desk::naming::Naming;
use leptos::prelude::*;
use record::{Path, Value, Verdict};

/// One place of a record before and after a change.
#[derive(Clone, PartialEq, Debug, serde::Deserialize)]
pub struct Difference {
    /// Where.
    pub path: Path,
    /// What stood there; `None` if nothing did.
    #[serde(default)]
    pub before: Option<Value>,
    /// What stands there then; `None` if it was cleared.
    #[serde(default)]
    pub after: Option<Value>,
}

impl Difference {
    /// Whether it is about an answer: judgements, scopes and removals are told in words of their own.
    pub fn is_answer(&self) -> bool {
        !self.path.is_reserved()
    }
}

/// The answers among the differences as a table: the question, what stood there, what stands there then.
pub fn differences(
    naming: Naming,
    form: &str,
    differences: &[Difference],
    columns: [&'static str; 2],
) -> impl IntoView + use<> {
    let definition = naming.definition(form);
    let row = |difference: &Difference| {
        let node = definition.as_ref().and_then(|definition| naming.node(definition, &difference.path));
        let words =
            |value: &Option<Value>| worded(naming, definition.as_deref(), node, value.as_ref()).view();
        view! {
            <tr>
                <th scope="row"><span dir="auto">{naming.question(form, &difference.path)}</span></th>
                <td class="before">{words(&difference.before)}</td>
                <td class="after">{words(&difference.after)}</td>
            </tr>
        }
    };
    let rows = differences.iter().filter(|it| it.is_answer()).map(row).collect_view();
    let [before, after] = columns;
    view! {
        <table class="record differences">
            <thead><tr><th scope="col">{t("history.field")}</th><th scope="col">{t(before)}</th><th scope="col">{t(after)}</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

/// What is no answer, in words.
pub fn told(naming: Naming, path: &Path, value: Option<&Value>) -> Option<String> {
    let language = naming.language;
    match (path.as_scope(), value) {
        (Some((programme, commune)), Some(Value::Flag(true))) => {
            let place = format!("{} · {}", naming.programme(programme), naming.commune(commune));
            Some(language.plain("desk.held.belongs", &args().with("place", place)))
        }
        (None, Some(Value::Review(review))) => Some(match review.verdict {
            Verdict::Approved => language.say("history.approved"),
            Verdict::Reopened => language.say("history.undone"),
            Verdict::Returned if review.reason.is_empty() => language.say("history.returned_bare"),
            Verdict::Returned => {
                language.plain("history.returned", &args().with("reason", review.reason.clone()))
            }
        }),
        (None, Some(Value::Seen(_))) => Some(language.say("history.removed")),
        _ => None,
    }
}
