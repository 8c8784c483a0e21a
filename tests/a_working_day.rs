//! One working day, from a phone without signal to the coordinator's approval.

use crate::world::browser::Kind;
use crate::world::office::shown;
use crate::world::person::{Answer, Person, training};
use crate::world::phone::State;
use crate::world::{story, words};
use record::ReviewState;

const REMARK: &str = "Il manque un chiffre, rappelez-la.";

#[tokio::test(flavor = "multi_thread")]
async fn a_working_day() {
    story(async |world| {
        let naima = world.field_worker("Naïma").await;
        let brahim = world.field_worker("Brahim").await;
        let khadija = world.coordinator("Khadija").await;

        // At the souk there is no signal, and at the office the endpoint is updated.
        let fatima = Person::named("Fatima", "Aït Ali").with_phone("0612345670");
        let mohamed = Person::named("Mohamed", "Bouhmid").with("sex", Answer::Choice("man".into()));
        naima.loses_signal().await;
        world.stops_the_endpoint().await;
        naima.registers(&fatima).await;
        naima.registers(&mohamed).await;
        naima.enters_session(&training("Gestion de stock")).await;
        naima.marks("Gestion de stock", &[(&fatima.name(), "present"), (&mohamed.name(), "late")]).await;
        naima.says(State::Waiting(4)).await;

        // Signal returns.
        world.starts_the_endpoint().await;
        naima.gets_signal().await;
        naima.is_all_sent().await;
        assert_eq!(naima.receipt().await, (4, 4));

        // Two phones without signal write different answers about one person.
        let douar = |name: &str| Answer::Text(name.to_owned());
        brahim.exchanges().await;
        brahim.opens_person(&mohamed.name()).await;
        naima.loses_signal().await;
        brahim.loses_signal().await;
        naima.changes(&mohamed.name(), "douar", douar("Tighmert")).await;
        brahim.changes(&mohamed.name(), "douar", douar("Waaroun")).await;
        naima.gets_signal().await;
        naima.is_all_sent().await;
        brahim.gets_signal().await;
        brahim.is_all_sent().await;

        // The coordinator keeps one of them by one tap.
        khadija.exchanges().await;
        khadija.taps(&khadija.word("desk.nav.disputes")).await;
        let keep = [("value", "Tighmert"), ("field", &words::question("douar", "fr"))];
        khadija.taps(&words::say_with("fr", "dispute.keep_what", &keep)).await;
        khadija.sees(&khadija.word("dispute.none.title")).await;

        // She returns one record with a remark on a field, and approves the others.
        khadija.taps(&khadija.word("desk.nav.review")).await;
        khadija.returns(&fatima.name(), &words::question("phone", "fr"), REMARK).await;
        khadija.approves(&mohamed.name()).await;
        khadija.approves("Gestion de stock").await;
        khadija.is_all_sent().await;

        // The field worker sees the remark and corrects.
        naima.exchanges().await;
        naima.goes_home().await;
        naima
            .sees(&words::say_with(
                "fr",
                "status.returned_field",
                &[("field", &words::question("phone", "fr"))],
            ))
            .await;
        // However much waits, registering somebody stays under the thumb.
        assert!(naima.has_in_sight(&naima.word("home.new_person")).await);
        std::fs::write(world.pictures().join("home-returned.png"), naima.picture().await)
            .expect("the picture");
        naima.taps(&fatima.name()).await;
        naima.comes_to(&words::question("contact", "fr")).await;
        naima.sees(REMARK).await;
        let corrected = fatima.clone().with_phone("0612345678");
        naima.answers("person", &[("phone", corrected.answers["phone"].clone())].into(), None).await;
        naima.saves().await;
        naima.remembers(corrected.clone());
        naima.remembers(mohamed.with("douar", douar("Tighmert")));
        naima.goes_to("/").await;
        naima.is_all_sent().await;

        // The correction shows what it replaced, and is approved.
        khadija.exchanges().await;
        khadija.opens_record(&corrected.name()).await;
        khadija.sees("06 12 34 56 78").await;
        khadija.taps(&khadija.word("history.all")).await;
        khadija.sees("06 12 34 56 70").await;
        khadija.approves(&corrected.name()).await;
        khadija.sees(&khadija.word("desk.review.empty.title")).await;
        khadija.is_all_sent().await;
        naima.exchanges().await;
        naima.opens_person(&corrected.name()).await;
        naima.sees(&naima.word("status.approved")).await;

        // Her records stand in exactly one state each: the numbers add up.
        naima.taps(&naima.word("tab.records")).await;
        naima.sees(&naima.word("status.approveds")).await;
        let states = naima.names(Kind::Act, &[(Kind::Group, &naima.word("records.filter"))]).await;
        let count = |state: &String| state.rsplit_once(' ').and_then(|(_, n)| n.parse::<usize>().ok());
        let counts: Vec<usize> = states.iter().map(|state| count(state).expect("a number")).collect();
        assert_eq!((counts[0], counts[1..].iter().sum::<usize>()), (3, 3), "{states:?}");

        // What was said is what the database holds.
        assert_eq!(naima.receipt().await, (6, 6));
        let office = world.office().await;
        let people = office.records("person").await;
        let sessions = office.records("session").await;
        assert_eq!((people.len(), sessions.len()), (2, 1));
        for record in people.iter().chain(&sessions) {
            assert_eq!(record.review_state(), ReviewState::Approved, "{record:?}");
            assert!(record.disputes().is_empty());
        }
        let of = |given: &str| {
            people.iter().find(|person| shown(person, "given_name").as_deref() == Some(given)).unwrap().id
        };
        for (given, mark) in [("Fatima", "present"), ("Mohamed", "late")] {
            let path = format!("attendance/{}/status", of(given));
            assert_eq!(shown(&sessions[0], &path).as_deref(), Some(mark), "{given}");
        }
    })
    .await;
}
