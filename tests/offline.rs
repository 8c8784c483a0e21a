//! Working without signal.

use crate::world::person::Person;
use crate::world::phone::State;
use crate::world::story;

/// Point 1: after one load the app opens without the endpoint, on a slow phone too, within five seconds.
#[tokio::test(flavor = "multi_thread")]
async fn a_phone_starts_cold_without_the_endpoint() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        phone.closes().await;
        world.stops_the_endpoint().await;

        phone.is_slowed(6.0).await;
        phone.opens("/").await;
        phone.sees(&phone.word("home.new_person")).await;
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
