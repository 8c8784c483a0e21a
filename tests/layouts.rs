//! A phone whose store was made by an earlier version of the app, or by a later one.

use crate::photos;
use crate::world::browser::Kind;
use crate::world::person::Person;
use crate::world::phone::{Phone, State};
use crate::world::{World, a_second_passes, story};
use serde_json::{Value, json};
use std::fs;

/// A page of the office's that is not the app: nothing there has the database open.
const BESIDE_THE_APP: &str = "/api/v1/health";

/// What the scripts below begin with.
const ASKED: &str = "\
    const asked = request => new Promise((done, failed) => { \
        request.onsuccess = () => done(request.result); request.onerror = () => failed(request.error); }); \
    const rows = async (database, tables) => { \
        const found = {}; \
        for (const name of tables) { \
            const table = database.transaction(name).objectStore(name); \
            const keys = await asked(table.getAllKeys()), values = await asked(table.getAll()); \
            found[name] = keys.map((key, place) => [key, values[place]]); } \
        return found; }; \
    const words = tables => [...tables].filter(name => !['files', 'bytes', 'thumbnails'].includes(name));";

/// Makes the database anew as the first version of the app made it, with the same rows.
const AS_LAYOUT_1: &str = "return (async () => { \
    const before = await asked(indexedDB.open('tiwizi')); \
    const found = await rows(before, words(before.objectStoreNames)); \
    before.close(); \
    await asked(indexedDB.deleteDatabase('tiwizi')); \
    const making = indexedDB.open('tiwizi', 1); \
    making.onupgradeneeded = () => { \
        for (const [name, all] of Object.entries(found)) { \
            const table = making.result.createObjectStore(name); \
            for (const [key, value] of all) table.put(value, key); } }; \
    (await asked(making)).close(); \
    return found; })();";

/// The database as a later version of the app may leave it.
const AS_A_LATER_LAYOUT: &str = "return (async () => { \
    const making = indexedDB.open('tiwizi', 1000); \
    making.onupgradeneeded = () => making.result.createObjectStore('later').put('text', 'key'); \
    (await asked(making)).close(); })();";

/// The layout, and all rows that are not of files.
const AS_IT_IS: &str = "return (async () => { \
    const database = await asked(indexedDB.open('tiwizi')); \
    const found = [database.version, await rows(database, words(database.objectStoreNames))]; \
    database.close(); return found; })();";

async fn does(phone: &Phone, script: &str) -> Value {
    phone.script(&format!("{ASKED} {script}"), vec![]).await
}

fn fatima() -> Person {
    Person::named("Fatima", "Aït Ali")
}

/// A phone that holds a record that was sent, one that waits, and a draft; it is open beside the app, without signal.
async fn with_work(world: &World) -> Phone {
    let phone = world.field_worker("Naïma").await;
    phone.registers(&fatima()).await;
    phone.is_all_sent().await;
    phone.loses_signal().await;
    phone.registers(&Person::named("Khadija", "Bouhmid")).await;
    let draft = Person::named("Rachida", "Draoui");
    phone.begins_to_register().await;
    phone.answers("person", &draft.answers, Some("sex")).await;
    phone.reads("form.kept").await;
    a_second_passes().await;
    phone.closes().await;
    phone.gets_signal().await;
    phone.opens(BESIDE_THE_APP).await;
    phone.loses_signal().await;
    phone
}

/// The log, records and drafts of a database.
fn work(rows: &Value) -> Value {
    json!([rows["log"], rows["rows"], rows["packs"], rows["drafts"]])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_from_before_there_were_photos_keeps_every_row_and_takes_photos() {
    story(async |world| {
        let phone = with_work(&world).await;
        let first = does(&phone, AS_LAYOUT_1).await;
        assert_eq!(does(&phone, AS_IT_IS).await, json!([1, first]));
        assert_ne!(first["log"], json!([]), "there is work in it");
        assert_ne!(first["drafts"], json!([]), "there is a draft in it");

        phone.goes_to("/").await;
        phone.says(State::Waiting(1)).await;
        phone.sees("Rachida Draoui").await;
        phone.goes_to("/people").await;
        phone.sees(&fatima().name()).await;
        phone.sees("Khadija Bouhmid").await;
        let now = does(&phone, AS_IT_IS).await;
        assert_eq!(now[0], 2);
        assert_eq!(work(&now[1]), work(&first));

        photos::saves_a_visit_with_photo(&world, &phone).await;
        phone.gets_signal().await;
        phone.is_all_sent().await;
        let office = world.office().await;
        assert_eq!((office.records("person").await.len(), office.files().len()), (2, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_a_later_version_has_written_is_left_alone() {
    story(async |world| {
        let phone = with_work(&world).await;
        does(&phone, AS_A_LATER_LAYOUT).await;
        let written = does(&phone, AS_IT_IS).await;
        assert_eq!((&written[0], &written[1]["later"]), (&json!(1000), &json!([["key", "text"]])));

        phone.goes_to("/").await;
        phone.sees(&phone.word("storage.newer")).await;
        fs::write(world.pictures().join("newer.png"), phone.picture().await).expect("the picture");
        assert!(!phone.has(Kind::Act, "Rachida Draoui", &[]).await);
        assert_eq!(does(&phone, AS_IT_IS).await, written, "nothing is changed");
    })
    .await;
}

/// A tab that has stayed open since before an update holds the store in the layout of then, and does not let go of it.
#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_an_older_tab_holds_waits_until_that_tab_is_closed() {
    story(async |world| {
        let phone = with_work(&world).await;
        does(&phone, AS_LAYOUT_1).await;
        does(&phone, "return (async () => { window.holds = await asked(indexedDB.open('tiwizi')); })();")
            .await;
        let older = phone.tab().await;
        phone.opens_another_tab("/").await;
        phone.sees(&phone.word("storage.blocked")).await;
        fs::write(world.pictures().join("blocked.png"), phone.picture().await).expect("the picture");

        let newer = phone.tab().await;
        phone.goes_to_tab(&older).await;
        phone.goes_anywhere("about:blank").await;
        phone.goes_to_tab(&newer).await;
        phone.taps(&phone.word("app.retry")).await;
        phone.says(State::Waiting(1)).await;
        phone.sees("Rachida Draoui").await;
        phone.gets_signal().await;
        phone.is_all_sent().await;
        assert_eq!(world.office().await.records("person").await.len(), 2);
    })
    .await;
}
