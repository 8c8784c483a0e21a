//! People as field workers register them: the catalogue's own form, answered in both scripts or one, so that no two
//! are alike and nothing packs better than it would in earnest.

use crate::world::words;
use fastrand::Rng;
use form::{Definition, Draft, Surroundings};
use record::{AuthorId, Path, Proposal, RecordId, Value};
use std::fs;
use std::sync::Arc;

const GIVEN_NAMES: &str = include_str!("../../crates/endpoint/src/demo/given_names.txt");
const FAMILY_NAMES: &str = include_str!("../../crates/endpoint/src/demo/family_names.txt");
const QUARTERS: &str = include_str!("../../crates/endpoint/src/demo/quarters.txt");

/// Somebody is registered there, as in each of the others.
pub const COMMUNE: &str = "10.261.01.03";

/// Nobody is registered there.
pub const EMPTY_COMMUNE: &str = "10.261.05.05";

/// The same people in every run.
const SEED: u64 = 0x7469_7769_7a69;

/// Everybody there may be.
pub struct People {
    form: Arc<Definition>,
    communes: Vec<String>,
    chance: Rng,
}

impl People {
    pub fn new() -> Self {
        Self::drawn(SEED)
    }

    /// Other people than those.
    pub fn others() -> Self {
        Self::drawn(SEED + 1)
    }

    fn drawn(seed: u64) -> Self {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/catalogue/communes.csv");
        let communes = fs::read_to_string(file).expect("the communes");
        let codes = communes.lines().skip(1).filter_map(|line| line.split(',').next());
        Self {
            form: Arc::new(words::form("person").clone()),
            communes: codes.filter(|code| *code != EMPTY_COMMUNE).map(str::to_owned).collect(),
            chance: Rng::with_seed(seed),
        }
    }

    /// The next one.
    pub fn next(&mut self, author: AuthorId) -> Proposal {
        let record = RecordId::from_random(self.chance.u128(..));
        let on = "2026-11-21".parse().expect("a date");
        let mut draft = Draft::new(self.form.clone(), record, Surroundings::on(on));
        self.agrees(&mut draft);
        self.is_named(&mut draft);
        self.tells(&mut draft);
        draft.finish(author, on).unwrap_or_else(|errors| panic!("the form is not satisfied: {errors:?}"))
    }

    /// What no two of them share.
    pub fn chance(&mut self) -> u128 {
        self.chance.u128(..)
    }

    fn agrees(&mut self, draft: &mut Draft) {
        for (question, often) in [("consent_b", 40), ("consent_c", 70), ("consent_d", 85)] {
            let agreed = if self.chance.u32(..100) < often { "given" } else { "refused" };
            chooses(draft, question, agreed);
        }
        chooses(draft, "consent_a", "given");
        chooses(draft, "consent_e", "given");
        chooses(draft, "consent_mode", self.one(&["read_aloud", "read_aloud", "read"]));
        chooses(draft, "consent_proof", self.one(&["signature", "signature", "thumb"]));
    }

    fn is_named(&mut self, draft: &mut Draft) {
        let given: Vec<&str> = self.line(GIVEN_NAMES).split('\t').collect();
        let family: Vec<&str> = self.line(FAMILY_NAMES).split('\t').collect();
        let script = self.chance.u32(..10);
        if script > 1 {
            writes(draft, "family_name_ar", family[1]);
            writes(draft, "given_name_ar", given[2]);
        }
        if !(2..4).contains(&script) {
            writes(draft, "family_name", family[0]);
            writes(draft, "given_name", given[1]);
        }
        chooses(draft, "sex", given[0]);
    }

    fn tells(&mut self, draft: &mut Draft) {
        let year = self.chance.u32(1962..2007);
        let birth = match self.chance.u32(..3) {
            0 => format!("~{year}"),
            1 => year.to_string(),
            _ => format!("{year}-{:02}-{:02}", self.chance.u32(1..13), self.chance.u32(1..29)),
        };
        writes(draft, "birth", &birth);
        let owner = self.one(&["self", "self", "self", "spouse", "neighbour", "none"]);
        chooses(draft, "phone_owner", owner);
        if owner != "none" {
            // 06 00 is given to no operator: no such number rings anywhere.
            writes(draft, "phone", &format!("0600{:06}", self.chance.u32(..1_000_000)));
        }
        let levels = ["none", "literacy", "primary", "lower_secondary", "baccalaureate", "vocational"];
        chooses(draft, "education", self.one(&levels));
        chooses(draft, "situation", self.one(&["unemployed", "informal"]));
        let household = self.chance.u32(1..10);
        writes(draft, "household_size", &household.to_string());
        writes(draft, "dependants", &self.chance.u32(..household).to_string());
        chooses(draft, "programme", self.one(&["MICRO", "MARCH", "SWITCH", "MOBNET", "ECOSYS"]));
        let commune = self.chance.usize(..self.communes.len());
        chooses(draft, "commune", &self.communes[commune]);
        writes(draft, "douar", self.line(QUARTERS));
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.chance.usize(..of.len())]
    }

    fn line(&mut self, of: &'static str) -> &'static str {
        let lines: Vec<&str> = of.lines().collect();
        self.one(&lines)
    }
}

fn chooses(draft: &mut Draft, question: &str, code: &str) {
    draft.set(&Path::field(question).expect("a question"), Some(Value::Choice(code.to_owned())));
}

fn writes(draft: &mut Draft, question: &str, text: &str) {
    draft.type_in(&Path::field(question).expect("a question"), text);
}
