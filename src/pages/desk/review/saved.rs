//! Filters that were given a name: kept on this device.

use super::queue::Queue;
use crate::browser::journal;
use crate::language::{args, language, t};
use crate::parts::{Dialog, Icon, Select, icon, undo};
use leptos::prelude::*;
use record::json;
use serde::{Deserialize, Serialize};

const PREFERENCE: &str = "filters";
/// A list of more would be a filter of filters.
const AT_MOST: usize = 20;

/// A filter under its name.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct Kept {
    name: String,
    chosen: Vec<String>,
}

/// The filters by name, the latest last; one name once.
fn with(mut kept: Vec<Kept>, one: Kept) -> Vec<Kept> {
    kept.retain(|other| other.name != one.name);
    kept.push(one);
    let too_many = kept.len().saturating_sub(AT_MOST);
    kept.drain(..too_many);
    kept
}

/// Choosing one of them, keeping the present one, forgetting one.
#[component]
pub fn Saved() -> impl IntoView {
    let (language, undo) = (language(), undo());
    let queue: Queue = expect_context();
    let filter = queue.filter;
    let read = || journal::preference(PREFERENCE).and_then(|text| json::read(&text).ok());
    let kept = RwSignal::new(read().unwrap_or_else(Vec::<Kept>::new));
    let keep = move |list: Vec<Kept>| {
        if let Ok(text) = serde_json::to_string(&list) {
            journal::prefer(PREFERENCE, &text);
        }
        kept.set(list);
    };
    let picked = RwSignal::new(String::new());
    Effect::new(move || {
        let name = picked.get();
        kept.with_untracked(|kept| {
            if let Some(one) = kept.iter().find(|one| one.name == name) {
                filter.choose_again(&one.chosen);
            }
        });
    });
    // Whoever changes something has another filter than the one that was picked.
    Effect::new(move || {
        filter.follow();
        let name = picked.get_untracked();
        let still = kept
            .with_untracked(|kept| kept.iter().any(|one| one.name == name && one.chosen == filter.chosen()));
        if !name.is_empty() && !still {
            picked.set(String::new());
        }
    });
    let open = RwSignal::new(false);
    let name = RwSignal::new(String::new());
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let chosen_name = name.get_untracked().trim().to_owned();
        if chosen_name.is_empty() {
            return;
        }
        keep(with(kept.get_untracked(), Kept { name: chosen_name.clone(), chosen: filter.chosen() }));
        name.set(String::new());
        picked.set(chosen_name);
        open.set(false);
    };
    let forget = move |_| {
        let (before, name) = (kept.get_untracked(), picked.get_untracked());
        keep(before.iter().filter(|one| one.name != name).cloned().collect());
        picked.set(String::new());
        undo.offer(language.plain("desk.filter.forgotten", &args().with("name", name)), move || keep(before));
    };
    let names = Signal::derive(move || {
        kept.with(|kept| kept.iter().map(|one| (one.name.clone(), one.name.clone())).collect::<Vec<_>>())
    });
    let label = |key| Signal::derive(t(key));
    view! {
        <Show when=move || kept.with(|kept| !kept.is_empty())>
            <Select chosen=picked label=label("desk.filter.saved") all=label("desk.filter.saved") options=names/>
        </Show>
        <Show when=move || filter.is_set() && picked.with(String::is_empty)>
            <button class="btn quiet small" type="button" on:click=move |_| open.set(true)>
                {icon(Icon::Plus)}{t("desk.filter.save")}
            </button>
        </Show>
        <Show when=move || picked.with(|picked| !picked.is_empty())>
            <button class="btn quiet small" type="button" on:click=forget>{icon(Icon::Trash)}{t("desk.filter.forget")}</button>
        </Show>
        <Dialog open title=Signal::derive(t("desk.filter.save"))>
            <form class="field-group" on:submit=save>
                <div class="field">
                    <label for="filter-name">{t("desk.filter.name")}</label>
                    <input id="filter-name" type="text" dir="auto" maxlength="40" required prop:value=move || name.get()
                        on:input=move |event| name.set(event_target_value(&event))/>
                </div>
                <div class="acts">
                    <button class="btn main">{t("desk.filter.keep")}</button>
                    <button class="btn" type="button" on:click=move |_| open.set(false)>{t("app.cancel")}</button>
                </div>
            </form>
        </Dialog>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_for_one_filter_and_there_are_not_too_many() {
        let one = |name: &str, state: &str| Kept { name: name.into(), chosen: vec![state.into()] };
        let kept = with(with(Vec::new(), one("Asrir", "any")), one("Asrir", "returned"));
        assert!(kept == [one("Asrir", "returned")]);
        let many = (0..30).fold(Vec::new(), |kept, n| with(kept, one(&n.to_string(), "any")));
        assert_eq!((many.len(), many[0].name.as_str()), (AT_MOST, "10"));
    }
}
