//! Records as the endpoint keeps them, if nothing has altered them since: each state bears the endpoint's own seal,
//! and one that does not is made anew from what the logs say before anybody is told of it.

use crate::answer::Facts;
use crate::office::{Kept, Office};
use crate::{Act, Outcome};
use record::{Context, Record, RecordId};

/// A record as it is kept, or as it was made anew.
pub(crate) struct Sound {
    /// The record, under a seal that is true of it.
    pub kept: Kept,
    /// Whether it had to be made anew, and is to be written.
    pub made_anew: bool,
}

/// Records by id; in any order, and only those there are.
pub(crate) async fn records<O: Office>(
    office: &mut O,
    ids: &[RecordId],
    facts: &Facts<'_>,
) -> Result<Vec<Sound>, O::Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut sound = Vec::new();
    for mut kept in office.records(ids).await? {
        let made_anew = facts.seal_of(&kept.record) != kept.seal;
        if made_anew {
            kept.record = from_logs(office, &kept.record).await?;
            kept.seal = facts.seal_of(&kept.record);
        }
        sound.push(Sound { kept, made_anew });
    }
    Ok(sound)
}

/// A record as the logs add up to it, with what the altered state alone knows: the entries of a hole are nowhere else.
async fn from_logs<O: Office>(office: &mut O, altered: &Record) -> Result<Record, O::Error> {
    let mut record = Record::new(altered.id, &altered.form);
    for entry in office.entries_about(altered.id).await? {
        match (entry.payload.act(), entry.outcome) {
            (Ok(Act::Change(change)), Outcome::Merged | Outcome::Admitted) => record.apply(&change),
            (_, Outcome::Dismissed) => record.dismiss(entry.change.1),
            _ => {}
        }
    }
    let rest = beyond(altered, &record.context);
    record.merge(&rest);
    Ok(record)
}

/// What a state says of changes that are not in a context.
fn beyond(record: &Record, known: &Context) -> Record {
    let mut rest = record.clone();
    rest.context.subtract(known);
    for versions in rest.fields.values_mut() {
        versions.retain(|version| !known.contains(version.dot));
    }
    rest.fields.retain(|_, versions| !versions.is_empty());
    rest.stamps.retain(|dot, _| !known.contains(*dot));
    rest
}
