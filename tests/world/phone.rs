//! A phone, and what a field worker does with it.

use super::browser::{Browser, Kind};
use super::line::Way;
use super::office::{Office, shown};
use super::person::{Answer, Answers, Person};
use super::{World, words};
use chrono::Datelike;
use form::NodeId;
use std::ops::Deref;
use std::sync::{Arc, Mutex};

/// A field worker's phone.
#[derive(Clone)]
pub struct Phone {
    world: World,
    browser: Browser,
    saved: Arc<Mutex<Vec<Person>>>,
}

/// What the header says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum State {
    Offline,
    Waiting(usize),
    Sending,
    Done,
    Problem,
}

/// What a phone has said about the office.
#[derive(Clone, Debug)]
pub enum Claim {
    /// This person's record is there.
    Person(Person),
    /// So many entries of this phone's log are there.
    Entries { of: String, entries: u64 },
}

impl Deref for Phone {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        &self.browser
    }
}

impl State {
    fn read(tongue: &str, shown: &str) -> Option<Self> {
        let is = |key| words::read(tongue, key, shown);
        if let Some(values) = is("state.waiting") {
            return Some(Self::Waiting(values.get("n").map_or(1, |n| n.parse().unwrap_or(0))));
        }
        let others = [
            ("state.offline", Self::Offline),
            ("state.sending", Self::Sending),
            ("state.done", Self::Done),
            ("state.problem", Self::Problem),
        ];
        others.into_iter().find_map(|(key, state)| is(key).map(|_| state))
    }
}

impl Phone {
    /// A phone that nobody has used yet.
    pub fn new(world: World, browser: Browser) -> Self {
        Self { world, browser, saved: Arc::default() }
    }

    /// Opens the link that a coordinator has sent, and is ready to work without signal.
    pub async fn enrols_by(&self, link: &str) {
        self.opens(link).await;
        self.taps(&self.word("enrol.submit")).await;
        self.taps(&self.word("enrol.done.start")).await;
        self.is_all_sent().await;
        self.works_without_network().await;
    }

    /// Waits until everything that the app needs is on the phone.
    pub async fn works_without_network(&self) {
        let ready = async || {
            let ready = "return navigator.serviceWorker.getRegistration().then(kept => kept?.active?.state)";
            (self.script(ready, vec![]).await == "activated").then_some(())
        };
        self.until("the app to be stored", ready).await;
    }

    /// Waits until the browser has fetched a newer version of the app, which it looks for now and then.
    pub async fn has_a_new_version(&self) {
        let waits = async || {
            let waits = "const kept = await navigator.serviceWorker.getRegistration(); \
                if (!kept.waiting && !kept.installing) await kept.update(); return Boolean(kept.waiting);";
            (self.script(waits, vec![]).await == true).then_some(())
        };
        self.until("a new version of the app", waits).await;
    }

    /// What the header says; it says exactly one thing.
    pub async fn state(&self) -> Option<State> {
        let acts = self.names(Kind::Act, &[]).await;
        let mut states: Vec<State> = acts.iter().filter_map(|act| State::read(self.tongue(), act)).collect();
        assert!(states.len() < 2, "the header says several things at once: {states:?}");
        states.pop()
    }

    /// Waits until the header says this.
    pub async fn says(&self, state: State) {
        let said = async || (self.state().await.as_ref() == Some(&state)).then_some(());
        self.until(&format!("the header to say {state:?}"), said).await;
    }

    /// Waits until the phone says that everything is at the office, and holds it to its word.
    pub async fn is_all_sent(&self) {
        self.says(State::Done).await;
        for person in self.saved.lock().unwrap().iter() {
            self.world.note(Claim::Person(person.clone()));
        }
    }

    /// Reads the receipt: how many changes there are, and how many the office has.
    pub async fn receipt(&self) -> (u64, u64) {
        self.taps(&self.word("tab.send")).await;
        let values = self.reads("sync.receipt").await;
        let number = |name: &str| values[name].replace(' ', "").parse().expect("a number");
        let (held, saved) = (number("held"), number("saved"));
        self.world.note(Claim::Entries { of: self.name().to_owned(), entries: held });
        (held, saved)
    }

    /// Goes home.
    pub async fn goes_home(&self) {
        if !self.has(Kind::Act, &self.word("tab.home"), &[]).await {
            return self.goes_to("/").await;
        }
        self.taps(&self.word("tab.home")).await;
    }

    /// Registers somebody, from home to home: *Saved on this phone* has been seen.
    pub async fn registers(&self, person: &Person) {
        self.begins_to_register().await;
        self.answers("person", &person.answers, None).await;
        self.saves().await;
        self.remembers(person.clone());
        self.taps(&self.word("form.saved.home")).await;
    }

    /// Whether a link or button can be touched without moving the page.
    pub async fn has_in_sight(&self, name: &str) -> bool {
        let place = "const acts = [...document.querySelectorAll('a, button')]; \
            const place = acts.find(act => act.innerText.trim() === arguments[0]).getBoundingClientRect(); \
            const foot = document.querySelector('.tabs, .steps').getBoundingClientRect(); \
            return place.top >= 0 && place.bottom <= foot.top;";
        self.script(place, vec![name.into()]).await == true
    }

    /// Opens the form for a new person.
    pub async fn begins_to_register(&self) {
        self.goes_home().await;
        self.taps(&self.word("home.new_person")).await;
    }

    /// Saves what is on the check page, and waits until it is said to be saved.
    pub async fn saves(&self) {
        self.comes_to(&self.word("form.check.title")).await;
        self.taps(&self.word("form.save")).await;
        self.comes_to(&self.word("form.saved.title")).await;
    }

    /// Registers somebody, up to *Saved on this phone*, while the line falls silent in the middle of the exchange that
    /// follows: the header says that it sends.
    pub async fn registers_as_the_line_falls_silent(&self, person: &Person, on: Way, after: usize) {
        self.begins_to_register().await;
        self.answers("person", &person.answers, None).await;
        let silent = self.falls_silent(on, after);
        self.saves().await;
        silent.await.expect("the exchange began");
        self.says(State::Sending).await;
    }

    /// From now on this is what the phone has saved about this person.
    pub fn remembers(&self, person: Person) {
        let mut saved = self.saved.lock().unwrap();
        saved.retain(|known| known.name() != person.name());
        saved.push(person);
    }

    /// Enters a session, from home to home.
    pub async fn enters_session(&self, session: &Answers) {
        self.goes_home().await;
        self.taps(&self.word("home.new_session")).await;
        self.answers("session", session, None).await;
        self.saves().await;
        self.taps(&self.word("form.saved.home")).await;
    }

    /// Marks who was there, from home to the session's page: names with the states of `attendance.…`.
    pub async fn marks(&self, session: &str, marks: &[(&str, &str)]) {
        self.goes_home().await;
        self.taps(&self.word("home.attendance")).await;
        self.taps(session).await;
        self.taps(&self.word("session.mark")).await;
        for (name, state) in marks {
            let row = words::say_with(self.tongue(), "attendance.mark", &[("name", name)]);
            self.chooses(&[(Kind::Group, &row)], &self.word(&format!("attendance.{state}"))).await;
        }
        self.taps(&self.word("attendance.save")).await;
        self.taps(&self.word("app.back")).await;
    }

    /// Opens a person's page, from anywhere.
    pub async fn opens_person(&self, name: &str) {
        self.goes_home().await;
        self.taps(&self.word("tab.people")).await;
        self.taps(name).await;
        let open =
            async || self.names(Kind::Title, &[]).await.iter().any(|title| title == name).then_some(());
        self.until(&format!("the page of {name}"), open).await;
    }

    /// Changes one answer about a person, from anywhere to home.
    pub async fn changes(&self, name: &str, question: &'static str, answer: Answer) {
        self.opens_person(name).await;
        self.taps(&self.word("person.edit")).await;
        self.answers("person", &[(question, answer)].into(), None).await;
        self.saves().await;
        self.taps(&self.word("form.saved.home")).await;
    }

    /// Answers page by page, up to the page of a question or to the check page.
    pub async fn answers(&self, form: &str, answers: &Answers, up_to: Option<&str>) {
        loop {
            let title = self.title_of_page().await;
            if title == self.word("form.check.title") {
                assert!(up_to.is_none(), "the form ends before {up_to:?}");
                return;
            }
            let questions = self.questions_of(form, &title);
            let is_asked =
                |name: &str| questions.iter().any(|node| words::form(form).node(*node).name == name);
            if up_to.is_some_and(is_asked) {
                return;
            }
            self.answers_page(form, &title, answers).await;
            self.goes_on(&title).await;
        }
    }

    /// Answers the questions of one page.
    pub async fn answers_page(&self, form: &str, title: &str, answers: &Answers) {
        for node in self.questions_of(form, title) {
            let name = words::form(form).node(node).name.as_str();
            if let Some(answer) = answers.get(name) {
                self.answers_question(form, name, answer).await;
            }
        }
    }

    /// The heading of the page of a form.
    pub async fn title_of_page(&self) -> String {
        let title = async || self.names(Kind::Title, &[]).await.pop().filter(|title| !title.is_empty());
        self.until("a heading", title).await
    }

    /// To the next page of a form.
    pub async fn goes_on(&self, title: &str) {
        self.taps(&self.word("form.next")).await;
        self.comes_to_another_page_than(title).await;
    }

    /// Waits for another heading of the page than this one.
    pub async fn comes_to_another_page_than(&self, title: &str) {
        let turned = async || self.names(Kind::Title, &[]).await.pop().filter(|now| now != title);
        self.until(&format!("the page after “{title}”"), turned).await;
    }

    /// The questions of the page of this heading.
    pub fn questions_of(&self, form: &str, title: &str) -> Vec<NodeId> {
        let form = words::form(form);
        let is_titled = |node: &NodeId| {
            let label = words::tidy(&words::label(&form.node(*node).label, self.tongue()));
            form.node(*node).parent.is_none() && !label.is_empty() && title.starts_with(&label)
        };
        let node = form
            .ids()
            .find(is_titled)
            .unwrap_or_else(|| panic!("{}: the form has no page “{title}”", self.name()));
        let children: Vec<NodeId> = form.children(node).collect();
        if children.is_empty() { vec![node] } else { children }
    }

    /// Answers one question of the page.
    pub async fn answers_question(&self, form: &str, name: &str, answer: &Answer) {
        let definition = words::form(form);
        let node = definition.node(definition.find(name).expect("a question"));
        let question = words::label(&node.label, self.tongue());
        let group = [(Kind::Group, question.as_str())];
        let choice = |code: &str| {
            let list = definition.list(node.list().expect("a list"));
            words::label(&list.choice(code).expect("a choice").label, self.tongue())
        };
        match answer {
            Answer::Text(text) => self.writes(&question, text).await,
            Answer::Choice(code) => self.chooses(&group, &choice(code)).await,
            Answer::Found(code) => {
                self.writes_in(&group, &self.word("form.choose.search"), &choice(code)).await;
                self.chooses(&group, &choice(code)).await;
            }
            Answer::Year(year) => {
                self.chooses(&group, &self.word("form.date.only_year")).await;
                self.writes_in(&group, &self.word("form.date.year"), &year.to_string()).await;
            }
            Answer::Day(day) => {
                let parts = [("day", day.day()), ("month", day.month()), ("year", day.year_ce().1)];
                for (part, number) in parts {
                    let field = self.word(&format!("form.date.{part}"));
                    self.writes_in(&group, &field, &number.to_string()).await;
                }
            }
        }
    }
}

impl Claim {
    /// Whether they are about the same thing, so that the later one counts.
    pub fn replaces(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Person(one), Self::Person(other)) => one.name() == other.name(),
            (Self::Entries { of: one, .. }, Self::Entries { of: other, .. }) => one == other,
            _ => false,
        }
    }

    /// Compares it with the rows of the database.
    pub async fn is_true_of(&self, office: &Office) {
        match self {
            Self::Person(person) => {
                let mut found = office.with("person", "given_name", person.text("given_name")).await;
                found.retain(|record| {
                    shown(record, "family_name").as_deref() == Some(person.text("family_name"))
                });
                assert_eq!(found.len(), 1, "{} is at the office exactly once", person.name());
                for (question, answer) in &person.answers {
                    let said = match answer {
                        Answer::Text(text) if *question == "phone" => text.replacen('0', "+212", 1),
                        Answer::Text(text) | Answer::Choice(text) | Answer::Found(text) => text.clone(),
                        Answer::Year(year) => year.to_string(),
                        Answer::Day(day) => day.to_string(),
                    };
                    let has = shown(&found[0], question);
                    assert_eq!(has.as_deref(), Some(said.as_str()), "{question} of {}", person.name());
                }
            }
            Self::Entries { of, entries } => {
                let devices = office.devices(of).await;
                let last = devices.last().unwrap_or_else(|| panic!("{of} has no device at the office"));
                assert!(
                    last.entries >= *entries,
                    "{of} was told that {entries} entries are there: {devices:?}"
                );
            }
        }
    }
}
