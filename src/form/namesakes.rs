//! While a name is typed: who of that name may be here already. It never stands in the way.

use super::Filling;
use crate::catalogue::catalogue;
use crate::language::{language, t};
use crate::parts::{Icon, Note, Tone, naming};
use crate::records::{Summary, records};
use form::{NodeId, Screen};
use indicator::Namesakes;
use leptos::prelude::*;
use record::{RecordId, Value};
use std::sync::Arc;

/// The questions that ask for the two parts of a name, by script.
const NAMES: [(&str, &str); 2] = [("family_name_ar", "given_name_ar"), ("family_name", "given_name")];

/// So many are told: more of one name help nobody.
const TOLD: usize = 3;

/// Who of the name that is being typed on this page of a new person may be here already.
#[component]
pub fn PerhapsHere(filling: Filling, screen: Screen) -> impl IntoView {
    let (language, records, catalogue) = (language(), records(), catalogue());
    let asked = |(family, given): (&str, &str)| -> Option<(NodeId, NodeId)> {
        let form = filling.look(|draft| draft.definition().clone());
        let node = |name| form.find(name).filter(|node| screen.nodes.contains(node));
        Some((node(family)?, node(given)?))
    };
    let is_new_person =
        !filling.opened().changes && filling.look(|draft| draft.definition().name == "person");
    let Some((family, given)) = NAMES.into_iter().find_map(asked).filter(|_| is_new_person) else {
        return ().into_any();
    };
    let mut known = Namesakes::<RecordId>::default();
    records.with_index_now(|index| {
        for line in index.values().filter(|line| line.form == "person" && !line.removed) {
            known.insert(line.id, &line.title);
            known.insert(line.id, &line.title_ar);
        }
    });
    let found = Memo::new(move |_| {
        let typed = |node: NodeId| {
            let text = |draft: &form::Draft| draft.answer(node).and_then(Value::as_text).map(str::to_owned);
            filling.follow(node.into(), text).unwrap_or_default()
        };
        let ids = known.find(&typed(family), &typed(given));
        ids.into_iter().take(TOLD).filter_map(|id| records.summary(id)).collect::<Vec<Arc<Summary>>>()
    });
    let line = move |line: Arc<Summary>| {
        let address = naming::address(&line.form, line.id);
        let words = move || {
            let name = naming::title(language, records, &line);
            let commune = Some(catalogue.commune(&line.commune)).filter(|name| !name.is_empty());
            let born = line.born.map(|year| year.to_string());
            [Some(name), commune, born].into_iter().flatten().collect::<Vec<_>>().join(" · ")
        };
        view! { <a class="btn" href=address><bdi>{words}</bdi></a> }
    };
    view! {
        <div role="status">
            <Show when=move || found.with(|found| !found.is_empty())>
                <Note tone=Tone::Neutral icon=Icon::People title=Signal::derive(t("people.perhaps"))>
                    <div class="acts"><For each=move || found.get() key=|line| line.id children=line/></div>
                    <p>{t("people.perhaps.hint")}</p>
                </Note>
            </Show>
        </div>
    }
    .into_any()
}
