//! Phones that find no network, or whose store does not open any more: their work comes to the office as a file.

use crate::world::desk::Desk;
use crate::world::person::Person;
use crate::world::phone::{Phone, State};
use crate::world::{World, story, words};
use serde_json::json;
use std::path::PathBuf;
use std::{env, fs};

/// The phone saves what waits to a file: one tap, one file.
pub async fn saves_to_a_file(world: &World, phone: &Phone) -> PathBuf {
    let folder = world.pictures().join(format!("files of {}", phone.name()));
    fs::create_dir_all(&folder).expect("a folder");
    phone.saves_files_into(&folder).await;
    phone.taps(&phone.word("sync.file")).await;
    let whole = async || {
        let files = fs::read_dir(&folder).expect("the folder").flatten().map(|file| file.path());
        let mut texts = files.filter(|path| path.extension().is_some_and(|ending| ending == "txt"));
        texts.next().filter(|path| fs::read_to_string(path).is_ok_and(|text| text.ends_with('\n')))
    };
    let path = phone.until("the file", whole).await;
    let name = path.file_name().expect("a name").to_string_lossy().into_owned();
    phone.sees(&words::say_with(phone.tongue(), "sync.file.saved", &[("name", &name)])).await;
    path
}

pub async fn sees(desk: &Desk, key: &str, n: u64) {
    desk.sees(&words::say_with(desk.tongue(), key, &[("n", &n.to_string())])).await;
}

/// A picture for whoever wants to look.
async fn is_pictured(world: &World, browser: &crate::world::browser::Browser, name: &str) {
    if env::var_os("TIWIZI_PICTURES").is_some() {
        fs::write(world.pictures().join(format!("{name}.png")), browser.picture().await)
            .expect("the picture");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_without_network_brings_its_work_to_the_office_as_a_file() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        phone.loses_signal().await;
        let people = [Person::named("Fatima", "Aït Ali"), Person::named("Aïcha", "Bouhmid")];
        for person in &people {
            phone.registers(person).await;
        }
        phone.goes_to("/sync").await;
        let file = saves_to_a_file(&world, &phone).await;
        is_pictured(&world, &phone, "saved").await;
        let text = fs::read_to_string(&file).expect("the file");
        assert!(!text.contains("Fatima") && !text.contains("payload"), "nobody else can read it");

        // A colleague with signal hands it over; the desk takes it in with one tap.
        let brahim = world.field_worker("Brahim").await;
        brahim.goes_to("/sync").await;
        brahim.brings_file(&file).await;
        brahim.sees(&words::say_with("fr", "sync.carry.done", &[("n", "2")])).await;
        is_pictured(&world, &brahim, "carried").await;
        let desk = world.coordinator("Rachid").await;
        desk.goes_to("/desk/phone-files").await;

        // First one whose only part is damaged: what is wrong is said, and nothing is taken in.
        let damaged = file.with_file_name("damaged.txt");
        let middle = text.len() / 2;
        let other = if text[middle..].starts_with('A') { "B" } else { "A" };
        fs::write(&damaged, format!("{}{other}{}", &text[..middle], &text[middle + 1..])).expect("written");
        desk.brings_file(&damaged).await;
        sees(&desk, "bundle.unreadable", 1).await;
        desk.taps(&desk.word("bundle.take_this")).await;
        sees(&desk, "bundle.taken", 2).await;
        is_pictured(&world, &desk, "taken").await;
        let office = world.office().await;
        for name in ["Fatima", "Aïcha"] {
            assert_eq!(office.with("person", "given_name", name).await.len(), 1, "{name}");
        }
        desk.brings_file(&file).await;
        sees(&desk, "bundle.nothing_new", 2).await;
        desk.taps(&desk.word("desk.nav.review")).await;
        desk.sees("Fatima Aït Ali").await;

        phone.gets_signal().await;
        phone.is_all_sent().await;
        assert_eq!(phone.receipt().await, (2, 2));
        for record in office.records("person").await {
            assert_eq!(office.changes(record.id).await, (1, 1), "nothing is there twice");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_whose_store_does_not_open_brings_its_second_copies_as_a_file() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        phone.loses_signal().await;
        phone.registers(&Person::named("Fatima", "Aït Ali")).await;
        phone.says(State::Waiting(1)).await;
        // Something has written the store in a way that this app does not know.
        let spoil = "return new Promise(done => { const opening = indexedDB.open('tiwizi', 99); \
            opening.onsuccess = () => { opening.result.close(); done(true); }; })";
        phone.script(spoil, vec![]).await;
        phone.goes_to("/").await;
        phone.sees(&phone.word("storage.newer")).await;
        is_pictured(&world, &phone, "recovery").await;
        let file = saves_to_a_file(&world, &phone).await;

        let desk = world.coordinator("Rachid").await;
        desk.goes_to("/desk/phone-files").await;
        desk.brings_file(&file).await;
        sees(&desk, "bundle.new", 1).await;
        is_pictured(&world, &desk, "looked").await;
        desk.taps(&words::say_with("fr", "bundle.take", &[("n", "1")])).await;
        sees(&desk, "bundle.taken", 1).await;
        assert_eq!(world.office().await.with("person", "given_name", "Fatima").await.len(), 1);
    })
    .await;
}

/// From now on the browser answers with an error when the app opens its database.
const DOES_NOT_OPEN: &str = "const right = IDBFactory.prototype.open; \
    IDBFactory.prototype.open = function () { \
        const opening = right.call(this, 'another', 1); \
        opening.addEventListener('upgradeneeded', () => opening.transaction.abort()); \
        return opening; };";

/// The browser cannot open the database at all: what is safe is said, and what was not sent can be saved to a file. When it
/// opens again, everything is there.
#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_does_not_open_is_a_screen_with_a_way_out() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        phone.loses_signal().await;
        phone.registers(&Person::named("Fatima", "Aït Ali")).await;
        phone.says(State::Waiting(1)).await;
        phone.devtools("Page.enable", json!({})).await;
        let source = json!({ "source": DOES_NOT_OPEN });
        let script = phone.devtools("Page.addScriptToEvaluateOnNewDocument", source).await;
        phone.goes_to("/").await;
        phone.sees(&phone.word("storage.unreadable")).await;
        for tongue in ["ar", "fr"] {
            phone.changes_language(tongue).await;
            let file = world.pictures().join(format!("unreadable-{tongue}.png"));
            fs::write(file, phone.picture().await).expect("the picture");
        }
        saves_to_a_file(&world, &phone).await;

        phone.devtools("Page.removeScriptToEvaluateOnNewDocument", script).await;
        phone.taps(&phone.word("app.retry")).await;
        phone.says(State::Waiting(1)).await;
        phone.gets_signal().await;
        phone.is_all_sent().await;
        assert_eq!(phone.receipt().await, (1, 1));
    })
    .await;
}
