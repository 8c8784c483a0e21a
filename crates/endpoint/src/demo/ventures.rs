//! What becomes of people: they are enrolled, undertake something, belong to a cooperative, and are visited.

use super::DemoError;
use super::colleague::{Colleague, day};
use super::field::{Region, cells, choose, finish, works_in, write};
use crate::Endpoint;
use crate::surroundings::DAY;
use form::{Draft, Surroundings};
use record::{Path, RecordId, RowId, Value};

/// Title, title in Arabic, kind, sector, days since the launch: 0 if it is not launched.
const VENTURES: &str = include_str!("ventures.txt");

/// When all of this was written down.
const AT: i64 = 6 * DAY;
const NOON: i64 = 12 * 60 * 60 * 1000;

/// One worker's people undertake something each; some came together in a cooperative.
pub async fn undertake(
    endpoint: &Endpoint,
    worker: &Colleague<'_>,
    region: &mut Region,
) -> Result<(), DemoError> {
    let near: Vec<_> =
        region.people.iter().filter(|(_, _, commune)| works_in(worker, commune)).cloned().collect();
    let mut made = Made { endpoint, worker, at: region.today() - AT + NOON, identities: Vec::new() };
    made.identities = (0..VENTURES.lines().count() * 4 + 1).map(|_| region.chance.identity()).collect();
    let (_, programme, commune) = &near[0];
    made.cooperative(programme, commune).await?;
    for (line, (person, programme, commune)) in VENTURES.lines().zip(&near) {
        made.enrolment(*person, programme, commune).await?;
        let venture = made.venture(line, *person, programme, commune).await?;
        made.visit(venture, programme, commune).await?;
    }
    Ok(())
}

/// Records as one worker makes them.
struct Made<'a, 'b> {
    endpoint: &'a Endpoint,
    worker: &'a Colleague<'b>,
    at: i64,
    identities: Vec<u128>,
}

impl Made<'_, '_> {
    fn begin(&mut self, form: &'static str, programme: &str, commune: &str) -> Result<Draft, DemoError> {
        let definition = self.endpoint.catalogue.form(form).ok_or(DemoError::NoForm(form))?;
        let record = RecordId::from_random(self.identity());
        let mut draft = Draft::new(definition, record, Surroundings::on(day(self.at)));
        choose(&mut draft, &[("programme", programme), ("commune", commune)]);
        Ok(draft)
    }

    fn identity(&mut self) -> u128 {
        self.identities.pop().unwrap_or_default()
    }

    async fn finish(&self, draft: Draft) -> Result<RecordId, DemoError> {
        finish(self.worker, &draft, self.at).await?;
        Ok(draft.record())
    }

    async fn cooperative(&mut self, programme: &str, commune: &str) -> Result<RecordId, DemoError> {
        let mut draft = self.begin("organisation", programme, commune)?;
        choose(&mut draft, &[("legal_form", "cooperative"), ("legal_state", "created"), ("sector", "argan")]);
        let answers = [
            ("name", "Coopérative Tafoukt"),
            ("name_ar", "تعاونية تافوكت"),
            ("founded", "2019"),
            ("president_name", "Zahra Oubella"),
            ("members_women", "18"),
            ("members_men", "3"),
        ];
        write(&mut draft, &answers);
        self.finish(draft).await
    }

    async fn enrolment(&mut self, person: RecordId, programme: &str, commune: &str) -> Result<(), DemoError> {
        let mut draft = self.begin("enrolment", programme, commune)?;
        refer(&mut draft, "person", person);
        choose(&mut draft, &[("state", "active")]);
        self.finish(draft).await?;
        Ok(())
    }

    async fn venture(
        &mut self,
        line: &str,
        owner: RecordId,
        programme: &str,
        commune: &str,
    ) -> Result<RecordId, DemoError> {
        let [title, title_ar, kind, sector, days] = cells(line);
        let mut draft = self.begin("venture", programme, commune)?;
        write(&mut draft, &[("title", title), ("title_ar", title_ar)]);
        choose(&mut draft, &[("kind", kind), ("sector", sector)]);
        if let Some(owners) = draft.definition().find("owners") {
            let row = RowId::from_random(self.identity());
            draft.add_row(owners, row);
            refer(&mut draft, &format!("owners/{row}/owner"), owner);
        }
        let days: i64 = days.parse().unwrap_or_default();
        if days > 0 {
            choose(
                &mut draft,
                &[("stage", "launched"), ("legal", "chosen"), ("legal_form", "self_employed")],
            );
            write(&mut draft, &[("launch_date", &day(self.at + AT - days * DAY).to_string())]);
        }
        self.finish(draft).await
    }

    async fn visit(&mut self, venture: RecordId, programme: &str, commune: &str) -> Result<(), DemoError> {
        let mut draft = self.begin("coaching", programme, commune)?;
        choose(&mut draft, &[("about", "venture")]);
        refer(&mut draft, "venture", venture);
        choose(&mut draft, &[("phase", "post"), ("mode", "on_site")]);
        write(&mut draft, &[("minutes", "45"), ("advice", "Tenir le livre de caisse chaque soir.")]);
        if let Ok(path) = Path::field("topics") {
            let topics = ["cash_book", "price"].map(String::from);
            draft.set(&path, Some(Value::Choices(topics.into())));
        }
        self.finish(draft).await?;
        Ok(())
    }
}

fn refer(draft: &mut Draft, question: &str, record: RecordId) {
    if let Ok(path) = question.parse::<Path>() {
        draft.set(&path, Some(Value::Reference(record)));
    }
}
