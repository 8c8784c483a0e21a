//! What field workers do: register people, hold sessions.

use super::DemoError;
use super::chance::Chance;
use super::colleague::{Colleague, day};
use crate::Endpoint;
use crate::surroundings::DAY;
use form::{Definition, Draft, Surroundings};
use record::{Path, RecordId, Value};
use std::collections::BTreeMap;
use std::sync::Arc;
use sync::within;

const GIVEN_NAMES: &str = include_str!("given_names.txt");
const FAMILY_NAMES: &str = include_str!("family_names.txt");
const QUARTERS: &str = include_str!("quarters.txt");
const SESSIONS: &str = include_str!("sessions.txt");

/// How far back the first work lies.
const BEGAN: i64 = 45 * DAY;
/// When the last of it was done.
const ENDED: i64 = 6 * DAY;
/// Morning in Morocco, after the day's beginning in UTC.
const MORNING: i64 = 8 * 60 * 60 * 1000;

/// What has come about so far.
pub struct Region {
    /// Everybody registered: who, in which programme, in which commune.
    pub people: Vec<(RecordId, String, String)>,
    /// The sessions held.
    pub sessions: Vec<RecordId>,
    /// What happens next.
    pub chance: Chance,
    person: Arc<Definition>,
    session: Arc<Definition>,
    communes: Vec<(String, bool)>,
    today: i64,
}

impl Region {
    pub fn new(endpoint: &Endpoint, chance: Chance) -> Result<Self, DemoError> {
        let form = |name| endpoint.catalogue.form(name).ok_or(DemoError::NoForm(name));
        let cell = |row: &BTreeMap<String, String>, name| row.get(name).cloned().unwrap_or_default();
        let communes = endpoint.catalogue.communes().iter();
        let communes = communes.map(|row| (cell(row, "code"), cell(row, "type") == "urban")).collect();
        let today = endpoint.now() / DAY * DAY;
        let (person, session) = (form("person")?, form("session")?);
        Ok(Self { people: Vec::new(), sessions: Vec::new(), chance, person, session, communes, today })
    }

    /// The beginning of the day on which the demonstration is made.
    pub fn today(&self) -> i64 {
        self.today
    }

    /// Registers the `n`th of so many people, in a commune of the region: each of the 53 in its turn, then the towns.
    pub async fn register(&mut self, field: &[&Colleague<'_>], n: usize, of: usize) -> Result<(), DemoError> {
        let urban: Vec<&(String, bool)> = self.communes.iter().filter(|(_, urban)| *urban).collect();
        let commune = match self.communes.get(n) {
            Some((commune, _)) => commune.clone(),
            None if self.chance.in_a_hundred(55) => self.chance.one(&urban).0.clone(),
            None => self.chance.one(&self.communes).0,
        };
        let worker = whose(field, &commune);
        self.register_in(worker, &commune, self.moment(n, of)).await
    }

    /// Somebody registered where the worker has no grant: the office holds the entry for a coordinator.
    pub async fn register_out_of_reach(&mut self, worker: &Colleague<'_>) -> Result<(), DemoError> {
        let beyond = self.communes.iter().find(|(commune, _)| !works_in(worker, commune));
        let Some((commune, _)) = beyond.cloned() else { return Ok(()) };
        self.register_in(worker, &commune, self.today - ENDED + MORNING).await?;
        self.people.pop();
        Ok(())
    }

    async fn register_in(&mut self, worker: &Colleague<'_>, commune: &str, at: i64) -> Result<(), DemoError> {
        let record = RecordId::from_random(self.chance.identity());
        let mut draft = Draft::new(self.person.clone(), record, Surroundings::on(day(at)));
        let programme =
            self.chance.one(&["MICRO", "MICRO", "MARCH", "MARCH", "SWITCH", "MOBNET", "ECOSYS"]).to_owned();
        self.agree(&mut draft);
        self.name(&mut draft);
        self.describe(&mut draft);
        choose(&mut draft, &[("programme", &programme), ("commune", commune)]);
        let quarter = self.chance.line(QUARTERS);
        write(&mut draft, &[("douar", quarter)]);
        finish(worker, &draft, at).await?;
        self.people.push((record, programme, commune.to_owned()));
        Ok(())
    }

    fn agree(&mut self, draft: &mut Draft) {
        let mut mostly = |often| if self.chance.in_a_hundred(often) { "given" } else { "refused" };
        let (photo, list, message) = (mostly(40), mostly(70), mostly(85));
        choose(draft, &[("consent_a", "given"), ("consent_e", "given"), ("consent_b", photo)]);
        choose(draft, &[("consent_c", list), ("consent_d", message)]);
        let mode = self.chance.one(&["read_aloud", "read_aloud", "read"]);
        let proof = self.chance.one(&["signature", "signature", "thumb"]);
        choose(draft, &[("consent_mode", mode), ("consent_proof", proof)]);
    }

    /// In both scripts mostly, else in one.
    fn name(&mut self, draft: &mut Draft) {
        let given = self.chance.line(GIVEN_NAMES);
        let family = self.chance.line(FAMILY_NAMES);
        let ([sex, given, given_ar], [family, family_ar]) = (cells(given), cells(family));
        let script = self.chance.from(1, 10);
        if script > 2 {
            write(draft, &[("family_name_ar", family_ar), ("given_name_ar", given_ar)]);
        }
        if !(3..=4).contains(&script) {
            write(draft, &[("family_name", family), ("given_name", given)]);
        }
        choose(draft, &[("sex", sex)]);
    }

    fn describe(&mut self, draft: &mut Draft) {
        let chance = &mut self.chance;
        let year = chance.from(1962, 2007);
        let birth = match chance.from(1, 3) {
            1 => format!("~{year}"),
            2 => year.to_string(),
            _ => format!("{year}-{:02}-{:02}", chance.from(1, 12), chance.from(1, 28)),
        };
        write(draft, &[("birth", &birth)]);
        let owner = chance.one(&["self", "self", "self", "spouse", "neighbour", "none"]);
        choose(draft, &[("phone_owner", owner)]);
        if owner != "none" {
            // 06 00 is given to no operator: no such number rings anywhere.
            write(draft, &[("phone", &format!("0600{:06}", chance.from(0, 999_999)))]);
        }
        let education =
            chance.one(&["none", "literacy", "primary", "lower_secondary", "baccalaureate", "vocational"]);
        choose(draft, &[("education", education), ("situation", chance.one(&["unemployed", "informal"]))]);
        let household = chance.from(1, 9);
        let dependants = chance.from(0, household - 1);
        write(draft, &[("household_size", &household.to_string()), ("dependants", &dependants.to_string())]);
    }

    /// Holds the `n`th of so many sessions, with those of its programme who live near.
    pub async fn hold_session(
        &mut self,
        field: &[&Colleague<'_>],
        n: usize,
        of: usize,
    ) -> Result<(), DemoError> {
        let all: Vec<&str> = SESSIONS.lines().collect();
        let [programme, kind, title, theme, venue] = cells(all[n % all.len()]);
        let urban: Vec<String> =
            self.communes.iter().filter(|(_, urban)| *urban).map(|(commune, _)| commune.clone()).collect();
        let commune = self.chance.one(&urban);
        let (worker, at) = (whose(field, &commune), self.moment(n, of) + 3 * DAY);
        let record = RecordId::from_random(self.chance.identity());
        let mut draft = Draft::new(self.session.clone(), record, Surroundings::on(day(at)));
        choose(
            &mut draft,
            &[("programme", programme), ("type", kind), ("commune", &commune), ("mode", "in_person")],
        );
        write(&mut draft, &[("title", title), ("theme", theme), ("venue", venue)]);
        write(&mut draft, &[("starts_at", "09:30"), ("ends_at", self.chance.one(&["12:30", "16:00"]))]);
        let came = self.mark_attendance(&mut draft, worker, programme);
        if kind == "awareness" {
            let (women, men) = (came / 2 + self.chance.from(4, 20), came / 2 + 1 + self.chance.from(2, 12));
            write(
                &mut draft,
                &[("headcount_women", &women.to_string()), ("headcount_men", &men.to_string())],
            );
        }
        finish(worker, &draft, at).await?;
        self.sessions.push(record);
        Ok(())
    }

    fn mark_attendance(&mut self, draft: &mut Draft, worker: &Colleague<'_>, programme: &str) -> i64 {
        let Some(roster) = draft.definition().find("attendance") else { return 0 };
        let near = self
            .people
            .iter()
            .filter(|(_, in_programme, commune)| in_programme == programme && works_in(worker, commune));
        let near: Vec<RecordId> = near.map(|(person, _, _)| *person).collect();
        let mut came = 0;
        for person in near.iter().take(24) {
            let status = self
                .chance
                .one(&["present", "present", "present", "present", "late", "half", "excused", "absent"]);
            draft.mark(roster, *person, Some(status));
            came += i64::from(!matches!(status, "excused" | "absent"));
        }
        came
    }

    /// The moment of the `n`th of so many acts, spread over the working weeks.
    fn moment(&self, n: usize, of: usize) -> i64 {
        let share = (BEGAN - ENDED) / DAY * n as i64 / of as i64;
        self.today - BEGAN + share * DAY + MORNING + n as i64 % 37 * 9 * 60 * 1000
    }
}

/// Which worker's commune it is.
fn whose<'a, 'b>(field: &[&'a Colleague<'b>], commune: &str) -> &'a Colleague<'b> {
    field.iter().find(|worker| works_in(worker, commune)).unwrap_or(&field[0])
}

pub fn works_in(worker: &Colleague<'_>, commune: &str) -> bool {
    worker.territories.iter().any(|territory| within(territory, commune))
}

pub async fn finish(worker: &Colleague<'_>, draft: &Draft, at: i64) -> Result<(), DemoError> {
    let proposal = draft.finish(worker.person, day(at)).map_err(|errors| DemoError::Unsatisfied {
        form: draft.definition().name.clone(),
        fields: errors.iter().map(|error| error.path.to_string()).collect(),
    })?;
    worker.save(proposal, at).await
}

pub fn choose(draft: &mut Draft, answers: &[(&str, &str)]) {
    for (name, code) in answers {
        if let Ok(path) = Path::field(name) {
            draft.set(&path, Some(Value::Choice((*code).to_owned())));
        }
    }
}

pub fn write(draft: &mut Draft, answers: &[(&str, &str)]) {
    for (name, text) in answers {
        if let Ok(path) = Path::field(name) {
            draft.type_in(&path, text);
        }
    }
}

/// The cells of a line of a table; those missing are empty.
pub fn cells<const N: usize>(line: &str) -> [&str; N] {
    let mut cells = line.split('\t');
    std::array::from_fn(|_| cells.next().unwrap_or_default())
}
