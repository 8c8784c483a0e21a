//! A draft that is handed over: two people see it, and nobody else by it; it opens no record and gives no right; when
//! what it is about is erased by law, nothing of it is left.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "region/mod.rs"]
mod region;

use record::*;
use region::*;
use sync::*;

const NAME: &str = "Fatima Aït Ali";
const DRAFT: &str = "d1";

fn person(phone: &Phone) -> AuthorId {
    phone.session().person
}

/// Hands a draft about a record over; the carrier.
fn hands(from: &Phone, to: &Phone, of: RecordId, text: &str) -> RecordId {
    let place = Path::handover(DRAFT).unwrap();
    let about = format!("{}/of", place.as_str()).parse().unwrap();
    let sees = |phone: &Phone| (Path::person_scope(person(phone)), Some(Value::Flag(true)));
    let draft = (place, Some(Value::Text(text.into())));
    let edits = [draft, (about, Some(Value::Reference(of))), sees(from), sees(to)];
    from.writes_all(of.carrier(), CARRIER, edits.into());
    of.carrier()
}

/// The text of the draft that a phone shows, if it holds the carrier.
fn draft(phone: &Phone, carrier: RecordId) -> Option<String> {
    let record = phone.shown(carrier)?.record;
    record.handovers().find_map(|(_, version)| version.value.as_ref()?.as_text().map(str::to_owned))
}

#[test]
fn a_draft_reaches_whom_it_is_handed_to_and_nobody_else() {
    let region = region();
    let naima = region.worker_in("Naïma", "MICRO", "10.261");
    let brahim = region.worker_in("Brahim", "MARCH", "10.521");
    let salma = region.worker_in("Salma", "MICRO", "10.261");
    let of = RecordId::derived("person", &["Fatima"]);
    let carrier = hands(&naima, &brahim, of, NAME);
    for phone in [&naima, &brahim, &salma] {
        phone.exchanges();
    }
    assert_eq!(draft(&brahim, carrier).as_deref(), Some(NAME));
    assert_eq!(draft(&naima, carrier).as_deref(), Some(NAME), "who hands it over can take it back");
    assert!(salma.shown(carrier).is_none() && !holds(&salma, NAME));
    assert_eq!((naima.held(), naima.unsent()), (0, vec![]));

    // Brahim finishes it: it is on its way no longer, on either phone.
    brahim.writes_all(carrier, CARRIER, [(Path::handover(DRAFT).unwrap(), None)].into());
    brahim.exchanges();
    naima.exchanges();
    assert_eq!((draft(&brahim, carrier), draft(&naima, carrier)), (None, None));
    assert_eq!(brahim.held(), 0);
}

#[test]
fn a_handover_gives_no_right_to_write_where_somebody_may_not() {
    let region = region();
    let naima = region.worker_in("Naïma", "MICRO", "10.261");
    let brahim = region.worker_in("Brahim", "MARCH", "10.521");
    let of = RecordId::derived("person", &["Fatima"]);
    let carrier = hands(&naima, &brahim, of, NAME);
    naima.exchanges();
    brahim.exchanges();

    // Neither by the carrier itself, nor by a new record that names its author as well.
    let scope = Path::scope("MICRO", "10.261.01.03").unwrap();
    brahim.writes_all(carrier, CARRIER, [(scope.clone(), Some(Value::Flag(true)))].into());
    let other = RecordId::derived("person", &["Aïcha"]);
    let both = [scope, Path::person_scope(person(&brahim))].map(|path| (path, Some(Value::Flag(true))));
    brahim.writes_all(other, "visit", both.into());
    brahim.exchanges();
    assert_eq!(
        region.outcomes(brahim.session().device),
        [Outcome::Held(Reason::Rights), Outcome::Held(Reason::Rights)]
    );
}

#[test]
fn naming_a_person_opens_no_record_to_them() {
    let region = region();
    let naima = region.worker_in("Naïma", "MICRO", "10.261");
    let brahim = region.worker_in("Brahim", "MARCH", "10.521");
    let id = naima.saves("Fatima", &[("sales", 1)]);
    naima.writes(id, Path::person_scope(person(&brahim)).as_str(), Some(Value::Flag(true)));
    naima.exchanges();
    brahim.exchanges();
    assert!(brahim.shown(id).is_none());
    assert!(naima.shown(id).is_some());
}

#[test]
fn what_was_handed_over_of_an_erased_record_is_erased_too() {
    let region = region();
    let (naima, brahim, salma) =
        (region.worker("Naïma"), region.worker_in("Brahim", "MICRO", "10.261"), region.coordinator("Salma"));
    let id = naima.saves("Fatima", &[("sales", 1)]);
    let carrier = hands(&naima, &brahim, id, NAME);
    for phone in [&naima, &brahim, &salma] {
        phone.exchanges();
    }
    let backup = region.backup();
    assert!(office_holds(&region, NAME) && holds(&brahim, NAME));

    salma.writes(id, Path::erased().as_str(), Some(Value::Text("asked for in writing".into())));
    salma.exchanges();
    assert!(!office_holds(&region, NAME));
    for phone in [&naima, &brahim, &salma] {
        phone.exchanges();
        phone.exchanges();
        assert_eq!((draft(phone, carrier), holds(phone, NAME)), (None, false));
    }

    // A backup from before is erased again when the endpoint starts, and a phone that comes late brings nothing back.
    let erased = region.record(id).unwrap();
    region.is_restored(&backup);
    region.erases_again(&[erased]);
    assert!(!office_holds(&region, NAME));
}

#[test]
fn a_draft_handed_over_after_its_record_was_erased_is_not_kept() {
    let region = region();
    let (naima, brahim, salma) =
        (region.worker("Naïma"), region.worker_in("Brahim", "MICRO", "10.261"), region.coordinator("Salma"));
    let id = naima.saves("Fatima", &[("sales", 1)]);
    naima.exchanges();
    salma.exchanges();
    let carrier = hands(&naima, &brahim, id, NAME);
    salma.writes(id, Path::erased().as_str(), Some(Value::Text("asked for in writing".into())));
    salma.exchanges();
    naima.exchanges();
    assert!(!office_holds(&region, NAME));
    assert_eq!(naima.held(), 0);
    for phone in [&naima, &brahim] {
        phone.exchanges();
        assert_eq!((draft(phone, carrier), holds(phone, NAME)), (None, false));
    }
}
