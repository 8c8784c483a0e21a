//! What coordinators look up and take away at the desk.

use crate::world::browser::Kind;
use crate::world::office::shown;
use crate::world::person::{Answer, Person};
use crate::world::{story, story_of_the_region, words};
use std::fs;

/// Point 36: the history says what each change replaced, by the labels of the form; without network it says so.
#[tokio::test(flavor = "multi_thread")]
async fn the_history_of_a_record_says_what_each_change_replaced() {
    story(async |world| {
        let naima = world.field_worker("Naïma").await;
        let fatima = Person::named("Fatima", "Aït Ali").with("douar", Answer::Text("Tighmert".into()));
        naima.registers(&fatima).await;
        naima.is_all_sent().await;
        naima.changes(&fatima.name(), "douar", Answer::Text("Waaroun".into())).await;
        naima.remembers(fatima.clone().with("douar", Answer::Text("Waaroun".into())));
        naima.is_all_sent().await;

        let desk = world.coordinator("Rachid").await;
        desk.opens_record(&fatima.name()).await;
        desk.loses_signal().await;
        desk.taps(&desk.word("history.all")).await;
        desk.sees(&desk.word("desk.needs_network")).await;
        desk.gets_signal().await;
        desk.taps(&desk.word("history.all")).await;
        desk.sees("Tighmert").await;
        desk.sees(&desk.word("history.before")).await;
        desk.sees(&desk.word("history.created")).await;
        desk.sees_no_more(&desk.word("history.all")).await;
        desk.sees_no_more(&desk.word("desk.needs_network")).await;
    })
    .await;
}

/// A file of what the filter shows is made only with a reason, and everybody who answers for it sees who took it.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_made_with_a_reason_that_others_can_read() {
    story(async |world| {
        let naima = world.field_worker("Naïma").await;
        for family in ["Aït Ali", "Bouhmid"] {
            naima.registers(&Person::named("Fatima", family)).await;
        }
        naima.is_all_sent().await;
        let desk = world.coordinator("Rachid").await;
        desk.sees("Fatima Bouhmid").await;
        desk.taps(&desk.word("export.filtered")).await;
        desk.sees(&words::say_with("fr", "records.count", &[("n", "2")])).await;
        desk.taps(&desk.word("export.make")).await;
        desk.sees(&desk.word("export.reason_required")).await;
        desk.writes(&desk.word("export.reason"), "Rapport trimestriel").await;
        desk.taps(&desk.word("export.make")).await;
        desk.sees_no_more(&desk.word("export.make")).await;
        let another = world.coordinator("Khadija").await;
        another.taps(&another.word("desk.nav.exports")).await;
        another.sees("Rapport trimestriel").await;
        another.sees("Rachid").await;
    })
    .await;
}

/// A filter that was given a name is there again after a restart, and can be taken back when it was removed.
#[tokio::test(flavor = "multi_thread")]
async fn a_filter_is_kept_under_its_name() {
    story(async |world| {
        let naima = world.field_worker("Naïma").await;
        naima.registers(&Person::named("Fatima", "Aït Ali")).await;
        naima.is_all_sent().await;
        let desk = world.coordinator("Rachid").await;
        desk.sees("Fatima Aït Ali").await;
        desk.picks(&desk.word("desk.filter.state"), &desk.word("review.state.approved")).await;
        desk.sees(&desk.word("desk.review.none")).await;
        desk.taps(&desk.word("desk.filter.save")).await;
        desk.writes(&desk.word("desk.filter.name"), "Validées du mois").await;
        desk.taps(&desk.word("desk.filter.keep")).await;
        desk.goes_to_queue().await;
        desk.sees("Fatima Aït Ali").await;
        desk.picks(&desk.word("desk.filter.saved"), "Validées du mois").await;
        desk.sees(&desk.word("desk.review.none")).await;
        desk.taps(&desk.word("desk.filter.forget")).await;
        desk.taps(&desk.word("app.undo")).await;
        desk.picks(&desk.word("desk.filter.saved"), "Validées du mois").await;
    })
    .await;
}

/// The page of people says of everybody when the office last heard of them, in words.
#[tokio::test(flavor = "multi_thread")]
async fn the_desk_says_when_it_last_heard_of_each_worker() {
    story(async |world| {
        let naima = world.field_worker("Naïma").await;
        naima.is_all_sent().await;
        world.invitation("Brahim", "field_worker").await;
        let desk = world.coordinator("Rachid").await;
        desk.taps(&desk.word("desk.nav.team")).await;
        desk.sees("Naïma").await;
        desk.sees(&desk.word("date.now")).await;
        desk.sees(&desk.word("team.never")).await;
    })
    .await;
}

/// What could still be undone when the desk is left is done, not lost; and nothing is left behind unsent.
#[tokio::test(flavor = "multi_thread")]
async fn a_choice_made_just_before_signing_out_is_kept() {
    story(async |world| {
        let (naima, brahim) = (world.field_worker("Naïma").await, world.field_worker("Brahim").await);
        let fatima = Person::named("Fatima", "Aït Ali");
        let douar = |name: &str| Answer::Text(name.to_owned());
        naima.registers(&fatima).await;
        naima.is_all_sent().await;
        brahim.exchanges().await;
        brahim.opens_person(&fatima.name()).await;
        brahim.loses_signal().await;
        naima.changes(&fatima.name(), "douar", douar("Tighmert")).await;
        brahim.changes(&fatima.name(), "douar", douar("Waaroun")).await;
        naima.remembers(fatima.with("douar", douar("Tighmert")));
        naima.goes_home().await;
        brahim.gets_signal().await;
        brahim.is_all_sent().await;

        let desk = world.coordinator("Khadija").await;
        desk.taps(&desk.word("desk.nav.disputes")).await;
        let keep = [("value", "Tighmert"), ("field", &words::question("douar", "fr"))];
        desk.taps(&words::say_with("fr", "dispute.keep_what", &keep)).await;
        desk.sees(&desk.word("dispute.chosen")).await;
        let out = async || {
            // It is refused as long as the choice is not at the office.
            if desk.has(Kind::Act, &desk.word("app.close"), &[]).await {
                desk.touch(Kind::Act, &desk.word("app.close"), &[]).await;
            } else {
                desk.touch(Kind::Act, &desk.word("signin.out"), &[]).await;
            }
            desk.has(Kind::Act, &desk.word("signin.submit"), &[]).await.then_some(())
        };
        desk.until("the desk to be left", out).await;
        desk.sees_no_more(&desk.word("app.undo")).await;

        let office = world.office().await;
        let people = office.records("person").await;
        assert!(people[0].disputes().is_empty());
        assert_eq!(shown(&people[0], "douar").as_deref(), Some("Tighmert"));
    })
    .await;
}

/// A colleague's territory is changed in words, undone, and changed again; every version is kept; and the phone lets go
/// of what its person may see no longer.
#[tokio::test(flavor = "multi_thread")]
async fn a_territory_is_changed_at_the_desk_and_the_phone_lets_go_of_what_lies_outside() {
    story(async |world| {
        let naima = world.field_worker("Naïma").await;
        let fatima = Person::named("Fatima", "Aït Ali");
        naima.registers(&fatima).await;
        naima.is_all_sent().await;
        let desk = world.coordinator("Rachid").await;
        desk.sees(&fatima.name()).await;
        desk.taps(&desk.word("desk.nav.team")).await;

        let opens = words::say_with("fr", "team.grants.whose", &[("name", "Naïma")]);
        let saved = words::say_with("fr", "team.grants.saved", &[("name", "Naïma")]);
        let moves = async || {
            desk.taps(&opens).await;
            desk.writes(&desk.word("team.place.search"), "tan tan").await;
            desk.sees_no_more("Assa-Zag").await;
            desk.chooses(&[], &words::say_with("fr", "team.whole_province", &[("name", "Tan-Tan")])).await;
            desk.taps(&desk.word("team.grants.check")).await;
            let everything = desk.word("grant.all_programmes");
            let sentence = [("programmes", everything.as_str()), ("place", "Tan-Tan")];
            desk.sees(&words::say_with("fr", "grant.field_worker", &sentence)).await;
            let seen = [("name", "Naïma"), ("all", "0"), ("lost", "1"), ("gained", "0")];
            desk.sees(&words::say_with("fr", "grant.seen", &seen)).await;
            fs::write(world.pictures().join("check-fr.png"), desk.picture().await).expect("the picture");
            desk.taps(&desk.word("team.grants.confirm")).await;
            desk.sees(&saved).await;
        };
        moves().await;
        desk.taps(&desk.word("app.undo")).await;
        desk.sees(&desk.word("team.grants.undone")).await;
        moves().await;

        desk.taps(&opens).await;
        desk.taps(&desk.word("team.grants.versions")).await;
        let versions = async || {
            let given = words::say_with("fr", "team.grants.by", &[("name", "Rachid")]);
            (desk.words().await.matches(&given).count() == 3).then_some(())
        };
        desk.until("the three versions that Rachid gave", versions).await;

        naima.goes_home().await;
        naima.exchanges().await;
        naima.taps(&naima.word("tab.people")).await;
        naima.sees_no_more(&fatima.name()).await;
        let people = world.office().await.records("person").await;
        assert_eq!(people.len(), 1, "the office keeps what a phone lets go of");
    })
    .await;
}

/// A follow-up that nobody made in its time stands at the desk, under the worker and the commune.
#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_followed_up_in_time_is_listed_at_the_desk() {
    story_of_the_region(async |world| {
        let desk = world.coordinator_of_the_region().await;
        desk.taps(&desk.word("desk.nav.overdue")).await;
        // Launched half a year ago, and never asked after three months.
        desk.sees("Tissage Asrir").await;
        desk.sees("3 mois").await;
        desk.sees_no_more("Couscous de Tighmert").await;
        desk.picks(&desk.word("overdue.worker"), "Brahim Idbelkacem").await;
        desk.sees("Tissage Asrir").await;
        fs::write(world.pictures().join("overdue-fr.png"), desk.picture().await).expect("the picture");
    })
    .await;
}
