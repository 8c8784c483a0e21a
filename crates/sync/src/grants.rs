//! Who may see and do what: a grant is role × programmes × territory.
//!
//! Who sees a record depends only on the record itself and the grants: on its scopes, the paths
//! `@scope/<programme>/<commune>`. Nothing old becomes visible behind a cursor.

use record::{AuthorId, PERSON, Record};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a member of staff is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Creates and changes records.
    FieldWorker,
    /// The same, with private notes of own cases.
    Coach,
    /// Reviews, settles, admits, and manages the phones of field workers.
    Coordinator,
    /// Sees dashboards and reports, no nominal file.
    Board,
    /// Sees published aggregates of its own programme.
    Partner,
    /// Manages people, devices, forms and backups; reads no file.
    Administrator,
}

/// Which programmes a grant is about. In JSON `"all"` or a list of codes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Programmes {
    /// Every programme, also those to come.
    All,
    /// These, by their codes.
    #[serde(untagged)]
    Only(BTreeSet<String>),
}

/// One grant.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Grant {
    /// What it lets somebody be.
    pub role: Role,
    /// In which programmes.
    pub programmes: Programmes,
    /// In which territory: a prefix of commune codes by whole parts, `10.261` for the province of Guelmim,
    /// empty for everywhere.
    #[serde(default)]
    pub territory: String,
}

/// All grants of a person. The version counts their changes.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Grants {
    /// How many times they have been changed.
    pub version: u32,
    /// The grants.
    pub list: Vec<Grant>,
}

impl Role {
    /// Whether the role reads nominal records.
    pub fn reads_records(self) -> bool {
        matches!(self, Self::FieldWorker | Self::Coach | Self::Coordinator)
    }

    /// Whether the role judges records: reviews, admits, dismisses.
    pub fn judges(self) -> bool {
        self == Self::Coordinator
    }
}

impl Grant {
    /// Whether the grant is about this programme in this commune.
    pub fn covers(&self, programme: &str, commune: &str) -> bool {
        let programme_fits = match &self.programmes {
            Programmes::All => true,
            Programmes::Only(codes) => codes.contains(programme),
        };
        programme_fits && within(&self.territory, commune)
    }

    fn covers_everything(&self) -> bool {
        self.programmes == Programmes::All && self.territory.is_empty()
    }
}

impl Grants {
    /// Whether somebody with these grants sees a record of these scopes. A record without any scope is seen by
    /// those whose grant covers everything, so that none is ever out of sight.
    pub fn see<'a>(&self, scopes: impl IntoIterator<Item = (&'a str, &'a str)>) -> bool {
        self.any(scopes, Role::reads_records)
    }

    /// Whether somebody with these grants may judge a record of these scopes.
    pub fn judge<'a>(&self, scopes: impl IntoIterator<Item = (&'a str, &'a str)>) -> bool {
        self.any(scopes, Role::judges)
    }

    /// Whether somebody with these grants sees the record.
    pub fn see_record(&self, record: &Record) -> bool {
        self.see(record.scopes())
    }

    /// Whether one of the grants has the role, whatever the scope.
    pub fn have(&self, role: Role) -> bool {
        self.list.iter().any(|grant| grant.role == role)
    }

    /// These, and what is theirs alone: drafts that they hand over or that are handed over to them, if they read
    /// records at all. No version counts that, and nobody gives it.
    #[must_use]
    pub fn with_own(mut self, person: AuthorId) -> Self {
        if let Some(grant) = self.list.iter().find(|grant| grant.role.reads_records()) {
            let programmes = Programmes::Only([PERSON.to_owned()].into());
            self.list.push(Grant { role: grant.role, programmes, territory: person.to_string() });
        }
        self
    }

    /// A scope of single people counts only where there is no other: it must not open a record to somebody else.
    fn any<'a>(&self, scopes: impl IntoIterator<Item = (&'a str, &'a str)>, may: fn(Role) -> bool) -> bool {
        let able: Vec<&Grant> = self.list.iter().filter(|grant| may(grant.role)).collect();
        let scopes: Vec<_> = scopes.into_iter().collect();
        if scopes.is_empty() {
            return able.iter().any(|grant| grant.covers_everything());
        }
        let is_of_a_person = |(programme, _): &(&str, &str)| *programme == PERSON;
        let only_people = scopes.iter().all(is_of_a_person);
        let mut counts = scopes.iter().filter(|scope| only_people || !is_of_a_person(scope));
        counts.any(|(programme, commune)| able.iter().any(|grant| grant.covers(programme, commune)))
    }
}

/// Whether a territory code lies within a prefix, by whole parts: `10.26` does not hold `10.261.01`.
pub fn within(prefix: &str, code: &str) -> bool {
    match code.strip_prefix(prefix) {
        Some(rest) => prefix.is_empty() || rest.is_empty() || rest.starts_with('.'),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grant_is_role_by_programmes_by_territory() {
        let grant = |role, programmes: &str, territory: &str| Grant {
            role,
            programmes: match programmes {
                "all" => Programmes::All,
                codes => Programmes::Only(codes.split(' ').map(str::to_owned).collect()),
            },
            territory: territory.to_owned(),
        };
        use Role::*;
        // role, programmes, territory | scope of the record | sees, judges
        for (role, programmes, territory, scope, sees, judges) in [
            (FieldWorker, "MICRO", "10.261", Some(("MICRO", "10.261.01.03")), true, false),
            (FieldWorker, "MICRO", "10.261", Some(("MARCH", "10.261.01.03")), false, false),
            (FieldWorker, "MICRO", "10.261", Some(("MICRO", "10.521.01.01")), false, false),
            (FieldWorker, "MICRO", "10.26", Some(("MICRO", "10.261.01.03")), false, false),
            (FieldWorker, "all", "", None, true, false),
            (FieldWorker, "all", "10", None, false, false),
            (Coordinator, "MICRO MARCH", "", Some(("MARCH", "10.071.01.01")), true, true),
            (Coordinator, "MICRO", "", None, false, false),
            (Administrator, "all", "", Some(("MARCH", "10.071.01.01")), false, false),
            (Board, "all", "", Some(("MARCH", "10.071.01.01")), false, false),
        ] {
            let grants = Grants { version: 1, list: vec![grant(role, programmes, territory)] };
            assert_eq!(grants.see(scope), sees, "{role:?} {programmes} {territory} sees {scope:?}");
            assert_eq!(grants.judge(scope), judges, "{role:?} {programmes} {territory} judges {scope:?}");
        }
    }

    #[test]
    fn programmes_are_written_all_or_as_a_list() {
        let written = |programmes| serde_json::to_string(&programmes).unwrap();
        assert_eq!(written(Programmes::All), r#""all""#);
        assert_eq!(written(Programmes::Only(["MICRO".to_owned()].into())), r#"["MICRO"]"#);
        assert_eq!(
            serde_json::from_str::<Programmes>(r#"["MICRO"]"#).unwrap(),
            Programmes::Only(["MICRO".into()].into())
        );
    }
}
