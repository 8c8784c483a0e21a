//! What is answered is stored as it is meant, and nothing else.

use crate::organisation::{FORM, cooperative, question};
use crate::world::browser::Kind;
use crate::world::office::shown;
use crate::world::person::{Answer, Person};
use crate::world::{story, words};
use serde_json::json;
use std::fs;

const STORED: &str = "+212612345678";

/// Point 21: a number is the same number in whichever digits and with whichever signs it is written.
#[tokio::test(flavor = "multi_thread")]
async fn a_telephone_number_is_stored_alike_however_it_is_written() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        let written = ["٠٦١٢٣٤٥٦٧٨", "06 12-34.56 78", "+212 612 345 678", "00212612345678"];
        for (given, number) in ["Fatima", "Aïcha", "Zahra", "Khadija"].into_iter().zip(written) {
            let person = Person::named(given, "Aït Ali").with_phone(number);
            phone.begins_to_register().await;
            phone.answers("person", &person.answers, None).await;
            phone.saves().await;
            phone.taps(&phone.word("form.saved.home")).await;
        }
        phone.is_all_sent().await;
        let stored = world.office().await.with("person", "phone", STORED).await;
        assert_eq!(stored.len(), written.len());
    })
    .await;
}

/// Points 20 and 22: what a question that is no longer asked was answered is neither shown nor sent; a day that does not
/// exist is questioned; the months are those of Morocco.
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_hidden_is_neither_shown_nor_sent_and_no_day_is_made_up() {
    story(async |world| {
        let link = world.invitation("Naïma", "field_worker").await;
        let phone = world.phone("Naïma", "ar").await;
        phone.enrols_by(&link).await;
        let person = Person::named("Fatima", "Aït Ali").with_phone("0612345678");
        phone.begins_to_register().await;
        phone.answers("person", &person.answers, Some("birth")).await;
        let birth = words::question("birth", "ar");
        let birth = [(Kind::Group, birth.as_str())];
        let part = |name: &str| phone.word(&format!("form.date.{name}"));
        for (name, number) in [("day", "31"), ("month", "2"), ("year", "1990")] {
            phone.writes_in(&birth, &part(name), number).await;
        }
        phone.answers_question("person", "sex", &person.answers["sex"]).await;
        phone.taps(&phone.word("form.next")).await;
        phone.sees(&phone.word("problem.no_such_day")).await;
        phone.chooses(&birth, &part("only_month")).await;
        phone.writes_in(&birth, &part("month"), "8").await;
        let title = phone.title_of_page().await;
        phone.goes_on(&title).await;

        let mut rest = person.answers.clone();
        rest.remove("birth");
        phone.answers("person", &rest, None).await;
        phone.sees("غشت 1990").await;
        phone.sees("06 12 34 56 78").await;
        let owner = words::question("phone_owner", "ar");
        phone.taps(&words::say_with("ar", "form.check.change_what", &[("question", &owner)])).await;
        phone.answers_question("person", "phone_owner", &Answer::Choice("none".into())).await;
        phone.taps(&phone.word("form.next")).await;
        phone.comes_to(&phone.word("form.check.title")).await;
        phone.sees_no_more("06 12 34 56 78").await;
        phone.saves().await;
        phone.is_all_sent().await;
        let people = world.office().await.records("person").await;
        assert_eq!(people.len(), 1);
        assert_eq!(shown(&people[0], "phone"), None);
        assert_eq!(shown(&people[0], "birth").as_deref(), Some("1990-08"));
    })
    .await;
}

/// Point 23: the position comes from the satellites alone, says how exact it is, ends after half a minute, and a reason
/// can stand in its place.
#[tokio::test(flavor = "multi_thread")]
async fn a_position_says_how_exact_it_is_and_a_reason_can_stand_in_its_place() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        phone.loses_signal().await;
        phone.devtools("Browser.grantPermissions", json!({ "permissions": ["geolocation"] })).await;
        let stands = async |accuracy: f64| {
            let place = json!({ "latitude": 28.987, "longitude": -10.057, "accuracy": accuracy });
            phone.devtools("Emulation.setGeolocationOverride", place).await;
        };
        phone.goes_to("/form/organisation/new").await;
        phone.answers(FORM, &cooperative(), Some("place")).await;
        let title = phone.title_of_page().await;

        // Within a building nothing is heard; the half minute is visible, and over when it is over.
        phone.devtools("Emulation.setGeolocationOverride", json!({})).await;
        phone.taps(&phone.word("form.position.take")).await;
        let seconds: i64 = phone.reads("form.position.searching").await["n"].parse().expect("a number");
        assert!((1..=30).contains(&seconds), "{seconds} s left");
        phone.sees(&phone.word("app.cancel")).await;
        fs::write(world.pictures().join("searching.png"), phone.picture().await).expect("the picture");
        phone.script("const real = Date.now; Date.now = () => real() + 31_000;", vec![]).await;
        phone.sees(&phone.word("form.position.not_found")).await;

        // Outside: not exact at first, then exact enough by itself.
        stands(35.2).await;
        phone.taps(&phone.word("form.position.take")).await;
        phone.sees("28.987, -10.057 (± 36 m)").await;
        phone.sees(&phone.word("form.position.enough")).await;
        stands(4.0).await;
        phone.sees("28.987, -10.057 (± 4 m)").await;
        phone.sees(&phone.word("form.position.again")).await;

        phone.chooses(&[(Kind::Group, &question("place"))], &phone.word("form.position.elsewhere")).await;
        phone.sees_no_more("28.987, -10.057").await;
        phone.goes_on(&title).await;
        phone.answers(FORM, &cooperative(), None).await;
        phone.sees(&phone.word("form.position.elsewhere")).await;
        phone.saves().await;
    })
    .await;
}
