//! When the app exchanges: each of what may start an exchange does so alone. The signal comes back on the line and nobody
//! tells the browser; what waits goes on waiting; then one thing happens, and it is at the office.

use crate::world::person::Person;
use crate::world::phone::{Phone, State};
use crate::world::{World, a_second_passes, story};
use serde_json::json;

/// The dice always fall on the longest pause, so that no try comes by itself while the story looks.
const LONGEST_PAUSES: &str = "Math.random = () => 0.999;";

/// Pauses of a hundred seconds and more are twenty times shorter.
const FAST_CLOCK: &str = "{ const right = setTimeout;
    window.setTimeout = (what, millis, ...with_) => right(what, millis < 1e5 ? millis : millis / 20, ...with_); }";

/// What the page asks of Background Sync is written down, and the story says when it comes true: Chromium takes any dead
/// line for a network as long as the machine has one, and would wake the app at once.
const KEEPS_REGISTRATIONS: &str = "window.registered = [];
    SyncManager.prototype.register = async tag => { registered.push(tag); };";

/// The exchanges that have ended are counted.
const COUNTS_EXCHANGES: &str = "window.ended = 0;
    new PerformanceObserver(seen => { ended += seen.getEntriesByName('exchange', 'measure').length; })
        .observe({ entryTypes: ['measure'] });";

/// After so many failures the next try comes in a minute by itself.
const FAILURES_FOR_A_MINUTE: u32 = 4;
/// After so many it comes in two.
const FAILURES_FOR_TWO_MINUTES: u32 = 5;

/// A phone in whose pages a script runs first.
async fn phone_with(world: &World, scripts: &[&str]) -> Phone {
    let phone = world.field_worker("Naïma").await;
    phone.devtools("Page.enable", json!({})).await;
    for source in [COUNTS_EXCHANGES, LONGEST_PAUSES, KEEPS_REGISTRATIONS].iter().chain(scripts) {
        phone.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).await;
    }
    phone.goes_to("/").await;
    let exchanged = async || (ended(&phone).await > 0).then_some(());
    phone.until("the first exchange", exchanged).await;
    phone.is_all_sent().await;
    phone
}

/// How many exchanges have ended on this page, well or not.
async fn ended(phone: &Phone) -> u64 {
    phone.script("return ended", vec![]).await.as_u64().expect("a number")
}

async fn notices_a_network(phone: &Phone) {
    phone.script("dispatchEvent(new Event('online'))", vec![]).await;
}

/// There is no signal: somebody is registered and waits, and is tried to be sent so often in vain.
async fn fails(phone: &Phone, person: &Person, times: u32) {
    phone.line().loses_signal();
    phone.registers(person).await;
    phone.says(State::Waiting(1)).await;
    for time in 1..=times {
        let before = ended(phone).await;
        notices_a_network(phone).await;
        let failed = async || (ended(phone).await > before).then_some(());
        phone.until(&format!("failure {time}"), failed).await;
    }
}

/// There is signal, and the phone does not know.
async fn has_signal_unnoticed(phone: &Phone) {
    phone.line().gets_signal();
    let before = ended(phone).await;
    a_second_passes().await;
    assert_eq!(phone.state().await, Some(State::Waiting(1)), "nothing has told the phone");
    assert_eq!(ended(phone).await, before);
}

fn person(family: &str) -> Person {
    Person::named("Fatima", family)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_trigger_alone_brings_what_waits_to_the_office() {
    story(async |world| {
        let phone = phone_with(&world, &[]).await;

        // The browser believes that there is a network again.
        fails(&phone, &person("Aït Ali"), FAILURES_FOR_A_MINUTE).await;
        has_signal_unnoticed(&phone).await;
        notices_a_network(&phone).await;
        phone.is_all_sent().await;

        // Something is saved, a while after an exchange that went well.
        phone.registers(&person("Bouhmid")).await;
        phone.is_all_sent().await;
        assert_eq!(phone.receipt().await, (2, 2));

        // The person asks.
        fails(&phone, &person("Chafik"), FAILURES_FOR_A_MINUTE).await;
        phone.taps(&phone.word("tab.send")).await;
        has_signal_unnoticed(&phone).await;
        phone.taps(&phone.word("sync.now")).await;
        phone.is_all_sent().await;

        // The page is seen again.
        fails(&phone, &person("Daoudi"), FAILURES_FOR_A_MINUTE).await;
        phone.is_put_away().await;
        has_signal_unnoticed(&phone).await;
        phone.is_taken_up().await;
        phone.is_all_sent().await;

        // The app is opened.
        fails(&phone, &person("El Idrissi"), FAILURES_FOR_A_MINUTE).await;
        has_signal_unnoticed(&phone).await;
        phone.closes().await;
        assert_eq!(world.office().await.records("person").await.len(), 4);
        phone.opens("/").await;
        phone.is_all_sent().await;
        assert_eq!(phone.receipt().await, (5, 5));
    })
    .await;
}

/// Nobody touches the phone and nothing tells it of the signal. The clock is fast, so that minutes are seconds.
#[tokio::test(flavor = "multi_thread")]
async fn time_alone_brings_what_waits_to_the_office_and_goes_on_asking() {
    story(async |world| {
        let phone = phone_with(&world, &[FAST_CLOCK]).await;
        fails(&phone, &person("Aït Ali"), FAILURES_FOR_TWO_MINUTES).await;
        has_signal_unnoticed(&phone).await;
        phone.is_all_sent().await;

        // While the app is open it asks for news every three minutes.
        let before = ended(&phone).await;
        let asked = async || (ended(&phone).await >= before + 2).then_some(());
        phone.until("two exchanges more", asked).await;
        assert_eq!(phone.receipt().await, (1, 1));
    })
    .await;
}

/// The browser wakes the app when it finds a network, if it was asked to: once for what was saved and could not be sent.
#[tokio::test(flavor = "multi_thread")]
async fn background_sync_alone_brings_what_waits_to_the_office() {
    story(async |world| {
        let phone = phone_with(&world, &[]).await;
        let registered = async || phone.script("return registered", vec![]).await;
        phone.registers(&person("Aït Ali")).await;
        phone.is_all_sent().await;
        assert_eq!(registered().await, json!([]), "what is sent at once needs nobody to wake it");

        fails(&phone, &person("Bouhmid"), FAILURES_FOR_A_MINUTE).await;
        assert_eq!(registered().await, json!(["exchange"]), "once, not at each failure");
        has_signal_unnoticed(&phone).await;
        phone.finds_a_network_in_the_background("exchange").await;
        phone.is_all_sent().await;
        assert_eq!(registered().await, json!(["exchange"]));
        assert_eq!(phone.receipt().await, (2, 2));
    })
    .await;
}
