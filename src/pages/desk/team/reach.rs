//! What a person may give to others, as the endpoint judges it: an administrator everything; a coordinator field
//! workers and coaches within programmes and territory of a coordinator's grant of their own.

use std::collections::BTreeSet;
use sync::{Grant, Grants, Programmes, Role, within};

/// What somebody may give.
#[derive(Clone, PartialEq, Debug)]
pub struct Reach {
    own: Grants,
}

impl Reach {
    /// Of somebody with these grants.
    pub fn of(own: Grants) -> Self {
        Self { own }
    }

    fn administers(&self) -> bool {
        self.own.have(Role::Administrator)
    }

    fn coordinates(&self) -> impl Iterator<Item = &Grant> {
        self.own.list.iter().filter(|grant| grant.role == Role::Coordinator)
    }

    /// The roles.
    pub fn roles(&self) -> &'static [Role] {
        if self.administers() {
            &[
                Role::FieldWorker,
                Role::Coach,
                Role::Coordinator,
                Role::Board,
                Role::Partner,
                Role::Administrator,
            ]
        } else {
            &[Role::FieldWorker, Role::Coach]
        }
    }

    /// Whether every programme may be given, also those to come.
    pub fn all_programmes(&self) -> bool {
        self.administers() || self.coordinates().any(|grant| grant.programmes == Programmes::All)
    }

    /// Whether a programme may be given.
    pub fn programme(&self, code: &str) -> bool {
        let has = |grant: &Grant| match &grant.programmes {
            Programmes::All => true,
            Programmes::Only(codes) => codes.contains(code),
        };
        self.administers() || self.coordinates().any(has)
    }

    /// Whether a territory may be given.
    pub fn territory(&self, prefix: &str) -> bool {
        self.administers() || self.coordinates().any(|grant| within(&grant.territory, prefix))
    }

    /// The widest territory that may be given.
    pub fn widest(&self) -> String {
        if self.administers() {
            return String::new();
        }
        let own: BTreeSet<&str> = self.coordinates().map(|grant| grant.territory.as_str()).collect();
        own.into_iter().min_by_key(|territory| territory.len()).unwrap_or_default().to_owned()
    }

    /// Whether a grant may be given as a whole.
    pub fn grant(&self, given: &Grant) -> bool {
        let part = |whole: &Programmes| match (&given.programmes, whole) {
            (_, Programmes::All) => true,
            (Programmes::All, Programmes::Only(_)) => false,
            (Programmes::Only(part), Programmes::Only(whole)) => part.is_subset(whole),
        };
        self.administers()
            || (self.roles().contains(&given.role)
                && self
                    .coordinates()
                    .any(|own| part(&own.programmes) && within(&own.territory, &given.territory)))
    }
}

/// Whether a role signs in with a user name and a password.
pub fn signs_in(role: Role) -> bool {
    !matches!(role, Role::FieldWorker | Role::Coach)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(role: Role, programmes: &[&str], territory: &str) -> Grant {
        let codes = programmes.iter().map(|code| (*code).to_owned()).collect();
        Grant { role, programmes: Programmes::Only(codes), territory: territory.to_owned() }
    }

    #[test]
    fn a_coordinator_gives_only_what_lies_within_their_own() {
        use Role::*;
        let naima =
            Reach::of(Grants { version: 1, list: vec![grant(Coordinator, &["MICRO", "MARCH"], "10.261")] });
        for (role, programmes, territory, may) in [
            (FieldWorker, &["MICRO"][..], "10.261", true),
            (Coach, &["MICRO", "MARCH"], "10.261.01", true),
            (FieldWorker, &["MICRO", "SWITCH"], "10.261", false),
            (FieldWorker, &["MICRO"], "10.52", false),
            (FieldWorker, &["MICRO"], "", false),
            (Coordinator, &["MICRO"], "10.261", false),
        ] {
            assert_eq!(
                naima.grant(&grant(role, programmes, territory)),
                may,
                "{role:?} {programmes:?} {territory}"
            );
        }
        assert_eq!(naima.widest(), "10.261");
        let root = Reach::of(Grants { version: 1, list: vec![grant(Administrator, &[], "")] });
        assert!(root.grant(&grant(Coordinator, &["SWITCH"], "")) && root.all_programmes());
    }
}
