//! Photos that the phone loses before they are at the office: told, and never counted as sent.

use super::{CAMERA, FORM, comes_to_photo, person, question, saves, sees_thumbnail, takes};
use crate::world::browser::Kind;
use crate::world::camera::takes_photo;
use crate::world::damage::{Damage, damages, damages_large_values};
use crate::world::phone::{Phone, State};
use crate::world::{World, a_second_passes, story, words};
use serde_json::Value;
use std::fs;

/// A phone without signal on which a visit has come to its photo, which is taken.
async fn takes_without_signal(world: &World) -> Phone {
    let phone = world.field_worker("Naïma").await;
    phone.registers(&person()).await;
    phone.is_all_sent().await;
    phone.loses_signal().await;
    comes_to_photo(&phone, &person()).await;
    takes(&phone, &takes_photo(world.pictures(), 1, CAMERA)).await;
    phone
}

/// The words go to the office; meanwhile the header never says that all is there.
async fn sends_its_words(world: &World, phone: &Phone) {
    phone.gets_signal().await;
    let office = world.office().await;
    let there = async || {
        assert_ne!(phone.state().await, Some(State::Done), "a photo is missing");
        office.records(FORM).await.pop().map(drop)
    };
    phone.until("the visit at the office", there).await;
}

/// That a photo is lost is said in the header, and on the page about sending with what can be done.
async fn tells_of_one(world: &World, phone: &Phone, picture: &str) {
    phone.says(State::Problem).await;
    phone.taps(&phone.word("tab.send")).await;
    assert_eq!(phone.reads("sync.files.lost").await["n"], "1");
    phone.sees(&phone.word("sync.files.lost_hint")).await;
    assert!(!phone.words().await.contains(&phone.word("sync.files.follow")), "nothing waits to be sent");
    let into_sight = "document.querySelector('.note.bad').scrollIntoView({ block: 'center' })";
    phone.script(into_sight, vec![]).await;
    fs::write(world.pictures().join(picture), phone.picture().await).expect("the picture");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_that_went_with_the_store_is_told_and_never_counted_as_sent() {
    story(async |world| {
        let phone = takes_without_signal(&world).await;
        saves(&phone).await;
        phone.closes().await;
        damages(&phone, Damage::Truncated);

        phone.opens("/").await;
        phone.says(State::Problem).await;
        sends_its_words(&world, &phone).await;
        tells_of_one(&world, &phone, "lost.png").await;
        assert_eq!(phone.receipt().await, (2, 2));

        // From there to the visit, which says which photo it is.
        phone.taps(&person().name()).await;
        phone.sees(&phone.word("file.lost")).await;
        let into_sight = "document.querySelector('.attached').scrollIntoView({ block: 'center' })";
        phone.script(into_sight, vec![]).await;
        fs::write(world.pictures().join("visit.png"), phone.picture().await).expect("the picture");
        phone.taps(&phone.word("tab.send")).await;
        phone.taps(&phone.word("sync.files.lost_without")).await;
        phone.is_all_sent().await;
        assert!(world.office().await.files().is_empty());
    })
    .await;
}

/// The draft comes back from its second copy; its photo has none.
#[tokio::test(flavor = "multi_thread")]
async fn a_photo_that_went_with_the_store_before_its_draft_was_saved_is_told_too() {
    story(async |world| {
        let phone = takes_without_signal(&world).await;
        let page = phone.script("return location.pathname + location.search", vec![]).await;
        a_second_passes().await;
        phone.closes().await;
        damages(&phone, Damage::Truncated);

        // The forms went too: they come back from the office.
        phone.gets_signal().await;
        phone.opens(page.as_str().expect("an address")).await;
        saves(&phone).await;
        phone.says(State::Problem).await;
        phone.taps(&phone.word("form.saved.home")).await;
        sends_its_words(&world, &phone).await;
        tells_of_one(&world, &phone, "lost.png").await;
    })
    .await;
}

/// Killed before it had noted that the office has the photo, the phone asks.
#[tokio::test(flavor = "multi_thread")]
async fn a_photo_that_went_with_the_store_is_not_missed_if_the_office_has_it() {
    const NOTES: &str = "return Object.entries(localStorage).filter(([name]) => name.includes('/file/'))";
    const NOTE: &str = "for (const [name, note] of arguments[0]) localStorage.setItem(name, note)";
    story(async |world| {
        let phone = takes_without_signal(&world).await;
        saves(&phone).await;
        let notes = phone.script(NOTES, vec![]).await;
        assert_eq!(notes.as_array().map(Vec::len), Some(1), "one photo is only here");
        phone.taps(&phone.word("form.saved.home")).await;
        phone.gets_signal().await;
        phone.is_all_sent().await;
        assert_eq!(phone.script(NOTES, vec![]).await, Value::Array(vec![]), "none is only here");
        phone.script(NOTE, vec![notes]).await;
        phone.loses_signal().await;
        phone.closes().await;
        damages(&phone, Damage::Truncated);

        phone.opens("/").await;
        phone.says(State::Problem).await;
        phone.gets_signal().await;
        phone.is_all_sent().await;
        assert_eq!(world.office().await.files().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_whose_bytes_are_gone_is_told_and_can_be_given_once_more() {
    is_told_after(None).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_whose_bytes_end_in_the_middle_is_told_and_can_be_given_once_more() {
    is_told_after(Some(Damage::Truncated)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_whose_bytes_are_others_is_told_and_can_be_given_once_more() {
    is_told_after(Some(Damage::Overwritten)).await;
}

/// The browser keeps large values beside its database, and loses them apart from it.
async fn is_told_after(damage: Option<Damage>) {
    story(async move |world| {
        let phone = takes_without_signal(&world).await;
        saves(&phone).await;
        phone.closes().await;
        damages_large_values(&phone, damage);

        phone.opens("/").await;
        phone.says(State::Waiting(2)).await;
        sends_its_words(&world, &phone).await;
        tells_of_one(&world, &phone, "gone.png").await;
        assert!(world.office().await.files().is_empty());

        let visit = world.office().await.records(FORM).await.pop().expect("the visit");
        phone.goes_to(&format!("/draft/another?form={FORM}&record={}&step=check", visit.id)).await;
        phone
            .taps(&words::say_with("fr", "form.check.change_what", &[("question", &question("photo"))]))
            .await;
        let photo = takes_photo(world.pictures(), 1, CAMERA);
        phone.gives(&[(Kind::Group, &question("photo"))], &phone.word("form.photo.choose"), &photo).await;
        sees_thumbnail(&phone).await;
        phone.goes_home().await;
        phone.exchanges().await;
        phone.is_all_sent().await;
        assert_eq!(world.office().await.files().len(), 1);
    })
    .await;
}
