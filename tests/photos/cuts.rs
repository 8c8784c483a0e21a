//! A hundred records and twenty photos, over a line that is cut twenty times in the middle of what it carries.

use super::{FORM, comes_to_photo, saves, takes};
use crate::world::camera::takes_photo;
use crate::world::line::Way;
use crate::world::person::Person;
use crate::world::phone::{Phone, State};
use crate::world::{a_second_passes, story};
use record::Value;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

const PEOPLE: usize = 80;
const VISITS: usize = 20;

/// How the exchanges are cut: so many go through before, then the next one in its request, or in its answer, when the office
/// has committed and the phone does not know.
const CUTS: [(u32, Way, usize); 10] = [
    (0, Way::Request, 700),
    (0, Way::Answer, 0),
    (1, Way::Request, 800),
    (1, Way::Answer, 0),
    (0, Way::Answer, 120),
    (1, Way::Answer, 0),
    (0, Way::Request, 20),
    (1, Way::Answer, 40),
    (0, Way::Request, 700),
    (1, Way::Answer, 0),
];

/// So many bytes of photos pass between two cuts.
const FILES_ARE_CUT_EVERY: usize = 90_000;

/// What the scripts below begin with.
const ASKED: &str = "\
    const asked = request => new Promise((done, failed) => { \
        request.onsuccess = () => done(request.result); request.onerror = () => failed(request.error); });";

/// The id of the only draft of a form.
const DRAFT: &str = "return (async () => { \
    const database = await asked(indexedDB.open('tiwizi')); \
    const drafts = (await asked(database.transaction('drafts').objectStore('drafts').getAll())).map(JSON.parse); \
    database.close(); \
    return drafts.find(draft => draft.form === arguments[0]).id; })();";

/// Makes of a draft as many as there are names, each about another record; their ids.
const COPIES: &str = "const [draft, name, names] = arguments; return (async () => { \
    const database = await asked(indexedDB.open('tiwizi')); \
    const change = database.transaction('drafts', 'readwrite', { durability: 'strict' }); \
    const drafts = change.objectStore('drafts'), text = await asked(drafts.get(draft)); \
    const ids = names.map(other => { \
        const id = crypto.randomUUID(); \
        drafts.put(text.replaceAll(draft, id).replaceAll(JSON.parse(text).record, crypto.randomUUID()) \
            .replaceAll(name, other), id); \
        return id; }); \
    await new Promise(done => { change.oncomplete = done; change.commit(); }); \
    database.close(); return ids; })();";

/// Opens each of these drafts where its answers are checked, and saves it as a tap on the button does. It looks at the
/// page and not at its address: a browser whose address changes that often leaves it for a while as it is.
const SAVES: &str = "return (async () => { \
    const until = look => new Promise(done => { \
        const glance = () => { const found = look(); if (found) done(found); else setTimeout(glance, 4); }; \
        glance(); }); \
    const goes = address => { \
        const link = document.createElement('a'); \
        link.href = address; \
        document.body.append(link); link.click(); link.remove(); }; \
    for (const id of arguments[0]) { \
        goes('/settings'); \
        await until(() => document.querySelector('main .languages')); \
        goes(`/draft/${id}?step=check`); \
        (await until(() => document.querySelector('.phone:has(main.check) .steps .main'))).click(); \
        await until(() => document.querySelector('main .receipt.done')); } })();";

/// The phone's log: what it has saved, in order.
const LOG: &str = "return (async () => { \
    const database = await asked(indexedDB.open('tiwizi')); \
    const log = await asked(database.transaction('log').objectStore('log').getAll()); \
    database.close(); return log.map(row => JSON.parse(row).payload); })();";

async fn does(phone: &Phone, script: &str, arguments: Vec<Json>) -> Json {
    phone.script(&format!("{ASKED} {script}"), arguments).await
}

fn texts(of: &Json) -> Vec<String> {
    serde_json::from_value(of.clone()).expect("texts")
}

/// The draft of a form that is being filled, and copies of it under these names.
async fn copies(phone: &Phone, form: &str, name: &str, names: &[String]) -> (String, Vec<String>) {
    a_second_passes().await;
    let draft = does(phone, DRAFT, vec![json!(form)]).await;
    let ids = texts(&does(phone, COPIES, vec![draft.clone(), json!(name), json!(names)]).await);
    (draft.as_str().expect("an id").to_owned(), ids)
}

/// A family name for each: names hold no digits.
fn family(number: usize) -> String {
    let letter = |first: u8, place: usize| char::from(first + place as u8);
    format!("Oubihi {}{}", letter(b'A', number / 26), letter(b'a', number % 26))
}

/// Registers somebody, and others who differ by name alone.
async fn registers_eighty(phone: &Phone) -> Person {
    let first = Person::named("Fatima", &family(0));
    phone.begins_to_register().await;
    phone.answers("person", &first.answers, None).await;
    let families: Vec<String> = (1..PEOPLE).map(family).collect();
    let (_, ids) = copies(phone, "person", &family(0), &families).await;
    phone.saves().await;
    phone.goes_to("/").await;
    phone.sees(&phone.word("home.drafts")).await;
    for some in ids.chunks(5) {
        does(phone, SAVES, vec![json!(some)]).await;
    }
    phone.goes_to("/").await;
    phone.says(State::Waiting(PEOPLE)).await;
    first
}

/// Visits one of them twenty times, each time with another photo.
async fn photographs_twenty(phone: &Phone, of: &Person, folder: &std::path::Path) {
    comes_to_photo(phone, of).await;
    let page = phone.script("return location.pathname + location.search", vec![]).await;
    let page = page.as_str().expect("an address");
    let (draft, ids) = copies(phone, FORM, &family(0), &vec![family(0); VISITS - 1]).await;
    for (number, id) in std::iter::once(&draft).chain(&ids).enumerate() {
        phone.goes_to(&page.replace(&draft, id)).await;
        takes(phone, &takes_photo(folder, number as u64, (640, 480))).await;
        saves(phone).await;
    }
    phone.goes_to("/sync").await;
    phone.says(State::Waiting(PEOPLE + 2 * VISITS)).await;
}

/// Point 8 whole: no duplicate, no loss, and it ends in *All sent*.
#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_records_and_twenty_photos_arrive_once_through_twenty_cuts() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        phone.loses_signal().await;
        let first = registers_eighty(&phone).await;
        photographs_twenty(&phone, &first, world.pictures()).await;

        phone.gets_signal_cut_by(&CUTS).await;
        let office = world.office().await;
        while office.files().len() < VISITS {
            let before = office.files().len();
            let more = async || (office.files().len() > before).then_some(());
            phone.exchanges_until("another photo at the office", more).await;
        }
        phone.is_all_sent().await;
        let cuts = CUTS.len() as u64 + phone.line().files().cuts;
        println!("{cuts} cuts; {:?}", phone.line().files());
        assert!(cuts >= 20, "{cuts} cuts");

        let all = (PEOPLE + VISITS) as u64;
        assert_eq!(phone.receipt().await, (all, all));
        let (people, visits) = (office.records("person").await, office.records(FORM).await);
        assert_eq!((people.len(), visits.len(), office.files().len()), (PEOPLE, VISITS, VISITS));
        for record in people.iter().chain(&visits) {
            assert_eq!(office.changes(record.id).await, (1, 1), "each once: {}", record.id);
        }
        let photo = |visit: &record::Record| match visit.shown(&"photo".parse().expect("a path")) {
            Some(Value::File(file)) => file.sha256.to_string(),
            other => panic!("{other:?}"),
        };
        let photos: BTreeSet<String> = visits.iter().map(photo).collect();
        assert_eq!(photos, office.files().into_keys().collect(), "each visit has its photo");
        let saved = does(&phone, LOG, vec![]).await;
        assert_eq!(json!(office.payloads("Naïma").await), saved, "row by row what the phone has saved");
    })
    .await;
}

impl Phone {
    /// There is signal again, and the line is cut in the middle of each of these exchanges, later in the middle of photos.
    async fn gets_signal_cut_by(&self, cuts: &[(u32, Way, usize)]) {
        self.line().cuts_files_every(FILES_ARE_CUT_EVERY);
        for (passes, way, after) in cuts {
            let mut cut = self.line().falls_silent_later(*passes, *way, *after);
            self.gets_signal().await;
            self.exchanges_until("an exchange to be cut", async || cut.try_recv().ok()).await;
            self.loses_signal().await;
        }
        self.gets_signal().await;
    }
}
