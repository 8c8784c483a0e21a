//! Choosing grants: role, programmes, territory; as many as somebody needs.

use super::reach::Reach;
use super::territory::Territory;
use crate::account::account;
use crate::language::{language, t};
use crate::office;
use crate::pages::desk::fetched;
use crate::pages::desk::naming::{naming, role_key};
use crate::parts::{Icon, Select, icon};
use leptos::prelude::*;
use std::collections::BTreeSet;
use sync::{Grant, Programmes, Role};

/// One grant while it is chosen.
#[derive(Clone, Copy)]
pub struct Choice {
    place: usize,
    pub role: RwSignal<String>,
    all: RwSignal<bool>,
    programmes: RwSignal<BTreeSet<String>>,
    territory: RwSignal<String>,
}

/// The grants while they are chosen.
#[derive(Clone, Copy)]
pub struct Choices {
    reach: StoredValue<Reach>,
    pub list: RwSignal<Vec<Choice>>,
    made: StoredValue<usize>,
}

/// The code under which a role stands in a list.
fn code(role: Role) -> &'static str {
    role_key(role).trim_start_matches("role.")
}

impl Choices {
    /// One field worker's grant, as far as the person here may give it.
    pub fn new() -> Self {
        let own = account().me_now().map(|me| me.grants).unwrap_or_default();
        let choices = Self {
            reach: StoredValue::new(Reach::of(own)),
            list: RwSignal::new(Vec::new()),
            made: StoredValue::new(0),
        };
        choices.reset();
        choices
    }

    /// Back to one new field worker's grant.
    pub fn reset(self) {
        self.list.set(Vec::new());
        self.add();
    }

    /// Starts from what somebody has.
    pub fn start_from(self, grants: &[Grant]) {
        self.list.set(grants.iter().map(|grant| self.choice(grant)).collect());
    }

    fn add(self) {
        let territory = self.reach.with_value(Reach::widest);
        let new = Grant { role: Role::FieldWorker, programmes: Programmes::Only(BTreeSet::new()), territory };
        let choice = self.choice(&new);
        self.list.update(|list| list.push(choice));
    }

    fn choice(self, grant: &Grant) -> Choice {
        self.made.update_value(|made| *made += 1);
        let programmes = match &grant.programmes {
            Programmes::All => BTreeSet::new(),
            Programmes::Only(codes) => codes.clone(),
        };
        Choice {
            place: self.made.get_value(),
            role: RwSignal::new(code(grant.role).to_owned()),
            all: RwSignal::new(grant.programmes == Programmes::All),
            programmes: RwSignal::new(programmes),
            territory: RwSignal::new(grant.territory.clone()),
        }
    }

    /// The grants chosen; or the key of the sentence that says what is missing.
    pub fn grants(self) -> Result<Vec<Grant>, &'static str> {
        let grants: Vec<Grant> =
            self.list.with_untracked(|list| list.iter().map(|choice| choice.grant()).collect());
        let empty = |grant: &Grant| grant.programmes == Programmes::Only(BTreeSet::new());
        if grants.is_empty() || grants.iter().any(empty) {
            Err("team.programme_required")
        } else if !grants.iter().all(|grant| self.reach.with_value(|reach| reach.grant(grant))) {
            Err("team.beyond")
        } else {
            Ok(grants)
        }
    }
}

impl Choice {
    fn grant(self) -> Grant {
        let role = self.role();
        let everything = self.all.get_untracked() || role == Role::Administrator;
        let programmes =
            if everything { Programmes::All } else { Programmes::Only(self.programmes.get_untracked()) };
        Grant { role, programmes, territory: self.territory.get_untracked() }
    }

    /// The role chosen, followed.
    pub fn role(self) -> Role {
        let chosen = self.role.get();
        let roles = [Role::Coach, Role::Coordinator, Role::Board, Role::Partner, Role::Administrator];
        roles.into_iter().find(|role| code(*role) == chosen).unwrap_or(Role::FieldWorker)
    }
}

/// The fields in which grants are chosen.
#[component]
pub fn GrantFields(choices: Choices) -> impl IntoView {
    let language = language();
    let several = move || choices.list.with(|list| list.len() > 1);
    let remove = move |place: usize| choices.list.update(|list| list.retain(|choice| choice.place != place));
    view! {
        <For each=move || choices.list.get() key=|choice| choice.place let:choice>
            <fieldset class="grant">
                <legend class="only-heard">{t("team.grants")}</legend>
                <One choices choice/>
                <Show when=several>
                    <button class="btn quiet small" type="button" on:click=move |_| remove(choice.place)>
                        {icon(Icon::Trash)}{move || language.say("team.grant.remove")}
                    </button>
                </Show>
            </fieldset>
        </For>
        <button class="btn quiet small" type="button" on:click=move |_| choices.add()>
            {icon(Icon::Plus)}{move || language.say("team.grant.add")}
        </button>
    }
}

#[component]
fn One(choices: Choices, choice: Choice) -> impl IntoView {
    let naming = naming();
    let language = naming.language;
    let reach = choices.reach;
    let roles = Signal::derive(move || {
        let named = |role: &Role| (code(*role).to_owned(), language.say(role_key(*role)));
        reach.with_value(|reach| reach.roles().iter().map(named).collect::<Vec<_>>())
    });
    let all = move || {
        reach.with_value(Reach::all_programmes).then(|| {
            view! {
                <label class="option">
                    <input type="checkbox" prop:checked=move || choice.all.get()
                        on:change=move |event| choice.all.set(event_target_checked(&event))/>
                    <span>{move || language.say("desk.filter.all_programmes")}</span>
                </label>
            }
        })
    };
    let programme = move |(code, name): (String, String)| {
        let (has, set) = (code.clone(), code.clone());
        let toggle = move |event| {
            choice.programmes.update(|chosen| {
                if event_target_checked(&event) {
                    chosen.insert(set.clone())
                } else {
                    chosen.remove(&set)
                };
            });
        };
        view! {
            <label class="option">
                <input type="checkbox" prop:checked=move || choice.programmes.with(|chosen| chosen.contains(&has)) on:change=toggle/>
                <span><bdi>{name}</bdi><small>{code}</small></span>
            </label>
        }
    };
    let programmes = move || {
        let offered = naming
            .programmes()
            .into_iter()
            .filter(|(code, _)| reach.with_value(|reach| reach.programme(code)));
        (!choice.all.get()).then(|| offered.map(programme).collect_view())
    };
    let everything = move || choice.role() == Role::Administrator;
    view! {
        <div class="field"><span class="label">{t("team.role")}</span>
            <Select chosen=choice.role label=Signal::derive(t("team.role")) options=roles/>
        </div>
        <Show when=move || !everything()>
            <Territory reach chosen=choice.territory place=choice.place/>
            <div class="field"><span class="label">{t("team.programmes")}</span><div class="options">{all()}{programmes}</div></div>
        </Show>
    }
}

/// Why the office did not change the team.
pub fn refused(refusal: &office::Refusal) -> &'static str {
    match refusal.code() {
        "user_taken" => "signin.taken",
        "password_weak" => "signin.common",
        "last_administrator" => "team.last_administrator",
        "changed_meanwhile" => "team.grants.meanwhile",
        _ => fetched::key(refusal),
    }
}
