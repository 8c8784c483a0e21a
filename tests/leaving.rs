//! The end of a phone, of somebody's work in the team, and of a turn at a desk that several people share.

use crate::photos;
use crate::world::browser::{Browser, Kind};
use crate::world::desk::Desk;
use crate::world::person::Person;
use crate::world::phone::{Phone, State};
use crate::world::{World, story, words};
use record::ReviewState;
use serde_json::Value;
use std::fs;

/// All that the browser keeps for the app, as one text.
const ALL_THAT_IS_KEPT: &str = "\
    const asked = request => new Promise((done, failed) => { \
        request.onsuccess = () => done(request.result); request.onerror = () => failed(request.error); }); \
    return (async () => { \
        const kept = [JSON.stringify({ ...localStorage })]; \
        for (const { name } of await indexedDB.databases()) { \
            const database = await asked(indexedDB.open(name)); \
            for (const table of database.objectStoreNames) { \
                kept.push(JSON.stringify(await asked(database.transaction(table).objectStore(table).getAll()))); } \
            database.close(); } \
        return kept.join('\\n'); })();";

async fn kept(browser: &Browser) -> String {
    match browser.script(ALL_THAT_IS_KEPT, Vec::new()).await {
        Value::String(kept) => kept,
        other => panic!("{other}"),
    }
}

/// The phone is empty, and says why.
async fn is_empty_and_says_so(phone: &Phone, people: &[&Person]) {
    phone.sees(&phone.word("error.revoked")).await;
    let kept = kept(phone).await;
    for person in people {
        assert!(!kept.contains(person.text("given_name")), "{} is still on the phone", person.name());
    }
    assert!(!kept.contains(phone.name()), "whose phone it was is still on it");
}

async fn keeps_a_picture(world: &World, browser: &Browser, name: &str) {
    fs::write(world.pictures().join(format!("{name}.png")), browser.picture().await).expect("the picture");
}

/// At the desk, what the phone had sent too late is looked at and taken in.
async fn takes_in(world: &World, desk: &Desk, person: &Person) {
    desk.taps(&desk.word("desk.nav.held")).await;
    desk.sees(&desk.word("desk.held.withdrawn")).await;
    let name = format!("{} · {}", words::say("fr", "record.person"), person.name());
    desk.taps_in(&[(Kind::Group, &name)], &desk.word("desk.held.admit")).await;
    desk.sees_no_more(&words::say_with("fr", "desk.held.admitting", &[("name", &name)])).await;
    // It is sent a moment after it can no longer be taken back.
    let office = world.office().await;
    let taken = async || {
        let taken = office.with("person", "given_name", person.text("given_name")).await;
        (taken.len() == 1).then_some(())
    };
    desk.until("what was taken in at the office", taken).await;
    desk.is_all_sent().await;
}

/// A phone is lost with a record on it that is nowhere else, and withdrawn. Whoever finds it and lets it into a network
/// hands that record over, learns nothing new, and holds an empty phone.
#[tokio::test(flavor = "multi_thread")]
async fn a_lost_phone_hands_over_what_was_saved_on_it_and_is_emptied() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        let (fatima, aicha) = (Person::named("Fatima", "Aït Ali"), Person::named("Aïcha", "Bouhmid"));
        phone.registers(&fatima).await;
        phone.is_all_sent().await;
        phone.loses_signal().await;
        phone.registers(&aicha).await;
        phone.closes().await;

        let desk = world.coordinator("Rachid").await;
        desk.taps(&desk.word("desk.nav.team")).await;
        desk.taps(&desk.word("team.revoke")).await;
        desk.sees(&desk.word("team.revoke.effect")).await;
        keeps_a_picture(&world, &desk, "question").await;
        desk.taps(&desk.word("team.revoke")).await;
        desk.sees(&desk.word("team.revoked")).await;

        phone.opens("/").await;
        phone.gets_signal().await;
        is_empty_and_says_so(&phone, &[&fatima, &aicha]).await;
        keeps_a_picture(&world, &phone, "emptied").await;

        takes_in(&world, &desk, &aicha).await;

        // Found again, it starts with a new code, and reads what the office has.
        let link = world.another_invitation("Naïma").await;
        phone.enrols_by(&link).await;
        phone.is_all_sent().await;
        phone.goes_to("/people").await;
        phone.sees(&aicha.name()).await;
    })
    .await;
}

/// Its photos are handed over as its records are; until then it is not emptied.
#[tokio::test(flavor = "multi_thread")]
async fn a_lost_phone_hands_over_its_photos_before_it_is_emptied() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        let fatima = photos::person();
        phone.registers(&fatima).await;
        phone.is_all_sent().await;
        phone.loses_signal().await;
        photos::saves_a_visit_with_photo(&world, &phone).await;
        phone.closes().await;
        let desk = world.coordinator("Rachid").await;
        desk.taps(&desk.word("desk.nav.team")).await;
        desk.taps(&desk.word("team.revoke")).await;
        desk.sees(&desk.word("team.revoke.effect")).await;
        desk.taps(&desk.word("team.revoke")).await;
        desk.sees(&desk.word("team.revoked")).await;

        desk.taps(&desk.word("desk.nav.held")).await;
        desk.sees(&desk.word("desk.held.empty")).await;

        phone.line().holds_files(true);
        phone.opens("/").await;
        phone.gets_signal().await;
        phone.says(State::Waiting(1)).await;
        // The page that is open at the desk shows it with the next exchange.
        desk.exchanges().await;
        desk.sees(&desk.word("desk.held.withdrawn")).await;
        assert!(kept(&phone).await.contains(fatima.text("given_name")), "the photo is not at the office");

        phone.line().holds_files(false);
        phone.exchanges().await;
        is_empty_and_says_so(&phone, &[&fatima]).await;
        assert_eq!(world.office().await.files().len(), 1);
    })
    .await;
}

/// Somebody leaves the team: their phone hands over and is emptied, their work stays, and they can come back.
#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_the_team_leaves_their_work_and_nothing_on_the_phone() {
    story(async |world| {
        let phone = world.field_worker("Brahim").await;
        let fatima = Person::named("Fatima", "Aït Ali");
        phone.loses_signal().await;
        phone.registers(&fatima).await;

        let desk = world.coordinator("Rachid").await;
        desk.taps(&desk.word("desk.nav.team")).await;
        desk.taps(&words::say_with("fr", "team.leave.whom", &[("name", "Brahim")])).await;
        desk.sees(&desk.word("team.leave.effect")).await;
        desk.taps(&desk.word("team.leave")).await;
        desk.sees(&desk.word("team.inactive")).await;

        phone.gets_signal().await;
        phone.exchanges().await;
        is_empty_and_says_so(&phone, &[&fatima]).await;
        takes_in(&world, &desk, &fatima).await;

        desk.taps(&desk.word("desk.nav.team")).await;
        desk.taps(&words::say_with("fr", "team.back.whom", &[("name", "Brahim")])).await;
        desk.sees_no_more(&desk.word("team.inactive")).await;
    })
    .await;
}

/// Two coordinators share one computer, one after the other: each leaves nothing behind, unsent work least of all, and
/// each decides in their own name.
#[tokio::test(flavor = "multi_thread")]
async fn a_desk_that_is_shared_keeps_people_apart() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        let (fatima, aicha) = (Person::named("Fatima", "Aït Ali"), Person::named("Aïcha", "Bouhmid"));
        phone.registers(&fatima).await;
        phone.registers(&aicha).await;
        phone.is_all_sent().await;

        let desk = world.desk("desk", "fr").await;
        desk.enrols_by(&world.invitation("Khadija", "coordinator").await).await;
        desk.sees(&fatima.name()).await;
        desk.loses_signal().await;
        desk.approves(&fatima.name()).await;
        desk.sees_no_more(&desk.word("app.undo")).await;
        desk.taps(&desk.word("signin.out")).await;
        assert_eq!(desk.reads("settings.leave.refused").await["n"], "1");
        desk.taps(&desk.word("app.close")).await;
        desk.gets_signal().await;
        desk.is_all_sent().await;
        desk.taps(&desk.word("signin.out")).await;
        desk.sees(&desk.word("signin.submit")).await;
        let left = kept(&desk).await;
        for name in ["Khadija", "Fatima", "Aïcha"] {
            assert!(!left.contains(name), "{name} is still on the computer");
        }

        desk.enrols_by(&world.invitation("Rachid", "coordinator").await).await;
        desk.approves(&aicha.name()).await;
        desk.sees_no_more(&desk.word("app.undo")).await;
        desk.is_all_sent().await;
        let office = world.office().await;
        for coordinator in ["Khadija", "Rachid"] {
            let devices = office.devices(coordinator).await;
            let decided: Vec<u64> = devices.iter().map(|device| device.entries).collect();
            assert_eq!(decided, [1], "{coordinator}");
        }
        for person in office.records("person").await {
            assert_eq!(person.review_state(), ReviewState::Approved);
        }
    })
    .await;
}
