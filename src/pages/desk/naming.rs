//! What codes and identities are called in the language of the page.

use crate::catalogue::{Catalogue, Commune, Programme, catalogue};
use crate::colleagues::{Colleagues, colleagues};
use crate::language::{Language, language};
use crate::parts::naming::title;
use crate::records::{Records, records};
use form::{Definition, Node};
use record::{AuthorId, Change, Path, Record, RecordId};
use std::sync::Arc;
use sync::{Grant, Programmes, Role};

/// Names of things. All readings follow the language and the lists.
#[derive(Clone, Copy)]
pub struct Naming {
    /// The language in which they are named.
    pub language: Language,
    records: Records,
    pub(super) catalogue: Catalogue,
    colleagues: Colleagues,
}

/// A code and what it is called.
pub type Named = (String, String);

/// Names of things; to be taken while a component is built.
pub fn naming() -> Naming {
    Naming { language: language(), records: records(), catalogue: catalogue(), colleagues: colleagues() }
}

impl Naming {
    /// A form's definition, if it has arrived.
    pub fn definition(self, form: &str) -> Option<Arc<Definition>> {
        self.catalogue.form(form)
    }

    /// The question that an answer stands under: a roster's member for the rows of a roster.
    pub fn node<'a>(self, definition: &'a Definition, path: &Path) -> Option<&'a Node> {
        let mut names = path.segments();
        let first = definition.node(definition.find(names.next()?)?);
        match names.nth(1) {
            Some(member) => Some(definition.node(definition.find(member)?)),
            None => Some(first),
        }
    }

    /// What a form's records are.
    pub fn form(self, form: &str) -> String {
        let key = format!("record.{form}");
        if self.language.has(&key) {
            return self.language.say(&key);
        }
        let definition = self.definition(form);
        let title = definition.as_ref().map(|definition| self.label(&definition.title));
        title.unwrap_or_else(|| form.to_owned())
    }

    /// A text of the catalogue.
    pub fn label(self, labels: &form::Labels) -> String {
        self.language.label(|code| labels.0.get(code).map(String::as_str)).to_owned()
    }

    /// Who somebody is.
    pub fn person(self, id: AuthorId) -> String {
        let name = self.colleagues.name(id);
        if name.is_empty() { self.language.say("app.somebody") } else { name }
    }

    /// What a record is called.
    pub fn record(self, id: RecordId) -> String {
        match self.records.summary(id) {
            None => self.language.say("desk.not_here"),
            Some(line) => title(self.language, self.records, &line),
        }
    }

    /// Whether this desk holds a record, followed.
    pub fn has_record(self, id: RecordId) -> bool {
        self.records.summary(id).is_some()
    }

    /// What the record that a change makes would be called.
    pub fn name_in(self, change: &Change) -> String {
        let mut record = Record::new(change.record, &change.form);
        record.apply(change);
        let definition = self.definition(&change.form);
        definition.map(|definition| definition.title_of(&record, "")).unwrap_or_default()
    }

    /// A commune; its code if the list has not arrived.
    pub fn commune(self, code: &str) -> String {
        self.catalogue.commune(code)
    }

    /// A programme; its code if the list has not arrived.
    pub fn programme(self, code: &str) -> String {
        self.catalogue.programme(code)
    }

    /// A territory by its prefix: the region, a province or a commune.
    pub fn territory(self, prefix: &str) -> String {
        let province = self.provinces().into_iter().find(|(code, _)| code == prefix);
        match (prefix, province) {
            ("", _) => self.language.say("team.all_places"),
            (_, Some((_, name))) => name,
            _ => self.commune(prefix),
        }
    }

    /// Every form.
    pub fn forms(self) -> Vec<String> {
        self.catalogue.content().forms.iter().map(|form| form.name.clone()).collect()
    }

    /// Every programme.
    pub fn programmes(self) -> Vec<Named> {
        let named = |it: &Programme| (it.code.clone(), self.programme(&it.code));
        self.catalogue.content().programmes.iter().map(named).collect()
    }

    /// Every province.
    pub fn provinces(self) -> Vec<Named> {
        let mut provinces: Vec<Named> = Vec::new();
        for it in &self.catalogue.content().communes {
            if !provinces.iter().any(|(code, _)| *code == it.province_code) {
                let name = self.language.either(&it.province_ar, &it.province_fr, &it.province_fr);
                provinces.push((it.province_code.clone(), name));
            }
        }
        provinces
    }

    /// The communes of a province, in the order of their names.
    pub fn communes_of(self, province: &str) -> Vec<Named> {
        let named = |it: &Commune| (it.code.clone(), self.commune(&it.code));
        let content = self.catalogue.content();
        let within = content.communes.iter().filter(|it| it.province_code == province);
        let mut communes: Vec<Named> = within.map(named).collect();
        communes.sort_by(|a, b| a.1.cmp(&b.1));
        communes
    }

    /// All spellings of a commune's name.
    pub fn spellings(self, code: &str) -> Vec<String> {
        let names = |it: &Commune| vec![it.name_fr.clone(), it.name_ar.clone(), it.variant_ar.clone()];
        let content = self.catalogue.content();
        content.communes.iter().find(|it| it.code == code).map(names).unwrap_or_default()
    }

    /// How many communes there are.
    pub fn communes(self) -> usize {
        self.catalogue.content().communes.len()
    }

    /// A grant in words: role, programmes, territory.
    pub fn grant(self, grant: &Grant) -> (String, String, String) {
        let programmes = match &grant.programmes {
            Programmes::All => self.language.say("team.all_programmes"),
            Programmes::Only(codes) => codes.iter().cloned().collect::<Vec<_>>().join(", "),
        };
        (self.language.say(role_key(grant.role)), programmes, self.territory(&grant.territory))
    }
}

/// The key of a role's name.
pub fn role_key(role: Role) -> &'static str {
    match role {
        Role::FieldWorker => "role.field_worker",
        Role::Coach => "role.coach",
        Role::Coordinator => "role.coordinator",
        Role::Board => "role.board",
        Role::Partner => "role.partner",
        Role::Administrator => "role.administrator",
    }
}
