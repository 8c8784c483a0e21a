//! What coordinators do: approve most, return some; and what field workers make of it.

use super::DemoError;
use super::colleague::Colleague;
use super::field::{Region, cells};
use crate::surroundings::DAY;
use record::{FlatMap, Path, Record, RecordId, Review, Value, Verdict};

const REMARKS: &str = include_str!("remarks.txt");
const HOUR: i64 = 60 * 60 * 1000;

/// What became of the records at the desk.
pub struct Judged {
    returned: Vec<RecordId>,
    approved: Vec<RecordId>,
    /// One that stays unjudged, for the dispute.
    pub disputed: RecordId,
}

/// Judges about three of four records, each by the first coordinator who may.
pub async fn review(desk: &[&Colleague<'_>], region: &mut Region) -> Result<Judged, DemoError> {
    let people: Vec<RecordId> = region.people.iter().map(|(person, _, _)| *person).collect();
    let disputed = with_a_phone(desk[0], &people).await?;
    let mut judged = Judged { returned: Vec::new(), approved: Vec::new(), disputed };
    for (n, id) in people.iter().chain(&region.sessions.clone()).enumerate() {
        let at = region.today() - 4 * DAY + 9 * HOUR + n as i64 * 60_000;
        let lot = region.chance.from(1, 100);
        let Some((coordinator, record)) = first_who_sees(desk, *id).await? else { continue };
        if *id == judged.disputed || lot > 75 {
            continue;
        }
        let is_person = record.form == "person";
        let review = if lot <= 12 && is_person {
            judged.returned.push(*id);
            returned(record, region)
        } else {
            judged.approved.push(*id);
            approved(record)
        };
        coordinator.edit(*id, at, [(Path::review(), Some(Value::Review(Box::new(review))))].into()).await?;
    }
    Ok(judged)
}

/// The first of these people, as they were registered, who has a phone: in the first worker's own commune.
async fn with_a_phone(coordinator: &Colleague<'_>, people: &[RecordId]) -> Result<RecordId, DemoError> {
    for id in people {
        if coordinator.shown(*id).await?.is_some_and(|record| record.field("phone").is_some()) {
            return Ok(*id);
        }
    }
    Ok(people[0])
}

async fn first_who_sees<'a, 'b>(
    desk: &[&'a Colleague<'b>],
    id: RecordId,
) -> Result<Option<(&'a Colleague<'b>, Record)>, DemoError> {
    for coordinator in desk {
        if let Some(record) = coordinator.shown(id).await? {
            return Ok(Some((coordinator, record)));
        }
    }
    Ok(None)
}

fn approved(record: Record) -> Review {
    Review {
        verdict: Verdict::Approved,
        judged: record.context,
        reason: String::new(),
        remarks: FlatMap::new(),
    }
}

fn returned(record: Record, region: &mut Region) -> Review {
    let [field, remark] = cells(region.chance.line(REMARKS));
    // A remark stands on a question that was answered.
    let path = Path::field(field).ok().filter(|path| record.shown(path).is_some());
    let (reason, remarks) = match path {
        Some(path) => (String::new(), [(path, remark.to_owned())].into()),
        None => ("Merci de compléter la fiche.".to_owned(), FlatMap::new()),
    };
    Review { verdict: Verdict::Returned, judged: record.context, reason, remarks }
}

/// Half of what was returned is corrected; a few approved records change again.
pub async fn answer_reviews(
    field: &[&Colleague<'_>],
    judged: &Judged,
    region: &mut Region,
) -> Result<(), DemoError> {
    let at = region.today() - 2 * DAY + 10 * HOUR;
    let corrected = judged.returned.iter().step_by(2);
    let changed_again = judged.approved.iter().step_by(25);
    for (n, id) in corrected.chain(changed_again).enumerate() {
        let Ok(landmark) = Path::field("landmark") else { continue };
        let near =
            region.chance.one(&["قرب المسجد", "قرب المدرسة", "Près du souk", "Derrière le dispensaire"]);
        for worker in field {
            if worker.shown(*id).await?.is_some_and(|record| record.form == "person") {
                let edits = [(landmark.clone(), Some(Value::Text(near.into())))].into();
                worker.edit(*id, at + n as i64 * 60_000, edits).await?;
            }
        }
    }
    Ok(())
}
