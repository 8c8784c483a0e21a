//! The device's half: what it holds, and what it has done that is not settled yet.
//!
//! Shown is the base as the endpoint last stated it, then the device's own unsettled entries in order. An entry is
//! settled when its dot is in the base's context or dismissed, or when its record has left the device's scopes
//! after its outcome was final. Nothing else ever drops an entry.

use crate::bases::{Bases, PACK_FROM, base};
use crate::standing::{
    Logged, append, begin_all, enrolled, read, read_log, read_logged, read_standing, write_standing,
};
use crate::{
    Act, Backing, Decision, Entry, Fault, Grants, LONGEST_ENTRY, Mode, Outcome, Reason, Standing, Table,
    Transaction,
};
use record::{Actor, AuthorId, Change, DeviceId, Dot, Proposal, Record, RecordId};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

/// A device's store with all its rules. Cheap calls, no clock, no randomness of its own.
pub struct Local<B> {
    pub(crate) backing: B,
    pub(crate) summarise: Box<dyn Fn(&Record) -> String>,
    pub(crate) pack_from: usize,
    actor: Cell<Option<Actor>>,
    /// How many changes this actor has made to each record.
    counts: RefCell<BTreeMap<RecordId, u32>>,
    pub(crate) own: RefCell<Own>,
    pub(crate) bases: RefCell<Bases>,
}

/// What enrolment or sign-in tells a device.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Enrolment {
    /// The device's identity, drawn before it asked.
    pub device: DeviceId,
    /// Who is enrolled on it.
    pub person: AuthorId,
    /// The person's grants.
    pub grants: Grants,
}

/// A change that is saved: it is on the disk, and nothing but its own settling removes it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Saved {
    /// The change under its identity.
    pub change: Change,
    /// Its entry in the log.
    pub entry: Entry,
    /// Where the device stands after it.
    pub standing: Box<Standing>,
}

/// A record as a person sees it on this device.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shown {
    /// The base with the device's own unsettled entries.
    pub record: Record,
    /// How many of its entries the endpoint has not said it has.
    pub waiting: usize,
    /// Its entries that the endpoint holds, with why.
    pub held: Vec<(u64, Reason)>,
    /// The number of the state that the endpoint stated; `None` if it never did.
    pub seq: Option<u64>,
}

/// The device's own entries that are not settled, by record.
#[derive(Default)]
pub(crate) struct Own {
    /// The device, head and ordinal for which this holds: another tab may have moved them.
    valid_for: Option<(DeviceId, u64, u64)>,
    pub entries: BTreeMap<RecordId, Vec<(u64, Dot)>>,
}

impl<B: Backing> Local<B> {
    /// A device's store over a backing. `summarise` makes the line that lists show and search; it must contain
    /// neither tab nor line break.
    pub fn new(backing: B, summarise: impl Fn(&Record) -> String + 'static) -> Self {
        Self {
            backing,
            summarise: Box::new(summarise),
            pack_from: PACK_FROM,
            actor: Cell::new(None),
            counts: RefCell::default(),
            own: RefCell::default(),
            bases: RefCell::default(),
        }
    }

    /// The same store, in which so many records at once become a pack.
    #[must_use]
    pub fn packing_from(self, records: usize) -> Self {
        Self { pack_from: records, ..self }
    }

    /// Where the device stands; `None` before it is enrolled.
    pub async fn standing(&self) -> Result<Option<Box<Standing>>, Fault> {
        let tx = self.backing.begin(&[Table::Meta], Mode::Read).await?;
        read_standing(&tx).await
    }

    /// Makes this store the device's. Enrolling a store that has a log keeps the log: a phone that lost its
    /// session is enrolled again by a new code. A log belongs to a person; for another person the store must be
    /// empty of unsent work, or `Err` is given and nothing changes.
    pub async fn enrol(&self, enrolment: Enrolment) -> Result<Box<Standing>, EnrolError> {
        let tx = begin_all(&self.backing, Mode::Strict).await?;
        let standing = match read_standing(&tx).await? {
            // Grants are told by the exchange, which knows what was read under the earlier ones.
            Some(standing) if standing.person == enrolment.person => return Ok(standing),
            Some(standing) if standing.waiting() > 0 => {
                return Err(EnrolError::UnsentWork { of: standing.person, entries: standing.waiting() });
            }
            Some(_) => return Err(EnrolError::AnotherPerson),
            None => {
                let grants = enrolment.grants.with_own(enrolment.person);
                Box::new(Standing::new(enrolment.device, enrolment.person, grants))
            }
        };
        write_standing(&tx, &standing).await?;
        tx.commit().await?;
        Ok(standing)
    }

    /// Empties the store for another person. Refused while work is unsent.
    pub async fn clear(&self) -> Result<(), EnrolError> {
        let tx = begin_all(&self.backing, Mode::Strict).await?;
        if let Some(standing) = read_standing(&tx).await?
            && (standing.waiting() > 0 || !standing.lagging.is_empty())
        {
            let entries = standing.waiting() + standing.lagging.len() as u64;
            return Err(EnrolError::UnsentWork { of: standing.person, entries });
        }
        self.empty(tx).await
    }

    /// Removes every row, in a transaction over every table.
    pub(crate) async fn empty(&self, tx: B::Tx) -> Result<(), EnrolError> {
        for table in Table::ALL {
            tx.clear(table).await?;
        }
        tx.commit().await?;
        *self.own.borrow_mut() = Own::default();
        *self.bases.borrow_mut() = Bases::default();
        Ok(())
    }

    /// Saves a change: in one strict transaction it gets its place in the log, its dot and its stamp, and the
    /// draft it was made from is removed. When this returns `Ok` the change is on the disk.
    ///
    /// `now` is the device's clock in milliseconds since 1970-01-01 UTC; `actor` draws one at the first save.
    ///
    /// # Errors
    /// A store that fails has written nothing, and the draft stays.
    pub async fn save(
        &self,
        proposal: Proposal,
        draft: Option<&str>,
        now: i64,
        actor: impl FnOnce() -> Actor,
    ) -> Result<Saved, Fault> {
        let dot = self.next_dot(proposal.record, actor);
        let tx = self.backing.begin(&[Table::Meta, Table::Log, Table::Drafts], Mode::Strict).await?;
        let mut standing = enrolled(&tx).await?;
        standing.clock = standing.clock.next(now + standing.offset);
        let change = proposal.identified(dot, standing.clock);
        let payload = crate::Payload::of(&Act::Change(change.clone()))
            .map_err(|error| Fault::Failed(error.to_string()))?;
        if payload.as_str().len() > LONGEST_ENTRY {
            return Err(Fault::TooLarge);
        }
        let entry = append(&tx, &mut standing, Some((change.record, dot)), payload).await?;
        write_standing(&tx, &standing).await?;
        if let Some(draft) = draft {
            tx.delete(Table::Drafts, draft).await?;
        }
        tx.commit().await?;
        self.own.borrow_mut().add(&standing, entry.index, change.record, dot);
        Ok(Saved { change, entry, standing })
    }

    /// Saves a decision about a held entry, in one strict transaction like any change.
    pub async fn decide(&self, act: Act, now: i64) -> Result<Entry, Fault> {
        let tx = self.backing.begin(&[Table::Meta, Table::Log], Mode::Strict).await?;
        let mut standing = enrolled(&tx).await?;
        standing.clock = standing.clock.next(now + standing.offset);
        let payload = crate::Payload::of(&act).map_err(|error| Fault::Failed(error.to_string()))?;
        let entry = append(&tx, &mut standing, None, payload).await?;
        write_standing(&tx, &standing).await?;
        tx.commit().await?;
        self.own.borrow_mut().invalidate();
        Ok(entry)
    }

    /// A dot that no other change to the record has. A number that a failed save leaves unused stays unused.
    fn next_dot(&self, record: RecordId, actor: impl FnOnce() -> Actor) -> Dot {
        let actor = self.actor.get().unwrap_or_else(actor);
        self.actor.set(Some(actor));
        let mut counts = self.counts.borrow_mut();
        let n = counts.entry(record).or_insert(0);
        *n += 1;
        Dot { actor, n: *n }
    }

    /// A record as it is to be shown; `None` if the device does not hold it.
    pub async fn shown(&self, id: RecordId) -> Result<Option<Shown>, Fault> {
        self.load_bases().await?;
        let tx = begin_all(&self.backing, Mode::Read).await?;
        let Some(standing) = read_standing(&tx).await? else { return Ok(None) };
        self.refresh_own(&tx, &standing).await?;
        let stated = base(&tx, &self.bases, id).await?;
        let own = self.own.borrow().entries.get(&id).cloned().unwrap_or_default();
        let seq = stated.as_ref().map(|stated| stated.seq);
        let mut shown = stated.map(|stated| stated.record);
        let (mut waiting, mut held) = (0, Vec::new());
        for (index, _) in own {
            let Some(logged) = read_logged(&tx, index).await? else { continue };
            if let Some(change) = logged.payload.change() {
                shown.get_or_insert_with(|| Record::new(id, &change.form)).apply(&change);
            }
            if index > standing.accepted.index {
                waiting += 1;
            } else if let Some(Outcome::Held(reason)) = outcome(&tx, index).await? {
                held.push((index, reason));
            }
        }
        Ok(shown.map(|record| Shown { record, waiting, held, seq }))
    }

    /// The line that lists show of each record the device holds, in no order.
    pub async fn summaries(&self) -> Result<Vec<(RecordId, Rc<str>)>, Fault> {
        self.load_bases().await?;
        let own: Vec<RecordId> = {
            let tx = begin_all(&self.backing, Mode::Read).await?;
            if let Some(standing) = read_standing(&tx).await? {
                self.refresh_own(&tx, &standing).await?;
            }
            self.own.borrow().entries.keys().copied().collect()
        };
        let mut summaries = self.bases.borrow().summaries();
        for id in own {
            if let Some(summary) = self.summary(id).await? {
                summaries.insert(id, summary);
            }
        }
        Ok(summaries.into_iter().collect())
    }

    /// The line that lists show of one record; `None` if the device does not hold it.
    pub async fn summary(&self, id: RecordId) -> Result<Option<Rc<str>>, Fault> {
        let shown = self.shown(id).await?;
        Ok(shown.map(|shown| Rc::from((self.summarise)(&shown.record))))
    }

    /// The entries that the endpoint holds, oldest first, with why.
    pub async fn held(&self) -> Result<Vec<(u64, RecordId, Reason)>, Fault> {
        let tx = begin_all(&self.backing, Mode::Read).await?;
        let mut held = Vec::new();
        for (key, text) in tx.range(Table::Outcomes, "", usize::MAX).await? {
            if let Outcome::Held(reason) = read(Table::Outcomes, &key, &text)?
                && let Ok(index) = key.parse()
                && let Some((record, _)) = read_logged(&tx, index).await?.and_then(|logged| logged.about)
            {
                held.push((index, record, reason));
            }
        }
        Ok(held)
    }

    /// The device's own changes that were held and then decided about, oldest first: what was decided, and the change.
    pub async fn decided(&self) -> Result<Vec<(Outcome, Change)>, Fault> {
        let tx = begin_all(&self.backing, Mode::Read).await?;
        let mut decided = Vec::new();
        for (key, text) in tx.range(Table::Outcomes, "", usize::MAX).await? {
            let outcome: Outcome = read(Table::Outcomes, &key, &text)?;
            if matches!(outcome, Outcome::Admitted | Outcome::Dismissed)
                && let Ok(index) = key.parse()
                && let Some(logged) = read_logged(&tx, index).await?
                && let Some(change) = logged.payload.change()
            {
                decided.push((outcome, change));
            }
        }
        Ok(decided)
    }

    /// The decisions about held entries that stand in the device's log after an index.
    pub async fn decisions(&self, after: u64) -> Result<Vec<Decision>, Fault> {
        let tx = self.backing.begin(&[Table::Meta, Table::Log], Mode::Read).await?;
        let Some(standing) = read_standing(&tx).await? else { return Ok(Vec::new()) };
        let log = read_log(&tx, after.max(standing.kept.index), usize::MAX).await?;
        let decision = |(_, logged): (u64, Logged)| match logged.payload.act() {
            Ok(Act::Admit(decision) | Act::Dismiss(decision)) => Some(decision),
            _ => None,
        };
        Ok(log.into_iter().filter_map(decision).collect())
    }

    /// Copies of the entries that the endpoint has not said it has, for the second copy.
    pub async fn unsent(&self) -> Result<Vec<Entry>, Fault> {
        let tx = self.backing.begin(&[Table::Meta, Table::Log], Mode::Read).await?;
        let Some(standing) = read_standing(&tx).await? else { return Ok(Vec::new()) };
        let log = read_log(&tx, standing.accepted.index, usize::MAX).await?;
        Ok(log.into_iter().map(|(index, logged)| Entry { index, payload: logged.payload }).collect())
    }

    /// Reads the own entries that are not settled, unless they are known already.
    pub(crate) async fn refresh_own(&self, tx: &impl Transaction, standing: &Standing) -> Result<(), Fault> {
        if self.own.borrow().valid_for == Some(valid_for(standing)) {
            return Ok(());
        }
        let mut entries: BTreeMap<RecordId, Vec<(u64, Dot)>> = BTreeMap::new();
        let mut found = Vec::new();
        for &index in &standing.lagging {
            found.extend(read_logged(tx, index).await?.map(|logged| (index, logged)));
        }
        found.extend(read_log(tx, standing.settled_through, usize::MAX).await?);
        for (index, logged) in found {
            if let Some((record, dot)) = logged.about {
                entries.entry(record).or_default().push((index, dot));
            }
        }
        *self.own.borrow_mut() = Own { valid_for: Some(valid_for(standing)), entries };
        Ok(())
    }
}

/// Why a store was not made a device's.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum EnrolError {
    /// Work of somebody else on this device has not reached the endpoint.
    #[error("{entries} entries on this device are not at the office")]
    UnsentWork {
        /// Whose work.
        of: AuthorId,
        /// How many entries.
        entries: u64,
    },
    /// The store is another person's, all sent: it must be cleared first.
    #[error("this device is another person's")]
    AnotherPerson,
    /// The store failed.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl Own {
    fn add(&mut self, standing: &Standing, index: u64, record: RecordId, dot: Dot) {
        let before = (standing.device, index - 1, standing.ordinal);
        if self.valid_for == Some(before) {
            self.entries.entry(record).or_default().push((index, dot));
            self.valid_for = Some(valid_for(standing));
        }
    }

    /// Forgets what is known, because the store is about to move.
    pub fn invalidate(&mut self) {
        self.valid_for = None;
    }
}

fn valid_for(standing: &Standing) -> (DeviceId, u64, u64) {
    (standing.device, standing.head.index, standing.ordinal)
}

/// The outcome of an entry, if it is not simply merged.
pub(crate) async fn outcome(tx: &impl Transaction, index: u64) -> Result<Option<Outcome>, Fault> {
    let key = crate::standing::index_key(index);
    let text = tx.get(Table::Outcomes, &key).await?;
    text.map(|text| read(Table::Outcomes, &key, &text)).transpose()
}
