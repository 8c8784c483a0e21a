//! Filling in a form.

use crate::world::browser::Kind;
use crate::world::person::{Answer, Person};
use crate::world::phone::State;
use crate::world::{story, words};

/// Point 14: Back goes to the page before with everything kept, on the first page it asks; a discarded draft comes back
/// for ten seconds. The arrow above leaves from any page; a draft is taken up again where it was left.
#[tokio::test(flavor = "multi_thread")]
async fn going_back_never_loses_an_answer() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        let person = Person::named("Fatima", "Aït Ali");
        phone.begins_to_register().await;
        phone.answers("person", &person.answers, Some("sex")).await;

        phone.goes_back().await;
        phone.comes_to(&words::question("name_latin", "fr")).await;
        let kept = async |name: &str| {
            phone.facts(Kind::Text, &words::question(name, "fr"), &[]).await.expect("the field")["value"]
                .clone()
        };
        assert_eq!(kept("family_name").await, "Aït Ali");
        assert_eq!(kept("given_name").await, "Fatima");
        phone.taps(&phone.word("form.back")).await;
        phone.comes_to(&words::question("name_arabic", "fr")).await;
        for page in ["consent_how", "consent_uses", "consent_page", "programme"] {
            phone.goes_back().await;
            phone.comes_to(&words::question(page, "fr")).await;
        }
        phone.goes_back().await;
        phone.comes_to(&phone.word("form.leave.title")).await;
        phone.taps(&phone.word("form.leave.discard")).await;
        phone.sees(&phone.word("form.discarded")).await;
        phone.taps(&phone.word("app.undo")).await;
        // Who went back to look has not lost their place.
        phone.sees("Fatima Aït Ali").await;
        phone.taps("Fatima Aït Ali").await;
        phone.comes_to(&words::question("identity", "fr")).await;

        // The arrow leaves from here, says that the draft is kept, and the browser's Back is not in the form again.
        phone.goes_back().await;
        phone.comes_to(&words::question("name_latin", "fr")).await;
        phone.taps(&phone.word("form.leave.arrow")).await;
        phone.sees(&phone.word("form.left")).await;
        phone.sees(&phone.word("home.drafts")).await;
        phone.goes_back().await;
        phone.sees(&phone.word("home.drafts")).await;
        phone.taps("Fatima Aït Ali").await;
        phone.comes_to(&words::question("name_latin", "fr")).await;
        assert_eq!(kept("given_name").await, "Fatima");

        // From the page that checks the way back is to that page.
        phone.answers("person", &person.answers, None).await;
        phone.taps(&phone.word("form.leave.arrow")).await;
        phone.sees(&phone.word("form.left")).await;
        phone.taps("Fatima Aït Ali").await;
        phone.comes_to(&phone.word("form.check.title")).await;
        phone.goes_back().await;
        phone.comes_to(&words::question("father_given_name", "fr")).await;
        phone.taps(&phone.word("form.leave.arrow")).await;
        phone.taps(&phone.word("form.leave.discard")).await;
        phone.sees(&phone.word("form.discarded")).await;
        phone.sees_no_more(&phone.word("home.drafts")).await;
    })
    .await;
}

/// Nobody is registered who does not agree: one tap, and nothing about them is on the phone, nor comes back.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_refuses_is_let_go_of_and_nothing_is_kept() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        let person = Person::named("Fatima", "Aït Ali");
        phone.begins_to_register().await;
        phone.answers("person", &person.answers, Some("consent_a")).await;
        let refuses = Answer::Choice("refused".into());
        phone.answers_question("person", "consent_a", &refuses).await;
        phone.sees_no_more(&words::question("consent_e", "fr")).await;
        std::fs::write(world.pictures().join("refuses.png"), phone.picture().await).expect("the picture");
        phone.taps(&phone.word("form.gate.refuses")).await;
        phone.sees(&phone.word("form.gate.let_go")).await;
        phone.sees(&phone.word("home.new_person")).await;
        phone.sees_no_more(&phone.word("home.drafts")).await;
        phone.taps(&phone.word("app.undo")).await;
        phone.sees(&phone.word("home.drafts")).await;
        phone.taps(&phone.word("person.nameless")).await;
        phone.taps(&phone.word("form.gate.refuses")).await;
        phone.sees(&phone.word("form.gate.let_go")).await;

        phone.closes().await;
        phone.opens("/").await;
        phone.sees(&phone.word("home.new_person")).await;
        phone.sees_no_more(&phone.word("home.drafts")).await;
        let copies = "return Object.keys(localStorage).filter(name => name.includes('draft'))";
        assert_eq!(phone.script(copies, vec![]).await, serde_json::json!([]));
    })
    .await;
}

/// Point 19: the summary of what is wrong has the focus, leads to the field, says the same words as the field, and
/// nothing that was typed is gone.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_above_and_beside_the_answer() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        let person = Person::named("Fatima", "Aït Ali").with_phone("061234567");
        phone.begins_to_register().await;
        phone.answers("person", &person.answers, Some("phone_owner")).await;
        let own = Answer::Choice("self".into());
        phone.answers_question("person", "phone_owner", &own).await;
        phone.writes(&words::question("phone", "fr"), "061234567").await;
        phone.taps(&phone.word("form.next")).await;

        let problem = phone.word("problem.phone");
        let line = words::say_with(
            "fr",
            "problem.line",
            &[("field", &words::question("phone", "fr")), ("problem", &problem)],
        );
        let (line, problem) = (words::tidy(&line), words::tidy(&problem));
        phone.sees(&line).await;
        let focused = async || {
            let words = phone.script("return document.activeElement.innerText", vec![]).await;
            words::tidy(words.as_str()?).contains(&line).then_some(())
        };
        phone.until("the focus on the summary", focused).await;
        let facts = phone.facts(Kind::Text, &words::question("phone", "fr"), &[]).await.expect("the field");
        assert!(facts["described"].as_str().is_some_and(|words| words.contains(&problem)), "{facts}");
        assert_eq!(facts["value"], "061234567");

        phone.taps(&line).await;
        let focused = async || {
            let facts = phone.facts(Kind::Text, &words::question("phone", "fr"), &[]).await?;
            (facts["focused"] == true).then_some(())
        };
        phone.until("the focus on the field", focused).await;
        phone.writes(&words::question("phone", "fr"), "0612345678").await;
        phone.goes_on(&words::question("contact", "fr")).await;
    })
    .await;
}

/// A tap on *Save*, and at once another on a link that leads out of the form.
const SAVES_AND_LEAVES: &str = "\
    document.querySelector('.phone:has(main.check) .steps .main').click(); \
    const link = document.createElement('a'); \
    link.href = '/people'; \
    document.body.append(link); link.click(); link.remove();";

/// Who leaves while the phone is still saving has saved, and stays where they went.
#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_while_the_phone_saves_has_saved_and_stays_where_they_went() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        let person = Person::named("Fatima", "Aït Ali");
        phone.loses_signal().await;
        phone.begins_to_register().await;
        phone.answers("person", &person.answers, None).await;
        phone.comes_to(&phone.word("form.check.title")).await;
        phone.script(SAVES_AND_LEAVES, vec![]).await;
        phone.says(State::Waiting(1)).await;
        phone.sees(&person.name()).await;
        assert_eq!(phone.script("return location.pathname", vec![]).await, "/people");
        phone.remembers(person);
        phone.goes_home().await;
        phone.sees_no_more(&phone.word("home.drafts")).await;
        phone.gets_signal().await;
        phone.is_all_sent().await;
    })
    .await;
}
