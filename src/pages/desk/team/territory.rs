//! Choosing a territory: the region, a province or a commune, in a tree that can be searched in every spelling.

use super::reach::Reach;
use crate::language::{args, language, t};
use crate::pages::desk::naming::{Named, naming};
use crate::parts::SearchBox;
use indicator::{Query, search_key};
use leptos::prelude::*;

/// A province with the communes that are offered in it.
#[derive(Clone, PartialEq, Debug)]
struct Branch {
    code: String,
    name: String,
    /// Whether the province as a whole is offered.
    whole: bool,
    communes: Vec<Named>,
}

/// The tree. What may not be given is not in it.
#[component]
pub fn Territory(
    reach: StoredValue<Reach>,
    chosen: RwSignal<String>,
    /// Tells the trees of a page apart.
    place: usize,
) -> impl IntoView {
    let (language, naming) = (language(), naming());
    let typed = RwSignal::new(String::new());
    let allowed = move |code: &str| reach.with_value(|reach| reach.territory(code));
    let branches = Memo::new(move |_| {
        let branch = |(code, name): Named| {
            let communes = naming.communes_of(&code).into_iter().filter(|(code, _)| allowed(code)).collect();
            Branch { communes, whole: allowed(&code), code, name }
        };
        let all = naming.provinces().into_iter().map(branch).collect();
        let spellings = |code: &str| naming.spellings(code);
        found(all, &typed.get(), spellings)
    });
    let option = move |code: String, name: String| {
        let (value, is_it) = (code.clone(), code.clone());
        view! {
            <label class="option">
                <input type="radio" name=format!("territory-{place}") value=value prop:checked=move || chosen.with(|chosen| *chosen == is_it)
                    on:change=move |_| chosen.set(code.clone())/>
                <span><bdi>{name}</bdi></span>
            </label>
        }
    };
    let everywhere = move || {
        let region = typed.with(String::is_empty) && allowed("");
        region.then(|| option(String::new(), language.say("team.all_places")))
    };
    let branch = move |Branch { code, name, whole, communes }: Branch| {
        let whole = whole.then(|| {
            let name = language.plain("team.whole_province", &args().with("name", name.clone()));
            option(code.clone(), name)
        });
        // What is searched for, and what is chosen, is in sight.
        let open =
            !typed.with(String::is_empty) || chosen.with_untracked(|chosen| sync::within(&code, chosen));
        view! {
            <details open=open>
                <summary><bdi>{name}</bdi></summary>
                <div class="options">{whole}{communes.into_iter().map(|(code, name)| option(code, name)).collect_view()}</div>
            </details>
        }
    };
    let none =
        move || branches.with(Vec::is_empty).then(|| view! { <p class="hint">{t("team.place.none")}</p> });
    view! {
        <fieldset class="territory">
            <legend class="label">{t("team.places")}</legend>
            <SearchBox typed label=Signal::derive(t("team.place.search"))/>
            <div class="tree">
                {everywhere}
                {move || branches.get().into_iter().map(branch).collect_view()}
                {none}
            </div>
        </fieldset>
    }
}

/// The branches in which something fits the words typed: all of them if nothing is typed, a province with all its
/// communes if its own name fits.
fn found(all: Vec<Branch>, typed: &str, spellings: impl Fn(&str) -> Vec<String>) -> Vec<Branch> {
    let query = Query::new(typed);
    let fits = |names: Vec<String>| query.fits(&search_key(names.iter().map(String::as_str))).is_some();
    let kept = |mut branch: Branch| {
        if !fits(vec![branch.name.clone()]) {
            branch.whole = false;
            branch.communes.retain(|(code, _)| fits(spellings(code)));
        }
        (!branch.communes.is_empty()).then_some(branch)
    };
    all.into_iter().filter_map(kept).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_found_by_any_of_its_spellings_and_a_province_with_all_that_lies_in_it() {
        let branch = |code: &str, name: &str, communes: &[(&str, &str)]| Branch {
            code: code.into(),
            name: name.into(),
            whole: true,
            communes: communes.iter().map(|(code, name)| ((*code).into(), (*name).into())).collect(),
        };
        let all = vec![
            branch("10.261", "Guelmim", &[("10.261.05.05", "Asrir"), ("10.261.05.09", "Fask")]),
            branch("10.521", "Tan-Tan", &[("10.521.01.01", "Tan-Tan"), ("10.521.01.03", "El Ouatia")]),
        ];
        let spellings = |code: &str| match code {
            "10.261.05.05" => vec!["Asrir".to_owned(), "أسرير".to_owned()],
            "10.261.05.09" => vec!["Fask".to_owned(), "فاصك".to_owned(), "فاسك".to_owned()],
            "10.521.01.01" => vec!["Tan-Tan".to_owned()],
            _ => vec!["El Ouatia".to_owned(), "الوطية".to_owned()],
        };
        for (typed, expected) in [
            ("", &["10.261", "10.261.05.05", "10.261.05.09", "10.521", "10.521.01.01", "10.521.01.03"][..]),
            ("asr", &["10.261.05.05"]),
            ("فاسك", &["10.261.05.09"]),
            ("guelmim", &["10.261", "10.261.05.05", "10.261.05.09"]),
            ("tan", &["10.521", "10.521.01.01", "10.521.01.03"]),
            ("ouatia", &["10.521.01.03"]),
            ("casablanca", &[]),
        ] {
            let found = found(all.clone(), typed, spellings);
            let codes = |branch: &Branch| {
                let communes = branch.communes.iter().map(|(code, _)| code.clone());
                branch.whole.then(|| branch.code.clone()).into_iter().chain(communes).collect::<Vec<_>>()
            };
            assert_eq!(found.iter().flat_map(codes).collect::<Vec<_>>(), expected, "{typed}");
        }
    }
}
