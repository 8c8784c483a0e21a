//! The history of a record, on the page.

use super::changes::Changes;
use super::history::{Event, What, history};
use crate::language::{Args, args, t};
use crate::pages::desk::naming::{Naming, naming};
use crate::records::Shown;
use leptos::prelude::*;
use record::Path;

/// Who did what, the latest first.
#[component]
pub fn History(shown: StoredValue<Shown>) -> impl IntoView {
    let naming = naming();
    let language = naming.language;
    let (events, whole) = shown.with_value(|shown| history(&shown.record));
    let form = shown.with_value(|shown| shown.record.form.clone());
    let line = move |event: Event, form: String| {
        let author = event.author;
        let at = event.at;
        view! {
            <li>
                <time><bdi>{move || language.date_and_time(at)}</bdi></time>
                <b><bdi>{move || naming.person(author)}</bdi></b>
                <span>{move || words(naming, &form, &event.what)}</span>
            </li>
        }
    };
    let earlier = move || (!whole).then(|| view! { <p class="count-line">{t("history.earlier")}</p> });
    let told_all = RwSignal::new(false);
    let id = shown.with_value(|shown| shown.record.id);
    let at_office = shown.with_value(|shown| shown.seq.is_some());
    let office = at_office.then(|| view! { <Changes id form=form.clone() told_all/> });
    let here = StoredValue::new(events);
    let here = move || {
        (!told_all.get()).then(|| {
            let lines = here.get_value().into_iter().map(|event| line(event, form.clone())).collect_view();
            view! { <ol class="history">{lines}</ol>{earlier()} }
        })
    };
    view! { <section><h2>{t("history.title")}</h2>{here}{office}</section> }
}

fn words(naming: Naming, form: &str, what: &What) -> Vec<AnyView> {
    let say = |key: &str, args: Args| naming.language.view(key, &args);
    match what {
        What::Recorded => say("history.created", args()),
        What::Wrote(paths) => match paths.as_slice() {
            [path] => say("history.changed", args().with("field", naming.question(form, path))),
            paths => say("history.changed_some", args().count(paths.len())),
        },
        What::Approved => say("history.approved", args()),
        What::Returned(reason, 0) => say("history.returned", args().with("reason", reason.as_str())),
        What::Returned(reason, remarks) => {
            let mut said = match reason.as_str() {
                "" => say("history.returned_bare", args()),
                reason => say("history.returned", args().with("reason", reason)),
            };
            said.push(" · ".into_any());
            said.extend(say("desk.review.remarks", args().count(*remarks)));
            said
        }
        What::TookBack => say("history.undone", args()),
        What::Removed => say("history.removed", args()),
    }
}

impl Naming {
    /// The question that stands at a path; for a row of a roster, whom the row is about.
    pub fn question(self, form: &str, path: &Path) -> String {
        let mut segments = path.segments();
        let first = segments.next().unwrap_or_default();
        if let Some(about) = segments.next().and_then(|row| row.parse().ok()) {
            return self.record(about);
        }
        let definition = self.definition(form);
        let node =
            definition.as_ref().and_then(|definition| definition.find(first).map(|id| definition.node(id)));
        let label = node.map(|node| self.label(&node.label)).filter(|label| !label.is_empty());
        label.unwrap_or_else(|| path.to_string())
    }
}
