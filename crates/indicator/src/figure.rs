//! A figure: how many, by commune and sex, and from which records it comes.
//!
//! Nobody and nothing is counted twice: a person who came to five sessions of one programme is one person, under the
//! commune they live in. Two programmes that share a person both count them; together they count them once.

use crate::{Fact, Facts, Measure, Sex};
use chrono::NaiveDate;
use record::RecordId;
use std::collections::{BTreeMap, BTreeSet};

/// What is to be counted.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Asked<'a> {
    /// The code of a programme; empty for all together.
    pub programme: &'a str,
    /// The first and the last day; a record without a day lies in no period but the open one.
    pub period: (Option<NaiveDate>, Option<NaiveDate>),
    /// Only what a coordinator has approved as it stands.
    pub only_approved: bool,
    /// The day it is: a session of tomorrow is not held yet.
    pub today: NaiveDate,
}

/// How many, by sex. Things have none: they stand under `unsaid`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct BySex {
    /// Women.
    pub women: usize,
    /// Men.
    pub men: usize,
    /// People whose sex is not recorded, or whose record is not held here.
    pub unsaid: usize,
}

/// How many in one commune, and what they are.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Place {
    /// How many.
    pub by_sex: BySex,
    /// The people, sessions or ventures: for presences the sessions.
    pub behind: BTreeSet<RecordId>,
}

/// What came out.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Figure {
    /// By the code of the commune; under the empty code what has none.
    pub by_commune: BTreeMap<String, Place>,
    /// Of how many, if it is a rate.
    pub whole: usize,
    /// How many of the whole nothing certain is known about: neither counted nor lost.
    pub unknown: usize,
    /// From how many records it comes.
    pub records: usize,
    /// How many of these are approved as they stand.
    pub approved: usize,
}

impl BySex {
    /// All of them.
    pub fn all(self) -> usize {
        self.women + self.men + self.unsaid
    }

    fn count(&mut self, sex: Option<Sex>) {
        match sex {
            Some(Sex::Woman) => self.women += 1,
            Some(Sex::Man) => self.men += 1,
            None => self.unsaid += 1,
        }
    }
}

impl Figure {
    /// All communes together.
    pub fn total(&self) -> BySex {
        self.by_commune.values().fold(BySex::default(), |sum, place| BySex {
            women: sum.women + place.by_sex.women,
            men: sum.men + place.by_sex.men,
            unsaid: sum.unsaid + place.by_sex.unsaid,
        })
    }

    /// How many, without their sex.
    pub fn value(&self) -> usize {
        self.total().all()
    }

    fn count(&mut self, commune: &str, sex: Option<Sex>, behind: RecordId) {
        let place = self.by_commune.entry(commune.to_owned()).or_default();
        place.by_sex.count(sex);
        place.behind.insert(behind);
    }
}

impl Asked<'_> {
    fn takes(&self, fact: &Fact) -> bool {
        if fact.removed {
            return false;
        }
        let (from, to) = self.period;
        let in_time = match fact.day {
            Some(day) => from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to),
            None => (from, to) == (None, None),
        };
        (self.programme.is_empty() || fact.programme == self.programme)
            && (!self.only_approved || fact.approved)
            && in_time
    }
}

impl<'a> Facts<'a> {
    /// Counts.
    pub fn figure(&self, measure: Measure, asked: &Asked) -> Figure {
        match measure {
            Measure::Merchants => self.people(asked, |fact| match fact.form {
                "merchant" => Some(fact.about.into_iter().collect()),
                _ => None,
            }),
            Measure::Enrolled => self.people(asked, |fact| {
                let is_in = matches!(fact.kind, "enrolled" | "active" | "completed");
                (fact.form == "enrolment" && is_in).then(|| fact.about.into_iter().collect())
            }),
            Measure::Reached => self.people(asked, |fact| attended(fact, asked.today)),
            Measure::Supported => {
                self.people(asked, |fact| attended(fact, asked.today).or_else(|| self.visited(fact)))
            }
            Measure::Sessions => self.things(asked, |fact| held(fact, asked.today)),
            Measure::Visits => self.things(asked, |fact| fact.form == "coaching"),
            Measure::Launched => self.things(asked, launched),
            Measure::Attendances => self.attendances(asked),
            Measure::Organisations => self.organisations(asked),
            Measure::Alive => self.alive(asked),
            Measure::Approved => self.approved(asked),
        }
    }

    fn asked<'b>(&'b self, asked: &'b Asked) -> impl Iterator<Item = &'b Fact<'a>> {
        self.0.values().filter(|fact| asked.takes(fact))
    }

    /// Distinct people, whom each record that counts names.
    fn people(&self, asked: &Asked, named: impl Fn(&Fact<'a>) -> Option<Vec<RecordId>>) -> Figure {
        let (mut figure, mut people) = (Figure::default(), BTreeSet::new());
        for (fact, named) in self.asked(asked).filter_map(|fact| Some((fact, named(fact)?))) {
            figure.comes_from(fact);
            people.extend(named);
        }
        for person in people {
            let known = self.0.get(&person);
            // Somebody whose record is not held here is counted; somebody whose record was removed is not.
            if known.is_some_and(|person| person.removed) {
                continue;
            }
            let commune = known.map_or("", |person| person.commune);
            figure.count(commune, known.and_then(|person| person.sex), person);
        }
        figure
    }

    /// Records of a kind, each in its own commune.
    fn things(&self, asked: &Asked, is_one: impl Fn(&Fact<'a>) -> bool) -> Figure {
        let mut figure = Figure::default();
        for fact in self.asked(asked).filter(|fact| is_one(fact)) {
            figure.comes_from(fact);
            figure.count(fact.commune, None, fact.id);
        }
        figure
    }

    fn attendances(&self, asked: &Asked) -> Figure {
        let mut figure = Figure::default();
        for fact in self.asked(asked).filter(|fact| held(fact, asked.today)) {
            figure.comes_from(fact);
            for person in fact.present {
                figure.count(fact.commune, self.0.get(person).and_then(|person| person.sex), fact.id);
            }
        }
        figure
    }

    fn organisations(&self, asked: &Asked) -> Figure {
        let (mut figure, mut visited) = (Figure::default(), BTreeSet::new());
        for fact in self.asked(asked).filter(|fact| fact.form == "coaching") {
            let about = fact.about.and_then(|about| self.0.get(&about));
            let is_one = |about: &&Fact| about.form == "organisation" && !about.removed;
            if let Some(organisation) = about.filter(is_one) {
                figure.comes_from(fact);
                if visited.insert(organisation.id) {
                    figure.count(organisation.commune, None, organisation.id);
                }
            }
        }
        figure
    }

    /// A venture whose stage is *closed* or *handed over* is not alive; of one that nobody has asked, or could reach
    /// the last time, it is not known.
    fn alive(&self, asked: &Asked) -> Figure {
        let mut last: BTreeMap<RecordId, &Fact> = BTreeMap::new();
        let follow_ups = self.0.values().filter(|fact| fact.form == "follow_up" && !fact.removed);
        for fact in follow_ups.filter(|fact| !asked.only_approved || fact.approved) {
            let Some(venture) = fact.about else { continue };
            let latest = last.entry(venture).or_insert(fact);
            if (fact.day, fact.id) > (latest.day, latest.id) {
                *latest = fact;
            }
        }
        let mut figure = Figure::default();
        for venture in self.asked(asked).filter(|fact| launched(fact)) {
            figure.comes_from(venture);
            figure.whole += 1;
            let found = last.get(&venture.id).map_or("", |follow_up| follow_up.outcome);
            match (venture.kind, found) {
                ("closed" | "handed_over", _) => {}
                (_, "operating" | "seasonal_pause") => figure.count(venture.commune, None, venture.id),
                (_, "" | "unreachable") => figure.unknown += 1,
                _ => {}
            }
        }
        figure
    }

    fn approved(&self, asked: &Asked) -> Figure {
        let mut figure = Figure::default();
        for fact in self.asked(&Asked { only_approved: false, ..*asked }) {
            figure.comes_from(fact);
            figure.whole += 1;
            if fact.approved {
                figure.count(fact.commune, None, fact.id);
            }
        }
        figure
    }

    /// The people whom a visit was for: the person visited, or the people who own the venture visited.
    fn visited(&self, fact: &Fact) -> Option<Vec<RecordId>> {
        if fact.form != "coaching" {
            return None;
        }
        let is_person = |id: &&RecordId| self.0.get(id).is_some_and(|it| it.form == "person");
        let about = self.0.get(&fact.about?)?;
        match about.form {
            "person" => Some(vec![about.id]),
            "venture" => Some(about.names.iter().filter(is_person).copied().collect()),
            _ => None,
        }
    }
}

impl Figure {
    fn comes_from(&mut self, fact: &Fact) {
        self.records += 1;
        self.approved += usize::from(fact.approved);
    }
}

fn held(fact: &Fact, today: NaiveDate) -> bool {
    fact.form == "session" && fact.day.is_none_or(|day| day <= today)
}

fn attended(fact: &Fact, today: NaiveDate) -> Option<Vec<RecordId>> {
    held(fact, today).then(|| fact.present.to_vec())
}

fn launched(fact: &Fact) -> bool {
    fact.form == "venture"
        && matches!(fact.kind, "launched" | "operating" | "paused" | "closed" | "handed_over")
}

#[cfg(test)]
mod tests;
