//! People write different answers without seeing each other's: all are kept, shown with who and when wherever the record
//! is, and one tap settles it for everybody.

use crate::organisation::{self, FORM, NAME, adds, cooperative};
use crate::world::office::shown;
use crate::world::person::{Answer, Answers, Person};
use crate::world::phone::Phone;
use crate::world::{story, words};
use std::fs;

/// Exchanges, until the phone shows several values or no longer.
async fn hears(phone: &Phone, disputed: bool) {
    phone.exchanges().await;
    match disputed {
        true => phone.sees(&phone.word("status.dispute")).await,
        false => phone.sees_no_more(&phone.word("status.dispute")).await,
    }
}

/// The button that keeps a value.
fn keep(value: &str, field: &str) -> String {
    words::say_with("fr", "dispute.keep_what", &[("value", value), ("field", field)])
}

/// Point 38, with three people.
#[tokio::test(flavor = "multi_thread")]
async fn three_answers_stand_side_by_side_until_one_tap_settles_it_for_all() {
    story(async |world| {
        let naima = world.field_worker("Naïma").await;
        let brahim = world.field_worker("Brahim").await;
        let salma = world.field_worker("Salma").await;
        let khadija = world.coordinator("Khadija").await;
        let fatima = Person::named("Fatima", "Aït Ali");
        let name = fatima.name();
        naima.registers(&fatima).await;
        naima.is_all_sent().await;
        let written = [(&naima, "Tighmert"), (&brahim, "Waaroun"), (&salma, "Tagant")];
        for (phone, douar) in written {
            phone.exchanges().await;
            phone.opens_person(&name).await;
            phone.loses_signal().await;
            phone.changes(&name, "douar", Answer::Text(douar.into())).await;
        }
        for (phone, _) in written {
            phone.gets_signal().await;
            phone.is_all_sent().await;
        }

        // Each of them sees all three, and by whom.
        for (phone, _) in written {
            phone.opens_person(&name).await;
            hears(phone, true).await;
            for (author, douar) in written {
                phone.sees(douar).await;
                phone.sees(author.name()).await;
            }
        }
        fs::write(world.pictures().join("disputed.png"), brahim.picture().await).expect("the picture");

        // One tap, taken back, and made again.
        let tighmert = keep("Tighmert", &words::question("douar", "fr"));
        brahim.taps(&tighmert).await;
        brahim.sees(&brahim.word("dispute.chosen")).await;
        brahim.taps(&brahim.word("app.undo")).await;
        brahim.sees_no_more(&brahim.word("dispute.chosen")).await;
        assert!(world.office().await.records("person").await[0].disputes().len() == 1, "nothing was settled");
        brahim.taps(&tighmert).await;
        brahim.sees_no_more(&brahim.word("status.dispute")).await;
        brahim.is_all_sent().await;

        for phone in [&naima, &salma] {
            hears(phone, false).await;
            phone.sees("Tighmert").await;
            phone.sees_no_more("Waaroun").await;
        }
        khadija.exchanges().await;
        khadija.taps(&khadija.word("desk.nav.disputes")).await;
        khadija.sees(&khadija.word("dispute.none.title")).await;
        let people = world.office().await.records("person").await;
        assert_eq!(shown(&people[0], "douar").as_deref(), Some("Tighmert"));
        assert!(people[0].disputes().is_empty());
    })
    .await;
}

/// Two people change the same member of the same row.
#[tokio::test(flavor = "multi_thread")]
async fn two_answers_in_one_row_are_settled_on_the_phone() {
    story(async |world| {
        let naima = world.field_worker("Naïma").await;
        let brahim = world.field_worker("Brahim").await;
        naima.goes_home().await;
        naima.taps(&naima.word("home.more")).await;
        naima.taps(&naima.word("record.organisation")).await;
        naima.answers(FORM, &cooperative(), Some("role")).await;
        adds(&naima, "president", "Fatima Aït Ali", 1).await;
        naima.goes_on(&organisation::question("bodies")).await;
        naima.answers(FORM, &cooperative(), None).await;
        naima.saves().await;
        naima.is_all_sent().await;

        let written = [(&naima, "Aïcha Bouhmid"), (&brahim, "Zahra Oubella")];
        for (phone, holder) in written {
            phone.exchanges().await;
            phone.goes_to("/organisations").await;
            phone.taps(NAME).await;
            phone.sees("Fatima Aït Ali").await;
            phone.loses_signal().await;
            phone.taps(&phone.word("person.edit")).await;
            phone.answers(FORM, &Answers::new(), Some("role")).await;
            let title = phone.title_of_page().await;
            phone.taps(&organisation::choice("role", "president")).await;
            phone.comes_to_another_page_than(&title).await;
            phone.answers_question(FORM, "holder", &Answer::Text(holder.into())).await;
            phone.taps(&phone.word("form.next")).await;
            phone.comes_to(&title).await;
            phone.goes_on(&title).await;
            phone.answers(FORM, &Answers::new(), None).await;
            phone.saves().await;
        }
        for (phone, _) in written {
            phone.gets_signal().await;
            phone.is_all_sent().await;
        }
        naima.taps(&naima.word("form.saved.open")).await;
        hears(&naima, true).await;
        for (_, holder) in written {
            naima.sees(holder).await;
        }
        fs::write(world.pictures().join("row.png"), naima.picture().await).expect("the picture");
        let field = format!("{} · {}", organisation::question("bodies"), organisation::question("holder"));
        naima.taps(&keep("Zahra Oubella", &field)).await;
        naima.sees_no_more(&naima.word("status.dispute")).await;
        naima.is_all_sent().await;
        let found = world.office().await.with(FORM, "name", NAME).await;
        assert!(found[0].disputes().is_empty());
        let holder = found[0].fields.keys().find(|path| path.as_str().ends_with("/holder")).expect("the row");
        assert_eq!(shown(&found[0], holder.as_str()).as_deref(), Some("Zahra Oubella"));
    })
    .await;
}
