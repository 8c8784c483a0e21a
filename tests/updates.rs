//! A new version of the app reaches a device that is in use.

use crate::world::person::Person;
use crate::world::story;
use crate::world::words;

/// A question that the form for people asks from its next version on, where somebody lives.
const NEW_QUESTION: &str = "Quartier de la ville";

/// Point 39: the new version waits until the person agrees, never over an open form; two tabs and their drafts live
/// through it.
#[tokio::test(flavor = "multi_thread")]
async fn a_new_version_waits_until_the_person_agrees_and_drafts_open_in_it() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        let fatima = Person::named("Fatima", "Aït Ali");
        let (before, after) = (phone.word("home.register"), "Enregistrez ici");
        phone.sees(&before).await;

        world.updates_the_client("locales/fr.json", &before, after).await;
        phone.begins_to_register().await;
        phone.answers("person", &fatima.answers, Some("sex")).await;
        phone.has_a_new_version().await;
        phone.sees_no_more(&phone.word("app.update.ready")).await;
        phone.comes_to(&words::question("sex", "fr")).await;

        let first = phone.tab().await;
        phone.script("window.stayed = true;", vec![]).await;
        phone.opens_another_tab("/").await;
        phone.sees(&phone.word("app.update.ready")).await;
        phone.sees(&before).await;
        phone.taps(&phone.word("app.update.now")).await;
        phone.sees(after).await;
        phone.sees_no_more(&phone.word("app.update.ready")).await;

        // The form in the other tab stands where it stood.
        phone.goes_to_tab(&first).await;
        assert_eq!(phone.script("return window.stayed;", vec![]).await, true, "it was not loaded again");
        phone.answers("person", &fatima.answers, None).await;
        phone.saves().await;
        phone.remembers(fatima);
        phone.taps(&phone.word("form.saved.home")).await;
        phone.is_all_sent().await;
        assert_eq!(phone.receipt().await, (1, 1));
    })
    .await;
}

/// Point 16: a draft that was begun under a version of its form is finished under it when a newer one has arrived; what is
/// begun afterwards asks the new questions.
#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_finished_under_the_version_of_the_form_that_it_was_begun_under() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        let fatima = Person::named("Fatima", "Aït Ali");
        phone.begins_to_register().await;
        phone.answers("person", &fatima.answers, Some("sex")).await;
        phone.taps(&phone.word("form.leave.arrow")).await;
        phone.sees(&phone.word("home.drafts")).await;

        let row = format!("| text | quarter | الحي | {NEW_QUESTION} | Quarter | | | | yes | | C2 |");
        world.asks_more("person", "| text | douar |", &[&row]).await;
        let has_arrived = async || {
            phone.exchanges().await;
            phone.goes_to("/").await;
            phone.taps(&fatima.name()).await;
            phone.comes_to(&words::question("identity", "fr")).await;
            phone.words().await.contains(&words::tidy(&phone.word("form.earlier_form"))).then_some(())
        };
        phone.until("the new version, which the draft is not of", has_arrived).await;
        phone.answers("person", &fatima.answers, Some("landmark")).await;
        phone.sees_no_more(NEW_QUESTION).await;
        phone.answers("person", &fatima.answers, None).await;
        phone.saves().await;
        phone.remembers(fatima);
        phone.taps(&phone.word("form.saved.home")).await;
        phone.is_all_sent().await;

        phone.begins_to_register().await;
        phone.answers("person", &Person::named("Aïcha", "Bouhmid").answers, Some("landmark")).await;
        phone.sees(NEW_QUESTION).await;
    })
    .await;
}
