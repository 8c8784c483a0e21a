//! Who did what to a record, as far as its current state tells. Answers that somebody replaced are not on this
//! device: the office keeps them.

use record::{AuthorId, Context, Dot, Path, Record, Value, Verdict};
use std::collections::BTreeMap;

/// One act, as the record still shows it.
#[derive(Clone, PartialEq, Debug)]
pub struct Event {
    /// When, in milliseconds since 1970-01-01 UTC.
    pub at: i64,
    /// By whom.
    pub author: AuthorId,
    /// What.
    pub what: What,
}

/// What somebody did.
#[derive(Clone, PartialEq, Debug)]
pub enum What {
    /// Made the record.
    Recorded,
    /// Wrote these answers.
    Wrote(Vec<Path>),
    /// Approved it.
    Approved,
    /// Returned it for this reason, with so many remarks on fields.
    Returned(String, usize),
    /// Took a judgement back.
    TookBack,
    /// Removed it.
    Removed,
}

/// What happened, the latest first, and whether that is all that ever did.
pub fn history(record: &Record) -> (Vec<Event>, bool) {
    let mut acts: BTreeMap<Dot, Vec<(&Path, Option<&Value>)>> = BTreeMap::new();
    for (path, version) in record.versions().filter(|(path, _)| path.as_scope().is_none()) {
        acts.entry(version.dot).or_default().push((path, version.value.as_ref()));
    }
    let known: Context = record.stamps.keys().copied().collect();
    let whole = known.covers(&record.context);
    let first = record.stamps.iter().min_by_key(|(_, stamp)| stamp.at).map(|(dot, _)| *dot);
    let mut events: Vec<Event> = Vec::new();
    for (dot, edits) in acts {
        let Some(stamp) = record.stamp(dot) else { continue };
        let what = if whole && first == Some(dot) { What::Recorded } else { what(&edits) };
        events.push(Event { at: stamp.at.millis(), author: stamp.author, what });
    }
    events.sort_by_key(|event| std::cmp::Reverse(event.at));
    (events, whole)
}

fn what(edits: &[(&Path, Option<&Value>)]) -> What {
    for (path, value) in edits {
        match value {
            Some(Value::Review(review)) if **path == Path::review() => {
                return match review.verdict {
                    Verdict::Approved => What::Approved,
                    Verdict::Returned => What::Returned(review.reason.clone(), review.remarks.len()),
                    Verdict::Reopened => What::TookBack,
                };
            }
            Some(Value::Seen(_)) if **path == Path::removed() => return What::Removed,
            _ => {}
        }
    }
    What::Wrote(edits.iter().map(|(path, _)| (*path).clone()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use record::{Actor, Change, FlatMap, HybridTime, RecordId, Review};

    fn change(actor: u64, at: i64, saw: &Context, path: &str, value: Value) -> Change {
        Change {
            record: RecordId::derived("example", &["fatima"]),
            dot: Dot { actor: Actor(actor), n: 1 },
            saw: saw.clone(),
            form: "person".into(),
            form_version: 1,
            author: AuthorId::derived("staff", &[&actor.to_string()]),
            at: HybridTime::from_millis(at),
            on: "2026-11-21".parse().unwrap(),
            redacted: None,
            edits: [(path.parse().unwrap(), Some(value))].into(),
        }
    }

    #[test]
    fn the_first_act_made_the_record_while_nothing_has_been_replaced() {
        let mut record = Record::new(RecordId::derived("example", &["fatima"]), "person");
        record.apply(&change(1, 1_000, &Context::default(), "phone", Value::Text("06".into())));
        let review = Review {
            verdict: Verdict::Returned,
            judged: record.context.clone(),
            reason: "incomplet".into(),
            remarks: FlatMap::new(),
        };
        record.apply(&change(2, 2_000, &record.context.clone(), "@review", Value::Review(Box::new(review))));
        let (events, whole) = history(&record);
        let whats: Vec<&What> = events.iter().map(|event| &event.what).collect();
        assert_eq!(whats, [&What::Returned("incomplet".into(), 0), &What::Recorded]);
        assert!(whole);

        record.apply(&change(3, 3_000, &record.context.clone(), "phone", Value::Text("07".into())));
        let (events, whole) = history(&record);
        assert_eq!(events[0].what, What::Wrote(vec!["phone".parse().unwrap()]));
        assert_eq!((events.len(), whole), (2, false));
    }
}
