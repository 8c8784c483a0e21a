//! What grants do, in words: what somebody with them sees and may do, and how many of the records of this desk those are.

use crate::language::{args, language, t};
use crate::pages::desk::naming::{Naming, naming};
use crate::records::{Index, records};
use leptos::prelude::*;
use sync::{Grant, Grants, Programmes, Role};

/// One grant as a sentence.
fn sentence(naming: Naming, grant: &Grant) -> String {
    let language = naming.language;
    let programmes = match &grant.programmes {
        Programmes::All => language.say("grant.all_programmes"),
        Programmes::Only(codes) => {
            let names: Vec<String> = codes.iter().map(|code| naming.programme(code)).collect();
            names.join(&language.say("form.and"))
        }
    };
    let values = args().with("programmes", programmes).with("place", naming.territory(&grant.territory));
    match grant.role {
        Role::FieldWorker => language.plain("grant.field_worker", &values),
        Role::Coach => language.plain("grant.coach", &values),
        Role::Coordinator => language.plain("grant.coordinator", &values),
        Role::Board => language.plain("grant.board", &values),
        Role::Partner => language.plain("grant.partner", &values),
        Role::Administrator => language.say("grant.administrator"),
    }
}

/// How many records somebody sees, and how that changes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Seen {
    /// After the change.
    all: usize,
    /// That they did not see before.
    gained: usize,
    /// That they see no longer.
    lost: usize,
}

impl Seen {
    fn of<'a>(scopes: impl Iterator<Item = (&'a str, &'a str)>, before: &Grants, after: &Grants) -> Self {
        scopes.fold(Self::default(), |seen, scope| {
            let (saw, sees) = (before.see([scope]), after.see([scope]));
            Self {
                all: seen.all + usize::from(sees),
                gained: seen.gained + usize::from(sees && !saw),
                lost: seen.lost + usize::from(saw && !sees),
            }
        })
    }

    fn here(index: &Index, before: &[Grant], after: &[Grant]) -> Self {
        let grants = |list: &[Grant]| Grants { version: 0, list: list.to_vec() };
        let lines = index.values().filter(|line| !line.removed);
        let scopes = lines.map(|line| (line.programme.as_str(), line.commune.as_str()));
        Self::of(scopes, &grants(before), &grants(after))
    }
}

/// What changes for somebody: what they may do from now on, what they could do so far, and what that means for the
/// records that this desk holds.
#[component]
pub fn Effect(name: String, before: Vec<Grant>, after: Vec<Grant>) -> impl IntoView {
    let (language, naming, records) = (language(), naming(), records());
    let (was, will) = (before.clone(), after.clone());
    let seen = Memo::new(move |_| records.with_index(|index| Seen::here(index, &was, &will)));
    let list = move |grants: Vec<Grant>| {
        let line = move |grant: Grant| view! { <li>{move || sentence(naming, &grant)}</li> };
        view! { <ul class="sentences">{grants.into_iter().map(line).collect_view()}</ul> }
    };
    let counted = move || {
        let Seen { all, gained, lost } = seen.get();
        let number = |n: usize| language.number(n as i64);
        let values = args().with("name", name.clone()).with("all", number(all));
        language.view("grant.seen", &values.with("gained", number(gained)).with("lost", number(lost)))
    };
    view! {
        <h3>{t("grant.from_now_on")}</h3>
        {list(after)}
        <h3>{t("grant.so_far")}</h3>
        {list(before)}
        <p>{counted}</p>
        <p class="hint">{t("team.grants.when")}</p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_sees_no_longer_and_what_is_new_to_them_is_counted() {
        let grants = |role, programmes: &[&str], territory: &str| Grants {
            version: 1,
            list: vec![Grant {
                role,
                programmes: Programmes::Only(programmes.iter().map(|code| (*code).to_owned()).collect()),
                territory: territory.to_owned(),
            }],
        };
        let scopes = [
            ("MICRO", "10.261.01.03"),
            ("MICRO", "10.521.01.01"),
            ("MARCH", "10.521.01.01"),
            ("MARCH", "10.071.01.01"),
        ];
        let before = grants(Role::FieldWorker, &["MICRO"], "");
        // grants from now on | all, gained, lost
        for (after, all, gained, lost) in [
            (before.clone(), 2, 0, 0),
            (grants(Role::FieldWorker, &["MICRO"], "10.521"), 1, 0, 1),
            (grants(Role::FieldWorker, &["MICRO", "MARCH"], "10.521"), 2, 1, 1),
            (grants(Role::Coach, &["MICRO", "MARCH"], ""), 4, 2, 0),
            (grants(Role::Board, &["MICRO"], ""), 0, 0, 2),
        ] {
            let seen = Seen::of(scopes.into_iter(), &before, &after);
            assert_eq!(seen, Seen { all, gained, lost }, "{after:?}");
        }
    }
}
