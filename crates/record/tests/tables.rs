//! The truth tables of the doc comments, row by row, and the histories that broke an earlier design.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use record::*;

/// One record, and short words for what happens to it.
struct Scene {
    record: Record,
    now: i64,
}

fn scene() -> Scene {
    Scene { record: Record::new(RecordId::derived("scene", &["one"]), "visit"), now: 0 }
}

fn seen(dots: &[(u64, u32)]) -> Context {
    dots.iter().map(|&(actor, n)| Dot { actor: Actor(actor), n }).collect()
}

impl Scene {
    fn change(&mut self, actor: u64, n: u32, saw: &Context, edits: &[(&str, Option<Value>)]) -> Change {
        self.now += 1;
        Change {
            record: self.record.id,
            dot: Dot { actor: Actor(actor), n },
            saw: saw.clone(),
            form: "visit".into(),
            form_version: 1,
            author: AuthorId::derived("scene", &[&actor.to_string()]),
            at: HybridTime::from_millis(self.now),
            on: "2026-11-21".parse().unwrap(),
            redacted: None,
            edits: edits.iter().map(|(path, value)| (path.parse().unwrap(), value.clone())).collect(),
        }
    }

    fn writes(&mut self, actor: u64, n: u32, saw: &Context, path: &str, value: i64) -> Change {
        let change = self.change(actor, n, saw, &[(path, Some(Value::Integer(value)))]);
        self.record.apply(&change);
        change
    }

    fn values(&self, path: &str) -> Vec<i64> {
        let versions = self.record.fields.get(path).map_or(&[][..], Vec::as_slice);
        versions.iter().filter_map(|version| version.value.as_ref()?.as_integer()).collect()
    }
}

#[test]
fn apply_follows_its_table() {
    // `dot` is in the context: nothing.
    let mut s = scene();
    let first = s.writes(1, 1, &seen(&[]), "sales", 10);
    let before = s.record.clone();
    s.record.apply(&first);
    assert_eq!(s.record, before);

    // A version the change saw is dropped.
    s.writes(2, 1, &seen(&[(1, 1)]), "sales", 20);
    assert_eq!(s.values("sales"), [20]);

    // A version the change did not see stays beside the new one.
    s.writes(3, 1, &seen(&[(1, 1)]), "sales", 30);
    assert_eq!(s.values("sales"), [20, 30]);

    // `dot` is in `over`: its overwriter came first, so it is not added; otherwise it is.
    let mut s = scene();
    let late = s.change(1, 1, &seen(&[]), &[("sales", Some(Value::Integer(10)))]);
    s.writes(2, 1, &seen(&[(1, 1)]), "sales", 20);
    assert!(s.record.over["sales"].contains(late.dot), "a dot that was seen and has not come is remembered");
    s.record.apply(&late);
    assert_eq!(s.values("sales"), [20]);
    assert!(s.record.over.is_empty());
}

#[test]
fn merge_follows_its_table() {
    let mut s = scene();
    let first = s.writes(1, 1, &seen(&[]), "sales", 10);
    let with = |changes: &[&Change]| {
        let mut record = Record::new(first.record, "visit");
        changes.iter().for_each(|change| record.apply(change));
        record
    };
    let overwriter = s.change(2, 1, &seen(&[(1, 1)]), &[("sales", Some(Value::Integer(20)))]);
    let elsewhere = s.change(3, 1, &seen(&[]), &[("phone", Some(Value::Integer(6)))]);
    let shown = |a: &Record, b: &Record| {
        let mut merged = a.clone();
        merged.merge(b);
        merged.field("sales").cloned()
    };
    // In both: stays.
    assert_eq!(shown(&with(&[&first]), &with(&[&first, &elsewhere])), Some(Value::Integer(10)));
    // In one, unheard of by the other: stays.
    assert_eq!(shown(&with(&[&first]), &with(&[&elsewhere])), Some(Value::Integer(10)));
    // In one, in the other's context without its version: goes.
    assert_eq!(shown(&with(&[&first]), &with(&[&first, &overwriter])), Some(Value::Integer(20)));
    // In one, in the other's `over`: goes, although the other has never had it.
    assert_eq!(shown(&with(&[&first]), &with(&[&overwriter])), Some(Value::Integer(20)));
}

#[test]
fn what_is_erased_by_law_stays_erased_whatever_comes_later() {
    let mut s = scene();
    let first = s.writes(1, 1, &seen(&[]), "name", 10);
    let scope = s.change(1, 2, &seen(&[(1, 1)]), &[("@scope/MICRO/10.261", Some(Value::Flag(true)))]);
    s.record.apply(&scope);
    let why = Value::Text("asked for in writing".into());
    let erases = s.change(2, 1, &seen(&[(1, 1), (1, 2)]), &[("@erased", Some(why))]);
    s.record.apply(&erases);
    assert!(s.record.is_erased());
    assert_eq!(
        s.record.fields.keys().map(Path::as_str).collect::<Vec<_>>(),
        ["@erased", "@scope/MICRO/10.261"]
    );

    // Somebody who had not heard of it writes; somebody clears the erasure; an old state comes back.
    let late = s.writes(3, 1, &seen(&[(1, 1)]), "name", 20);
    let clears = s.change(4, 1, &s.record.context.clone(), &[("@erased", None)]);
    s.record.apply(&clears);
    let mut old = Record::new(s.record.id, "visit");
    old.apply(&first);
    s.record.merge(&old);
    assert!(s.record.is_erased());
    assert_eq!(s.values("name"), [] as [i64; 0]);
    assert!(s.record.context.contains(late.dot), "it was taken in all the same");
    assert!(!serde_json::to_string(&s.record).unwrap().contains("name"));
}

#[test]
fn an_overwritten_value_does_not_rise_again() {
    let mut s = scene();
    let old = s.writes(1, 1, &seen(&[]), "sales", 10);
    let new = s.writes(2, 1, &seen(&[(1, 1)]), "sales", 20);
    // A restored endpoint hears the overwriter first, then, from another phone, the overwritten.
    let mut restored = Record::new(s.record.id, "visit");
    restored.apply(&new);
    restored.apply(&old);
    assert_eq!(restored, s.record);
}

#[test]
fn a_dismissed_overwrite_erases_nobodys_value() {
    let mut s = scene();
    s.writes(1, 1, &seen(&[]), "sales", 10);
    let held = s.change(2, 1, &seen(&[(1, 1)]), &[("sales", Some(Value::Integer(99)))]);
    s.record.dismiss(held.dot);
    assert_eq!(s.values("sales"), [10]);
    assert!(!s.record.context.contains(held.dot) && s.record.dismissed.contains(&held.dot));
    // Another copy of the record that has never heard of it agrees after a merge.
    let mut other = s.record.clone();
    other.dismissed = FlatSet::new();
    other.merge(&s.record);
    assert_eq!(other.shown(&"sales".parse().unwrap()), Some(&Value::Integer(10)));
    assert!(other.dismissed.contains(&held.dot), "and has heard of it now");
    // A coordinator elsewhere has admitted it: who has taken it in knows better than who has not.
    other.apply(&held);
    assert!(other.dismissed.is_empty());
    other.merge(&s.record);
    assert!(other.dismissed.is_empty());
    assert_eq!(other.shown(&"sales".parse().unwrap()), Some(&Value::Integer(99)));
}

#[test]
fn two_people_who_write_the_same_value_do_not_dispute() {
    let mut s = scene();
    s.writes(1, 1, &seen(&[]), "sales", 10);
    s.writes(2, 1, &seen(&[]), "sales", 10);
    assert!(s.record.disputes().is_empty());
    // They collapse at the next write by somebody who saw both.
    s.writes(3, 1, &seen(&[(1, 1), (2, 1)]), "sales", 11);
    assert_eq!(s.values("sales"), [11]);
}

#[test]
fn of_several_values_the_latest_is_shown_and_the_others_are_kept() {
    let mut s = scene();
    s.writes(9, 1, &seen(&[]), "sales", 10);
    s.writes(1, 1, &seen(&[]), "sales", 20);
    s.writes(5, 1, &seen(&[]), "sales", 30);
    assert_eq!(s.record.field("sales"), Some(&Value::Integer(30)));
    assert_eq!(s.values("sales").len(), 3);
    assert_eq!(s.record.disputes(), [&"sales".parse::<Path>().unwrap()]);
}

#[test]
fn a_removal_that_did_not_see_everything_is_a_dispute() {
    let mut s = scene();
    s.writes(1, 1, &seen(&[]), "sales", 10);
    let saw = s.record.context.clone();
    let remove = s.change(2, 1, &saw, &[("@removed", Some(Value::Seen(saw.clone())))]);
    let mut removed = s.record.clone();
    removed.apply(&remove);
    assert_eq!(removed.removal(), Removal::Removed);
    // Somebody wrote meanwhile, unseen by the remover.
    s.writes(3, 1, &saw, "phone", 6);
    s.record.apply(&remove);
    assert_eq!(s.record.removal(), Removal::Disputed);
    // And a row of a repeat alone.
    let row = "tasks/018f";
    let mut s = scene();
    s.writes(1, 1, &seen(&[]), "tasks/018f/due", 1);
    assert_eq!(s.record.row_removal(row), Removal::None);
    let saw = s.record.context.clone();
    let remove = s.change(2, 1, &saw, &[("tasks/018f/@removed", Some(Value::Seen(saw.clone())))]);
    s.record.apply(&remove);
    assert_eq!(s.record.row_removal(row), Removal::Removed);
    s.writes(3, 1, &saw, "tasks/018f/done", 1);
    assert_eq!(s.record.row_removal(row), Removal::Disputed);
}

#[test]
fn an_approval_covers_exactly_what_it_saw() {
    let judge = |s: &mut Scene, n, verdict| {
        let judged = s.record.context.clone();
        let review = Review { verdict, judged: judged.clone(), reason: String::new(), remarks: [].into() };
        let change = s.change(9, n, &judged, &[("@review", Some(Value::Review(Box::new(review))))]);
        s.record.apply(&change);
    };
    // judgement shown | written since | state
    let mut s = scene();
    s.writes(1, 1, &seen(&[]), "sales", 10);
    assert_eq!(s.record.review_state(), ReviewState::Awaiting);
    judge(&mut s, 1, Verdict::Approved);
    assert_eq!(s.record.review_state(), ReviewState::Approved);
    s.writes(2, 1, &seen(&[(1, 1)]), "sales", 20);
    assert_eq!(s.record.review_state(), ReviewState::ChangedSinceApproval);
    judge(&mut s, 2, Verdict::Returned);
    assert_eq!(s.record.review_state(), ReviewState::Returned);
    s.writes(2, 2, &seen(&[(1, 1), (2, 1)]), "sales", 21);
    assert_eq!(s.record.review_state(), ReviewState::Corrected);
    judge(&mut s, 3, Verdict::Reopened);
    assert_eq!(s.record.review_state(), ReviewState::Awaiting);
}
