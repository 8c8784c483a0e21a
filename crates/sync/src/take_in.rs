//! The device's half of one round: what it asks, and how it takes in what it is told.

use crate::bases::{Noted, base};
use crate::local::outcome;
use crate::standing::{
    append, begin_all, enrolled, index_key, read_log, read_logged, write_standing, written,
};
use crate::{
    Answer, Backing, Cursor, Entry, Fault, Head, Local, Mode, Outcome, PROTOCOL, Request, Returned,
    Returning, Standing, Stated, Table, Transaction,
};
use record::{DeviceId, HybridTime, Record, RecordId};
use std::collections::{BTreeMap, BTreeSet};

/// How many entries one request carries at most.
const MOST_ENTRIES: usize = 2_000;

/// What taking in an answer changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TakenIn {
    /// Where the device stands now.
    pub standing: Box<Standing>,
    /// The records that look different now.
    pub changed: Vec<RecordId>,
    /// Whether there is nothing more to send or read for now.
    pub finished: bool,
}

impl<B: Backing> Local<B> {
    /// The next request: entries from the first one not accepted, together at most about `bytes`, at least one if
    /// there is one.
    pub async fn request(&self, bytes: usize, limit: u32) -> Result<Request, Fault> {
        let (mut returned, mut compares) = (None, None);
        if let Some(standing) = self.standing().await? {
            if let Some(returning) = standing.returning {
                returned = Some(self.to_give_back(returning, bytes).await?);
            }
            compares = self.compares(&standing, bytes).await?;
        }
        let tx = self.backing.begin(&[Table::Meta, Table::Log], Mode::Read).await?;
        let standing = enrolled(&tx).await?;
        let mut room = bytes;
        let mut entries = Vec::new();
        for (index, logged) in read_log(&tx, standing.accepted.index, MOST_ENTRIES).await? {
            let size = logged.payload.as_str().len();
            if !entries.is_empty() && size > room {
                break;
            }
            room = room.saturating_sub(size);
            entries.push(Entry { index, payload: logged.payload });
        }
        Ok(Request {
            protocol: PROTOCOL,
            device: standing.device,
            replaces: standing.replaces,
            kept: standing.kept,
            entries,
            before: standing.accepted,
            head: standing.head,
            cursor: standing.cursor,
            grants: standing.grants.version,
            grants_after: standing.grants_after,
            seen_outcomes: standing.seen_outcomes,
            limit,
            returned,
            compares,
        })
    }

    /// The next of the bases beyond a seq, in order of their ids, together at most about `bytes`, at least one if
    /// there is one. Only a restored endpoint asks for them, so reading every base is no cost that counts.
    async fn to_give_back(&self, returning: Returning, bytes: usize) -> Result<Returned, Fault> {
        let mut bases = BTreeMap::new();
        self.every_base(|stated| {
            if stated.seq > returning.beyond.seq && Some(stated.record.id) > returning.through {
                bases.insert(stated.record.id, stated.clone());
            }
        })
        .await?;
        let mut room = bytes;
        let mut states = Vec::new();
        let mut complete = true;
        for stated in bases.into_values() {
            let size = written(&stated)?.len();
            if !states.is_empty() && size > room {
                complete = false;
                break;
            }
            room = room.saturating_sub(size);
            states.push(stated);
        }
        Ok(Returned { epoch: returning.beyond.epoch, states, complete })
    }

    /// Takes in an answer, in one transaction: receipts, outcomes, records, cursor and grants together. `now` is
    /// the device's clock in milliseconds.
    ///
    /// `None`: the device has moved on since the request was made (another tab was faster), or the answer does not
    /// fit the log. Nothing of it is used; the next request asks again.
    pub async fn take_in(
        &self,
        request: &Request,
        answer: Answer,
        now: i64,
    ) -> Result<Option<TakenIn>, Fault> {
        self.load_bases().await?;
        let digests = self.digests_for(&answer).await?;
        let tx = begin_all(&self.backing, Mode::Strict).await?;
        let mut standing = enrolled(&tx).await?;
        let moved_on = standing.device != request.device
            || standing.cursor != request.cursor
            || standing.grants.version != request.grants
            || self.bases.borrow().through() != Some(standing.ordinal);
        let ours = crate::standing::head_at(&tx, &standing, answer.accepted.index).await?;
        if moved_on || ours != Some(answer.accepted) {
            return Ok(None);
        }
        forget_what_is_told_anew(&tx, request, &answer).await?;
        self.go_back(&tx, &mut standing, &answer).await?;
        self.refresh_own(&tx, &standing).await?;
        standing.ordinal += 1;
        standing.replaces = None;
        let had = standing.accepted.index;
        standing.accepted = answer.accepted;
        standing.safe_through = answer.safe_through;
        standing.seen_outcomes = answer.outcomes_to;
        standing.offset = answer.server_time - now;
        standing.clock = standing.clock.put_right(answer.server_time);
        standing.answered_at = Some(answer.server_time);
        standing.catalogue = answer.catalogue;
        for (index, outcome) in &answer.outcomes {
            tx.put(Table::Outcomes, &index_key(*index), &written(outcome)?).await?;
        }

        let mut settling = Settling::of(&standing, &self.own.borrow().entries);
        let dismissed =
            |(index, outcome): &(u64, Outcome)| (*outcome == Outcome::Dismissed).then_some(*index);
        settling.settle(answer.outcomes.iter().filter_map(dismissed));
        let mut stated = answer.records;
        for confirmed in answer.confirmed {
            let base = base(&tx, &self.bases, confirmed.id).await?.map(|stated| stated.record);
            if let Some(record) = self.fold(&tx, &standing, confirmed.id, base).await? {
                stated.push(Stated { seq: confirmed.seq, seal: confirmed.seal, record });
            }
        }
        for Stated { record, .. } in &stated {
            settling.settle_taken_in(record);
            standing.leaving.remove(&record.id);
            let latest = record.last_written().map_or(HybridTime::default(), |stamp| stamp.at);
            standing.clock = standing.clock.hearing(latest, answer.server_time);
        }
        standing.leaving.extend(answer.gone);
        if !answer.more {
            settling.settle_what_is_final(&tx).await?;
        }
        let gone = settling.release(&mut standing.leaving);
        settling.write(&mut standing);

        standing.cursor = Some(answer.cursor);
        standing.returning = answer.asks_beyond.map(|beyond| gone_through(beyond, &standing, request));
        let mut reads_again = false;
        if let Some(grants) = answer.grants.filter(|grants| *grants != standing.grants) {
            // A restore has forgotten what this device knew, and its pages were cut to other grants.
            reads_again = grants.version <= standing.grants.version;
            if reads_again {
                standing.cursor = Some(Cursor { seq: 0, widening: None, ..answer.cursor });
            }
            standing.grants = grants;
            standing.grants_after = standing.head.index;
            standing.letting_go = true;
        }
        let has_read_all = !answer.more && !reads_again;
        standing.has_read_all |= has_read_all;
        let (compared, epoch) = (answer.compared.as_ref(), answer.cursor.epoch);
        let compares_on =
            standing.goes_on_comparing(request, compared, &digests, epoch, answer.server_time, has_read_all);
        let finished = has_read_all && standing.waiting() == 0 && !compares_on;
        let touched: BTreeSet<RecordId> = settling.touched();
        let erased = stated.iter().filter(|stated| stated.record.is_erased());
        let erased: BTreeSet<RecordId> = erased.map(|stated| stated.record.id).collect();
        standing.erased.extend(&erased);
        let kept = standing.kept.index;
        self.redact_log(&tx, &standing, if erased.is_empty() { had.max(kept) } else { kept }).await?;
        self.take_out_of_packs(&tx, &erased.iter().chain(&gone).copied().collect()).await?;
        let noted = self.write_bases(&tx, standing.ordinal, stated, &gone).await?;
        write_standing(&tx, &standing).await?;
        tx.commit().await?;

        self.own.borrow_mut().invalidate();
        let changed = self.changed(noted, touched);
        Ok(Some(TakenIn { standing, changed, finished }))
    }

    /// A restored endpoint has forgotten: an entry that it lacks, or that it had admitted or dismissed and may hold
    /// again, is unsettled until it has spoken anew. What it had said goes in [`forget_what_is_told_anew`].
    async fn go_back(
        &self,
        tx: &impl Transaction,
        standing: &mut Standing,
        answer: &Answer,
    ) -> Result<(), Fault> {
        let accepted = answer.accepted.index;
        if accepted < standing.accepted.index {
            standing.settled_through = standing.settled_through.min(accepted);
            standing.lagging.retain(|index| *index <= accepted);
            self.own.borrow_mut().invalidate();
        }
        for (index, outcome) in &answer.outcomes {
            let was_settled = *index <= standing.settled_through && !standing.lagging.contains(index);
            // A held decision is about another's entry, and holds up no record of this device.
            if was_settled
                && matches!(outcome, Outcome::Held(_))
                && read_logged(tx, *index).await?.is_some_and(|logged| logged.about.is_some())
            {
                standing.lagging.insert(*index);
                self.own.borrow_mut().invalidate();
            }
        }
        Ok(())
    }

    fn changed(&self, noted: Noted, mut touched: BTreeSet<RecordId>) -> Vec<RecordId> {
        touched.extend(self.note(noted));
        touched.into_iter().collect()
    }

    /// The state that the endpoint has confirmed: the base with the device's own accepted entries. `None` if there
    /// is nothing to fold.
    async fn fold(
        &self,
        tx: &impl Transaction,
        standing: &Standing,
        id: RecordId,
        base: Option<Record>,
    ) -> Result<Option<Record>, Fault> {
        let own = self.own.borrow().entries.get(&id).cloned().unwrap_or_default();
        let mut record = base;
        for (index, _) in own.into_iter().filter(|(index, _)| *index <= standing.accepted.index) {
            let held = matches!(outcome(tx, index).await?, Some(Outcome::Held(_) | Outcome::Dismissed));
            if let (false, Some(logged)) = (held, read_logged(tx, index).await?)
                && let Some(change) = logged.payload.change()
            {
                record.get_or_insert_with(|| Record::new(id, &change.form)).apply(&change);
            }
        }
        Ok(record)
    }

    /// Lets go of the records that the grants no longer show, once the device's own entries about them are
    /// settled. Done after the exchange, for it reads every base; it happens only when grants have changed.
    pub async fn let_go(&self) -> Result<Vec<RecordId>, Fault> {
        let Some(standing) = self.standing().await?.filter(|standing| standing.letting_go) else {
            return Ok(Vec::new());
        };
        let mut unseen = Vec::new();
        self.every_base(|stated| {
            if !standing.grants.see_record(&stated.record) {
                unseen.push(stated.record.id);
            }
        })
        .await?;
        let tx = begin_all(&self.backing, Mode::Strict).await?;
        let mut now = enrolled(&tx).await?;
        if now.ordinal != standing.ordinal || now.grants != standing.grants {
            return Ok(Vec::new()); // Something was taken in meanwhile; the next time will do.
        }
        self.refresh_own(&tx, &now).await?;
        now.leaving.extend(unseen);
        now.letting_go = false;
        let gone = Settling::of(&now, &self.own.borrow().entries).release(&mut now.leaving);
        now.ordinal += 1;
        self.take_out_of_packs(&tx, &gone.iter().copied().collect()).await?;
        let noted = self.write_bases(&tx, now.ordinal, Vec::new(), &gone).await?;
        write_standing(&tx, &now).await?;
        tx.commit().await?;
        self.own.borrow_mut().invalidate();
        Ok(self.changed(noted, BTreeSet::new()))
    }

    /// Whether the endpoint's end of a device's log contradicts this log: it lies beyond the end, or the hashes at
    /// one index differ. Not if another tab was faster and the log is another device's by now, and not where the log
    /// has been dropped.
    pub async fn is_forked(&self, device: DeviceId, office: Head) -> Result<bool, Fault> {
        let tx = self.backing.begin(&[Table::Meta, Table::Log], Mode::Read).await?;
        let standing = enrolled(&tx).await?;
        if standing.device != device || office.index < standing.kept.index {
            return Ok(false);
        }
        Ok(crate::standing::head_at(&tx, &standing, office.index).await? != Some(office))
    }

    /// Takes a new identity, because the log was rolled back or copied: all entries are appended to a new log with
    /// their dots and what they saw unchanged, so that the endpoint takes in what it lacks and knows the rest.
    pub async fn take_new_identity(&self, device: DeviceId) -> Result<Box<Standing>, Fault> {
        let tx = begin_all(&self.backing, Mode::Strict).await?;
        let old = enrolled(&tx).await?;
        let log = read_log(&tx, old.kept.index, usize::MAX).await?;
        tx.clear(Table::Log).await?;
        tx.clear(Table::Outcomes).await?;
        let mut new = Box::new(Standing {
            device,
            replaces: Some(old.replaces.unwrap_or(old.device)),
            head: Head::EMPTY,
            kept: Head::EMPTY,
            accepted: Head::EMPTY,
            safe_through: 0,
            seen_outcomes: 0,
            grants_after: 0,
            settled_through: 0,
            lagging: BTreeSet::new(),
            ..*old
        });
        for (_, logged) in log {
            append(&tx, &mut new, logged.about, logged.payload).await?;
        }
        write_standing(&tx, &new).await?;
        tx.commit().await?;
        self.own.borrow_mut().invalidate();
        Ok(new)
    }
}

/// Under another epoch than the device had read in, an answer tells every outcome: one that it does not tell holds no
/// longer. The entry was merged by the restored endpoint, which another copy of this phone may have sent it to.
async fn forget_what_is_told_anew(
    tx: &impl Transaction,
    request: &Request,
    answer: &Answer,
) -> Result<(), Fault> {
    let epoch = answer.asks_beyond.map_or(answer.cursor.epoch, |beyond| beyond.epoch);
    if request.cursor.is_none_or(|cursor| cursor.epoch == epoch) {
        return Ok(());
    }
    let told: BTreeSet<String> = answer.outcomes.iter().map(|(index, _)| index_key(*index)).collect();
    for (key, _) in tx.range(Table::Outcomes, "", usize::MAX).await? {
        if !told.contains(&key) {
            tx.delete(Table::Outcomes, &key).await?;
        }
    }
    Ok(())
}

/// How far the device has come in giving back, once this request is answered.
fn gone_through(beyond: Cursor, standing: &Standing, request: &Request) -> Returning {
    let before = standing.returning.filter(|returning| returning.beyond == beyond);
    let given = request.returned.as_ref().and_then(|returned| returned.states.last());
    let is_of_now = request.returned.as_ref().is_some_and(|returned| returned.epoch == beyond.epoch);
    let given = given.map(|stated| stated.record.id).filter(|_| before.is_some() && is_of_now);
    Returning { beyond, through: before.and_then(|returning| returning.through).max(given) }
}

/// Which of the device's own entries are settled by what is being taken in.
struct Settling {
    accepted: u64,
    settled_through: u64,
    /// Unsettled entries by record, and by index.
    by_record: BTreeMap<RecordId, Vec<(u64, record::Dot)>>,
    unsettled: BTreeMap<u64, RecordId>,
    lagging: BTreeSet<u64>,
    settled: BTreeSet<u64>,
    touched: BTreeSet<RecordId>,
}

impl Settling {
    fn of(standing: &Standing, own: &BTreeMap<RecordId, Vec<(u64, record::Dot)>>) -> Self {
        let by_index =
            own.iter().flat_map(|(id, entries)| entries.iter().map(move |(index, _)| (*index, *id)));
        Self {
            accepted: standing.accepted.index,
            settled_through: standing.settled_through,
            by_record: own.clone(),
            unsettled: by_index.collect(),
            lagging: standing.lagging.clone(),
            settled: BTreeSet::new(),
            touched: BTreeSet::new(),
        }
    }

    fn settle(&mut self, indexes: impl IntoIterator<Item = u64>) {
        for index in indexes {
            if let Some(id) = self.unsettled.get(&index) {
                self.touched.insert(*id);
            }
            self.settled.insert(index);
        }
    }

    /// Settles the entries that a stated record has taken in or dismissed.
    fn settle_taken_in(&mut self, record: &Record) {
        let own = self.by_record.get(&record.id).map_or(&[][..], Vec::as_slice);
        let taken_in = |dot| record.context.contains(dot) || record.dismissed.contains(&dot);
        let settled: Vec<u64> = own
            .iter()
            .filter(|(index, dot)| *index <= self.accepted && taken_in(*dot))
            .map(|(i, _)| *i)
            .collect();
        self.settle(settled);
    }

    /// Reading has caught up: an accepted entry whose record was not stated is about a record that the device may
    /// see no longer, or never might. It is settled if its outcome is final.
    async fn settle_what_is_final(&mut self, tx: &impl Transaction) -> Result<(), Fault> {
        let accepted: Vec<u64> = self.unsettled.range(..=self.accepted).map(|(index, _)| *index).collect();
        for index in accepted {
            if !self.settled.contains(&index) && !matches!(outcome(tx, index).await?, Some(Outcome::Held(_)))
            {
                self.settle([index]);
            }
        }
        Ok(())
    }

    /// Takes out of `leaving` the records that have no unsettled entry: they go now.
    fn release(&self, leaving: &mut BTreeSet<RecordId>) -> Vec<RecordId> {
        let open = |id: &RecordId| {
            let own = self.by_record.get(id).map_or(&[][..], Vec::as_slice);
            own.iter().any(|(index, _)| !self.settled.contains(index))
        };
        leaving.extract_if(.., |id| !open(id)).collect()
    }

    /// Everything up to what is accepted is settled, but what lags.
    fn write(&self, standing: &mut Standing) {
        standing.settled_through = self.settled_through.max(self.accepted);
        let up_to_there = self.unsettled.range(..=standing.settled_through).map(|(index, _)| *index);
        standing.lagging = up_to_there.chain(self.lagging.iter().copied()).collect();
        standing.lagging.retain(|index| !self.settled.contains(index));
    }

    fn touched(&self) -> BTreeSet<RecordId> {
        let told = self.unsettled.range(..=self.accepted).map(|(_, id)| *id);
        self.touched.iter().copied().chain(told).collect()
    }
}
