//! Judging records at the desk.

use crate::world::browser::Kind;
use crate::world::person::Person;
use crate::world::{story, words};
use record::ReviewState;

/// As WebDriver writes it (W3C WebDriver, section 17.4.2).
const ESCAPE: &str = "\u{e00c}";

/// Point 36: the queue by keyboard: next, previous, approve, undo, return; a return needs a reason; the history says
/// who did what.
#[tokio::test(flavor = "multi_thread")]
async fn the_queue_is_reviewed_by_keyboard() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        let people = [Person::named("Fatima", "Aït Ali"), Person::named("Khadija", "Bouhmid")];
        for person in &people {
            phone.registers(person).await;
        }
        phone.is_all_sent().await;
        let [older, newer] = people.map(|person| person.name());
        let desk = world.coordinator("Rachid").await;
        desk.sees(&older).await;
        let is_open = async |name: &str| {
            let open =
                async || desk.names(Kind::Title, &[]).await.iter().any(|title| title == name).then_some(());
            desk.until(&format!("the record of {name}"), open).await;
        };

        desk.presses("j").await;
        is_open(&newer).await;
        desk.presses("j").await;
        is_open(&older).await;
        desk.presses("k").await;
        is_open(&newer).await;

        desk.presses("a").await;
        desk.sees(&words::say_with("fr", "desk.review.approved", &[("name", &newer)])).await;
        desk.taps(&desk.word("app.undo")).await;
        desk.sees(&newer).await;

        // Escape leaves the return; what was written is there again when that is undone.
        desk.opens_record(&older).await;
        desk.presses("r").await;
        let reason = desk.word("desk.review.reason");
        desk.writes(&reason, "Le nom ?").await;
        desk.presses(ESCAPE).await;
        desk.sees_no_more(&reason).await;
        desk.sees(&desk.word("desk.review.left")).await;
        desk.taps(&desk.word("app.undo")).await;
        let is_back = async || {
            let facts = desk.facts(Kind::Text, &reason, &[]).await?;
            (facts["value"] == "Le nom ?" && facts["focused"] == true).then_some(())
        };
        desk.until("what was written to be there again", is_back).await;
        desk.presses(ESCAPE).await;
        desk.sees_no_more(&reason).await;

        desk.presses("r").await;
        desk.taps(&desk.word("desk.review.return.send")).await;
        desk.sees(&desk.word("desk.review.reason_required")).await;
        desk.writes(&desk.word("desk.review.reason"), "Vérifiez le nom avec elle.").await;
        desk.taps(&desk.word("desk.review.return.send")).await;
        desk.sees(&words::say_with("fr", "desk.review.returned", &[("name", &older)])).await;

        desk.opens_record(&newer).await;
        desk.sees(&desk.word("history.undone")).await;
        desk.sees("Naïma").await;
        desk.sees("Rachid").await;
        desk.is_all_sent().await;

        let office = world.office().await;
        let state = async |given: &str| office.with("person", "given_name", given).await[0].review_state();
        assert_eq!(state("Fatima").await, ReviewState::Returned);
        assert_ne!(state("Khadija").await, ReviewState::Approved);
    })
    .await;
}

/// Point 36: what the filter shows is approved at once, after its number was confirmed.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_filter_shows_is_approved_at_once_after_its_number_is_confirmed() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        for family in ["Aït Ali", "Bouhmid"] {
            phone.registers(&Person::named("Fatima", family)).await;
        }
        phone.is_all_sent().await;
        let desk = world.coordinator("Rachid").await;
        desk.sees("Fatima Bouhmid").await;
        desk.picks(&desk.word("desk.filter.kind"), &desk.word("record.person")).await;
        desk.taps(&words::say_with("fr", "desk.review.bulk", &[("n", "2")])).await;
        desk.sees(&words::say_with("fr", "desk.review.bulk.title", &[("n", "2")])).await;
        desk.taps(&desk.word("desk.review.approve")).await;
        desk.sees(&words::say_with("fr", "desk.review.bulk.done", &[("n", "2")])).await;
        desk.is_all_sent().await;
        for record in world.office().await.records("person").await {
            assert_eq!(record.review_state(), ReviewState::Approved);
        }
    })
    .await;
}
