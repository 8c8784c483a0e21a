//! Digests: both sides prove in a few bytes that they hold the same records.
//!
//! A digest is a count and a sum modulo 2²⁵⁶ of `SHA-256` over each record's canonical bytes. Each side computes it
//! from its own rows and never takes over the other's. Where two differ, 256 digests, one for each last byte of the
//! records' ids, say which few must be looked at: ids begin with the same bytes for years, and end at random.

use crate::Hash;
use record::RecordId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a set of records adds up to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Digest {
    /// How many records there are.
    pub count: u64,
    /// The sum of their hashes, as unsigned numbers with the first byte greatest, modulo 2²⁵⁶.
    pub sum: Hash,
}

/// The digests of the parts that a set of records falls into: by the last byte of the id; only those with a record.
pub type Parts = BTreeMap<u8, Digest>;

impl Digest {
    /// What the set adds up to with one more record, of this hash.
    #[must_use]
    pub fn with(self, record: Hash) -> Self {
        self.plus(Self { count: 1, sum: record })
    }

    /// What two sets add up to.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let mut sum = self.sum.0;
        let mut carry = 0;
        for (byte, other) in sum.iter_mut().zip(other.sum.0).rev() {
            let [above, below] = (u16::from(*byte) + u16::from(other) + carry).to_be_bytes();
            (*byte, carry) = (below, above.into());
        }
        Self { count: self.count + other.count, sum: Hash(sum) }
    }

    /// What all parts add up to.
    pub fn of_all(parts: &Parts) -> Self {
        parts.values().copied().fold(Self::default(), Self::plus)
    }
}

/// The part in which a record lies.
pub fn part_of(id: RecordId) -> u8 {
    id.0.as_bytes()[15]
}

/// Counts a record in.
pub(crate) fn count_in(parts: &mut Parts, id: RecordId, hash: Hash) {
    let part = parts.entry(part_of(id)).or_default();
    *part = part.with(hash);
}

/// The parts in which two sets differ.
pub(crate) fn differing(ours: &Parts, theirs: &Parts) -> Vec<u8> {
    let differs = |part: &u8| ours.get(part) != theirs.get(part);
    (0..=u8::MAX).filter(differs).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_sum_carries_over_and_wraps_around() {
        let of = |bytes: [u8; 32]| Digest { count: 1, sum: Hash(bytes) };
        let mut one = [0; 32];
        one[31] = 1;
        assert_eq!(of([255; 32]).plus(of(one)), Digest { count: 2, sum: Hash([0; 32]) });
        let mut low = [0; 32];
        low[16..].fill(255);
        let mut carried = [0; 32];
        carried[15] = 1;
        assert_eq!(of(low).plus(of(one)).sum, Hash(carried));
    }

    proptest! {
        #[test]
        fn the_order_and_the_parts_of_a_set_do_not_matter(
            hashes in prop::collection::vec((any::<u128>(), any::<[u8; 32]>()), 0..40),
        ) {
            let mut parts = Parts::default();
            for (id, hash) in &hashes {
                count_in(&mut parts, RecordId::from_random(*id), Hash(*hash));
            }
            let whole = hashes.iter().rev().fold(Digest::default(), |sum, (_, hash)| sum.with(Hash(*hash)));
            prop_assert_eq!(Digest::of_all(&parts), whole);
        }

        #[test]
        fn a_changed_record_shows_in_its_part_alone(
            ids in prop::collection::btree_set(any::<u128>(), 1..40),
            at in any::<prop::sample::Index>(),
        ) {
            let ids: Vec<RecordId> = ids.into_iter().map(RecordId::from_random).collect();
            let changed = *at.get(&ids);
            let (mut ours, mut theirs) = (Parts::default(), Parts::default());
            for id in ids {
                count_in(&mut ours, id, Hash([1; 32]));
                count_in(&mut theirs, id, Hash([if id == changed { 2 } else { 1 }; 32]));
            }
            prop_assert_eq!(differing(&ours, &theirs), [part_of(changed)]);
        }
    }
}
