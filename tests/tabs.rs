//! Several tabs of one browser are one device.

use crate::world::browser::Kind;
use crate::world::line::Way;
use crate::world::person::Person;
use crate::world::phone::{Phone, State};
use crate::world::{story, words};
use std::fs;

/// A tab that is frozen while it exchanges gives its turn up: another tab sends, and when the first wakes nothing is there
/// twice, and it says what is so.
#[tokio::test(flavor = "multi_thread")]
async fn a_tab_that_is_frozen_in_the_middle_of_an_exchange_holds_up_no_other() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        let fatima = Person::named("Fatima", "Aït Ali");
        phone.registers_as_the_line_falls_silent(&fatima, Way::Answer, 0).await;
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

/// What stands in the two fields of the page of names.
async fn names_on_page(phone: &Phone) -> [String; 2] {
    phone.comes_to(&words::question("name_latin", "fr")).await;
    let mut names = [const { String::new() }; 2];
    for (name, field) in names.iter_mut().zip(["given_name", "family_name"]) {
        let facts = phone.facts(Kind::Text, &words::question(field, "fr"), &[]).await.expect("the field");
        facts["value"].as_str().expect("a text").clone_into(name);
    }
    names
}

/// From home to the page of names, with the given name typed; the address of the page.
async fn types_given_name(phone: &Phone, person: &Person) -> String {
    phone.begins_to_register().await;
    phone.answers("person", &person.answers, Some("given_name")).await;
    phone.writes(&words::question("given_name", "fr"), person.text("given_name")).await;
    let address = phone.script("return location.pathname + location.search", vec![]).await;
    address.as_str().expect("an address").to_owned()
}

async fn types_family_name(phone: &Phone, person: &Person) {
    phone.writes(&words::question("family_name", "fr"), person.text("family_name")).await;
}

/// Two tabs would write the whole draft each, and the later undo what was typed in the other: it is open in one of them,
/// and what was typed a moment ago goes with it to the other.
#[tokio::test(flavor = "multi_thread")]
async fn a_form_goes_on_in_another_tab_with_every_answer() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        let fatima = Person::named("Fatima", "Aït Ali");
        let (title, here) = (phone.word("form.elsewhere.title"), phone.word("form.elsewhere.here"));
        let address = types_given_name(&phone, &fatima).await;
        phone.opens_another_tab(&address).await;
        phone.sees(&title).await;
        fs::write(world.pictures().join("elsewhere.png"), phone.picture().await).expect("the picture");
        phone.taps(&here).await;
        assert_eq!(names_on_page(&phone).await, ["Fatima", ""]);
        types_family_name(&phone, &fatima).await;

        phone.turns_to_tab(0).await;
        phone.sees(&title).await;
        phone.taps(&here).await;
        assert_eq!(names_on_page(&phone).await, ["Fatima", "Aït Ali"]);
        phone.answers("person", &fatima.answers, None).await;
        phone.saves().await;
        phone.remembers(fatima);
        phone.taps(&phone.word("form.saved.home")).await;
        phone.sees_no_more(&phone.word("home.drafts")).await;
        phone.is_all_sent().await;
        phone.turns_to_tab(1).await;
        phone.sees(&phone.word("form.elsewhere.over")).await;
        assert_eq!(world.office().await.records("person").await.len(), 1);
    })
    .await;
}

/// A tab that cannot answer, for the browser has frozen it, loses the form; when it wakes it writes nothing over what was
/// typed since.
#[tokio::test(flavor = "multi_thread")]
async fn a_form_in_a_frozen_tab_can_be_taken_over() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        let fatima = Person::named("Fatima", "Aït Ali");
        let address = types_given_name(&phone, &fatima).await;
        phone.sees(&phone.word("form.kept")).await;
        phone.freezes_tab().await;

        phone.opens_another_tab(&address).await;
        phone.taps(&phone.word("form.elsewhere.here")).await;
        assert_eq!(names_on_page(&phone).await, ["Fatima", ""]);
        types_family_name(&phone, &fatima).await;

        phone.turns_to_tab(0).await;
        phone.wakes_tab().await;
        phone.sees(&phone.word("form.elsewhere.title")).await;
        phone.turns_to_tab(1).await;
        assert_eq!(names_on_page(&phone).await, ["Fatima", "Aït Ali"]);
        phone.taps(&phone.word("form.leave.arrow")).await;
        phone.sees(&phone.word("form.left")).await;
        // The other has it again, as it was left.
        phone.turns_to_tab(0).await;
        assert_eq!(names_on_page(&phone).await, ["Fatima", "Aït Ali"]);
    })
    .await;
}

/// A tab that is frozen while it waits for its turn to exchange does not get one.
#[tokio::test(flavor = "multi_thread")]
async fn a_tab_that_is_frozen_while_it_waits_to_exchange_holds_up_no_other() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        phone.opens_another_tab("/").await;
        phone.says(State::Done).await;
        phone.turns_to_tab(0).await;
        let fatima = Person::named("Fatima", "Aït Ali");
        phone.registers_as_the_line_falls_silent(&fatima, Way::Request, 0).await;
        phone.remembers(fatima);

        phone.turns_to_tab(1).await;
        phone.waits_for_lock("tiwizi exchange").await;
        phone.freezes_tab().await;
        phone.turns_to_tab(0).await;
        phone.loses_signal().await;
        phone.says(State::Waiting(1)).await;
        phone.gets_signal().await;
        phone.is_all_sent().await;
    })
    .await;
}
