//! What a day's work costs where the signal is weak: a link of 64 kB a second, 0.6 seconds from the office and back, that
//! breaks now and then.

use crate::world::courier::Courier;
use crate::world::line::{Line, Shape};
use crate::world::people::{EMPTY_COMMUNE, People};
use crate::world::person::{Person, training};
use crate::world::phone::State;
use crate::world::{seed, story, words};
use form::{Draft, Surroundings};
use record::{Path, RecordId, Value};
use std::collections::BTreeSet;
use std::fs;
use std::sync::Arc;
use std::time::{Duration, Instant};
use sync::Batch;

/// Where the work is done.
const LINK: Shape =
    Shape { bytes_a_second: 64_000, round_trip: Duration::from_millis(600), broken_of_a_hundred: 2, seed: 0 };

const TODAY: &str = "2026-11-21";

/// Thirty are registered, a training says who came, nine answers are corrected: forty changes.
async fn a_day_of_work(phone: &Courier, people: &mut People) -> Vec<RecordId> {
    let (around, on) = (Surroundings::on(TODAY.parse().unwrap()), TODAY.parse().unwrap());
    let mut registered = Vec::new();
    for _ in 0..30 {
        let person = people.next(phone.person);
        registered.push(person.record);
        phone.saves(person).await;
    }
    let form = Arc::new(words::form("session").clone());
    let mut training = Draft::new(form, RecordId::from_random(people.chance()), around.clone());
    for (question, answer) in [("programme", "MARCH"), ("type", "training"), ("commune", EMPTY_COMMUNE)] {
        training.set(&Path::field(question).unwrap(), Some(Value::Choice(answer.to_owned())));
    }
    training.type_in(&Path::field("title").unwrap(), "Gestion de stock");
    let roster = training.definition().find("attendance").expect("a roster");
    for person in &registered {
        training.mark(roster, *person, Some("present"));
    }
    phone.saves(training.finish(phone.person, on).expect("a training")).await;
    let form = Arc::new(words::form("person").clone());
    for person in &registered[..9] {
        let mut draft = Draft::editing(form.clone(), &phone.shows(*person).await, around.clone());
        draft.type_in(&Path::field("douar").unwrap(), "Tighmert");
        phone.saves(draft.finish(phone.person, on).expect("a correction")).await;
    }
    registered
}

/// In the evening there is signal, such as it is; how often an exchange was tried.
async fn evening(phone: &Courier, line: &Line, shape: Shape) -> u32 {
    line.loses_signal();
    line.goes_over(shape);
    line.gets_signal();
    let mut batch = Batch::default();
    for tries in 1..100 {
        if phone.tries(&mut batch).await.is_ok_and(|waiting| waiting == 0) {
            return tries;
        }
    }
    panic!("a hundred tries, and something still waits");
}

/// The phone is the client's own log and exchange without a browser: nobody types that much in the time of a story.
#[tokio::test(flavor = "multi_thread")]
async fn a_days_work_is_at_the_office_within_ten_seconds_of_a_bad_link() {
    story(async |world| {
        let seed = seed();
        let (link, line) = (world.invitation("Brahim", "field_worker").await, world.line().await);
        let phone = Courier::enrolled(line.clone(), "Brahim", &link).await;
        phone.exchanges().await;
        let mut people = People::new();
        let mut registered = a_day_of_work(&phone, &mut people).await;
        let began = Instant::now();
        evening(&phone, &line, Shape { seed, ..LINK }).await;
        let (took, cost) = (began.elapsed(), line.cost());
        let takes = cost.takes(LINK);
        println!("forty changes: {cost:?}; the link takes {takes:?}, measured {took:?}");
        assert!(takes < Duration::from_secs(10), "{takes:?} for {cost:?}");

        // Where most connections break, what has arrived has arrived, and the rest is sent again.
        for day in 0..5 {
            registered.extend(a_day_of_work(&phone, &mut people).await);
            let shape = Shape { seed: seed.wrapping_add(day), broken_of_a_hundred: 70, ..LINK };
            let tries = evening(&phone, &line, shape).await;
            println!("where most connections break: {tries} tries, {:?}", line.cost());
        }

        let office = world.office().await;
        let people = office.records("person").await;
        let arrived: BTreeSet<RecordId> = people.iter().map(|person| person.id).collect();
        assert_eq!(arrived, registered.into_iter().collect());
        assert_eq!(office.records("session").await.len(), 6);
        for person in arrived {
            let (changes, different) = office.changes(person).await;
            assert_eq!(changes, different, "{person}");
        }
        assert_eq!(office.devices("Brahim").await[0].entries, 6 * 40);
    })
    .await;
}

/// Point 12: a new phone says how many records have come, and goes on from there when the network stopped, also after
/// it was closed.
#[tokio::test(flavor = "multi_thread")]
async fn the_first_records_are_counted_as_they_come_and_go_on_after_a_break() {
    const ALL: usize = 400;
    const SLOW: Shape = Shape {
        bytes_a_second: 6_000,
        round_trip: Duration::from_millis(200),
        broken_of_a_hundred: 0,
        seed: 0,
    };
    story(async |world| {
        let (link, line) = (world.invitation("Brahim", "field_worker").await, world.line().await);
        let courier = Courier::enrolled(line, "Brahim", &link).await;
        let mut people = People::new();
        for _ in 0..ALL {
            courier.saves(people.next(courier.person)).await;
        }
        courier.exchanges().await;

        let link = world.invitation("Naïma", "field_worker").await;
        let phone = world.phone("Naïma", "fr").await;
        phone.opens(&link).await;
        phone.sees(&phone.word("enrol.submit")).await;
        phone.works_without_network().await;
        // What the browser keeps open is cut: from now on everything goes over the slow link.
        phone.line().loses_signal();
        phone.line().goes_over(SLOW);
        phone.line().gets_signal();
        phone.taps(&phone.word("enrol.submit")).await;
        phone.taps(&phone.word("enrol.done.start")).await;
        let come = async || phone.reads("sync.receiving").await["n"].parse::<usize>().expect("a number");
        let some = async || {
            let come = come().await;
            (come > 0).then_some(come)
        };
        let before = phone.until("the first records", some).await;
        assert!(before < ALL, "{before} at once: nothing can be interrupted");
        fs::write(world.pictures().join("receiving.png"), phone.picture().await).expect("the picture");
        phone.loses_signal().await;
        phone.says(State::Offline).await;
        phone.sees(&phone.word("home.receiving.hint")).await;
        phone.closes().await;

        phone.opens("/").await;
        assert!(come().await >= before, "what has come is here");
        let asked = phone.line().cost().answered;
        phone.gets_signal().await;
        phone.sees_no_more(&phone.word("home.receiving.hint")).await;
        phone.says(State::Done).await;
        let rest = phone.line().cost().answered - asked;
        let (before, left) = (before as u64, (ALL - before) as u64);
        assert!(
            rest * before < asked * left * 3 / 2,
            "{rest} bytes for {left} records, {asked} for {before}"
        );
        phone.taps(&phone.word("tab.records")).await;
        phone.sees(&words::say_with("fr", "records.count", &[("n", &ALL.to_string())])).await;
    })
    .await;
}

/// What a browser does is the same: what it adds are heads, and what follows an exchange.
#[tokio::test(flavor = "multi_thread")]
async fn a_browser_sends_over_a_bad_link_in_one_exchange() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        phone.loses_signal().await;
        for family in ["Aït Ali", "Bouhmid", "Chafik"] {
            phone.registers(&Person::named("Fatima", family)).await;
        }
        phone.enters_session(&training("Gestion de stock")).await;
        phone.says(State::Waiting(4)).await;

        phone.line().goes_over(Shape { broken_of_a_hundred: 0, ..LINK });
        phone.line().carried();
        let began = Instant::now();
        phone.gets_signal().await;
        phone.is_all_sent().await;
        let (took, cost) = (began.elapsed(), phone.line().cost());
        let takes = cost.takes(LINK);
        println!("four changes: {cost:?}; the link takes {takes:?}, measured {took:?}");
        assert_eq!(phone.line().carried().exchanges, 1);
        assert!(takes < Duration::from_secs(10), "{takes:?} for {cost:?}");
        assert_eq!(phone.receipt().await, (4, 4));
    })
    .await;
}
