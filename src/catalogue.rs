//! The forms and lists in force, as the office compiled them. They are kept on the device; a definition that a
//! newer one replaces stays, for a draft that was begun under it is finished under it.

use crate::browser::gate::Gate;
use crate::language::{Language, language};
use crate::lasting::{Lasting, lasting};
use crate::office;
use crate::records::{Records, Summary, telling};
use form::Definition;
use leptos::prelude::*;
use leptos::task::spawn_local;
use record::json;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::value::RawValue;
use std::sync::Arc;

/// A commune of the territory.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Commune {
    /// The code of the statistical office: `10.261.01.03`.
    pub code: String,
    /// Its name in French.
    pub name_fr: String,
    /// Its name in Arabic.
    pub name_ar: String,
    /// Its province's code: `10.261`.
    pub province_code: String,
    /// Its province's name in French.
    pub province_fr: String,
    /// Its province's name in Arabic.
    pub province_ar: String,
    /// `urban` or `rural`.
    #[serde(rename = "type")]
    pub milieu: String,
    /// Another spelling of its Arabic name, if people use one.
    #[serde(default)]
    pub variant_ar: String,
}

/// A programme.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Programme {
    /// Its code: `MARCH`.
    pub code: String,
    /// Its name in Arabic.
    pub name_ar: String,
    /// Its name in French.
    pub name_fr: String,
    /// Its name in English.
    pub name_en: String,
}

/// A weekly market: when everybody is in the place.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Souk {
    /// Its commune's code.
    pub commune: String,
    /// Its day of the week, from 1 for Monday.
    pub weekday: String,
}

/// Everything in force.
#[derive(Clone, PartialEq, Debug, Default, Deserialize)]
pub struct Content {
    /// Names this content.
    pub version: String,
    /// The forms.
    pub forms: Vec<Arc<Definition>>,
    /// The communes.
    pub communes: Vec<Commune>,
    /// The programmes.
    pub programmes: Vec<Programme>,
    /// The weekly markets.
    #[serde(default)]
    pub souks: Vec<Souk>,
}

/// The forms in force as they came: a definition that is kept on is kept in its own text.
#[derive(Default, Deserialize)]
struct Texts {
    forms: Vec<Box<RawValue>>,
}

/// The forms and lists in force. Provided to every page; see [`catalogue`].
pub type Catalogue = Lasting<InForce>;

/// What a [`Catalogue`] points at.
pub struct InForce {
    language: Language,
    records: Records,
    content: RwSignal<Arc<Content>>,
    /// Definitions that newer ones have replaced, the latest last.
    earlier: RwSignal<Vec<Arc<Definition>>>,
    gate: StoredValue<Gate>,
}

/// The names under which the store keeps it.
const IN_FORCE: &str = "catalogue";
const EARLIER: &str = "catalogue/earlier";

/// How many replaced definitions are kept: a draft older than so many versions has lain for years.
const EARLIER_AT_MOST: usize = 12;

/// Provides the catalogue and reads what the device has kept of it.
pub fn provide(records: Records) {
    let catalogue = lasting(InForce {
        language: language(),
        records,
        content: RwSignal::new(Arc::default()),
        earlier: RwSignal::new(Vec::new()),
        gate: StoredValue::new(Gate::closed()),
    });
    provide_context(catalogue);
    spawn_local(async move {
        if let Some(content) = catalogue.kept(IN_FORCE).await {
            catalogue.content.set(Arc::new(content));
        }
        catalogue.earlier.set(catalogue.kept(EARLIER).await.unwrap_or_default());
        catalogue.gate.with_value(Gate::open);
    });
}

/// The forms and lists in force; to be taken while a component is built.
pub fn catalogue() -> Catalogue {
    expect_context()
}

impl Catalogue {
    /// Waits until what the device has kept is read.
    pub async fn ready(self) {
        let read = self.gate.with_value(Gate::passed);
        read.await;
    }

    /// Everything, followed.
    pub fn content(self) -> Arc<Content> {
        self.content.get()
    }

    /// A form in force, followed; `None` if it has not arrived.
    pub fn form(self, name: &str) -> Option<Arc<Definition>> {
        self.content.with(|content| content.forms.iter().find(|form| form.name == name).cloned())
    }

    /// The same, not followed.
    pub fn form_now(self, name: &str) -> Option<Arc<Definition>> {
        untrack(|| self.form(name))
    }

    /// A form in exactly the version of this hash, not followed: in force, or replaced since.
    pub fn form_by_hash(self, name: &str, hash: &str) -> Option<Arc<Definition>> {
        let is_it = |form: &&Arc<Definition>| form.name == name && form.hash == hash;
        let in_force = self.content.with_untracked(|content| content.forms.iter().find(is_it).cloned());
        in_force.or_else(|| self.earlier.with_untracked(|earlier| earlier.iter().find(is_it).cloned()))
    }

    /// The codes of all communes, followed.
    pub fn communes(self) -> Vec<String> {
        self.content.with(|content| content.communes.iter().map(|commune| commune.code.clone()).collect())
    }

    /// A commune's name in the language spoken, followed; the code if it is not known.
    pub fn commune(self, code: &str) -> String {
        let name = |it: &Commune| self.language.either(&it.name_ar, &it.name_fr, &it.name_fr);
        let content = self.content.get();
        content.communes.iter().find(|it| it.code == code).map_or_else(|| code.to_owned(), name)
    }

    /// A programme's name in the language spoken, followed; the code if it is not known.
    pub fn programme(self, code: &str) -> String {
        let name = |it: &Programme| self.language.either(&it.name_ar, &it.name_fr, &it.name_en);
        let content = self.content.get();
        content.programmes.iter().find(|it| it.code == code).map_or_else(|| code.to_owned(), name)
    }

    /// The days of a commune's weekly markets, in words, followed; empty if none is known.
    pub fn souk_days(self, commune: &str) -> String {
        let content = self.content.get();
        let souks = content.souks.iter().filter(|souk| souk.commune == commune);
        let days: Vec<String> =
            souks.map(|souk| self.language.say(&format!("date.weekday.{}", souk.weekday))).collect();
        days.join(&self.language.say("form.and"))
    }

    /// A choice of a form's question in words, followed; the code if it is not known.
    pub fn choice(self, form: &str, question: &str, code: &str) -> String {
        let label = |form: &Definition| {
            let list = form.node(form.find(question)?).list()?;
            let label = &form.list(list).choice(code)?.label;
            Some(self.language.label(|tongue| label.0.get(tongue).map(String::as_str)).to_owned())
        };
        self.form(form).and_then(|form| label(&form)).unwrap_or_else(|| code.to_owned())
    }

    /// A record's telling choice in words, followed: an organisation's legal form, a venture's stage.
    pub fn kind_of(self, line: &Summary) -> Option<String> {
        let question = telling(&line.form).filter(|_| !line.kind.is_empty())?;
        Some(self.choice(&line.form, question, &line.kind))
    }

    /// Fetches the content if the device has none, so that the first lists have names and the first form opens.
    pub async fn have_one(self) {
        self.ready().await;
        if self.content.with_untracked(|content| content.version.is_empty())
            && self.records.standing_now().is_some()
        {
            self.fetch().await;
        }
    }

    /// Fetches the content if the office has another version in force.
    pub async fn keep_up(self, in_force: &str) {
        self.ready().await;
        if self.content.with_untracked(|content| content.version != in_force) {
            self.fetch().await;
        }
    }

    async fn fetch(self) {
        let before = self.content.get_untracked();
        let Ok(text) = office::get_text("/catalogue").await else { return };
        let Ok(content) = json::read::<Content>(&text) else { return };
        let Ok(device) = self.records.device().await else { return };
        let mut earlier = self.earlier.get_untracked();
        let mut earlier_texts: Vec<Box<RawValue>> = self.kept(EARLIER).await.unwrap_or_default();
        let replaced: Texts = self.kept(IN_FORCE).await.unwrap_or_default();
        for (form, text) in before.forms.iter().zip(replaced.forms) {
            if content.forms.iter().all(|new| new.hash != form.hash) {
                earlier.push(form.clone());
                earlier_texts.push(text);
            }
        }
        earlier.drain(..earlier.len().saturating_sub(EARLIER_AT_MOST));
        earlier_texts.drain(..earlier_texts.len().saturating_sub(EARLIER_AT_MOST));
        let Ok(earlier_text) = serde_json::to_string(&earlier_texts) else { return };
        if device.note_text(EARLIER, &earlier_text).await.is_ok()
            && device.note_text(IN_FORCE, &text).await.is_ok()
        {
            self.earlier.set(earlier);
            self.content.set(Arc::new(content));
        }
    }

    async fn kept<T: DeserializeOwned>(self, name: &str) -> Option<T> {
        let device = self.records.device().await.ok()?;
        let text = device.noted_text(name).await.ok()??;
        json::read(&text).ok()
    }
}
