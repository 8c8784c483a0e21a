//! Photos where the phone is full.

use super::{
    CAMERA, FORM, comes_to_photo, opens_visit, person, question, saves, sees_thumbnail, shows_picture, takes,
};
use crate::world::browser::Kind;
use crate::world::camera::takes_photo;
use crate::world::office::shown;
use crate::world::phone::{Phone, State};
use crate::world::{a_second_passes, story, words};
use serde_json::json;
use std::fs;

/// How many rows each table of files has: of lines, of bytes, of thumbnails.
async fn rows_of_files(phone: &Phone) -> serde_json::Value {
    let rows = "const asked = request => new Promise((done, failed) => { \
            request.onsuccess = () => done(request.result); request.onerror = () => failed(request.error); }); \
        return (async () => { \
            const database = await asked(indexedDB.open('tiwizi')); \
            const rows = table => asked(database.transaction(table).objectStore(table).count()); \
            const found = await Promise.all(['files', 'bytes', 'thumbnails'].map(rows)); \
            database.close(); return found; })();";
    phone.script(rows, vec![]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_for_which_there_is_no_room_is_refused_and_the_other_answers_stay() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        phone.registers(&person()).await;
        phone.is_all_sent().await;
        comes_to_photo(&phone, &person()).await;
        let page = phone.script("return location.pathname + location.search", vec![]).await;
        a_second_passes().await;
        // The browser reckons anew how much room there is when it is started.
        phone.closes().await;
        phone.has_room_for(Some(1)).await;
        phone.opens(page.as_str().expect("an address")).await;
        let photo = takes_photo(world.pictures(), 1, CAMERA);
        let group = [(Kind::Group, &*question("photo"))];
        phone.gives(&group, &phone.word("form.photo.take"), &photo).await;
        phone.sees(&phone.word("storage.full")).await;
        fs::write(world.pictures().join("full.png"), phone.picture().await).expect("the picture");
        assert!(
            !phone.has(Kind::Act, &phone.word("file.open"), &group).await,
            "nothing is shown as if it were kept"
        );
        assert_eq!(rows_of_files(&phone).await, json!([0, 0, 0]), "nothing is half kept");

        // Opened again, with room again: what was answered is there, and the photo is taken.
        phone.closes().await;
        phone.has_room_for(None).await;
        phone.opens(page.as_str().expect("an address")).await;
        takes(&phone, &photo).await;
        assert_eq!(rows_of_files(&phone).await, json!([1, 1, 1]));
        saves(&phone).await;
        phone.is_all_sent().await;
        let office = world.office().await;
        let visit = office.records(FORM).await.pop().expect("the visit");
        assert_eq!(shown(&visit, "minutes").as_deref(), Some("45"));
        assert_eq!(office.files().len(), 1);
    })
    .await;
}

/// What the office has need not stay here whole.
#[tokio::test(flavor = "multi_thread")]
async fn photos_at_the_office_make_room_for_a_new_one() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        phone.registers(&person()).await;
        phone.is_all_sent().await;
        comes_to_photo(&phone, &person()).await;
        takes(&phone, &takes_photo(world.pictures(), 1, CAMERA)).await;
        saves(&phone).await;
        phone.is_all_sent().await;

        // There is room for half a photo more.
        let used = phone.script("return navigator.storage.estimate().then(room => room.usage)", vec![]).await;
        let half = world.office().await.files().values().map(|photo| photo.len() as u64 / 2).sum::<u64>();
        phone.loses_signal().await;
        phone.closes().await;
        phone.has_room_for(Some(used.as_u64().expect("bytes") + half)).await;
        let visit = world.office().await.records(FORM).await.pop().expect("the visit");
        phone.opens(&format!("/draft/another?form={FORM}&record={}&step=check", visit.id)).await;
        phone
            .taps(&words::say_with("fr", "form.check.change_what", &[("question", &question("photo"))]))
            .await;
        sees_thumbnail(&phone).await;
        takes(&phone, &takes_photo(world.pictures(), 2, CAMERA)).await;
        let kept = async || (rows_of_files(&phone).await == json!([2, 1, 2])).then_some(());
        phone.until("the second photo in place of the bytes of the first", kept).await;
        phone.sees_no_more(&phone.word("form.file.keeping")).await;
        phone.taps(&phone.word("form.next")).await;
        phone.saves().await;
        phone.says(State::Waiting(2)).await;
        phone.gets_signal().await;
        phone.is_all_sent().await;
        assert_eq!(world.office().await.files().len(), 2);
        let desk = world.coordinator("Khadija").await;
        opens_visit(&world, &desk).await;
        let there = async || shows_picture(&desk).await.then_some(());
        desk.until("the photo at the desk", there).await;
    })
    .await;
}
