//! One day in the field without signal: an organisation, an enrolment, a venture, a visit and the follow-up that is
//! due, each begun from what it is about; then all of it at the office.

use crate::organisation::{NAME, cooperative};
use crate::world::person::{Answer, Answers, Person};
use crate::world::phone::{Phone, State};
use crate::world::{story, words};
use chrono::{Days, Months, NaiveDate};
use record::{RecordId, Value};

const VENTURE: &str = "Couscous de Tighmert";

fn choice(code: &str) -> Answer {
    Answer::Choice(code.to_owned())
}

/// Today by the phone's clock.
async fn today(phone: &Phone) -> NaiveDate {
    let today = phone.script("return new Date().toISOString().slice(0, 10)", vec![]).await;
    today.as_str().expect("a text").parse().expect("a day")
}

/// A month before today: the first follow-up is due.
async fn a_month_ago(phone: &Phone) -> NaiveDate {
    today(phone).await.checked_sub_months(Months::new(1)).expect("a day")
}

/// A business of the person from whose page it is begun, launched a month ago.
fn venture(launched: NaiveDate) -> Answers {
    let answers = [
        ("title", Answer::Text(VENTURE.to_owned())),
        ("kind", choice("iga")),
        ("sector", Answer::Found("cereals".to_owned())),
        ("stage", choice("launched")),
        ("launch_date", Answer::Day(launched)),
    ];
    answers.into()
}

fn said(form: &str, question: &str, code: &str) -> String {
    let form = words::form(form);
    let list = form.list(form.node(form.find(question).expect("a question")).list().expect("a list"));
    words::label(&list.choice(code).expect("a choice").label, "fr")
}

/// What a page of a form is called.
fn page(form: &str, name: &str) -> String {
    let form = words::form(form);
    words::label(&form.node(form.find(name).expect("a page")).label, "fr")
}

/// Begins a record from the page of what it is about, answers, saves, and comes back to that page.
async fn records(phone: &Phone, form: &str, answers: &Answers) {
    let here = phone.title_of_page().await;
    phone.taps(&phone.word(&format!("record.{form}"))).await;
    phone.comes_to_another_page_than(&here).await;
    phone.answers(form, answers, None).await;
    phone.saves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_in_the_field_without_signal_is_whole_at_the_office() {
    story(async |world| {
        let naima = world.field_worker("Naïma").await;
        naima.loses_signal().await;
        world.stops_the_endpoint().await;

        // A visit asks for a venture, and there is none on this phone: it says so, and what to do.
        naima.goes_to("/form/coaching/new").await;
        naima.taps(&naima.word("form.next")).await;
        let none = words::say_with("fr", "form.choose.empty", &[("what", &naima.word("record.venture"))]);
        naima.sees(&none).await;
        naima.sees(&naima.word("form.choose.empty.hint")).await;
        let picture = world.pictures().join("no-venture.png");
        std::fs::write(picture, naima.picture().await).expect("the picture");

        // An organisation, from the list in which it is then found without its accents.
        naima.goes_home().await;
        naima.taps(&naima.word("tab.people")).await;
        naima.taps(&naima.word("organisations.title")).await;
        naima.taps(&naima.word("organisations.new")).await;
        naima.answers("organisation", &cooperative(), None).await;
        naima.saves().await;
        naima.taps(&naima.word("form.saved.open")).await;
        naima.comes_to(NAME).await;
        naima.sees("Fatima Aït Ali").await;
        naima.taps(&naima.word("app.back")).await;
        naima.writes(&naima.word("organisations.search"), "tiwizi COOPERATIVE").await;
        naima.sees(NAME).await;
        naima.sees(&said("organisation", "legal_form", "cooperative")).await;
        naima.writes(&naima.word("organisations.search"), "association").await;
        naima.sees(&words::say_with("fr", "find.none.title", &[("words", "association")])).await;

        // Somebody of that name is here already: the phone says so, and does not stand in the way.
        let fatima = Person::named("Fatima", "Aït Ali");
        naima.registers(&fatima).await;
        naima.begins_to_register().await;
        naima.answers("person", &fatima.answers, Some("family_name")).await;
        naima.writes(&words::question("family_name", "fr"), "ait ali").await;
        naima.writes(&words::question("given_name", "fr"), "Fadma").await;
        naima.sees(&naima.word("people.perhaps")).await;
        naima.taps("Fatima Aït Ali · Asrir · 1990").await;
        naima.comes_to(&fatima.name()).await;

        // An enrolment and a venture from her page, with her filled in.
        records(&naima, "enrolment", &Answers::new()).await;
        naima.opens_person(&fatima.name()).await;
        naima.sees(&said("enrolment", "state", "candidate")).await;
        records(&naima, "venture", &venture(a_month_ago(&naima).await)).await;
        naima.taps(&naima.word("form.saved.open")).await;
        naima.comes_to(VENTURE).await;
        naima.sees(&fatima.name()).await;
        for (track, code) in [("stage", "launched"), ("legal", "none"), ("finance", "not_sought")] {
            naima.sees(&said("venture", track, code)).await;
        }

        // Back from a form in which nothing was answered is the page where it was begun, and leaves no draft.
        let here = naima.title_of_page().await;
        naima.taps(&naima.word("record.coaching")).await;
        naima.comes_to_another_page_than(&here).await;
        for _ in 0..3 {
            naima.goes_back().await;
        }
        naima.comes_to(VENTURE).await;

        // A visit from the venture's page, at which the next one is agreed on for tomorrow.
        let visit = [
            ("minutes", Answer::Text("45".to_owned())),
            ("phase", choice("post")),
            ("topics", choice("cash_book")),
        ];
        let mut agreed = Answers::from(visit.clone());
        let tomorrow = today(&naima).await + Days::new(1);
        agreed.insert("next_date", Answer::Day(tomorrow));
        records(&naima, "coaching", &agreed).await;

        // The follow-up is due: home says so, and one tap begins it with the venture and the milestone.
        naima.goes_home().await;
        naima.sees(&naima.word("due.title")).await;
        naima.sees(&said("follow_up", "milestone", "M1")).await;
        naima.taps(VENTURE).await;
        naima.comes_to(&page("follow_up", "which")).await;
        naima.sees(VENTURE).await;
        let follow_up = [("mode", choice("phone")), ("reached", choice("no_answer"))];
        naima.answers("follow_up", &follow_up.into(), None).await;
        naima.saves().await;
        naima.taps(&naima.word("form.saved.home")).await;

        // What is left is the visit agreed on; when it is made, the week is done.
        naima.sees_no_more(&said("follow_up", "milestone", "M1")).await;
        naima.sees(&naima.word("due.title")).await;
        naima.sees(&naima.word("record.coaching")).await;
        let picture = world.pictures().join("visit-due.png");
        std::fs::write(picture, naima.picture().await).expect("the picture");
        naima.taps(VENTURE).await;
        naima.answers("coaching", &visit.into(), None).await;
        naima.saves().await;
        naima.taps(&naima.word("form.saved.home")).await;
        naima.sees_no_more(&naima.word("due.title")).await;
        naima.says(State::Waiting(7)).await;

        // The venture's page has the visit and the follow-up, in time order.
        naima.taps(&naima.word("tab.people")).await;
        naima.taps(&naima.word("ventures.title")).await;
        naima.taps(VENTURE).await;
        naima.comes_to(VENTURE).await;
        naima.sees(&said("follow_up", "milestone", "M1")).await;
        naima.sees(&said("coaching", "mode", "on_site")).await;

        world.starts_the_endpoint().await;
        naima.gets_signal().await;
        naima.is_all_sent().await;
        let office = world.office().await;
        let only = async |form: &str| {
            let mut found = office.records(form).await;
            assert_eq!(found.len(), 1, "{form}");
            found.remove(0)
        };
        let (person, organisation, venture) =
            (only("person").await, only("organisation").await, only("venture").await);
        assert_eq!(organisation.field("name"), Some(&Value::Text(NAME.to_owned())));
        assert_eq!(only("enrolment").await.field("person"), Some(&Value::Reference(person.id)));
        let visits = office.records("coaching").await;
        assert_eq!(visits.len(), 2);
        let of_venture = Value::Reference(venture.id);
        assert!(visits.iter().all(|visit| visit.field("venture") == Some(&of_venture)));
        let owners: Vec<_> =
            venture.fields.keys().filter_map(|path| venture.shown(path)?.as_reference()).collect();
        assert_eq!(owners, [person.id]);
        // Whichever phone makes it, it is this record.
        let id = RecordId::derived("follow_up", &[&venture.id.to_string(), "M1"]);
        assert_eq!(only("follow_up").await.id, id);
    })
    .await;
}
