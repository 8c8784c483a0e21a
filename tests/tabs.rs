//! Several tabs of one browser are one device.

use crate::world::line::Way;
use crate::world::person::Person;
use crate::world::phone::State;
use crate::world::story;

/// A tab that is frozen while it exchanges gives its turn up: another tab sends, and when the first wakes nothing is there
/// twice, and it says what is so.
#[tokio::test(flavor = "multi_thread")]
async fn a_tab_that_is_frozen_in_the_middle_of_an_exchange_holds_up_no_other() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        let fatima = Person::named("Fatima", "Aït Ali");
        phone.begins_to_register().await;
        phone.answers("person", &fatima.answers, None).await;
        let silent = phone.falls_silent(Way::Answer, 0);
        phone.saves().await;
        silent.await.expect("the exchange began");
        phone.says(State::Sending).await;
        phone.freezes_tab().await;

        phone.opens_another_tab("/").await;
        phone.remembers(fatima);
        phone.is_all_sent().await;
        let aicha = Person::named("Aïcha", "Bouhmid");
        phone.registers(&aicha).await;
        phone.is_all_sent().await;

        phone.turns_to_tab(0).await;
        phone.wakes_tab().await;
        phone.says(State::Done).await;
        assert_eq!(phone.receipt().await, (2, 2));
        let office = world.office().await;
        assert_eq!(office.records("person").await.len(), 2);
        assert_eq!(office.devices("Naïma").await.iter().map(|device| device.entries).sum::<u64>(), 2);
    })
    .await;
}

/// What one tab saves or hears the others show, without being loaded again.
#[tokio::test(flavor = "multi_thread")]
async fn what_one_tab_saves_the_others_show() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        phone.loses_signal().await;
        phone.goes_to("/people").await;
        phone.opens_another_tab("/").await;
        phone.loses_signal().await;
        let fatima = Person::named("Fatima", "Aït Ali");
        phone.registers(&fatima).await;
        phone.says(State::Waiting(1)).await;
        phone.turns_to_tab(0).await;
        phone.sees(&fatima.name()).await;
        phone.says(State::Waiting(1)).await;

        // Both know of the signal; the record is sent once.
        phone.gets_signal().await;
        phone.turns_to_tab(1).await;
        phone.gets_signal().await;
        phone.is_all_sent().await;
        phone.turns_to_tab(0).await;
        phone.says(State::Done).await;
        let devices = world.office().await.devices("Naïma").await;
        assert_eq!(devices.iter().map(|device| device.entries).collect::<Vec<_>>(), [1]);
    })
    .await;
}
