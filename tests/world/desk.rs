//! A desk, and what a coordinator does at it.

use super::browser::{Browser, Kind};
use super::words;
use std::ops::Deref;

/// A coordinator's browser.
#[derive(Clone)]
pub struct Desk {
    browser: Browser,
}

impl Deref for Desk {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        &self.browser
    }
}

impl Desk {
    /// A desk that nobody has used yet.
    pub fn new(browser: Browser) -> Self {
        Self { browser }
    }

    /// Opens the link that an administrator has sent.
    pub async fn enrols_by(&self, link: &str) {
        self.opens(link).await;
        self.taps(&self.word("enrol.submit")).await;
        self.taps(&self.word("enrol.done.start")).await;
        self.goes_to_queue().await;
    }

    /// Gets in with a user name and a password.
    pub async fn signs_in(&self, user: &str, password: &str) {
        self.opens("/sign-in").await;
        self.writes(&self.word("signin.user"), user).await;
        self.writes(&self.word("signin.password"), password).await;
        self.taps(&self.word("signin.submit")).await;
        self.comes_to(&self.word("desk.review.title")).await;
    }

    /// Opens the queue of records to review.
    pub async fn goes_to_queue(&self) {
        self.goes_to("/desk").await;
        self.comes_to(&self.word("desk.review.title")).await;
    }

    /// Opens a record of the queue, as soon as it is there.
    pub async fn opens_record(&self, name: &str) {
        self.taps(name).await;
        let open =
            async || (self.names(Kind::Title, &[]).await.iter().any(|title| title == name)).then_some(());
        self.until(&format!("the record of {name}"), open).await;
    }

    /// Approves a record.
    pub async fn approves(&self, name: &str) {
        self.opens_record(name).await;
        self.taps(&self.word("desk.review.approve")).await;
        self.sees(&words::say_with(self.tongue(), "desk.review.approved", &[("name", name)])).await;
    }

    /// Returns a record with a remark on one answer.
    pub async fn returns(&self, name: &str, question: &str, remark: &str) {
        self.opens_record(name).await;
        self.taps(&self.word("desk.review.return")).await;
        let label = words::say_with(self.tongue(), "desk.review.remark_on", &[("field", question)]);
        self.taps(&label).await;
        self.writes(&label, remark).await;
        self.taps(&self.word("desk.review.return.send")).await;
        self.sees(&words::say_with(self.tongue(), "desk.review.returned", &[("name", name)])).await;
    }

    /// Waits until the decisions made here are at the office.
    pub async fn is_all_sent(&self) {
        let done = async || {
            let acts = self.names(Kind::Act, &[]).await;
            acts.iter().any(|act| words::read(self.tongue(), "state.done", act).is_some()).then_some(())
        };
        self.until("all to be sent", done).await;
    }
}
