//! Four languages, two directions.

use crate::world::browser::{Browser, Kind};
use crate::world::person::{Answer, Person, training};
use crate::world::story;
use crate::world::words::{self, TONGUES};
use serde_json::json;

/// Point 29: from the middle of a form, in two taps, by its own name, keeping what is typed.
#[tokio::test(flavor = "multi_thread")]
async fn the_language_changes_in_two_taps_and_keeps_what_is_typed() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        phone.begins_to_register().await;
        phone.answers("person", &Person::named("Fatima", "Aït Ali").answers, Some("family_name")).await;
        phone.writes(&words::question("family_name", "fr"), "Aït Ali").await;
        for (tongue, direction) in [("ar", "rtl"), ("en", "ltr"), ("zgh", "ltr"), ("fr", "ltr")] {
            phone.changes_language(tongue).await;
            phone.comes_to(&words::question("name_latin", tongue)).await;
            let page = "return [document.documentElement.lang, document.documentElement.dir]";
            let said =
                async || (phone.script(page, vec![]).await == json!([tongue, direction])).then_some(());
            phone.until(&format!("the page to be in {tongue}, {direction}"), said).await;
            let field = phone
                .facts(Kind::Text, &words::question("family_name", tongue), &[])
                .await
                .expect("the field");
            assert_eq!(field["value"], "Aït Ali", "{tongue}");
        }
    })
    .await;
}

/// Point 30: in Arabic the page is mirrored, and numbers that are read from left to right stay so.
#[tokio::test(flavor = "multi_thread")]
async fn arabic_is_mirrored_and_numbers_keep_their_order() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        let person = Person::named("Fatima", "Aït Ali").with_phone("0612345678");
        let person = person.with("douar", Answer::Text("Tighmert".into()));
        phone.registers(&person).await;
        phone.is_all_sent().await;
        phone.changes_language("ar").await;
        phone.opens_person(&person.name()).await;

        runs_from_left_to_right(&phone, "06 12 34 56 78").await;
        let back = phone.script(BACK_IS_ON_THE_RIGHT, vec![json!(phone.word("app.back"))]).await;
        assert_eq!(back, true, "Back stands on the right");
        let picture = world.pictures().join("arabic.png");
        std::fs::write(picture, phone.picture().await).expect("the picture");
    })
    .await;
}

/// Point 30: a percentage of the Arabic desk reads 66,7 and never 7,66; its dates begin with the day.
#[tokio::test(flavor = "multi_thread")]
async fn percentages_and_dates_keep_their_order_in_arabic() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        let man = Person::named("Mohamed", "Bouhmid").with("sex", Answer::Choice("man".into()));
        let people = [Person::named("Fatima", "Aït Ali"), Person::named("Khadija", "Bouhmid"), man];
        for person in &people {
            phone.registers(person).await;
        }
        phone.enters_session(&training("Gestion de stock")).await;
        let names = people.map(|person| person.name());
        let present: Vec<_> = names.iter().map(|name| (name.as_str(), "present")).collect();
        phone.marks("Gestion de stock", &present).await;
        phone.goes_home().await;
        phone.is_all_sent().await;

        let desk = world.coordinator("Rachid").await;
        desk.taps(&desk.word("desk.nav.dashboard")).await;
        desk.changes_language("ar").await;
        desk.sees("66,7").await;
        runs_from_left_to_right(&desk, "66,7").await;
        desk.taps(&desk.word("desk.nav.review")).await;
        desk.opens_record("Gestion de stock").await;
        let today = desk.until("a date", async || date_in(&desk.words().await)).await;
        runs_from_left_to_right(&desk, &today).await;
        let picture = world.pictures().join("arabic-desk.png");
        std::fs::write(picture, desk.picture().await).expect("the picture");
    })
    .await;
}

/// The first date of a text: `27/11/2026`.
fn date_in(text: &str) -> Option<String> {
    let is_date = |word: &&str| {
        let parts: Vec<&str> = word.split('/').collect();
        parts.iter().map(|part| part.len()).eq([2, 2, 4])
            && parts.iter().all(|part| part.parse::<u16>().is_ok())
    };
    text.split_whitespace().find(is_date).map(str::to_owned)
}

/// Each character of a text stands to the right of the one before, wherever the text is shown.
async fn runs_from_left_to_right(browser: &Browser, text: &str) {
    let order = browser.script(ORDER_OF_CHARACTERS, vec![json!(text)]).await;
    assert_eq!(order, true, "{text} runs from left to right");
}

/// Whether the characters of a text run from left to right in all places where it is shown; `null` if there is none.
const ORDER_OF_CHARACTERS: &str = "\
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); \
    const runs = []; \
    for (let node; node = walker.nextNode();) { \
        const at = node.data.replace(/[\\u00a0\\u202f]/g, ' ').indexOf(arguments[0]); \
        if (at < 0 || !node.parentElement.checkVisibility()) continue; \
        const places = [...arguments[0]].map((_, index) => { \
            const range = document.createRange(); range.setStart(node, at + index); \
            range.setEnd(node, at + index + 1); return range.getBoundingClientRect().left; }); \
        runs.push(places.every((place, index) => index === 0 || places[index - 1] < place)); } \
    return runs.length ? runs.every(Boolean) : null;";

const BACK_IS_ON_THE_RIGHT: &str = "\
    const back = document.querySelector(`[aria-label='${arguments[0]}']`).getBoundingClientRect(); \
    return back.left > document.documentElement.clientWidth / 2;";

/// Point 3: exactly one of the five states, in four languages; *Offline* holds no red.
#[tokio::test(flavor = "multi_thread")]
async fn the_header_says_exactly_one_of_five_states_in_every_language() {
    use crate::world::line::Way;
    use crate::world::phone::State;
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        let in_every_language = async |state: State| {
            for tongue in TONGUES {
                phone.changes_language(tongue).await;
                phone.says(state.clone()).await;
            }
            phone.changes_language("fr").await;
        };
        in_every_language(State::Done).await;

        phone.loses_signal().await;
        phone.taps(&phone.word("tab.send")).await;
        // Whoever asks is answered: that there is no network, and when the next try comes.
        phone.taps(&phone.word("sync.now")).await;
        let answer = phone.reads("sync.tried").await;
        assert_eq!(answer["what"], words::tidy(&phone.word("sync.tried.no_network")));
        phone.reads("sync.next").await;
        let picture = world.pictures().join("sync-offline.png");
        std::fs::write(picture, phone.picture().await).expect("the picture");
        in_every_language(State::Offline).await;
        let hue = phone.script(HUE_OF_THE_STATE, vec![json!(phone.word("state.offline"))]).await;
        assert_eq!(hue, "grey", "offline is normal");

        phone.registers(&Person::named("Fatima", "Aït Ali")).await;
        in_every_language(State::Waiting(1)).await;

        let silent = phone.falls_silent(Way::Answer, 0);
        phone.gets_signal().await;
        silent.await.expect("the exchange began");
        in_every_language(State::Sending).await;
        phone.line().loses_signal();
        phone.line().gets_signal();
        phone.exchanges().await;
        phone.is_all_sent().await;

        phone.loses_its_cookie().await;
        phone.exchanges().await;
        in_every_language(State::Problem).await;
    })
    .await;
}

/// `grey` when no colour of the state leans to red: neither its words nor its ground.
const HUE_OF_THE_STATE: &str = "\
    const canvas = new OffscreenCanvas(1, 1).getContext('2d'); \
    const state = [...document.querySelectorAll('a')].find(link => link.innerText.trim() === arguments[0]); \
    const colours = [state, ...state.querySelectorAll('*')].flatMap(element => { \
        const style = getComputedStyle(element); return [style.color, style.backgroundColor, style.borderTopColor]; }); \
    for (const colour of colours) { \
        canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); \
        const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data; \
        if (alpha > 0 && red > Math.max(green, blue) + 40) return colour; } \
    return 'grey';";
