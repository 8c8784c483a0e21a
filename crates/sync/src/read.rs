//! Reading on past a cursor: which records a device is told, and which it must let go of.

use crate::Grants;
use crate::answer::{Facts, Written};
use crate::office::{EpochStart, Kept, Office, Passed, Session, rights};
use crate::protocol::{Answer, Confirmed, Cursor, Epoch, Request, Stated, Widening};
use crate::sound::{self, Sound};
use record::RecordId;
use std::collections::{BTreeMap, BTreeSet};

/// How many states are fetched at a time: the rows in which a database gives them take several times their room.
const ROWS: usize = 200;

/// How many records are looked through at a time.
const STEP: usize = 1_000;

/// How many records beyond the cursor one answer looks through at most, so that a device that may see little of
/// much is not kept waiting for long.
const REACH: usize = 20_000;

/// Reads a page into the answer: first what a change of grants has made visible, then the records beyond the cursor
/// in order of seq, until they fill the device's limit.
pub(crate) async fn on<O: Office>(
    office: &mut O,
    session: &Session,
    request: &Request,
    written: &BTreeMap<u64, Written>,
    facts: &Facts<'_>,
    answer: &mut Answer,
) -> Result<(), O::Error> {
    let epochs = office.epochs().await?;
    let epoch = epochs.last().map_or(Epoch::default(), |start| start.epoch);
    let last = office.last_seq().await?;
    let grants = rights(office, session.person, None).await?;
    let (start, widening) = where_to_start(request, &grants, &epochs, epoch);
    let confirmed = confirmed(written, request, start, widening, &grants);
    let mut reading = Reading { budget: request.limit as usize, picked: Vec::new(), gone: Vec::new() };

    let mut widening_left = None;
    if let Some(widening) = widening {
        let had = rights(office, session.person, Some(widening.from)).await?;
        let newly_seen = |p: &Passed| sees(&grants, &p.scopes) && !sees(&had, &p.scopes);
        let take = |reading: &mut Reading, p: &Passed| !newly_seen(p) || reading.pick(p);
        let reached = reading.look(office, widening.seq, start, take).await?;
        widening_left = (reached < start).then_some(Widening { seq: reached, ..widening });
    }
    let mut seq = start;
    if widening_left.is_none() {
        let confirmed: BTreeSet<u64> = confirmed.iter().map(|c| c.seq).collect();
        // What the device holds it read under the grants that it knows, which may not be the present ones.
        let knows = rights(office, session.person, Some(request.grants)).await?;
        let take = |reading: &mut Reading, p: &Passed| {
            if confirmed.contains(&p.seq) {
                true
            } else if sees(&grants, &p.scopes) {
                reading.pick(p)
            } else {
                if sees(&grants, &p.ever) || sees(&knows, &p.ever) {
                    reading.gone.push(p.id);
                }
                true
            }
        };
        seq = reading.look(office, start, last, take).await?;
    }
    answer.confirmed = confirmed;
    answer.records = states(office, &reading.picked, facts).await?;
    answer.gone = reading.gone;
    answer.cursor = Cursor { epoch, seq, widening: widening_left, known: last };
    answer.more = widening_left.is_some() || seq < last;
    // Under another epoch the same version may have named other grants: a restore forgets them, and counts again.
    let is_known = request.grants == grants.version && request.cursor.is_some_and(|c| c.epoch == epoch);
    answer.grants = (!is_known).then_some(grants);
    Ok(())
}

/// From which seq the device reads on, and what of the part before it must be read because its grants have grown.
fn where_to_start(
    request: &Request,
    grants: &Grants,
    epochs: &[EpochStart],
    present: Epoch,
) -> (u64, Option<Widening>) {
    let Some(cursor) = request.cursor else {
        return (0, None);
    };
    let start = Cursor::reads_after(Some(cursor), epochs);
    match cursor.widening {
        _ if request.grants == grants.version => (start, cursor.widening),
        // The grants have changed again before the last change was read through: all from the start.
        Some(_) => (0, None),
        // Which grants the device knew is not certain after a restore: all from the start too.
        None if cursor.epoch != present => (0, None),
        None => (start, Some(Widening { from: request.grants, seq: 0 })),
    }
}

/// The records of this very request that the device can state itself: it had read the state before, or made the
/// record; nobody else's change came in with it; and it may see what has come of it.
fn confirmed(
    written: &BTreeMap<u64, Written>,
    request: &Request,
    start: u64,
    widening: Option<Widening>,
    grants: &Grants,
) -> Vec<Confirmed> {
    let reads_everything = request.cursor.is_some_and(|cursor| cursor.seq == start) && widening.is_none();
    let can_state = |written: &&Written| {
        let holds_the_state_before = match &written.before {
            None => true,
            Some(before) => reads_everything && before.seq <= start && grants.see_record(&before.record),
        };
        holds_the_state_before && written.only_own && grants.see_record(&written.now.record)
    };
    written.values().filter(can_state).map(Written::confirmed).collect()
}

pub(crate) fn sees(grants: &Grants, scopes: &BTreeSet<(String, String)>) -> bool {
    grants.see(scopes.iter().map(|(programme, commune)| (programme.as_str(), commune.as_str())))
}

/// A page being filled.
struct Reading {
    budget: usize,
    picked: Vec<RecordId>,
    gone: Vec<RecordId>,
}

impl Reading {
    /// Looks through the records beyond `after` up to `through` for as long as `take` agrees. Gives the seq up to
    /// which it came.
    async fn look<O: Office>(
        &mut self,
        office: &mut O,
        after: u64,
        through: u64,
        take: impl Fn(&mut Self, &Passed) -> bool + Send,
    ) -> Result<u64, O::Error> {
        let mut reached = after;
        for _ in 0..REACH / STEP {
            let passed = office.passed(reached, through, STEP).await?;
            for p in &passed {
                if !take(self, p) {
                    return Ok(reached);
                }
                reached = p.seq;
            }
            if passed.len() < STEP {
                return Ok(through.max(after));
            }
        }
        Ok(reached)
    }

    /// Puts a record on the page, if there is room or the page is empty.
    fn pick(&mut self, passed: &Passed) -> bool {
        if passed.bytes > self.budget && !self.picked.is_empty() {
            return false;
        }
        self.budget = self.budget.saturating_sub(passed.bytes);
        self.picked.push(passed.id);
        true
    }
}

/// The states of these records, in their order.
pub(crate) async fn states<O: Office>(
    office: &mut O,
    ids: &[RecordId],
    facts: &Facts<'_>,
) -> Result<Vec<Stated>, O::Error> {
    let mut states = Vec::with_capacity(ids.len());
    for some in ids.chunks(ROWS) {
        let sound = sound::records(office, some, facts).await?;
        let mut by_id: BTreeMap<RecordId, Stated> = sound
            .into_iter()
            .map(|Sound { kept: Kept { seq, seal, record, .. }, .. }| {
                (record.id, Stated { seq, seal, record })
            })
            .collect();
        states.extend(some.iter().filter_map(|id| by_id.remove(id)));
    }
    Ok(states)
}
