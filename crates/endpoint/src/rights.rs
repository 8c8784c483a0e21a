//! Who may give what to whom, and what a name or a grant must look like to be kept.

use crate::refusal::Refusal;
use sync::{Grant, Grants, Programmes, Role, within};

/// Whether somebody with these grants works at the desk with people and phones.
pub fn manages(own: &Grants) -> bool {
    own.have(Role::Administrator) || own.have(Role::Coordinator)
}

/// Whether somebody with these grants may give another one.
///
/// | who | may give |
/// |---|---|
/// | administrator | every grant |
/// | coordinator | field worker and coach, within programmes and territory of a coordinator's grant of their own |
/// | anybody else | none |
pub fn may_give(own: &Grants, given: &Grant) -> bool {
    let in_the_field = matches!(given.role, Role::FieldWorker | Role::Coach);
    own.list.iter().any(|grant| match grant.role {
        Role::Administrator => true,
        Role::Coordinator => {
            in_the_field
                && part_of(&given.programmes, &grant.programmes)
                && within(&grant.territory, &given.territory)
        }
        _ => false,
    })
}

/// Whether somebody with these grants manages a person who has those: all of them must be theirs to give.
pub fn may_manage(own: &Grants, theirs: &Grants) -> bool {
    own.have(Role::Administrator)
        || (!theirs.list.is_empty() && theirs.list.iter().all(|grant| may_give(own, grant)))
}

fn part_of(part: &Programmes, whole: &Programmes) -> bool {
    match (part, whole) {
        (_, Programmes::All) => true,
        (Programmes::All, Programmes::Only(_)) => false,
        (Programmes::Only(part), Programmes::Only(whole)) => part.is_subset(whole),
    }
}

/// Grants as they may be kept.
pub fn acceptable_grants(grants: &[Grant]) -> Result<(), Refusal> {
    let code = |text: &str| {
        (1..=32).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    };
    let territory = |text: &str| text.len() <= 32 && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let programmes = |programmes: &Programmes| match programmes {
        Programmes::All => true,
        Programmes::Only(codes) => !codes.is_empty() && codes.iter().all(|programme| code(programme)),
    };
    let fine = |grant: &Grant| programmes(&grant.programmes) && territory(&grant.territory);
    if (1..=50).contains(&grants.len()) && grants.iter().all(fine) {
        Ok(())
    } else {
        Err(Refusal::Invalid("grants"))
    }
}

/// A person's name as it may be kept: one line, without characters that hide or turn the text around.
pub fn acceptable_name(name: &str) -> Result<String, Refusal> {
    let hides = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let name = name.trim();
    let length = name.chars().count();
    if length == 0 || length > 120 || name.contains(hides) {
        Err(Refusal::Invalid("name"))
    } else {
        Ok(name.to_owned())
    }
}

/// A user name as it may be kept: Latin letters, digits, dot, dash, underscore and @, in small letters.
pub fn acceptable_user(user: &str) -> Result<String, Refusal> {
    let user = user.trim().to_ascii_lowercase();
    let plain = user.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-@".contains(&b));
    if (2..=60).contains(&user.len()) && plain { Ok(user) } else { Err(Refusal::Invalid("user")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(role: Role, programmes: &str, territory: &str) -> Grant {
        let programmes = match programmes {
            "all" => Programmes::All,
            codes => Programmes::Only(codes.split(' ').map(str::to_owned).collect()),
        };
        Grant { role, programmes, territory: territory.into() }
    }

    #[test]
    fn a_coordinator_gives_only_what_lies_within_their_own() {
        use Role::*;
        let naima = Grants { version: 1, list: vec![grant(Coordinator, "MICRO MARCH", "10.261")] };
        let root = Grants { version: 1, list: vec![grant(Administrator, "all", "")] };
        let brahim = Grants { version: 1, list: vec![grant(FieldWorker, "all", "")] };
        // role, programmes, territory | the coordinator may, the administrator may
        for (role, programmes, territory, naima_may) in [
            (FieldWorker, "MICRO", "10.261", true),
            (Coach, "MICRO MARCH", "10.261.01", true),
            (FieldWorker, "MICRO SWITCH", "10.261", false),
            (FieldWorker, "all", "10.261", false),
            (FieldWorker, "MICRO", "10.52", false),
            (FieldWorker, "MICRO", "10", false),
            (FieldWorker, "MICRO", "", false),
            (Coordinator, "MICRO", "10.261", false),
            (Board, "MICRO", "10.261", false),
            (Administrator, "all", "", false),
        ] {
            let given = grant(role, programmes, territory);
            assert_eq!(may_give(&naima, &given), naima_may, "{given:?}");
            assert!(may_give(&root, &given) && !may_give(&brahim, &given), "{given:?}");
        }
        assert!(!may_manage(&naima, &naima) && may_manage(&root, &naima) && !may_manage(&brahim, &brahim));
    }

    #[test]
    fn a_name_is_one_line_that_shows_what_it_says() {
        for (name, fine) in [
            (" Fatima Aït Ali ", true),
            ("فاطمة أيت علي", true),
            ("", false),
            ("a\nb", false),
            ("ali\u{202e}ila", false),
        ] {
            assert_eq!(acceptable_name(name).is_ok(), fine, "{name:?}");
        }
    }
}
