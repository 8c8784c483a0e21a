//! Processes that are killed and files that break: what was called saved survives, what was sent is there once.

use crate::world::browser::Kind;
use crate::world::damage::{Damage, damages};
use crate::world::line::Way;
use crate::world::person::{Answer, Person};
use crate::world::phone::{Phone, State};
use crate::world::{a_second_passes, story, words};

fn fatima() -> Person {
    Person::named("Fatima", "Aït Ali")
}

/// The name stands in the list of people, and can be found there.
async fn lists(phone: &Phone, person: &Person) {
    phone.goes_home().await;
    phone.taps(&phone.word("tab.people")).await;
    phone.sees(&person.name()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_killed_right_after_saved_has_lost_nothing() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        phone.closes().await;
        phone.opens("/").await;
        phone.loses_signal().await;
        phone.begins_to_register().await;
        phone.answers("person", &fatima().answers, None).await;
        phone.saves().await;
        phone.dies();
        phone.remembers(fatima());

        phone.opens("/").await;
        phone.says(State::Waiting(1)).await;
        lists(&phone, &fatima()).await;

        phone.gets_signal().await;
        phone.is_all_sent().await;
        assert_eq!(phone.receipt().await, (1, 1));
    })
    .await;
}

/// Each save asks for the disk itself, and the browser grants it.
#[tokio::test(flavor = "multi_thread")]
async fn a_save_is_strict() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        phone.registers(&fatima()).await;
        let granted = "return performance.getEntriesByType('mark').map(mark => mark.name).filter(name => name.startsWith('store '))";
        let granted = phone.script(granted, vec![]).await;
        let granted = granted.as_array().expect("marks");
        assert!(!granted.is_empty() && granted.iter().all(|mark| mark == "store strict"), "{granted:?}");
        phone.is_all_sent().await;
    })
    .await;
}

/// Point 13: what was typed more than a second before the kill is there, and the draft is listed with its place.
#[tokio::test(flavor = "multi_thread")]
async fn a_browser_killed_while_typing_loses_a_second_at_most() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        phone.closes().await;
        phone.is_slowed(6.0).await;
        phone.opens("/").await;
        phone.begins_to_register().await;
        phone.answers("person", &fatima().answers, Some("family_name")).await;
        let title = phone.title_of_page().await;
        phone.writes(&words::question("family_name", "fr"), "Aït Ali").await;
        phone.reads("form.kept").await;
        a_second_passes().await;
        phone.types_on(&words::question("given_name", "fr"), "Fat").await;
        phone.dies();

        phone.opens("/").await;
        phone.sees(&phone.word("home.drafts")).await;
        phone.reads("form.page").await;
        phone.taps("Aït Ali").await;
        phone.comes_to(&title).await;
        let kept =
            phone.facts(Kind::Text, &words::question("family_name", "fr"), &[]).await.expect("the field");
        assert_eq!(kept["value"], "Aït Ali");

        phone.answers("person", &fatima().answers, None).await;
        phone.saves().await;
        phone.remembers(fatima());
        phone.goes_to("/").await;
        phone.sees_no_more(&phone.word("home.drafts")).await;
        phone.is_all_sent().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_killed_in_the_middle_of_an_exchange_sends_each_record_once() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        phone.closes().await;
        phone.opens("/").await;
        for (place, (way, after)) in
            [(Way::Request, 700), (Way::Answer, 0), (Way::Answer, 120)].into_iter().enumerate()
        {
            let person = Person::named("Fatima", ["Aït Ali", "Bouhmid", "Chafik"][place]);
            phone.registers_as_the_line_falls_silent(&person, way, after).await;
            phone.remembers(person);
            phone.dies();

            phone.line().loses_signal();
            phone.line().gets_signal();
            phone.opens("/").await;
            phone.is_all_sent().await;
            let sent = place as u64 + 1;
            assert_eq!(phone.receipt().await, (sent, sent));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_killed_in_the_middle_of_an_exchange_has_each_record_once() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        for (place, (way, after)) in [(Way::Request, 700), (Way::Answer, 0)].into_iter().enumerate() {
            let person = Person::named("Fatima", ["Aït Ali", "Bouhmid"][place]);
            phone.begins_to_register().await;
            phone.answers("person", &person.answers, None).await;
            let silent = phone.falls_silent(way, after);
            phone.saves().await;
            phone.remembers(person);
            silent.await.expect("the exchange began");
            world.kills_the_endpoint().await;
            phone.line().loses_signal();
            phone.says(State::Waiting(1)).await;

            world.starts_the_endpoint().await;
            phone.gets_signal().await;
            phone.is_all_sent().await;
            let sent = place as u64 + 1;
            assert_eq!(phone.receipt().await, (sent, sent));
        }
    })
    .await;
}

/// Point 5: *sent* appears only once the receipt is stored; the answer is lost after the endpoint has committed, and a
/// retry ends in one record.
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_lost_after_the_commit_ends_in_one_record() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        phone.begins_to_register().await;
        phone.answers("person", &fatima().answers, None).await;
        let lost = phone.falls_silent(Way::Answer, 0);
        phone.saves().await;
        phone.remembers(fatima());
        lost.await.expect("the exchange was answered");
        phone.loses_signal().await;
        phone.says(State::Waiting(1)).await;
        let office = world.office().await;
        assert_eq!(
            office.with("person", "given_name", "Fatima").await.len(),
            1,
            "the endpoint has committed"
        );

        phone.gets_signal().await;
        phone.is_all_sent().await;
        assert_eq!(phone.receipt().await, (1, 1));
        let record = &office.with("person", "given_name", "Fatima").await[0];
        assert_eq!(office.changes(record.id).await, (1, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_unsent_comes_back_when_the_database_is_truncated() {
    comes_back_after(Damage::Truncated).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_unsent_comes_back_when_the_database_is_overwritten() {
    comes_back_after(Damage::Overwritten).await;
}

async fn comes_back_after(damage: Damage) {
    story(async move |world| {
        let phone = world.field_worker("Naïma").await;
        phone.registers(&fatima()).await;
        phone.is_all_sent().await;
        phone.loses_signal().await;
        let unsent = [Person::named("Khadija", "Bouhmid"), Person::named("Zahra", "Chafik")];
        for person in &unsent {
            phone.registers(person).await;
        }
        let draft = Person::named("Rachida", "Draoui").with("given_name", Answer::Text("Rachida".into()));
        phone.begins_to_register().await;
        phone.answers("person", &draft.answers, Some("sex")).await;
        phone.reads("form.kept").await;
        phone.closes().await;

        damages(&phone, damage);
        phone.opens("/").await;
        phone.says(State::Waiting(2)).await;
        phone.sees("Rachida Draoui").await;
        for person in &unsent {
            lists(&phone, person).await;
        }

        phone.gets_signal().await;
        phone.is_all_sent().await;
        phone.taps(&phone.word("tab.people")).await;
        phone.sees(&fatima().name()).await;
    })
    .await;
}
