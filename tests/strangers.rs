//! Answers that are not the office's, or not for this app: each is said plainly, with what is safe and what to do, and
//! nothing is lost by it.

use crate::world::browser::Browser;
use crate::world::line::Stranger;
use crate::world::person::Person;
use crate::world::phone::{Phone, State};
use crate::world::{World, story};
use serde_json::{Value, json};
use std::fs;

/// What the line says in the office's place, what the header says then, and with which words the page says why.
const STRANGERS: [(&str, Stranger, State, &str); 7] = [
    (
        "portal",
        Stranger::Says(200, "content-type: text/html\r\n", "<html>Wi-Fi gratuit : connectez-vous</html>"),
        State::Waiting(1),
        "error.not_the_office",
    ),
    (
        "packed-wrongly",
        Stranger::Says(200, "content-type: application/json\r\ncontent-encoding: gzip\r\n", "{}"),
        State::Waiting(1),
        "sync.tried.no_network",
    ),
    ("too-large", Stranger::Says(413, "", r#"{"error":"too_large"}"#), State::Problem, "error.refused"),
    ("busy", Stranger::Says(503, "retry-after: 5\r\n", r#"{"error":"busy"}"#), State::Problem, "error.busy"),
    ("refuses-the-old", Stranger::Says(426, "", r#"{"error":"too_old"}"#), State::Problem, "error.too_old"),
    ("endless", Stranger::NeverEnds, State::Waiting(1), "error.cut"),
    (
        "speaks-the-next",
        Stranger::Says(200, "content-type: application/json\r\n", r#"{"too_old":{"protocol":2}}"#),
        State::Problem,
        "error.too_old",
    ),
];

/// The half minute and more that a phone waits for an answer is twenty times shorter.
const IMPATIENT: &str = "{ const right = setTimeout;
    window.setTimeout = (what, millis, ...with_) => right(what, millis < 3e4 ? millis : millis / 20, ...with_); }";

async fn is_pictured(world: &World, phone: &Phone, name: &str) {
    for tongue in ["ar", "fr"] {
        phone.changes_language(tongue).await;
        let file = world.pictures().join(format!("{name}-{tongue}.png"));
        fs::write(file, phone.picture().await).expect("the picture");
    }
}

/// Asks for an exchange on the page about sending, and reads the answer's words.
async fn asks_and_reads(phone: &Phone, state: State, key: &str) {
    phone.taps(&phone.word("sync.now")).await;
    phone.says(state).await;
    phone.sees(&phone.word(key)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_answers_in_the_offices_place_is_said_and_loses_nothing() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        phone.devtools("Page.enable", json!({})).await;
        phone.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": IMPATIENT })).await;
        phone.registers(&Person::named("Fatima", "Aït Ali")).await;
        phone.is_all_sent().await;
        phone.loses_signal().await;
        phone.registers(&Person::named("Aïcha", "Bouhmid")).await;
        phone.goes_to("/sync").await;
        phone.sees(&phone.word("error.network")).await;
        for (name, stranger, state, key) in STRANGERS {
            phone.line().is_answered_by(Some(stranger));
            phone.gets_signal().await;
            asks_and_reads(&phone, state, key).await;
            assert_eq!(phone.receipt().await, (1, 2), "{name}");
            is_pictured(&world, &phone, name).await;
        }

        phone.line().is_answered_by(None);
        phone.taps(&phone.word("sync.now")).await;
        phone.is_all_sent().await;
        assert_eq!(phone.receipt().await, (2, 2));
        let office = world.office().await;
        let people = office.records("person").await;
        assert_eq!(people.len(), 2);
        for person in people {
            assert_eq!(office.changes(person.id).await, (1, 1), "each once");
        }
    })
    .await;
}

/// An app that has slept too long brings its own renewal: whoever tries again is offered the new version, with all that was
/// written.
#[tokio::test(flavor = "multi_thread")]
async fn an_app_that_is_too_old_is_renewed_where_it_says_so() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        phone.line().is_answered_by(Some(Stranger::Says(426, "", r#"{"error":"too_old"}"#)));
        phone.registers(&Person::named("Fatima", "Aït Ali")).await;
        phone.says(State::Problem).await;
        phone.taps(&phone.word("tab.send")).await;
        phone.sees(&phone.word("error.too_old")).await;

        world
            .updates_the_client("locales/fr.json", &phone.word("sync.by_itself"), "Tout part tout seul.")
            .await;
        phone.taps(&phone.word("app.retry")).await;
        phone.sees(&phone.word("app.update.ready")).await;
        is_pictured(&world, &phone, "update").await;
        phone.line().is_answered_by(None);
        phone.taps(&phone.word("app.update.now")).await;
        phone.sees("Tout part tout seul.").await;
        phone.is_all_sent().await;
        assert_eq!(phone.receipt().await, (1, 1));
    })
    .await;
}

/// The cookies of a browser.
async fn cookies(browser: &Browser) -> Vec<Value> {
    let all = browser.devtools("Network.getCookies", json!({ "urls": [browser.line().origin()] })).await;
    all["cookies"].as_array().expect("cookies").clone()
}

/// A browser goes on with the session of another one's device: the office takes nothing in another's name, the person is told
/// and let in again with a code of their own.
#[tokio::test(flavor = "multi_thread")]
async fn a_phone_with_another_phones_session_sends_nothing_in_another_name() {
    story(async |world| {
        let (phone, other) = (world.field_worker("Naïma").await, world.field_worker("Brahim").await);
        let theirs = cookies(&other).await;
        assert!(!theirs.is_empty());
        phone.loses_signal().await;
        phone.registers(&Person::named("Fatima", "Aït Ali")).await;
        for cookie in theirs {
            // Kept for secure connections alone, which a line within this machine counts as.
            let origin = phone.line().origin().replacen("http", "https", 1);
            let set = json!({
                "name": cookie["name"], "value": cookie["value"], "path": cookie["path"], "url": origin,
                "httpOnly": true, "secure": true, "sameSite": "Strict",
            });
            assert_eq!(phone.devtools("Network.setCookie", set).await["success"], true);
        }
        phone.gets_signal().await;
        phone.says(State::Problem).await;
        phone.taps(&phone.word("tab.send")).await;
        phone.sees(&phone.word("error.sign_in")).await;
        assert_eq!(phone.receipt().await, (0, 1));
        assert!(world.office().await.records("person").await.is_empty(), "nothing under another name");

        let link = world.another_invitation("Naïma").await;
        let (_, code) = link.rsplit_once('/').expect("a code");
        phone.taps(&phone.word("enrol.enter")).await;
        phone.writes(&phone.word("enrol.code"), code).await;
        phone.taps(&phone.word("enrol.submit")).await;
        phone.taps(&phone.word("enrol.done.start")).await;
        phone.is_all_sent().await;
        assert_eq!(phone.receipt().await, (1, 1));
    })
    .await;
}
