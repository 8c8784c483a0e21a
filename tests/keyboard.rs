//! The field without touching the screen: by keyboard, with what a screen reader would say.

use crate::world::person::{Answer, Answers, Person};
use crate::world::phone::{Phone, State};
use crate::world::{story, words};
use chrono::{Datelike, NaiveDate};
use serde_json::json;
use std::fs;

/// Keys as WebDriver writes them (W3C WebDriver, section 17.4.2).
const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const DOWN: &str = "\u{e015}";
const SPACE: &str = " ";

/// More things than any page of a form has.
const MANY: usize = 90;

/// What has the focus, as it is called.
async fn focused(phone: &Phone) -> String {
    let name = "const it = document.activeElement; \
        return it.getAttribute('aria-label') || (it.labels?.length ? it.labels[0].innerText : it.innerText) || '';";
    words::tidy(phone.script(name, vec![]).await.as_str().unwrap_or_default())
}

/// Goes on with the tabulator until this has the focus; what a name is followed by tells it from others of the same.
async fn comes_to(phone: &Phone, name: &str) {
    let name = words::tidy(name);
    let mut passed = Vec::new();
    for _ in 0..MANY {
        let here = focused(phone).await;
        if here.strip_prefix(&name).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')) {
            return;
        }
        passed.push(here);
        phone.presses(TAB).await;
    }
    panic!("the tabulator does not come to “{name}”, but to {passed:#?}");
}

/// Goes on with the arrows until this choice of the question has the focus, and chooses it.
async fn comes_to_choice(phone: &Phone, choice: &str) {
    let choice = words::tidy(choice);
    for _ in 0..MANY {
        if focused(phone).await == choice {
            return phone.presses(SPACE).await;
        }
        phone.presses(DOWN).await;
    }
    panic!("the arrows do not come to “{choice}”");
}

/// Answers the questions of one page, from its heading on.
async fn answers_page(phone: &Phone, title: &str, answers: &Answers) {
    let form = words::form("person");
    for node in phone.questions_of("person", title) {
        let question = form.node(node);
        let Some(answer) = answers.get(question.name.as_str()) else { continue };
        let list = || form.list(question.list().expect("a list"));
        let label = |code: &str| words::label(&list().choice(code).expect("a choice").label, "fr");
        match answer {
            Answer::Text(text) => {
                comes_to(phone, &words::label(&question.label, "fr")).await;
                phone.presses(text).await;
            }
            Answer::Choice(code) => {
                let first = list().choices.first().expect("a choice");
                comes_to(phone, &words::label(&first.label, "fr")).await;
                comes_to_choice(phone, &label(code)).await;
                // The next question may have choices of the same names.
                phone.presses(TAB).await;
            }
            Answer::Found(code) => {
                comes_to(phone, &phone.word("form.choose.search")).await;
                phone.presses(&label(code)).await;
                comes_to(phone, &label(code)).await;
                phone.presses(SPACE).await;
            }
            Answer::Day(day) => {
                let parts = [("day", day.day()), ("month", day.month()), ("year", day.year_ce().1)];
                for (part, number) in parts {
                    comes_to(phone, &phone.word(&format!("form.date.{part}"))).await;
                    phone.presses(&number.to_string()).await;
                }
            }
            Answer::Year(_) => panic!("nobody is born in a year only here"),
        }
    }
}

/// Point 34: somebody is registered, and sent, without a touch; and what the exchange did is said aloud once.
#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_registered_by_keyboard_and_the_exchange_is_said_once() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        let birth = NaiveDate::from_ymd_opt(1990, 5, 1).expect("a day");
        let fatima = Person::named("Fatima", "Aït Ali").with("birth", Answer::Day(birth));
        phone.loses_signal().await;
        let home = phone.title_of_page().await;
        comes_to(&phone, &phone.word("home.new_person")).await;
        phone.presses(ENTER).await;
        phone.comes_to_another_page_than(&home).await;
        loop {
            let title = phone.title_of_page().await;
            if title == phone.word("form.check.title") {
                break;
            }
            answers_page(&phone, &title, &fatima.answers).await;
            comes_to(&phone, &phone.word("form.next")).await;
            phone.presses(ENTER).await;
            phone.comes_to_another_page_than(&title).await;
        }
        comes_to(&phone, &phone.word("form.save")).await;
        phone.presses(ENTER).await;
        phone.comes_to(&phone.word("form.saved.title")).await;
        phone.remembers(fatima);
        comes_to(&phone, &phone.word("form.saved.home")).await;
        phone.presses(ENTER).await;
        phone.says(State::Waiting(1)).await;

        let listen = "window.heard = []; const said = document.querySelector('[aria-live=polite]'); \
            new MutationObserver(() => said.innerText.trim() && heard.push(said.innerText)) \
                .observe(said, { childList: true, characterData: true, subtree: true });";
        phone.script(listen, vec![]).await;
        phone.gets_signal().await;
        phone.is_all_sent().await;
        let once = async || {
            let heard = phone.script("return window.heard", vec![]).await;
            let heard: Vec<String> = serde_json::from_value(heard).expect("texts");
            (!heard.is_empty()).then_some(heard)
        };
        let heard = phone.until("the exchange to be said", once).await;
        let [sent] = heard.as_slice() else { panic!("it is said once: {heard:?}") };
        assert_eq!(words::read("fr", "heard.sent", sent).expect("how many")["n"], "1");
    })
    .await;
}

/// Point 28: the keyboard on the screen takes half of it; what is typed into and *Next* stay in sight.
#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_hides_neither_the_field_nor_the_next_step() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        let fatima = Person::named("Fatima", "Aït Ali");
        phone.begins_to_register().await;
        phone.answers("person", &fatima.answers, Some("landmark")).await;
        // The viewport is made to be resized by the keyboard: so much is left beside it on a phone of 640 pixels.
        let half = json!({ "width": 360, "height": 330, "deviceScaleFactor": 2, "mobile": true });
        phone.devtools("Emulation.setDeviceMetricsOverride", half).await;
        phone.types_on(&words::question("landmark", "fr"), "Souk").await;
        let both = "const field = document.activeElement.getBoundingClientRect(); \
            const next = [...document.querySelectorAll('button')].find(act => act.innerText.trim() === arguments[0]) \
                .getBoundingClientRect(); \
            const bar = document.querySelector('header').getBoundingClientRect(); \
            return document.activeElement.matches('input') && field.top >= bar.bottom && field.bottom <= next.top \
                && next.bottom <= innerHeight;";
        let seen = async || {
            (phone.script(both, vec![phone.word("form.next").into()]).await == true).then_some(())
        };
        phone.until("the field and the next step", seen).await;
        fs::write(world.pictures().join("keyboard.png"), phone.picture().await).expect("the picture");
    })
    .await;
}
