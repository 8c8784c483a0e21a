//! A draft with a photo goes to a colleague's phone.

use super::{CAMERA, FORM, comes_to_photo, person, shows_picture, takes};
use crate::world::camera::takes_photo;
use crate::world::person::Answers;
use crate::world::phone::State;
use crate::world::story;
use record::Value;
use serde_json::json;

/// The photo is sent by the phone that took it; who finishes the draft can see it, is not told that it is lost, and sends
/// it no second time.
#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_handed_over_with_its_photo() {
    story(async |world| {
        let naima = world.field_worker("Naïma").await;
        let brahim = world.field_worker("Brahim").await;
        naima.registers(&person()).await;
        naima.is_all_sent().await;
        comes_to_photo(&naima, &person()).await;
        takes(&naima, &takes_photo(world.pictures(), 1, CAMERA)).await;
        naima.goes_on(&naima.title_of_page().await).await;
        naima.answers(FORM, &Answers::new(), None).await;
        naima.comes_to(&naima.word("form.check.title")).await;
        naima.taps(&naima.word("handover.title")).await;
        naima.taps("Brahim").await;
        naima.sees(&naima.word("handover.by_me")).await;
        naima.is_all_sent().await;

        brahim.exchanges().await;
        brahim.goes_to("/").await;
        brahim.sees(&brahim.word("handover.mine")).await;
        brahim.script("document.querySelector('a[href*=\"handed=\"]').click()", vec![]).await;
        brahim.comes_to(&brahim.word("form.check.title")).await;
        brahim.script("document.querySelector('.attached button').click()", vec![]).await;
        let seen = async || shows_picture(&brahim).await.then_some(());
        brahim.until("the photo from the office", seen).await;
        brahim.saves().await;
        brahim.taps(&brahim.word("form.saved.home")).await;
        brahim.sees_no_more(&brahim.word("handover.mine")).await;
        brahim.is_all_sent().await;
        brahim.says(State::Done).await;
        let visits = world.office().await.records(FORM).await;
        let photo = visits[0].field("photo").and_then(Value::as_file).cloned().expect("the photo");
        assert_eq!(visits.len(), 1);
        let ask = format!("return fetch('/api/v1/files/{}').then(answer => answer.status)", photo.sha256);
        let theirs = brahim.script(&ask, vec![]).await;
        assert_eq!(theirs, json!(200), "the office has it");
    })
    .await;
}
