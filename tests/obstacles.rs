//! What stands in the way: each is said plainly, with what to do, and nothing that was saved or typed is lost by it.

use crate::world::browser::Kind;
use crate::world::office::shown;
use crate::world::person::{Person, training};
use crate::world::phone::{Phone, State};
use crate::world::{story, words};
use chrono::{DateTime, Utc};
use form::typed::LONGEST_TEXT;
use serde_json::json;
use std::time::SystemTime;

#[expect(clippy::disallowed_methods, reason = "the clock that the phone's is off by")]
fn now() -> DateTime<Utc> {
    SystemTime::now().into()
}

/// A code that the office does not know, that is too old, or that has been used; a phone that is somebody's already.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_cannot_come_in_is_told_why() {
    story(async |world| {
        let phone = world.phone("Naïma", "fr").await;
        let tries = async |phone: &Phone, why: &str| {
            phone.taps(&phone.word("enrol.submit")).await;
            phone.sees(&phone.word(why)).await;
        };
        phone.opens("/enrol").await;
        tries(&phone, "enrol.missing").await;
        phone.writes(&phone.word("enrol.code"), "AAAAA22222").await;
        tries(&phone, "enrol.unknown").await;
        let typed = phone.facts(Kind::Text, &phone.word("enrol.code"), &[]).await.expect("the field");
        assert_eq!(typed["value"], "AAAAA22222", "what was typed can be mended");
        assert_eq!(typed["focused"], true);

        let late = world.invitation("Naïma", "field_worker").await;
        world.codes_grow_old().await;
        phone.goes_to(&late).await;
        tries(&phone, "enrol.expired").await;
        let link = world.another_invitation("Naïma").await;
        phone.goes_to(&link).await;
        phone.taps(&phone.word("enrol.submit")).await;
        phone.taps(&phone.word("enrol.done.start")).await;
        phone.is_all_sent().await;

        let other = world.phone("Brahim", "ar").await;
        other.opens(&link).await;
        tries(&other, "enrol.used").await;

        // Somebody else's link does not take a phone over: what is on it stays, and the link stays good.
        phone.loses_signal().await;
        phone.registers(&Person::named("Fatima", "Aït Ali")).await;
        let link = world.invitation("Brahim", "field_worker").await;
        phone.gets_signal().await;
        phone.goes_to(&link).await;
        phone.sees(&words::say_with("fr", "enrol.already", &[("name", "Naïma")])).await;
        phone.taps(&phone.word("tab.home")).await;
        phone.is_all_sent().await;
        other.enrols_by(&link).await;
    })
    .await;
}

/// A browser that lets no page keep anything: nobody begins there, and the code stays good for one that does.
#[tokio::test(flavor = "multi_thread")]
async fn where_nothing_can_be_kept_nobody_begins() {
    story(async |world| {
        let link = world.invitation("Naïma", "field_worker").await;
        let shut = world.phone("shut", "fr").await;
        shut.keeps_nothing();
        shut.opens(&link).await;
        shut.sees(&shut.word("storage.denied")).await;
        shut.taps(&shut.word("enrol.submit")).await;
        shut.sees_no_more(&shut.word("enrol.working")).await;
        assert!(!shut.has(Kind::Act, &shut.word("enrol.done.start"), &[]).await);
        std::fs::write(world.pictures().join("denied.png"), shut.picture().await).expect("the picture");

        let phone = world.phone("Naïma", "fr").await;
        phone.enrols_by(&link).await;
    })
    .await;
}

/// Point 25: the phone is full while something is saved, or has no room for second copies.
#[tokio::test(flavor = "multi_thread")]
async fn a_full_phone_says_so_and_loses_nothing() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        let (fatima, aicha) = (Person::named("Fatima", "Aït Ali"), Person::named("Aïcha", "Bouhmid"));
        phone.loses_signal().await;
        phone.registers(&fatima).await;
        phone.closes().await;
        phone.has_room_for(Some(1)).await;
        phone.opens("/").await;
        phone.loses_signal().await;

        phone.begins_to_register().await;
        phone.answers("person", &aicha.answers, None).await;
        phone.comes_to(&phone.word("form.check.title")).await;
        phone.taps(&phone.word("form.save")).await;
        phone.sees(&phone.word("storage.full")).await;
        let told = "const told = document.activeElement, place = told.getBoundingClientRect(); \
            return place.top >= 0 && place.bottom <= innerHeight ? told.innerText : '';";
        let in_sight = async || {
            let words = phone.script(told, vec![]).await;
            words.as_str()?.contains(&phone.word("storage.full")).then_some(())
        };
        phone.until("the sentence to be in sight", in_sight).await;
        std::fs::write(world.pictures().join("full.png"), phone.picture().await).expect("the picture");
        assert!(!phone.has(Kind::Heading, &phone.word("form.saved.title"), &[]).await);
        phone.says(State::Waiting(1)).await;

        // There is room again: the same button saves, once.
        phone.has_room_for(None).await;
        phone.saves().await;
        phone.remembers(aicha);
        phone.says(State::Waiting(2)).await;

        // No room for second copies is said, and stops nobody.
        let full = "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); }";
        phone.script(full, vec![]).await;
        phone.taps(&phone.word("form.saved.home")).await;
        phone.registers(&Person::named("Zahra", "Oubella")).await;
        phone.sees(&phone.word("storage.no_copy")).await;
        phone.gets_signal().await;
        phone.is_all_sent().await;
        assert_eq!(phone.receipt().await, (3, 3));
        assert_eq!(world.office().await.records("person").await.len(), 3);
    })
    .await;
}

/// Ten megabytes pasted into a field, and names that are written to break pages.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_by_mistake_or_to_do_harm_is_only_text() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        let script = "<img src=x onerror=alert(1)>";
        let person = Person::named("Fatima", "\u{202e}Aït Ali\u{2066}");
        phone.begins_to_register().await;
        phone.answers("person", &person.answers, Some("family_name")).await;
        let paste = "const field = document.querySelector('main input, main textarea'); \
            const value = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value'); \
            value.set.call(field, 'ا'.repeat(10 << 20)); \
            field.dispatchEvent(new Event('input', { bubbles: true })); return field.value.length";
        assert_eq!(phone.script(paste, vec![]).await, json!(10 << 20));
        let next = phone.word("form.next");
        phone.taps(&next).await;
        let most = words::say_with("fr", "problem.too_long", &[("max", "10 000")]);
        assert_eq!(LONGEST_TEXT, 10_000);
        phone.sees(&most).await;
        let kept = "return document.querySelector('main input, main textarea').value.length";
        assert_eq!(phone.script(kept, vec![]).await, json!(10 << 20), "nothing is cut or cleared");

        phone.answers("person", &person.answers, None).await;
        phone.saves().await;
        phone.enters_session(&training(script)).await;
        phone.is_all_sent().await;
        let desk = world.coordinator("Rachid").await;
        desk.sees("Fatima Aït Ali").await;
        desk.sees(script).await;
        let elements = "return document.querySelectorAll('main img').length";
        assert_eq!(desk.script(elements, vec![]).await, json!(0));
        let taken = world.office().await.with("person", "family_name", "Aït Ali").await;
        assert_eq!(taken.len(), 1, "no mark that turns the line around it");
    })
    .await;
}

/// A phone whose clock stands two years ahead: the person is told, and what is saved is dated right.
#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_two_years_off_dates_nothing_wrong() {
    story(async |world| {
        let link = world.invitation("Naïma", "field_worker").await;
        let phone = world.phone("Naïma", "fr").await;
        phone.clock_is_ahead(730);
        phone.enrols_by(&link).await;
        phone.sees(&phone.word("clock.wrong")).await;
        let ahead = phone.script("return Date.now()", vec![]).await.as_i64().expect("a time");
        phone.loses_signal().await;
        let began = now();
        phone.registers(&Person::named("Fatima", "Aït Ali")).await;
        phone.enters_session(&training("Couture")).await;
        phone.gets_signal().await;
        phone.is_all_sent().await;

        assert!(ahead - began.timestamp_millis() > 700 * 24 * 60 * 60 * 1000, "the clock really is ahead");
        let office = world.office().await;
        let [person, session] = [office.records("person").await, office.records("session").await];
        let stamps: Vec<_> =
            person.iter().chain(&session).flat_map(|record| record.stamps.values()).collect();
        assert!(!stamps.is_empty());
        for stamp in stamps {
            let off = stamp.at.millis() - began.timestamp_millis();
            assert!(off.abs() < 10 * 60 * 1000, "{stamp:?}");
        }
        let days = [began, now()].map(|day| day.date_naive().to_string());
        let day = shown(&session[0], "date").expect("the day of the session");
        assert!(days.contains(&day), "{day}");
    })
    .await;
}
