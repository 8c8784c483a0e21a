//! The stamp that orders what is shown. It never decides what is kept.

use serde::{Deserialize, Serialize};

/// A hybrid logical clock stamp: milliseconds since 1970-01-01 UTC in the upper 48 bits, a counter below.
/// Greater means later, also between devices that have heard of each other
/// (Kulkarni and others, *Logical Physical Clocks*, 2014).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct HybridTime(u64);

impl HybridTime {
    /// How far ahead of the endpoint's clock a stamp may be before no clock follows it: five minutes.
    pub const TRUSTED_AHEAD_MILLIS: i64 = 5 * 60 * 1000;

    /// A stamp of this instant with the counter at zero. Instants before 1970 count as 1970.
    pub fn from_millis(millis: i64) -> Self {
        Self((millis.clamp(0, (1 << 48) - 1) as u64) << 16)
    }

    /// The instant, in milliseconds since 1970-01-01 UTC.
    pub fn millis(self) -> i64 {
        (self.0 >> 16) as i64
    }

    /// The stamp of something that happens at `now_millis` on a device whose latest known stamp is `self`:
    /// the clock's own if it is ahead, else the least stamp after `self`.
    pub fn next(self, now_millis: i64) -> Self {
        Self::from_millis(now_millis).max(Self(self.0.saturating_add(1)))
    }

    /// A clock that has itself run more than five minutes ahead of the endpoint's starts again from there. Stamps
    /// it has given stay as they are: order never decides what is kept.
    pub fn put_right(self, now_millis: i64) -> Self {
        if self.millis() > now_millis + Self::TRUSTED_AHEAD_MILLIS {
            Self::from_millis(now_millis)
        } else {
            self
        }
    }

    /// The latest stamp a clock should know after hearing `other`, when the endpoint's clock shows `now_millis`.
    /// A stamp more than five minutes ahead of the endpoint is followed by nobody: one phone in the year 2099
    /// would otherwise drag every clock with it.
    pub fn hearing(self, other: Self, now_millis: i64) -> Self {
        if other.millis() > now_millis + Self::TRUSTED_AHEAD_MILLIS { self } else { self.max(other) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_never_stand_still_nor_go_back() {
        let first = HybridTime::default().next(1_000);
        let second = first.next(1_000);
        let after_the_clock_fell_back = second.next(10);
        assert!(first < second && second < after_the_clock_fell_back);
        assert_eq!(after_the_clock_fell_back.millis(), 1_000);
        assert_eq!(after_the_clock_fell_back.next(5_000), HybridTime::from_millis(5_000));
    }

    #[test]
    fn a_phone_in_the_year_2099_drags_no_clock() {
        let now = 1_795_000_000_000;
        let mine = HybridTime::from_millis(now);
        let in_2099 = HybridTime::from_millis(4_070_908_800_000);
        assert_eq!(mine.hearing(in_2099, now), mine);
        assert_eq!((mine.put_right(now), in_2099.put_right(now)), (mine, mine));
        let a_little_ahead = HybridTime::from_millis(now + 60_000);
        assert_eq!(mine.hearing(a_little_ahead, now), a_little_ahead);
    }
}
