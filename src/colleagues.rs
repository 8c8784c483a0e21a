//! The names of colleagues, to show who wrote what.

use crate::account::{Account, Named};
use crate::browser::clock;
use crate::lasting::{Lasting, lasting};
use crate::office;
use crate::records::Records;
use leptos::prelude::*;
use leptos::task::spawn_local;
use record::json;
use record::{AuthorId, FlatMap, FlatSet};
use serde::Deserialize;

/// The names of colleagues. Provided to every page; see [`colleagues`].
pub type Colleagues = Lasting<Known>;

/// What a [`Colleagues`] points at.
pub struct Known {
    records: Records,
    account: Account,
    names: RwSignal<FlatMap<AuthorId, String>>,
    /// Those who work with records, by name.
    at_work: RwSignal<Vec<Named>>,
    asked_at: StoredValue<i64>,
    /// Whose names were asked for because somebody looked at what they wrote.
    sought: StoredValue<FlatSet<AuthorId>>,
}

#[derive(Deserialize)]
struct Directory {
    people: Vec<Colleague>,
}

#[derive(Deserialize)]
struct Colleague {
    id: AuthorId,
    name: String,
    /// Whether they work with records.
    #[serde(default)]
    works: bool,
}

const KEPT_AS: &str = "directory";
const ASK_AGAIN_MILLIS: i64 = 12 * 60 * 60 * 1000;

/// Provides the names and reads what the device has kept of them.
pub fn provide(records: Records, account: Account) {
    let names = RwSignal::new(FlatMap::new());
    let colleagues = lasting(Known {
        records,
        account,
        names,
        at_work: RwSignal::new(Vec::new()),
        asked_at: StoredValue::new(0),
        sought: StoredValue::new(FlatSet::new()),
    });
    provide_context(colleagues);
    spawn_local(async move {
        let Ok(device) = records.device().await else { return };
        if let Ok(Some(text)) = device.noted_text(KEPT_AS).await {
            colleagues.read(&text);
        }
    });
}

/// The names of colleagues; to be taken while a component is built.
pub fn colleagues() -> Colleagues {
    expect_context()
}

impl Colleagues {
    /// Somebody's name, followed; empty if it is not known here: then the office is asked for it.
    pub fn name(self, id: AuthorId) -> String {
        let known = self.names.with(|names| names.get(&id).cloned());
        let me = self.account.me().map(|me| me.person).filter(|me| me.id == id);
        let name = known.or(me.map(|me| me.name));
        if name.is_none() && self.sought.try_update_value(|sought| sought.insert(id)) == Some(true) {
            spawn_local(async move {
                if !self.ask().await {
                    self.sought.update_value(|sought| {
                        sought.remove(&id);
                    });
                }
            });
        }
        name.unwrap_or_default()
    }

    /// The others who work with records, by name, followed.
    pub fn others_at_work(self) -> Vec<Named> {
        let me = self.account.me().map(|me| me.person.id);
        self.at_work.with(|all| all.iter().filter(|person| Some(person.id) != me).cloned().collect())
    }

    /// Asks for the names anew: somebody may have joined.
    pub fn look_for_others(self) {
        spawn_local(async move {
            // Without the office those are shown that were known.
            let _ = self.ask().await;
        });
    }

    /// Asks for the names if a record has an author without one, and twice a day.
    pub async fn keep_up(self) {
        let someone_is_unknown = self.records.with_index_now(|index| {
            self.names.with_untracked(|names| index.values().any(|line| !names.contains_key(&line.author)))
        });
        if someone_is_unknown || clock::now() - self.asked_at.get_value() >= ASK_AGAIN_MILLIS {
            self.ask().await;
        }
    }

    /// Asks for the names; whether the office has answered.
    async fn ask(self) -> bool {
        let Ok(text) = office::get_text("/directory").await else { return false };
        self.asked_at.set_value(clock::now());
        self.read(&text);
        if let Ok(device) = self.records.device().await {
            let _ = device.note_text(KEPT_AS, &text).await;
        }
        true
    }

    fn read(self, text: &str) {
        if let Ok(Directory { people }) = json::read(text) {
            let at_work = people.iter().filter(|person| person.works);
            self.at_work
                .set(at_work.map(|person| Named { id: person.id, name: person.name.clone() }).collect());
            self.names.set(people.into_iter().map(|person| (person.id, person.name)).collect());
        }
    }
}
