//! A record: it is what the logs add up to, under the endpoint's seal; and what is said of each entry about it is
//! true of it.
//!
//! A record may hold changes that no log has: a restore had lost them, and phones gave them back. Who made them up
//! would need the key of the seals.

use super::log::payload_hash;
use super::{Findings, Place, Untrue};
use record::{CARRIER, Context, Dot, Path, Record, Version};
use std::collections::BTreeSet;
use sync::{Act, Hash, Outcome, Seal, SealKey};

/// A record as it is stored.
#[derive(Clone, Debug)]
pub struct RecordRow {
    /// Which.
    pub id: String,
    /// The form that made it.
    pub form: String,
    /// The seal on it.
    pub seal: String,
    /// Its scopes, for searching.
    pub scopes: String,
    /// The scopes it ever had.
    pub ever: String,
    /// Its size.
    pub bytes: u64,
    /// Its hash; older layouts have none.
    pub hash: Option<String>,
    /// The record.
    pub body: Vec<u8>,
}

/// An entry that is filed under a record.
#[derive(Clone, Debug)]
pub struct AboutRow {
    /// Whose log.
    pub device: String,
    /// Its place there.
    pub index: u64,
    /// The change that it makes: actor and number.
    pub dot: (String, i64),
    /// What became of it.
    pub outcome: String,
    /// What the payload's hash is said to be.
    pub payload_hash: String,
    /// What it says.
    pub payload: Vec<u8>,
}

/// A record while the entries about it are looked at, in any order.
pub struct RecordProof {
    id: String,
    /// As it is stored; `None` if it is not there, or cannot be read.
    stored: Option<Record>,
    /// Whether it is there, but cannot be read.
    unreadable: bool,
    /// What the entries seen so far add up to.
    sum: Option<Record>,
    /// The changes that logs say are taken in.
    logged: Context,
    /// Whether all of them are in the sum, and in the record.
    comparable: bool,
}

impl RecordProof {
    /// Begins with a record.
    ///
    /// | the record | if not |
    /// |---|---|
    /// | is under the endpoint's own seal | seal |
    /// | can be read | record |
    /// | is of the form, the scopes, the size and the hash that stand beside it | beside |
    pub fn begin(row: &RecordRow, key: &SealKey, findings: &mut Findings) -> Self {
        findings.records += 1;
        let here = Place::Record { id: row.id.clone() };
        let body = std::str::from_utf8(&row.body).ok();
        let sealed = body.is_some_and(|body| row.seal == String::from(key.seal(body)));
        if !sealed || Seal::try_from(row.seal.clone()).is_err() {
            findings.differ(here.clone(), Untrue::Seal);
        }
        let stored = body.and_then(|body| serde_json::from_str::<Record>(body).ok());
        match &stored {
            None => findings.differ(here, Untrue::Record),
            Some(stored) if !row.stands_beside(stored) => findings.differ(here, Untrue::Beside),
            Some(_) => {}
        }
        Self { unreadable: stored.is_none(), stored, ..Self::absent(&row.id) }
    }

    /// Begins with a record that entries are about, and that is not there: none of them was taken in.
    pub fn absent(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            stored: None,
            unreadable: false,
            sum: None,
            logged: Context::default(),
            comparable: true,
        }
    }

    /// Looks at an entry about the record.
    ///
    /// | the entry is | the record has it | has dismissed it | if not |
    /// |---|---|---|---|
    /// | merged or admitted | yes | – | not taken in |
    /// | held | no | no | taken in, dismissed |
    /// | dismissed | no | – (a record that was made later does not know it) | taken in |
    pub fn read(&mut self, entry: &AboutRow, findings: &mut Findings) {
        let (actor, n) = &entry.dot;
        // What cannot be read is named with its log.
        let (Ok(actor), Ok(n)) = (actor.parse(), u32::try_from(*n)) else { return };
        let Ok(outcome) = serde_json::from_str::<Outcome>(&entry.outcome) else { return };
        let dot = Dot { actor, n };
        let taken_in = self.stored.as_ref().is_some_and(|record| record.context.contains(dot));
        let dismissed = self.stored.as_ref().is_some_and(|record| record.dismissed.contains(&dot));
        let untrue = match outcome {
            Outcome::Merged | Outcome::Admitted => (!taken_in).then_some(Untrue::NotTakenIn),
            Outcome::Held(_) if dismissed => Some(Untrue::Dismissed),
            Outcome::Held(_) | Outcome::Dismissed => taken_in.then_some(Untrue::TakenIn),
        };
        if let Some(untrue) = untrue.filter(|_| !self.unreadable) {
            self.comparable = false;
            findings.differ(Place::Entry { device: entry.device.clone(), index: entry.index }, untrue);
        }
        if matches!(outcome, Outcome::Merged | Outcome::Admitted) {
            self.logged.insert(dot);
            self.add(entry, dot);
        }
    }

    fn add(&mut self, entry: &AboutRow, dot: Dot) {
        let is_whole = entry.payload_hash == payload_hash(&entry.payload).to_string();
        match (serde_json::from_slice(&entry.payload), &self.stored) {
            (Ok(Act::Change(change)), Some(stored)) if is_whole && change.dot == dot => {
                let sum = self.sum.get_or_insert_with(|| Record::new(stored.id, &stored.form));
                sum.apply(&change);
            }
            _ => self.comparable = false,
        }
    }

    /// Looks at what has been added up.
    ///
    /// | the record holds | it must |
    /// |---|---|
    /// | what the logs say is taken in | be their sum, or a carrier that carries the same |
    /// | more than that | not change when their sum is merged into it |
    /// | changes of which an entry is damaged | – : that is named with the entry |
    pub fn end(self, findings: &mut Findings) {
        let Some(stored) = self.stored else { return };
        let mut unlogged = stored.context.clone();
        unlogged.subtract(&self.logged);
        findings.proved_by_seal_alone += unlogged.len();
        if !self.comparable {
            return;
        }
        let mut sum = self.sum.unwrap_or_else(|| Record::new(stored.id, &stored.form));
        if unlogged.is_empty() {
            sum.dismissed = stored.dismissed.clone();
        } else {
            let logs = sum;
            sum = stored.clone();
            sum.merge(&logs);
        }
        if sum != stored && !carry_the_same(&sum, &stored) {
            findings.differ(Place::Record { id: self.id }, Untrue::Sum);
        }
    }
}

/// Whether two states of a carrier of drafts differ only in whether it says that a draft is on its way no longer. One
/// that was emptied, because its record is erased, does not say so; the change that ended the draft may be brought again,
/// by phones after a restore, and names no record.
fn carry_the_same(sum: &Record, stored: &Record) -> bool {
    let says = |(path, version): &(&Path, &Version)| version.value.is_some() || !path.is_handover();
    let [of_sum, of_stored] = [sum, stored].map(|record| record.versions().filter(says));
    stored.form == CARRIER && sum.context == stored.context && of_sum.eq(of_stored)
}

impl RecordRow {
    fn stands_beside(&self, record: &Record) -> bool {
        let named = record.fields.keys().filter_map(|path| path.as_scope());
        let ever: BTreeSet<(String, String)> = serde_json::from_str(&self.ever).unwrap_or_default();
        let had = |(programme, commune): (&str, &str)| ever.contains(&(programme.into(), commune.into()));
        let scopes = serde_json::to_string(&record.scopes().collect::<Vec<_>>()).unwrap_or_default();
        self.id == record.id.to_string()
            && self.form == record.form
            && self.scopes == scopes
            && self.bytes == self.body.len() as u64
            && self.hash.as_ref().is_none_or(|hash| *hash == Hash::of(&self.body).to_string())
            && named.into_iter().all(had)
    }
}
