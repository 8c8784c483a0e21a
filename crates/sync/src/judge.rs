//! Whether an entry is taken in or held for a person to look at. Nothing is ever refused: a held entry is stored,
//! shown and answered like any other.
//!
//! Work is judged by the grants its author knew, and by every scope the record has had: it is never stranded by a
//! change that had not reached the phone.

use crate::desk::Working;
use crate::office::Found;
use crate::protocol::{Outcome, Reason};
use crate::{Act, Decision, Grants};
use record::{AuthorId, CARRIER, Change, PERSON, Path, Value};

/// What to do with an entry.
pub(crate) enum Verdict {
    /// Take it into its record.
    Take,
    /// Store it and show it to a coordinator.
    Hold(Reason),
}

/// Judges a change.
///
/// | in this order | if so, held as |
/// |---|---|
/// | its author is not the person signed in | author |
/// | no form of that name, and it carries no draft | unknown form |
/// | the record was made with another form | other form |
/// | the record is new, and none of its scopes is the author's; or it is there, and none it ever had is | rights |
/// | it judges or erases, and the author is no coordinator of any of the scopes | not a coordinator |
/// | it judges, and everything it judged was written by its author | own work |
pub(crate) fn judge_change(
    change: &Change,
    before: Option<&Working>,
    person: AuthorId,
    known: &Grants,
    knows_form: &dyn Fn(&str) -> bool,
) -> Verdict {
    if change.author != person {
        return Verdict::Hold(Reason::Author);
    }
    if change.form != CARRIER && !knows_form(&change.form) {
        return Verdict::Hold(Reason::UnknownForm);
    }
    if before.is_some_and(|working| working.record.form != change.form) {
        return Verdict::Hold(Reason::OtherForm);
    }
    let scopes = scopes(change, before);
    if !known.see(scopes.iter().copied()) {
        return Verdict::Hold(Reason::Rights);
    }
    let review = change.edits.get(&Path::review());
    let needs_a_coordinator = review.is_some() || change.edits.contains_key(&Path::erased());
    if needs_a_coordinator && !known.judge(scopes.iter().copied()) {
        return Verdict::Hold(Reason::NotACoordinator);
    }
    match review {
        None => Verdict::Take,
        Some(Some(Value::Review(review))) => {
            let wrote_it_all = before.is_none_or(|working| {
                let mut judged =
                    working.record.answers().filter(|(_, version)| review.judged.contains(version.dot));
                judged
                    .all(|(_, version)| working.record.stamp(version.dot).is_some_and(|s| s.author == person))
            });
            if wrote_it_all { Verdict::Hold(Reason::OwnWork) } else { Verdict::Take }
        }
        Some(_) => Verdict::Hold(Reason::Malformed),
    }
}

/// Judges a decision about a held change: gives the change, or the reason why the decision itself is held. The change
/// may lie in several logs, where a phone was rolled back or copied; it is one change all the same.
///
/// | in this order | if so, held as |
/// |---|---|
/// | its author is not the person signed in | author |
/// | no log has the change, or it is not held | nothing held |
/// | its author is no coordinator of any of the scopes | not a coordinator |
/// | its author made the change | own work |
pub(crate) fn judge_decision(
    decision: &Decision,
    copies: &[Found],
    before: Option<&Working>,
    person: AuthorId,
    known: &Grants,
) -> Result<Change, Reason> {
    if decision.author != person {
        return Err(Reason::Author);
    }
    let held = copies.iter().find(|copy| matches!(copy.outcome, Outcome::Held(_)));
    let Some(Ok(Act::Change(change))) = held.map(|copy| copy.payload.act()) else {
        return Err(Reason::NothingHeld);
    };
    if !known.judge(scopes(&change, before)) {
        return Err(Reason::NotACoordinator);
    }
    if change.author == person {
        return Err(Reason::OwnWork);
    }
    Ok(change)
}

/// The scopes by which a change is judged: every one the record ever had, or those that the change gives it. What only
/// carried a draft between two people belongs nowhere yet: what it becomes is judged like a new record.
fn scopes<'a>(change: &'a Change, before: Option<&'a Working>) -> Vec<(&'a str, &'a str)> {
    let given = |(path, value): (&'a Path, &Option<Value>)| {
        if *value == Some(Value::Flag(true)) { path.as_scope() } else { None }
    };
    match before {
        None => change.edits.iter().filter_map(given).collect(),
        Some(working) => {
            let earlier = working.before.iter().flat_map(|kept| &kept.ever);
            let earlier = earlier.map(|(programme, commune)| (programme.as_str(), commune.as_str()));
            let mut scopes: Vec<_> = earlier.chain(working.record.scopes()).collect();
            if scopes.iter().all(|(programme, _)| *programme == PERSON) {
                scopes.extend(change.edits.iter().filter_map(given));
            }
            scopes
        }
    }
}
