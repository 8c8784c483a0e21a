//! Both sides prove that they hold the same, and what was altered on either is put right, and only that.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "region/mod.rs"]
mod region;

use record::*;
use region::*;
use sync::*;

/// So many people, registered by Naïma and read by Brahim.
fn people(region: &Region, many: i64) -> (Phone, Phone, Vec<RecordId>) {
    let (naima, brahim) = (region.worker("Naïma"), region.worker("Brahim"));
    let ids = (0..many).map(|n| naima.saves(&format!("Somebody {n}"), &[("sales", n)])).collect();
    naima.exchanges();
    brahim.exchanges();
    (naima, brahim, ids)
}

/// How its last comparison ended: whether both sides were equal, and how many records were put right for it.
fn proven(phone: &Phone) -> (bool, u32) {
    let proof = phone.stands().proof.unwrap();
    (proof.equal, proof.mended)
}

fn sales(phone: &Phone, id: RecordId) -> Option<Value> {
    phone.shown(id)?.record.field("sales").cloned()
}

#[test]
fn a_phone_proves_after_its_first_reading_that_it_holds_what_the_office_states() {
    let region = region();
    let (naima, brahim, _) = people(&region, 5);
    for phone in [&naima, &brahim] {
        let Some(Proof { at, equal, mended, .. }) = phone.stands().proof else { panic!("no proof") };
        assert_eq!((at, equal, mended), (NOW, true, 0));
        assert_eq!(phone.stands().comparing, None);
    }
}

#[test]
fn it_compares_again_after_a_day_or_a_start_of_the_endpoint_or_when_asked_and_not_else() {
    let region = region();
    let (naima, ..) = people(&region, 1);
    let compares_at = |hours: i64| {
        region.clock_shows(NOW + hours * 3_600_000);
        naima.exchanges();
        naima.stands().proof.unwrap().at == NOW + hours * 3_600_000
    };
    assert!(!compares_at(23));
    assert!(compares_at(24));
    assert!(!compares_at(25));
    region.is_restored(&region.backup());
    assert!(compares_at(26));
    naima.compares();
    assert!(compares_at(27));
}

#[test]
fn what_is_news_to_a_phone_is_told_before_it_is_compared() {
    let region = region();
    let (naima, brahim, _) = people(&region, 3);
    brahim.compares();
    naima.saves("Somebody else", &[]);
    naima.exchanges();

    let answers = brahim.exchanges_in_batches_of(32 * 1024);
    let said: Vec<_> = answers.iter().map(|answer| (answer.records.len(), answer.compared.clone())).collect();
    assert_eq!(said, [(1, None), (0, Some(Compared::Equal))]);
}

#[test]
fn a_base_altered_on_a_phone_is_put_right_and_nothing_else_is_sent() {
    let region = region();
    let (_, brahim, ids) = people(&region, 40);
    brahim.alters(ids[3], |row| row.replace("\",3]", "\",300]"));
    assert_eq!(sales(&brahim, ids[3]), Some(Value::Integer(300)), "it would be believed");

    brahim.compares();
    let stated = brahim.exchanges_in_batches_of(32 * 1024);
    let stated: Vec<RecordId> =
        stated.iter().flat_map(|answer| &answer.records).map(|stated| stated.record.id).collect();
    assert_eq!(stated, [ids[3]]);
    assert_eq!(sales(&brahim, ids[3]), Some(Value::Integer(3)));
    assert_eq!(proven(&brahim), (true, 1));
}

#[test]
fn a_base_that_cannot_be_read_takes_nothing_with_it_and_is_put_right() {
    let region = region();
    let (_, brahim, ids) = people(&region, 40);
    brahim.alters(ids[7], |row| row[..row.len() / 2].to_owned());
    brahim.starts_again();
    assert_eq!(brahim.holds(), 39, "the others are there");
    brahim.compares();
    brahim.exchanges();
    assert_eq!(brahim.holds(), 40);
    assert_eq!(sales(&brahim, ids[7]), Some(Value::Integer(7)));
}

#[test]
fn a_base_altered_in_a_pack_of_many_is_put_right() {
    let region = region();
    let (_, brahim, ids) = people(&region, 100);
    brahim.alters(ids[42], |line| line.replace("\",42]", "\",24]"));
    brahim.alters(ids[43], |line| line[..line.len() / 2].to_owned());
    brahim.compares();
    brahim.exchanges();
    assert_eq!([42, 43].map(|n| sales(&brahim, ids[n])), [42, 43].map(|n| Some(Value::Integer(n))));
    assert_eq!(proven(&brahim), (true, 2));
}

#[test]
fn a_record_that_nobody_ever_stated_goes() {
    let region = region();
    let (_, brahim, ids) = people(&region, 4);
    let invented = RecordId::derived("person", &["nobody"]);
    brahim.copies_base(ids[0], invented);
    assert_eq!(brahim.holds(), 5);
    brahim.compares();
    brahim.exchanges();
    assert_eq!((brahim.holds(), brahim.shown(invented)), (4, None));
    assert_eq!(region.record(invented), None, "without the office's seal it is not taken in");
}

#[test]
fn a_phone_that_lost_all_of_its_bases_reads_them_again_in_pages() {
    let region = region();
    let (_, brahim, ids) = people(&region, 60);
    for id in &ids {
        brahim.alters(*id, |_| String::new());
    }
    brahim.starts_again();
    assert_eq!(brahim.holds(), 0);
    brahim.compares();
    let answers = brahim.exchanges_in_batches_of(512);
    assert!(answers.len() > 4, "in pages: {}", answers.len());
    assert_eq!(brahim.holds(), 60);
    assert_eq!(proven(&brahim), (true, 60));
}

#[test]
fn a_record_altered_at_the_office_is_made_anew_from_the_logs() {
    let region = region();
    let (naima, brahim, ids) = people(&region, 10);
    let right = region.record(ids[2]).unwrap();
    region.alters(ids[2], |record| {
        record.fields.remove("sales");
    });
    assert_ne!(region.record(ids[2]).unwrap(), right);

    naima.compares();
    naima.exchanges();
    assert_eq!(region.record(ids[2]).unwrap(), right);
    brahim.exchanges();
    for phone in [&naima, &brahim] {
        assert_eq!(sales(phone, ids[2]), Some(Value::Integer(2)));
        assert!(phone.stands().proof.unwrap().equal);
    }
}

#[test]
fn a_record_altered_at_the_office_is_never_stated_nor_built_upon() {
    let region = region();
    let (naima, _, ids) = people(&region, 3);
    for id in &ids[..2] {
        region.alters(*id, |record| {
            record.fields.remove("sales");
        });
    }
    let khadija = region.worker("Khadija");
    khadija.exchanges();
    assert_eq!(sales(&khadija, ids[0]), Some(Value::Integer(0)), "a phone that had never read it");
    naima.saves_on(ids[1], &[("stock", 8)]);
    naima.exchanges();
    let record = region.record(ids[1]).unwrap();
    assert_eq!(
        record.field("sales"),
        Some(&Value::Integer(1)),
        "a change is not laid on top of what was altered"
    );
    assert_eq!(record.field("stock"), Some(&Value::Integer(8)));
}

#[test]
fn what_an_altered_record_alone_knows_is_kept() {
    let region = region();
    let (_, brahim, ids) = people(&region, 3);
    brahim.saves_on(ids[1], &[("stock", 8)]);
    brahim.exchanges();
    let right = region.record(ids[1]).unwrap();
    let device = brahim.session().device;
    region.office.borrow_mut().logs.get_mut(&device).unwrap().entries.clear();
    region.alters(ids[1], |record| {
        record.fields.remove("sales");
    });

    let khadija = region.worker("Khadija");
    khadija.exchanges();
    assert_eq!(khadija.sees(ids[1]), right, "the entry of its stock is in no log any more");
}

#[test]
fn a_record_that_the_office_has_lost_comes_back_under_its_seal() {
    let region = region();
    let (_, brahim, ids) = people(&region, 10);
    let lost = region.record(ids[4]).unwrap();
    region.office.borrow_mut().records.remove(&ids[4]);
    brahim.compares();
    brahim.exchanges();
    assert_eq!(region.record(ids[4]), Some(lost));
    assert_eq!(proven(&brahim), (true, 1));
}

#[test]
fn what_is_altered_stays_in_sight_if_it_cannot_be_put_right() {
    let region = region();
    let (_, brahim, ids) = people(&region, 4);
    let alter = || brahim.alters(ids[0], |row| row.replace("\",0]", "\",9]"));
    alter();
    brahim.compares();
    let answers = brahim.exchanges_while(32 * 1024, alter);
    let proof = brahim.stands().proof.unwrap();
    assert!(!proof.equal, "a broken disk is told: {proof:?}");
    assert!(answers.len() < 300, "and does not exchange for ever: {}", answers.len());
}

#[test]
fn work_that_waits_or_is_held_is_no_difference() {
    let region = region();
    let (_, brahim, ids) = people(&region, 4);
    brahim.saves_on(ids[1], &[("sales", 50)]);
    brahim.saves_with_form("Aïcha", "a form nobody has");
    brahim.compares();
    brahim.exchanges();
    assert_eq!(proven(&brahim), (true, 0));
    brahim.saves_on(ids[2], &[("sales", 51)]);
    brahim.compares();
    assert_eq!(brahim.unsent().len(), 1);
    assert_eq!(sales(&brahim, ids[2]), Some(Value::Integer(51)));
}
