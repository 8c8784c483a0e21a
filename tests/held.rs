//! What the office holds back until a coordinator has decided.

use crate::rescue;
use crate::world::browser::Kind;
use crate::world::office::shown;
use crate::world::person::{Answer, Person};
use crate::world::phone::{Phone, State};
use crate::world::{World, story, words};
use std::fs;

const TAN_TAN: &str = "10.521";

/// A field worker fills in a form, is moved to another province meanwhile, and saves without signal: the office holds
/// what came.
async fn is_moved_while_registering(world: &World, phone: &Phone, person: &Person) {
    phone.begins_to_register().await;
    phone.answers("person", &person.answers, None).await;
    world.moves(phone, TAN_TAN).await;
    phone.loses_signal().await;
    phone.saves().await;
    phone.gets_signal().await;
    phone.says(State::Problem).await;
}

/// Point 7, and its other end: what is held is taken in or set aside at the desk, and its author hears of it, and can
/// correct what was set aside and send it again.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_held_is_taken_in_or_set_aside_and_its_author_hears_of_it() {
    story(async |world| {
        let (naima, brahim) = (world.field_worker("Naïma").await, world.field_worker("Brahim").await);
        let (fatima, aicha) = (Person::named("Fatima", "Aït Ali"), Person::named("Aïcha", "Bouhmid"));
        is_moved_while_registering(&world, &naima, &fatima).await;
        is_moved_while_registering(&world, &brahim, &aicha).await;

        // Its author reads why, and may keep it in a file that only the office can open.
        naima.opens_person(&fatima.name()).await;
        naima.sees(&naima.word("held.reason.rights")).await;
        let file = rescue::saves_to_a_file(&world, &naima).await;
        let text = fs::read_to_string(&file).expect("the file");
        assert!(!text.contains("Fatima") && !text.contains("payload"), "nobody else can read it");

        let desk = world.coordinator("Rachid").await;
        desk.goes_to("/desk/phone-files").await;
        desk.brings_file(&file).await;
        rescue::sees(&desk, "bundle.nothing_new", 1).await;
        desk.taps(&desk.word("desk.nav.held")).await;
        desk.sees(&desk.word("desk.held.rights")).await;
        let entry = |person: &Person| format!("{} · {}", words::say("fr", "record.person"), person.name());
        let (first, second) = (entry(&fatima), entry(&aicha));

        // A decision is undone within ten seconds, then made again.
        let (first_group, second_group) = ([(Kind::Group, first.as_str())], [(Kind::Group, second.as_str())]);
        desk.taps_in(&first_group, &desk.word("desk.held.dismiss")).await;
        desk.sees(&words::say_with("fr", "desk.held.dismissing", &[("name", &first)])).await;
        desk.taps(&desk.word("app.undo")).await;
        desk.taps_in(&first_group, &desk.word("desk.held.admit")).await;
        desk.sees(&words::say_with("fr", "desk.held.admitting", &[("name", &first)])).await;

        // Without network the other is decided about just as well.
        desk.loses_signal().await;
        desk.taps_in(&second_group, &desk.word("desk.held.dismiss")).await;
        desk.sees(&desk.word("desk.held.empty")).await;
        desk.gets_signal().await;
        desk.sees_no_more(&words::say_with("fr", "desk.held.dismissing", &[("name", &second)])).await;
        desk.is_all_sent().await;

        let office = world.office().await;
        let admitted =
            async || (office.with("person", "given_name", "Fatima").await.len() == 1).then_some(());
        desk.until("the office to have taken it in", admitted).await;
        desk.taps(&desk.word("desk.nav.review")).await;
        desk.sees(&fatima.name()).await;

        naima.exchanges().await;
        naima.says(State::Done).await;
        naima.taps(&naima.word("tab.send")).await;
        naima.sees(&naima.word("sync.decided.admitted")).await;
        naima.sees(&fatima.name()).await;

        brahim.exchanges().await;
        brahim.says(State::Done).await;
        brahim.goes_home().await;
        brahim.sees(&brahim.word("sync.decided.dismissed")).await;
        brahim.sees(&brahim.word("sync.file")).await;
        brahim.taps(&brahim.word("sync.decided.correct")).await;
        brahim.comes_to(&words::question("programme", "fr")).await;
        let elsewhere = Answer::Choice("10.521.01.01".into());
        brahim.answers("person", &[("commune", elsewhere.clone())].into(), None).await;
        brahim.saves().await;
        brahim.remembers(aicha.clone().with("commune", elsewhere));
        brahim.taps(&brahim.word("form.saved.home")).await;
        brahim.sees_no_more(&brahim.word("sync.decided.dismissed")).await;
        brahim.is_all_sent().await;
        let again = office.with("person", "given_name", "Aïcha").await;
        assert_eq!(
            again.iter().filter_map(|record| shown(record, "commune")).collect::<Vec<_>>(),
            ["10.521.01.01"]
        );
    })
    .await;
}

/// Many are decided about at once, after they were marked: taken in, or set aside.
#[tokio::test(flavor = "multi_thread")]
async fn several_held_entries_are_taken_in_at_once() {
    story(async |world| {
        let (naima, brahim) = (world.field_worker("Naïma").await, world.field_worker("Brahim").await);
        is_moved_while_registering(&world, &naima, &Person::named("Fatima", "Aït Ali")).await;
        is_moved_while_registering(&world, &brahim, &Person::named("Aïcha", "Bouhmid")).await;
        let desk = world.coordinator("Rachid").await;
        desk.taps(&desk.word("desk.nav.held")).await;
        let bulk = desk.word("desk.held.bulk");
        let of_two = |key: &str| words::say_with("fr", key, &[("n", "2")]);
        desk.chooses(&[(Kind::Group, &bulk)], &of_two("desk.held.all")).await;
        desk.taps(&of_two("desk.held.dismiss_many")).await;
        desk.sees(&of_two("desk.held.dismissing_many")).await;
        desk.taps(&desk.word("app.undo")).await;
        desk.sees_no_more(&of_two("desk.held.dismissing_many")).await;
        desk.chooses(&[(Kind::Group, &bulk)], &of_two("desk.held.all")).await;
        desk.taps(&of_two("desk.held.admit_many")).await;
        desk.sees(&words::say_with("fr", "desk.held.admitting_many", &[("n", "2")])).await;
        let office = world.office().await;
        let there = async || (office.records("person").await.len() == 2).then_some(());
        desk.until("the office to have taken both in", there).await;
    })
    .await;
}
