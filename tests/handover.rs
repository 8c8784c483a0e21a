//! A draft that its author cannot finish goes to a colleague's phone.

use crate::world::browser::Kind;
use crate::world::person::Person;
use crate::world::phone::{Phone, State};
use crate::world::{story, words};
use std::fs;

/// From the page that checks the answers to the choice of a colleague, and to them.
async fn hands_over(phone: &Phone, to: &str) {
    phone.taps(&phone.word("handover.title")).await;
    phone.taps(to).await;
    phone.sees(&words::say_with("fr", "handover.done", &[("name", to)])).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_handed_to_a_colleague_who_finishes_it() {
    story(async |world| {
        let naima = world.field_worker("Naïma").await;
        let brahim = world.field_worker("Brahim").await;
        let aicha = Person::named("Aïcha", "Bouhmid");
        naima.begins_to_register().await;
        naima.answers("person", &aicha.answers, None).await;
        naima.comes_to(&naima.word("form.check.title")).await;
        naima.taps(&naima.word("handover.title")).await;
        naima.sees("Brahim").await;
        fs::write(world.pictures().join("to-whom.png"), naima.picture().await).expect("the picture");

        // Without signal too; and it can be taken back at once.
        naima.loses_signal().await;
        naima.taps("Brahim").await;
        naima.sees(&naima.word("handover.by_me")).await;
        naima.says(State::Waiting(1)).await;
        naima.taps(&naima.word("app.undo")).await;
        naima.sees_no_more(&naima.word("handover.by_me")).await;
        naima.taps(&aicha.name()).await;
        naima.comes_to(&naima.word("form.check.title")).await;
        hands_over(&naima, "Brahim").await;
        fs::write(world.pictures().join("handed.png"), naima.picture().await).expect("the picture");
        assert!(!naima.has(Kind::Act, &aicha.name(), &[]).await, "it is no draft of this phone any more");
        naima.gets_signal().await;
        naima.is_all_sent().await;

        brahim.exchanges().await;
        brahim.goes_to("/").await;
        brahim.sees(&brahim.word("handover.mine")).await;
        fs::write(world.pictures().join("to-finish.png"), brahim.picture().await).expect("the picture");
        brahim.loses_signal().await;
        brahim.taps(&aicha.name()).await;
        brahim.comes_to(&brahim.word("form.check.title")).await;
        brahim.saves().await;
        brahim.remembers(aicha);
        brahim.taps(&brahim.word("form.saved.home")).await;
        brahim.sees_no_more(&brahim.word("handover.mine")).await;
        brahim.gets_signal().await;
        brahim.is_all_sent().await;

        naima.exchanges().await;
        naima.goes_to("/records?state=draft").await;
        naima.sees(&naima.word("records.empty.draft")).await;
        naima.sees_no_more(&naima.word("handover.by_me")).await;
        let office = world.office().await;
        assert_eq!(office.records("person").await.len(), 1);
    })
    .await;
}
