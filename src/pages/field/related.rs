//! The records that belong to a record: those it names, and those that name it, in time order.

use super::lines::{line_key, related_card};
use crate::browser::clock;
use crate::language::t;
use crate::parts::naming::{form_icon, form_word};
use crate::parts::{LongList, icon};
use crate::records::{Summary, records};
use leptos::prelude::*;
use record::RecordId;
use std::cmp::Reverse;
use std::sync::Arc;

/// A form that is begun from a record's page: its name, and the question that this record answers.
pub type Add = (&'static str, &'static str);

/// The ways to record something about a record, one tap each.
#[component]
pub fn Adding(id: RecordId, adds: &'static [Add]) -> impl IntoView {
    let add = move |(form, question): &Add| {
        // A visit asks first what it is about.
        let what = if *form == "coaching" { format!("about:{question},") } else { String::new() };
        let address = format!("/form/{form}/new?given={what}{question}:{id}");
        view! { <a class="btn" href=address>{icon(form_icon(form))}<span>{t(form_word(form))}</span></a> }
    };
    view! {
        <section>
            <h2>{t("related.add")}</h2>
            <div class="acts even">{adds.iter().map(add).collect_view()}</div>
        </section>
    }
}

/// Those it names, then those that name it, the latest first.
#[component]
pub fn Related(id: RecordId) -> impl IntoView {
    let records = records();
    let named = Memo::new(move |_| {
        let names = records.summary(id).map(|line| line.names.clone()).unwrap_or_default();
        names.into_iter().filter_map(|id| records.summary(id)).collect::<Vec<_>>()
    });
    let naming = Memo::new(move |_| {
        let names_it = |line: &&Arc<Summary>| line.names.contains(&id) && !line.removed;
        let mut lines: Vec<_> =
            records.with_index(|index| index.values().filter(names_it).cloned().collect());
        lines
            .sort_by_key(|line| Reverse((line.day.unwrap_or_else(|| clock::local(line.at).date()), line.at)));
        lines
    });
    view! {
        <Few lines=named title="related.whose"/>
        <Few lines=naming title="person.timeline"/>
    }
}

#[component]
fn Few(lines: Memo<Vec<Arc<Summary>>>, title: &'static str) -> impl IntoView {
    view! {
        <Show when=move || lines.with(|lines| !lines.is_empty())>
            <section><h2>{t(title)}</h2><LongList lines=lines key=line_key line=related_card/></section>
        </Show>
    }
}
