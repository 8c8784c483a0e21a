//! The laws of apply and merge over random histories, each case a few devices that exchange changes and whole
//! states in any order, and somebody who knows who had seen what.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use proptest::prelude::*;
use record::*;
use std::collections::BTreeMap;

/// What happens next in a history. Devices and changes are named by numbers taken modulo how many there are.
#[derive(Clone, Debug)]
enum Step {
    /// A device writes some paths; each pair is a path and a value, 0 for clearing.
    Write(usize, Vec<(u8, u8)>),
    /// A device takes in another's whole state.
    Merge(usize, usize),
    /// A device takes in one change, in any order, with gaps allowed.
    Apply(usize, usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let place = prop_oneof![20 => 0..3u8, 2 => Just(SCOPE), 1 => Just(ERASED)];
    let write =
        (0..4usize, prop::collection::vec((place, 0..3u8), 1..4)).prop_map(|(d, e)| Step::Write(d, e));
    let merge = (0..4usize, 0..4usize).prop_map(|(a, b)| Step::Merge(a, b));
    let apply = (0..4usize, any::<usize>()).prop_map(|(d, c)| Step::Apply(d, c));
    prop::collection::vec(prop_oneof![5 => write, 2 => merge, 2 => apply], 2..16)
}

fn record_id() -> RecordId {
    RecordId::derived("law", &["one record"])
}

fn new() -> Record {
    Record::new(record_id(), "visit")
}

/// Runs a history. Gives each device's record, and every change made.
fn run(steps: &[Step]) -> (Vec<Record>, Vec<Change>) {
    let mut devices = vec![new(); 4];
    let mut changes: Vec<Change> = Vec::new();
    for step in steps {
        match step {
            Step::Write(device, edits) => {
                let actor = Actor(*device as u64);
                let n = changes.iter().filter(|change| change.dot.actor == actor).count() as u32 + 1;
                let value = |v: u8| (v > 0).then(|| Value::Integer(v.into()));
                let change = Change {
                    record: record_id(),
                    dot: Dot { actor, n },
                    saw: devices[*device].context.clone(),
                    form: "visit".into(),
                    form_version: 1,
                    author: AuthorId::derived("law", &[&device.to_string()]),
                    at: HybridTime::from_millis(changes.len() as i64 / 2),
                    on: chrono::NaiveDate::from_ymd_opt(2026, 11, 21).unwrap(),
                    redacted: None,
                    edits: edits.iter().map(|(p, v)| (path(*p), value(*v))).collect(),
                };
                devices[*device].apply(&change);
                changes.push(change);
            }
            Step::Merge(into, from) => {
                let other = devices[*from].clone();
                devices[*into].merge(&other);
            }
            Step::Apply(device, which) if !changes.is_empty() => {
                devices[*device].apply(&changes[which % changes.len()]);
            }
            Step::Apply(..) => {}
        }
    }
    (devices, changes)
}

/// Beside three fields: a scope, and the place of an erasure.
const SCOPE: u8 = 3;
const ERASED: u8 = 4;

fn path(number: u8) -> Path {
    match number {
        SCOPE => Path::scope("MICRO", "10.261").unwrap(),
        ERASED => Path::erased(),
        field => Path::field(["p", "q", "r"][usize::from(field)]).unwrap(),
    }
}

fn merged(a: &Record, b: &Record) -> Record {
    let mut merged = a.clone();
    merged.merge(b);
    merged
}

/// A change as the record that knows of nothing else: what apply is the same as merging.
fn alone(change: &Change) -> Record {
    let mut alone = new();
    let stamp = Stamp { author: change.author, at: change.at };
    alone.context.insert(change.dot);
    alone.stamps.insert(change.dot, stamp);
    for (path, value) in &change.edits {
        alone.fields.insert(path.clone(), vec![Version { dot: change.dot, value: value.clone() }]);
        if !change.saw.is_empty() {
            alone.over.insert(path.clone(), change.saw.clone());
        }
    }
    alone
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn merge_is_commutative(steps in steps()) {
        let (devices, _) = run(&steps);
        prop_assert_eq!(merged(&devices[0], &devices[1]), merged(&devices[1], &devices[0]));
    }

    #[test]
    fn merge_is_associative(steps in steps()) {
        let (d, _) = run(&steps);
        let left = merged(&merged(&d[0], &d[1]), &d[2]);
        let right = merged(&d[0], &merged(&d[1], &d[2]));
        prop_assert_eq!(left, right);
    }

    #[test]
    fn merge_is_idempotent(steps in steps()) {
        let (devices, _) = run(&steps);
        for device in devices {
            prop_assert_eq!(merged(&device, &device), device);
        }
    }

    #[test]
    fn apply_is_merge_with_the_change_alone(steps in steps()) {
        let (devices, changes) = run(&steps);
        for change in &changes {
            for device in &devices {
                let mut applied = device.clone();
                applied.apply(change);
                prop_assert_eq!(applied, merged(device, &alone(change)));
            }
        }
    }

    #[test]
    fn any_order_and_any_road_give_the_same_record((steps, order) in steps().prop_flat_map(|steps| {
        let writes = steps.iter().filter(|step| matches!(step, Step::Write(..))).count();
        (Just(steps), Just((0..writes).collect::<Vec<_>>()).prop_shuffle())
    })) {
        let (devices, changes) = run(&steps);
        let mut in_order = new();
        let mut shuffled = new();
        for (at, other) in order.iter().enumerate() {
            in_order.apply(&changes[at]);
            shuffled.apply(&changes[*other]);
        }
        let mut by_states = devices.into_iter().reduce(|a, b| merged(&a, &b)).unwrap();
        for change in &changes {
            by_states.apply(change);
        }
        prop_assert_eq!(&in_order, &shuffled);
        prop_assert_eq!(&in_order, &by_states);
        prop_assert!(in_order.over.is_empty(), "nothing is superseded unseen once all is known");
    }

    #[test]
    fn a_version_stands_if_and_only_if_nobody_who_saw_it_wrote_over_it(steps in steps()) {
        let (_, changes) = run(&steps);
        let mut all = new();
        for change in &changes {
            all.apply(change);
        }
        let mut standing: BTreeMap<Path, Vec<Version>> = BTreeMap::new();
        for change in &changes {
            for (path, value) in &change.edits {
                let overwritten =
                    changes.iter().any(|other| other.edits.contains_key(path) && other.saw.contains(change.dot));
                if !overwritten {
                    let version = Version { dot: change.dot, value: value.clone() };
                    standing.entry(path.clone()).or_default().push(version);
                }
            }
        }
        standing.values_mut().for_each(|versions| versions.sort());
        if standing.contains_key(&Path::erased()) {
            standing.retain(|path, _| path.outlives_erasure());
        }
        prop_assert_eq!(all.fields.into_iter().collect::<BTreeMap<_, _>>(), standing);
    }

    #[test]
    fn an_erased_record_comes_to_the_same_from_changes_without_their_answers(steps in steps(), kept in any::<u64>()) {
        let (_, changes) = run(&steps);
        let (mut all, mut redacted) = (new(), new());
        for (at, change) in changes.iter().enumerate() {
            all.apply(change);
            let is_whole = kept >> (at % 64) & 1 == 1;
            redacted.apply(&if is_whole { change.clone() } else { change.clone().redacted(Hash::default()) });
        }
        if all.is_erased() {
            prop_assert_eq!(&redacted, &all);
            prop_assert!(all.fields.keys().all(Path::outlives_erasure));
            prop_assert_eq!(all.answers().count(), 0);
            prop_assert!(changes.iter().all(|change| all.context.contains(change.dot)));
        }
    }

    #[test]
    fn what_is_written_reads_back_the_same(steps in steps()) {
        let (devices, changes) = run(&steps);
        for record in devices {
            let text = serde_json::to_string(&record).unwrap();
            prop_assert_eq!(serde_json::from_str::<Record>(&text).unwrap(), record);
        }
        for change in changes {
            let text = serde_json::to_string(&change).unwrap();
            prop_assert_eq!(serde_json::from_str::<Change>(&text).unwrap(), change);
        }
    }
}
