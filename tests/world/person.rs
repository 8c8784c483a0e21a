//! The people and sessions that a story registers, as somebody in front of the phone would tell about them.

use chrono::NaiveDate;
use std::collections::BTreeMap;

/// An answer as it is given on the screen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer {
    /// Typed.
    Text(String),
    /// Tapped, by its code.
    Choice(String),
    /// Searched for, then tapped; by its code.
    Found(String),
    /// A date of which only the year is known.
    Year(u16),
    /// A date known to the day.
    Day(NaiveDate),
}

/// What is to be answered, by question.
pub type Answers = BTreeMap<&'static str, Answer>;

/// Somebody to be registered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    pub answers: Answers,
}

/// A training session in Asrir.
pub fn training(title: &str) -> Answers {
    let choice = |code: &str| Answer::Choice(code.to_owned());
    let answers = [
        ("programme", choice("MARCH")),
        ("type", choice("training")),
        ("title", Answer::Text(title.to_owned())),
        ("commune", Answer::Found(ASRIR.to_owned())),
    ];
    answers.into()
}

const ASRIR: &str = "10.261.05.05";

impl Person {
    /// A woman of 1990 from Asrir who agrees to everything but her photo, and has no phone.
    pub fn named(given: &str, family: &str) -> Self {
        let choice = |code: &str| Answer::Choice(code.to_owned());
        let answers = [
            ("programme", choice("MARCH")),
            ("consent_a", choice("given")),
            ("consent_b", choice("refused")),
            ("consent_c", choice("given")),
            ("consent_d", choice("given")),
            ("consent_e", choice("given")),
            ("consent_mode", choice("read_aloud")),
            ("consent_proof", choice("thumb")),
            ("family_name", Answer::Text(family.to_owned())),
            ("given_name", Answer::Text(given.to_owned())),
            ("sex", choice("woman")),
            ("birth", Answer::Year(1990)),
            ("phone_owner", choice("none")),
            ("commune", Answer::Found(ASRIR.to_owned())),
        ];
        Self { answers: answers.into() }
    }

    /// The same with another answer.
    pub fn with(mut self, question: &'static str, answer: Answer) -> Self {
        self.answers.insert(question, answer);
        self
    }

    /// The same with a phone number.
    pub fn with_phone(self, number: &str) -> Self {
        self.with("phone_owner", Answer::Choice("self".into())).with("phone", Answer::Text(number.to_owned()))
    }

    /// The name as lists show it.
    pub fn name(&self) -> String {
        format!("{} {}", self.text("given_name"), self.text("family_name"))
    }

    /// A typed answer.
    pub fn text(&self, question: &str) -> &str {
        match self.answers.get(question) {
            Some(Answer::Text(text)) => text,
            _ => "",
        }
    }
}
