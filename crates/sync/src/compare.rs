//! The device's half of a comparison: whether it holds just what the endpoint would state to it.
//!
//! | the device says | the endpoint answers | then |
//! |---|---|---|
//! | the digest of all its bases | equal | it is proven, at the time of the answer |
//! | the digest of all its bases | the digests of its parts | the device finds the parts that differ |
//! | its bases of those parts, as many as fit | what it states of them, and what is gone | the device compares again |
//!
//! A base that cannot be read counts as none. It all goes by rows that are there, so that whatever went wrong with
//! one, on either side, shows. Nothing is wiped: only what differs is replaced.

use crate::digest::{Digest, Parts, count_in, differing, part_of};
use crate::standing::{begin_all, enrolled, write_standing, written};
use crate::{
    Answer, Backing, Compared, Compares, Epoch, Fault, Hash, Local, Mode, Request, Standing, Stated,
    Transaction,
};
use record::json;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// After so many milliseconds a device compares again by itself.
const DAILY: i64 = 24 * 60 * 60 * 1000;

/// After so many looks that each put something right a comparison ends all the same: what is put right does not stay so.
const MOST_LOOKS: u32 = 100;

/// A comparison that is under way.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Comparing {
    /// The parts that were found to differ, and are to be gone through.
    pub parts: Vec<u8>,
    /// How often the two sides were found to differ.
    pub looks: u32,
    /// How many records have been put right so far.
    pub mended: u32,
    /// How many of them at the last look: as long as there are some, it is worth looking again.
    pub mended_last: u32,
}

/// How the last comparison ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Proof {
    /// When, by the endpoint's clock: milliseconds since 1970-01-01 UTC.
    pub at: i64,
    /// In which epoch of the endpoint.
    pub epoch: Epoch,
    /// Whether both sides held the same in the end.
    pub equal: bool,
    /// How many records had to be put right for it.
    pub mended: u32,
}

impl Standing {
    /// Whether a comparison can be made now: all is sent and read, and nothing is on its way out.
    fn can_compare(&self) -> bool {
        self.waiting() == 0 && self.cursor.is_some() && self.returning.is_none() && !self.letting_go
    }

    /// After the first reading, after each start of the endpoint, which may have been a restore, and daily.
    fn is_to_compare(&self, now: i64) -> bool {
        let epoch = self.cursor.map(|cursor| cursor.epoch);
        self.proof.is_none_or(|proof| Some(proof.epoch) != epoch || now - proof.at >= DAILY || now < proof.at)
    }

    /// What a comparison has come to, once an answer is taken in. Gives whether it has more to ask at once.
    pub(crate) fn goes_on_comparing(
        &mut self,
        request: &Request,
        answered: Option<&Compared>,
        ours: &Parts,
        epoch: Epoch,
        now: i64,
        has_read_all: bool,
    ) -> bool {
        let ended = |equal, mended| Some(Proof { at: now, epoch, equal, mended });
        match (self.comparing.take(), answered) {
            (Some(Comparing { mended, .. }), Some(Compared::Equal)) => self.proof = ended(true, mended),
            (Some(comparing), Some(Compared::Parts(theirs))) => {
                let Comparing { looks, mended, mended_last, .. } = comparing;
                if looks > 0 && mended_last == 0 || looks >= MOST_LOOKS {
                    self.proof = ended(false, mended);
                } else {
                    let parts = differing(ours, theirs);
                    self.comparing = Some(Comparing { parts, looks: looks + 1, ..comparing });
                }
            }
            (Some(comparing), Some(Compared::Mended(records))) => {
                let mended = comparing.mended.saturating_add(*records);
                let comparing = Comparing { parts: Vec::new(), mended, mended_last: *records, ..comparing };
                self.comparing = Some(comparing);
            }
            (comparing, None) => self.comparing = comparing,
            (None, Some(_)) => {}
        }
        if self.comparing.is_none() && has_read_all && self.can_compare() && self.is_to_compare(now) {
            self.comparing = Some(Comparing::default());
        }
        // What was not answered, because there was news to tell first, is asked again once that is heard.
        let can_be_asked_again =
            answered.is_some() || request.compares.is_none() || self.cursor != request.cursor;
        self.comparing.is_some() && self.can_compare() && can_be_asked_again
    }
}

impl<B: Backing> Local<B> {
    /// Compares with the endpoint at the next exchange, because a person asks.
    pub async fn compare(&self) -> Result<Box<Standing>, Fault> {
        let tx = begin_all(&self.backing, Mode::Strict).await?;
        let mut standing = enrolled(&tx).await?;
        if standing.comparing.is_none() {
            standing.comparing = Some(Comparing::default());
            write_standing(&tx, &standing).await?;
            tx.commit().await?;
        }
        Ok(standing)
    }

    /// What the next request compares: nothing, all bases, or those of the parts that differ, together at most
    /// about `bytes`, those of one part at least.
    pub(crate) async fn compares(
        &self,
        standing: &Standing,
        bytes: usize,
    ) -> Result<Option<Compares>, Fault> {
        let Some(comparing) = standing.comparing.as_ref().filter(|_| standing.can_compare()) else {
            return Ok(None);
        };
        if comparing.parts.is_empty() {
            return Ok(Some(Compares::All(Digest::of_all(&self.digests(standing).await?))));
        }
        let mut bases: Vec<Stated> = Vec::new();
        self.every_base(|stated| {
            let id = stated.record.id;
            if comparing.parts.contains(&part_of(id)) && !standing.leaving.contains(&id) {
                bases.push(stated.clone());
            }
        })
        .await?;
        let (mut parts, mut states) = (Vec::new(), Vec::new());
        let mut room = bytes;
        for &part in &comparing.parts {
            let of_part: Vec<&Stated> = bases.iter().filter(|base| part_of(base.record.id) == part).collect();
            let size = written(&of_part)?.len();
            if !parts.is_empty() && size > room {
                break;
            }
            room = room.saturating_sub(size);
            parts.push(part);
            states.extend(of_part.into_iter().cloned());
        }
        Ok(Some(Compares::Parts { parts, states }))
    }

    /// The device's own digests, if an answer asks for them.
    pub(crate) async fn digests_for(&self, answer: &Answer) -> Result<Parts, Fault> {
        let asks = matches!(answer.compared, Some(Compared::Parts(_)));
        match if asks { self.standing().await? } else { None } {
            Some(standing) => self.digests(&standing).await,
            None => Ok(Parts::default()),
        }
    }

    /// What the bases add up to, but for those that are about to leave.
    async fn digests(&self, standing: &Standing) -> Result<Parts, Fault> {
        let mut parts = Parts::default();
        self.every_text(|id, text| {
            if let Ok(Text { record }) = json::read(text)
                && !standing.leaving.contains(&id)
            {
                count_in(&mut parts, id, Hash::of(record.get()));
            }
        })
        .await?;
        Ok(parts)
    }
}

/// The part of a base that both sides must agree on, in its exact bytes.
#[derive(Deserialize)]
struct Text<'a> {
    #[serde(borrow)]
    record: &'a RawValue,
}
