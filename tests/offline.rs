//! Working without signal, and how little of it is needed.

use crate::world::person::{Answer, Person};
use crate::world::phone::State;
use crate::world::story;
use std::time::{Duration, Instant};

/// Point 1: after one load the app opens without the endpoint, on a slow phone too, within five seconds.
#[tokio::test(flavor = "multi_thread")]
async fn a_phone_starts_cold_without_the_endpoint() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        phone.closes().await;
        world.stops_the_endpoint().await;

        phone.is_slowed(6.0).await;
        phone.starts().await;
        let began = Instant::now();
        phone.goes_to("/").await;
        phone.sees(&phone.word("home.new_person")).await;
        let took = began.elapsed();
        println!("home was usable after {took:?}");
        assert!(took < Duration::from_secs(5), "{took:?}");
    })
    .await;
}

/// Point 2: a whole morning with the endpoint down: create, leave as a draft, finish, list, search, edit, change language.
#[tokio::test(flavor = "multi_thread")]
async fn everything_in_the_field_works_without_the_endpoint() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        world.stops_the_endpoint().await;
        let fatima = Person::named("Fatima", "Aït Ali");
        phone.begins_to_register().await;
        phone.answers("person", &fatima.answers, Some("sex")).await;
        phone.goes_to("/").await;
        phone.sees(&phone.word("home.drafts")).await;
        phone.taps(&fatima.name()).await;
        phone.answers("person", &fatima.answers, None).await;
        phone.saves().await;
        phone.goes_to("/").await;
        phone.sees_no_more(&phone.word("home.drafts")).await;
        phone.registers(&Person::named("Khadija", "Bouhmid")).await;

        phone.taps(&phone.word("tab.people")).await;
        phone.writes(&phone.word("people.search"), "ait fatima").await;
        phone.sees(&fatima.name()).await;
        phone.sees_no_more("Khadija Bouhmid").await;
        phone.changes(&fatima.name(), "douar", Answer::Text("Tighmert".into())).await;
        phone.says(State::Waiting(3)).await;
        phone.changes_language("ar").await;
        phone.sees(&phone.word("home.new_person")).await;
        phone.changes_language("fr").await;

        phone.remembers(fatima.with("douar", Answer::Text("Tighmert".into())));
        world.starts_the_endpoint().await;
        phone.exchanges().await;
        phone.is_all_sent().await;
        assert_eq!(phone.receipt().await, (3, 3));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_registered_without_signal_reaches_the_office_when_there_is_signal() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        phone.loses_signal().await;
        phone.registers(&Person::named("Fatima", "Aït Ali")).await;
        phone.says(State::Waiting(1)).await;

        phone.gets_signal().await;
        phone.is_all_sent().await;
        assert_eq!(phone.receipt().await, (1, 1));
    })
    .await;
}

/// A phone asks often: an exchange with nothing new is one request of less than a kilobyte each way, heads included.
#[tokio::test(flavor = "multi_thread")]
async fn an_exchange_with_nothing_new_is_one_small_request() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        phone.registers(&Person::named("Fatima", "Aït Ali")).await;
        phone.is_all_sent().await;
        let exchange = async || {
            let last = "return performance.getEntriesByName('exchange', 'measure').pop()?.startTime ?? 0";
            let before = phone.script(last, vec![]).await;
            phone.line().carried();
            phone.taps(&phone.word("sync.now")).await;
            let another = async || (phone.script(last, vec![]).await != before).then_some(());
            phone.until("an exchange", another).await;
            phone.line().carried()
        };
        phone.taps(&phone.word("tab.send")).await;
        exchange().await;

        let carried = exchange().await;
        assert_eq!(carried.exchanges, 1);
        assert!(carried.asked < 1000 && carried.answered < 1000, "{carried:?}");
    })
    .await;
}
