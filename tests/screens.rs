//! Every screen in every language, looked at by machine: nothing that axe-core calls serious or critical, nothing
//! wider than the narrowest phone, even with text twice as large, no target too small for a thumb, no word missing.
//! A picture of each screen is left beside the other pictures of the story.

use crate::organisation::{FORM, cooperative, question};
use crate::world::browser::{Browser, Kind};
use crate::world::person::{Answer, Person, training};
use crate::world::words::TONGUES;
use crate::world::{World, story, story_of_the_region};
use std::fs;

/// Looks at screens, and remembers what is wrong with them.
struct Inspector {
    world: World,
    wrong: Vec<String>,
    thumbs: bool,
}

impl Inspector {
    fn of(world: &World, thumbs: bool) -> Self {
        Self { world: world.clone(), wrong: Vec::new(), thumbs }
    }

    /// Looks at the screen that stands, in four languages; ends in French.
    async fn looks_at(&mut self, browser: &Browser, name: &str) {
        for tongue in TONGUES.into_iter().filter(|tongue| *tongue != "fr").chain(["fr"]) {
            browser.changes_language(tongue).await;
            self.looks_once(browser, &format!("{name}-{tongue}")).await;
        }
    }

    async fn looks_once(&mut self, browser: &Browser, name: &str) {
        let picture = self.world.pictures().join(format!("{name}.png"));
        fs::write(picture, browser.picture().await).expect("the picture");
        let wrong = browser.inspection(self.thumbs).await;
        self.wrong.extend(wrong.into_iter().map(|line| format!("{name}: {line}")));
    }

    fn tells(self) {
        assert!(self.wrong.is_empty(), "{} faults:\n{}", self.wrong.len(), self.wrong.join("\n"));
    }
}

/// Points 26, 27, 32 and 33 on the phone.
#[tokio::test(flavor = "multi_thread")]
async fn every_screen_of_the_phone_can_be_read_and_touched_in_every_language() {
    story_of_the_region(async |world| {
        let said = world.said_at_start().await;
        let link = said.iter().find_map(|line| line.strip_prefix("enrolment link")).expect("a link").trim();
        let (_, code) = link.rsplit_once("/enrol/").expect("a code");
        let phone = world.phone("phone", "fr").await;
        let mut inspector = Inspector::of(&world, true);
        phone.opens("/enrol").await;
        phone.is_narrow(320).await;
        phone.sees(&phone.word("enrol.title")).await;
        inspector.looks_at(&phone, "enrol").await;
        phone.goes_to(&format!("/enrol/{code}")).await;
        phone.sees(&phone.word("enrol.submit")).await;
        inspector.looks_at(&phone, "enrol-code").await;
        phone.taps(&phone.word("enrol.submit")).await;
        phone.sees(&phone.word("enrol.done.start")).await;
        inspector.looks_at(&phone, "enrol-done").await;
        phone.taps(&phone.word("enrol.done.start")).await;
        phone.is_all_sent().await;
        inspector.looks_at(&phone, "home").await;

        for (address, heading) in [
            ("/people", "people.title"),
            ("/organisations", "organisations.title"),
            ("/ventures", "ventures.title"),
            ("/due", "due.title"),
            ("/sessions", "session.list"),
            ("/records", "records.title"),
            ("/records?state=office", "records.title"),
            ("/records?state=returned", "records.title"),
            ("/sync", "sync.title"),
            ("/settings", "settings.title"),
        ] {
            phone.goes_to(address).await;
            phone.sees(&phone.word(heading)).await;
            inspector.looks_at(&phone, &address.replace(['/', '?', '='], "-")).await;
        }

        // What belongs together, and a form that is begun from what it is about.
        for (kind, name) in [("organisation", "Coopérative Tafoukt"), ("venture", "Miel de l’Anti-Atlas")]
        {
            phone.goes_to(&format!("/{kind}s")).await;
            phone.taps(name).await;
            phone.comes_to(name).await;
            inspector.looks_at(&phone, kind).await;
        }
        phone.taps(&phone.word("record.follow_up")).await;
        phone.sees(&phone.word("form.next")).await;
        inspector.looks_at(&phone, "follow-up").await;

        // A form page by page, with what is wrong, the page to check, and the end.
        let person = Person::named("Fatima", "Aït Ali").with_phone("0612345678");
        phone.begins_to_register().await;
        let mut page = 0;
        while phone.title_of_page().await != phone.word("form.check.title") {
            page += 1;
            inspector.looks_at(&phone, &format!("form-{page}")).await;
            let title = phone.title_of_page().await;
            phone.answers_page("person", &title, &person.answers).await;
            phone.goes_on(&title).await;
        }
        inspector.looks_at(&phone, "form-check").await;
        phone.taps(&phone.word("form.save")).await;
        phone.comes_to(&phone.word("form.saved.title")).await;
        inspector.looks_at(&phone, "form-saved").await;
        phone.remembers(person.clone());
        phone.taps(&phone.word("form.saved.home")).await;

        // What is wrong is said on the page, and a draft that is left is listed.
        phone.begins_to_register().await;
        let title = phone.title_of_page().await;
        phone.taps(&phone.word("form.next")).await;
        phone.sees(&phone.word("problem.summary.hint")).await;
        inspector.looks_at(&phone, "form-wrong").await;
        phone.answers_page("person", &title, &person.answers).await;
        phone.goes_on(&title).await;
        phone.answers("person", &person.answers, Some("family_name")).await;
        phone.answers_page("person", &phone.title_of_page().await, &person.answers).await;
        phone.sees(&phone.word("people.perhaps")).await;
        inspector.looks_at(&phone, "form-perhaps").await;
        phone.goes_to("/").await;
        phone.sees(&phone.word("home.drafts")).await;
        inspector.looks_at(&phone, "home-draft").await;
        let draft = "return document.querySelector('a[href^=\"/draft/\"]').getAttribute('href')";
        let draft = phone.script(draft, vec![]).await;
        phone.goes_to(&format!("{}/hand-over", draft.as_str().expect("an address"))).await;
        phone.sees(&phone.word("handover.to_whom")).await;
        inspector.looks_at(&phone, "hand-over").await;
        phone.opens_person(&person.name()).await;
        inspector.looks_at(&phone, "person").await;

        phone.enters_session(&training("Gestion de stock")).await;
        phone.taps(&phone.word("home.attendance")).await;
        phone.taps("Gestion de stock").await;
        phone.sees(&phone.word("session.mark")).await;
        inspector.looks_at(&phone, "session").await;
        phone.taps(&phone.word("session.mark")).await;
        phone.sees(&phone.word("attendance.save")).await;
        inspector.looks_at(&phone, "attendance").await;
        inspector.tells();
    })
    .await;
}

/// Points 26, 27, 32 and 33 where a form asks for a place, rows, money and reasons.
#[tokio::test(flavor = "multi_thread")]
async fn rows_money_and_places_can_be_read_and_touched_in_every_language() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        let mut inspector = Inspector::of(&world, true);
        phone.is_narrow(320).await;
        phone.goes_to("/form/organisation/new").await;
        phone.answers(FORM, &cooperative(), Some("place")).await;
        inspector.looks_at(&phone, "position").await;
        phone.answers(FORM, &cooperative(), Some("role")).await;
        phone.taps(&phone.word("form.rows.add")).await;
        phone.answers_question(FORM, "holder", &Answer::Text("Fatima Aït Ali".into())).await;
        inspector.looks_at(&phone, "row").await;
        phone.answers_question(FORM, "role", &Answer::Choice("president".into())).await;
        phone.taps(&phone.word("form.next")).await;
        phone.sees("Fatima Aït Ali").await;
        inspector.looks_at(&phone, "rows").await;
        phone.answers(FORM, &cooperative(), Some("has_accountant")).await;
        inspector.looks_at(&phone, "yes-or-no").await;
        phone.answers(FORM, &cooperative(), Some("turnover")).await;
        phone.writes(&question("turnover"), "200 000").await;
        phone.chooses(&[], &phone.word("money.ryal")).await;
        phone.sees("10 000 DH").await;
        inspector.looks_at(&phone, "money").await;
        phone.taps(&phone.word("form.money.confirmed")).await;
        phone.answers(FORM, &cooperative(), None).await;
        inspector.looks_at(&phone, "rows-check").await;
        inspector.tells();
    })
    .await;
}

/// Points 32 and 33 at the desk.
#[tokio::test(flavor = "multi_thread")]
async fn every_screen_of_the_desk_can_be_read_in_every_language() {
    story_of_the_region(async |world| {
        let said = world.said_at_start().await;
        let accounts = said.iter().filter_map(|line| line.strip_prefix("desk sign-in"));
        let mut accounts = accounts.map(|account| account.trim().split("  ").collect::<Vec<_>>());
        let account = accounts.find(|account| account[1] != "admin").expect("a coordinator");
        let [_, user, password] = account[..] else { panic!("{account:?}") };
        let desk = world.desk("desk", "fr").await;
        let mut inspector = Inspector::of(&world, false);
        desk.opens("/sign-in").await;
        desk.sees(&desk.word("signin.submit")).await;
        inspector.looks_at(&desk, "sign-in").await;
        desk.signs_in(user, password).await;
        // The names of colleagues come last.
        desk.sees_no_more(&desk.word("app.somebody")).await;
        inspector.looks_at(&desk, "queue").await;
        let open = async || {
            desk.presses("j").await;
            desk.words().await.contains(&desk.word("history.title")).then_some(())
        };
        desk.until("the first record of the queue", open).await;
        inspector.looks_at(&desk, "record").await;
        for section in ["disputes", "held", "dashboard", "overdue", "exports", "team"] {
            desk.taps(&desk.word(&format!("desk.nav.{section}"))).await;
            let is_current = async || {
                let link = desk.facts(Kind::Act, &desk.word(&format!("desk.nav.{section}")), &[]).await?;
                (link["current"] == "page").then_some(())
            };
            desk.until(section, is_current).await;
            inspector.looks_at(&desk, section).await;
        }
        desk.goes_to("/desk/phone-files").await;
        desk.comes_to(&desk.word("bundle.title")).await;
        inspector.looks_at(&desk, "phone-files").await;
        desk.taps(&desk.word("desk.nav.team")).await;
        // The rights of a colleague, as they are chosen and as they are read before they are saved.
        desk.taps(&desk.word("team.grants")).await;
        desk.sees(&desk.word("team.grants.check")).await;
        inspector.looks_once(&desk, "grants-fr").await;
        desk.picks(&desk.word("team.role"), &desk.word("role.coach")).await;
        desk.taps(&desk.word("team.grants.check")).await;
        desk.sees(&desk.word("grant.from_now_on")).await;
        inspector.looks_once(&desk, "grants-check-fr").await;
        desk.goes_to("/desk").await;
        desk.taps(&desk.word("desk.nav.dashboard")).await;
        desk.taps(&desk.word("dashboard.as_table")).await;
        inspector.looks_at(&desk, "dashboard-table").await;
        inspector.tells();
    })
    .await;
}
