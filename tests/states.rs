//! Where a record stands is never in doubt: between the form and the office, and when the way there is cut.

use crate::world::browser::Kind;
use crate::world::line::Way;
use crate::world::office::shown;
use crate::world::person::{Answer, Person};
use crate::world::phone::{Phone, State};
use crate::world::{story, words};

/// So much later is a record that waits a week old.
const EIGHT_DAYS: i32 = 8;

/// The records of one state, as the list shows them once it is chosen; how many its chip counts.
async fn chooses(phone: &Phone, word: &str) -> usize {
    let group = phone.word("records.filter");
    let group = [(Kind::Group, group.as_str())];
    phone.taps_in(&group, &phone.word(word)).await;
    let chip =
        phone.names(Kind::Act, &group).await.into_iter().find(|name| name.starts_with(&phone.word(word)));
    let chip = chip.expect("the chip");
    chip.rsplit_once(' ').and_then(|(_, count)| count.parse().ok()).expect("a number")
}

/// Points 15 and 17: a draft, what waits, what is at the office, approved and returned are each something else in words and
/// in look, and each counted; what was finished is no draft any more, neither behind *Back* nor after a kill.
#[tokio::test(flavor = "multi_thread")]
async fn each_state_has_its_word_its_look_and_its_count() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        let desk = world.coordinator("Khadija").await;
        let named = |given: &str| Person::named(given, "Aït Ali");
        for given in ["Fatima", "Aïcha", "Zahra"] {
            phone.registers(&named(given)).await;
        }
        phone.is_all_sent().await;
        desk.exchanges().await;
        desk.approves("Fatima Aït Ali").await;
        desk.returns("Aïcha Aït Ali", &words::question("sex", "fr"), "À revoir").await;
        desk.is_all_sent().await;
        phone.exchanges().await;
        phone.sees(&phone.word("home.returned")).await;
        phone.loses_signal().await;
        phone.registers(&named("Khadija")).await;

        // Back over the pages of what was saved is no way into it again.
        phone.goes_back().await;
        phone.goes_home().await;
        phone.sees_no_more(&phone.word("home.drafts")).await;
        phone.begins_to_register().await;
        phone.answers("person", &named("Malika").answers, Some("sex")).await;
        phone.taps(&phone.word("form.leave.arrow")).await;
        phone.sees(&phone.word("home.drafts")).await;
        crate::world::a_second_passes().await;
        phone.dies();

        phone.opens("/records").await;
        phone.loses_signal().await;
        let states = [
            ("status.drafts", "Malika Aït Ali", "status.draft"),
            ("status.waitings", "Khadija Aït Ali", "status.waiting"),
            ("status.offices", "Zahra Aït Ali", "status.office"),
            ("status.approveds", "Fatima Aït Ali", "status.approved"),
            ("status.returneds", "Aïcha Aït Ali", "status.returned"),
        ];
        let mut looks = Vec::new();
        for (chip, name, word) in states {
            assert_eq!(chooses(&phone, chip).await, 1, "{chip}");
            phone.sees(name).await;
            for (_, other, _) in states.iter().filter(|(_, other, _)| *other != name) {
                phone.sees_no_more(other).await;
            }
            phone.sees(&phone.word(word)).await;
            let look = "const word = document.querySelector('.cards .status'); const style = getComputedStyle(word); \
                return word.querySelector('svg').innerHTML + style.color + style.backgroundColor;";
            looks.push(phone.script(look, vec![]).await);
        }
        std::fs::write(world.pictures().join("returned.png"), phone.picture().await).expect("the picture");
        let unlike = looks.iter().enumerate().all(|(place, look)| !looks[..place].contains(look));
        assert!(unlike, "two states look alike: {looks:#?}");
    })
    .await;
}

/// Points 9 and 11: when the office was last reached stands there with its day, also after a restart; and what has waited for a
/// week asks for signal.
#[tokio::test(flavor = "multi_thread")]
async fn what_has_waited_for_a_week_is_remembered() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        phone.taps(&phone.word("tab.send")).await;
        let last = phone.reads("sync.last").await;
        phone.loses_signal().await;
        phone.registers(&Person::named("Fatima", "Aït Ali")).await;
        phone.closes().await;

        phone.clock_is_ahead(EIGHT_DAYS);
        phone.opens("/").await;
        phone.loses_signal().await;
        assert_eq!(phone.reads("home.reminder").await["n"], EIGHT_DAYS.to_string());
        std::fs::write(world.pictures().join("reminder.png"), phone.picture().await).expect("the picture");
        phone.says(State::Waiting(1)).await;
        phone.taps(&phone.word("tab.send")).await;
        assert_eq!(phone.reads("sync.last").await, last, "the day and the time of the last answer");
        phone.closes().await;

        phone.clock_is_ahead(0);
        phone.opens("/").await;
        phone.gets_signal().await;
        phone.is_all_sent().await;
        assert_eq!(phone.receipt().await, (1, 1));
    })
    .await;
}

/// Point 18: what is written about a record while it is being sent is a second change; both arrive, in order.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_changed_while_it_is_being_sent_is_a_second_change() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        let fatima = Person::named("Fatima", "Aït Ali");
        phone.registers_as_the_line_falls_silent(&fatima, Way::Answer, 0).await;
        phone.taps(&phone.word("form.saved.home")).await;
        phone.changes(&fatima.name(), "landmark", Answer::Text("Près du souk".into())).await;

        phone.loses_signal().await;
        phone.says(State::Waiting(2)).await;
        phone.gets_signal().await;
        phone.remembers(fatima.with("landmark", Answer::Text("Près du souk".into())));
        phone.is_all_sent().await;
        assert_eq!(phone.receipt().await, (2, 2));
        let office = world.office().await;
        let people = office.records("person").await;
        assert_eq!(people.len(), 1);
        assert_eq!(office.changes(people[0].id).await, (2, 2));
        assert_eq!(shown(&people[0], "landmark").as_deref(), Some("Près du souk"));
    })
    .await;
}

/// Points 6 and 40: what is in the way is said, with a way on; and whoever signs out with work that is only here is told how
/// much, and how to bring it to safety.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_in_the_way_is_said_and_nobody_signs_out_over_unsent_work() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        phone.loses_signal().await;
        phone.registers(&Person::named("Fatima", "Aït Ali")).await;
        phone.registers(&Person::named("Aïcha", "Bouhmid")).await;
        phone.taps(&phone.word("tab.send")).await;
        phone.sees(&phone.word("error.network")).await;
        phone.taps(&phone.word("sync.now")).await;
        assert_eq!(
            phone.reads("sync.tried").await["what"],
            words::tidy(&phone.word("sync.tried.no_network"))
        );

        phone.taps(&phone.word("settings.title")).await;
        assert_eq!(phone.reads("settings.leave.refused").await["n"], "2");
        assert!(!phone.has(Kind::Act, &phone.word("settings.leave"), &[]).await, "there is no way over it");
        assert!(phone.has(Kind::Act, &phone.word("sync.file"), &[]).await, "to a file");
        std::fs::write(world.pictures().join("settings.png"), phone.picture().await).expect("the picture");

        // The endpoint is stopped for an update, then no longer knows this phone.
        phone.loses_its_cookie().await;
        phone.gets_signal().await;
        phone.says(State::Problem).await;
        phone.taps(&phone.word("tab.send")).await;
        phone.sees(&phone.word("error.sign_in")).await;
        std::fs::write(world.pictures().join("sign-in.png"), phone.picture().await).expect("the picture");
        assert_eq!(phone.receipt().await, (0, 2));

        // Somebody else's code changes nothing and stays good; with a new one of hers everything goes.
        let others = world.invitation("Brahim", "field_worker").await;
        let link = world.another_invitation("Naïma").await;
        let code = |link: &str| link.rsplit_once('/').expect("a code").1.to_owned();
        phone.taps(&phone.word("enrol.enter")).await;
        phone.writes(&phone.word("enrol.code"), &code(&others)).await;
        phone.taps(&phone.word("enrol.submit")).await;
        phone.sees(&phone.word("enrol.another")).await;
        std::fs::write(world.pictures().join("another.png"), phone.picture().await).expect("the picture");
        phone.writes(&phone.word("enrol.code"), &code(&link)).await;
        phone.taps(&phone.word("enrol.submit")).await;
        phone.taps(&phone.word("enrol.done.start")).await;
        phone.is_all_sent().await;
        assert_eq!(phone.receipt().await, (2, 2));
        world.phone("Brahim", "fr").await.enrols_by(&others).await;
        assert_eq!(world.office().await.records("person").await.len(), 2);
        phone.goes_to("/settings").await;
        phone.taps(&phone.word("settings.leave")).await;
        phone.sees(&phone.word("settings.leave.hint")).await;
    })
    .await;
}
