//! The cases that ODK Central tests for entities updated offline, and what becomes of each here. There, a phone's
//! updates are a branch of versions that must arrive in order, and one that comes early waits in a backlog until it is
//! forced. Here, a phone's log arrives in order or not at all, and every change says what its author had seen.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "region/mod.rs"]
mod region;

use record::*;
use region::*;
use sync::*;

/// Where everybody starts.
struct Scene {
    region: Region,
    naima: Phone,
    office: Phone,
    johnny: RecordId,
}

/// Somebody of age 22, whom the office has made and Naïma's phone has read.
fn scene() -> Scene {
    let region = region();
    let (naima, office) = (region.worker("Naïma"), region.coordinator("Salma"));
    let johnny = office.saves("Johnny", &[("age", 22)]);
    office.exchanges();
    naima.exchanges();
    Scene { region, naima, office, johnny }
}

/// What a history leaves: the values shown, and how many paths are in dispute.
type Left = (&'static [(&'static str, i64)], usize);

#[test]
fn each_history_of_offline_entities_ends_as_the_table_says() {
    type History = fn(&Scene) -> RecordId;
    // what happens | what the office and the phone show then, disputes
    let table: [(&str, History, Left); 13] = [
        ("an entity made offline is there", made_offline, (&[("age", 20), ("status", 1)], 0)),
        ("an entity updated offline keeps what was not asked", updated, (&[("age", 22), ("status", 1)], 0)),
        ("two updates of one branch, in order", updated_twice, (&[("age", 22), ("status", 2)], 0)),
        (
            "the office went on with another field meanwhile",
            beside_another,
            (&[("age", 23), ("status", 2)], 0),
        ),
        ("the office cut in between two updates", interrupted, (&[("age", 23), ("status", 2)], 0)),
        ("the office wrote the same field: hard conflict", hard, (&[("age", 22), ("status", 1)], 1)),
        ("the office wrote the same value: no conflict", agreeing, (&[("age", 22), ("status", 1)], 0)),
        ("made and updated offline, sent together", made_and_updated, (&[("age", 20), ("status", 2)], 0)),
        ("the later update arrives first", later_first, (&[("age", 22), ("status", 3)], 0)),
        ("the update arrives before the entity", update_first, (&[("age", 20), ("status", 3)], 0)),
        ("the same submission arrives again", repeated, (&[("age", 22), ("status", 1)], 0)),
        ("an early update is never there to be forced", early, (&[("age", 22)], 0)),
        ("two phones make one entity of one key", made_twice, (&[("age", 20), ("status", 2)], 0)),
    ];
    for (what, history, (values, disputes)) in table {
        let scene = scene();
        let id = history(&scene);
        scene.naima.exchanges();
        scene.office.exchanges();
        scene.naima.exchanges();
        let at_the_office = scene.region.record(id).unwrap();
        for record in [&at_the_office, &scene.naima.sees(id), &scene.office.sees(id)] {
            assert_eq!(record.disputes().len(), disputes, "{what}");
            for (field, value) in values {
                assert_eq!(record.field(field), Some(&Value::Integer(*value)), "{what}: {field}");
            }
        }
    }
}

fn made_offline(s: &Scene) -> RecordId {
    s.naima.saves("Megan", &[("age", 20), ("status", 1)])
}

fn updated(s: &Scene) -> RecordId {
    s.naima.saves_on(s.johnny, &[("status", 1)]);
    s.johnny
}

fn updated_twice(s: &Scene) -> RecordId {
    s.naima.saves_on(s.johnny, &[("status", 1)]);
    s.naima.saves_on(s.johnny, &[("status", 2)]);
    s.johnny
}

fn beside_another(s: &Scene) -> RecordId {
    s.office.saves_on(s.johnny, &[("age", 23)]);
    s.office.exchanges();
    updated_twice(s)
}

fn interrupted(s: &Scene) -> RecordId {
    s.naima.saves_on(s.johnny, &[("status", 1)]);
    s.naima.asks_and_hears_nothing();
    s.office.saves_on(s.johnny, &[("age", 23)]);
    s.office.exchanges();
    s.naima.saves_on(s.johnny, &[("status", 2)]);
    s.johnny
}

/// Of equal stamps the greater dot is shown; here the office's clock is behind, so the phone's value is.
fn hard(s: &Scene) -> RecordId {
    s.office.clock_shows(NOW - 60_000);
    s.office.saves_on(s.johnny, &[("status", 9)]);
    s.naima.clock_shows(NOW + 60_000);
    s.naima.saves_on(s.johnny, &[("status", 1)]);
    s.office.exchanges();
    s.johnny
}

fn agreeing(s: &Scene) -> RecordId {
    s.office.saves_on(s.johnny, &[("status", 1)]);
    s.office.exchanges();
    updated(s)
}

fn made_and_updated(s: &Scene) -> RecordId {
    let megan = s.naima.saves("Megan", &[("age", 20), ("status", 1)]);
    s.naima.saves_on(megan, &[("status", 2)]);
    megan
}

/// A request that holds only the later entries is answered with the index that the endpoint expects.
fn without_the_first(s: &Scene, first: u64) {
    let mut request = s.naima.request();
    request.entries.retain(|entry| entry.index > first);
    let Response::Answer(answer) = s.naima.asks(&request) else { panic!("no answer") };
    assert!(answer.accepted.index < first, "nothing is taken in out of order");
}

fn later_first(s: &Scene) -> RecordId {
    for status in 1..=3 {
        s.naima.saves_on(s.johnny, &[("status", status)]);
    }
    without_the_first(s, 2);
    s.johnny
}

fn update_first(s: &Scene) -> RecordId {
    let megan = s.naima.saves("Megan", &[("age", 20), ("status", 1)]);
    s.naima.saves_on(megan, &[("status", 3)]);
    without_the_first(s, 1);
    assert_eq!(s.region.record(megan), None);
    megan
}

fn repeated(s: &Scene) -> RecordId {
    s.naima.saves_on(s.johnny, &[("status", 1)]);
    let request = s.naima.request();
    s.naima.asks(&request);
    s.naima.asks(&request);
    s.johnny
}

/// The first update is lost with the phone; the second one never comes without it, so that nobody has to force it.
fn early(s: &Scene) -> RecordId {
    let copy = s.region.copy_of(&s.naima);
    copy.saves_on(s.johnny, &[("status", 1)]);
    copy.saves_on(s.johnny, &[("status", 2)]);
    let mut request = copy.request();
    request.entries.remove(0);
    copy.asks(&request);
    assert_eq!(s.region.record(s.johnny).unwrap().field("status"), None);
    s.johnny
}

/// The key gives the same identity on both, so they are one record and not an error about an existing one.
fn made_twice(s: &Scene) -> RecordId {
    s.office.clock_shows(NOW - 60_000);
    let theirs = s.office.saves("Megan", &[("age", 20)]);
    s.office.exchanges();
    let ours = s.naima.saves("Megan", &[("age", 20), ("status", 2)]);
    assert_eq!(theirs, ours);
    ours
}

#[test]
fn an_update_of_what_the_office_has_removed_meanwhile_is_a_dispute() {
    let s = scene();
    s.office.removes(s.office.opens(s.johnny));
    s.office.exchanges();
    s.naima.saves_on(s.johnny, &[("status", 1)]);
    s.naima.exchanges();
    s.office.exchanges();
    for phone in [&s.naima, &s.office] {
        assert_eq!(
            phone.sees(s.johnny).removal(),
            Removal::Disputed,
            "nothing comes back unseen, nothing is lost"
        );
    }
    // A removal that has seen everything stands.
    s.office.removes(s.office.opens(s.johnny));
    s.office.exchanges();
    s.naima.exchanges();
    assert_eq!(s.naima.sees(s.johnny).removal(), Removal::Removed);
}

#[test]
fn an_update_behind_an_entity_that_waits_for_a_person_is_taken_in_with_it() {
    // There: an entity that needs approval, and its update waits behind it. Here: both are held, and admitted.
    let s = scene();
    let megan = s.naima.saves_with_form("Megan", "survey");
    s.naima.saves_opened_with_form(s.naima.opens(megan), "survey", &[("status", 2)]);
    s.naima.exchanges();
    assert_eq!(s.naima.shown(megan).unwrap().held.len(), 2);
    for nth in 0..2 {
        s.office.decides_about_the(nth, s.naima.session().device, megan, true);
    }
    s.office.exchanges();
    s.naima.exchanges();
    assert_eq!(s.naima.shown(megan).unwrap().held, []);
    assert_eq!(s.region.record(megan).unwrap().field("status"), Some(&Value::Integer(2)));
}
