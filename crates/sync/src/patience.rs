//! How long an answer may take, by how fast the line has been.

/// How long a small question may take: a 2G round trip with retransmissions. Milliseconds.
const AT_LEAST_MILLIS: u32 = 30_000;

/// Whatever a line has been, it may become as slow as this. Bytes in a second.
const SLOWEST: u32 = 1_000;

/// A line may become so many times slower than it was at last before it is called dead.
const SLACK: u32 = 4;

/// Less than this says more of the round trip than of the line. Bytes.
const TELLING: u32 = 4 * 1024;

/// How patient a device is. At first, and after each silence, as patient as the slowest line needs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Patience {
    /// Bytes in a second that are expected at the least.
    expected: u32,
}

impl Default for Patience {
    fn default() -> Self {
        Self { expected: SLOWEST }
    }
}

impl Patience {
    /// How many milliseconds so many bytes may take, there and back.
    pub fn millis(self, bytes: u32) -> u32 {
        let moving = u64::from(bytes) * 1_000 / u64::from(self.expected);
        AT_LEAST_MILLIS.saturating_add(u32::try_from(moving).unwrap_or(u32::MAX))
    }

    /// So many bytes have gone there and back in so many milliseconds.
    pub fn has_moved(&mut self, bytes: u32, millis: u32) {
        if bytes >= TELLING {
            let measured = u64::from(bytes) * 1_000 / u64::from(millis.max(1)) / u64::from(SLACK);
            self.expected = u32::try_from(measured).unwrap_or(u32::MAX).max(SLOWEST);
        }
    }

    /// No answer has come in time.
    pub fn has_waited_in_vain(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEGABYTE: u32 = 1024 * 1024;

    #[test]
    fn a_line_of_which_nothing_is_known_is_given_the_time_of_the_slowest() {
        let patience = Patience::default();
        assert_eq!(patience.millis(0), 30_000);
        assert_eq!(patience.millis(60_000), 90_000);
        assert_eq!(patience.millis(u32::MAX), u32::MAX, "and no sum is too large");
    }

    #[test]
    fn a_dead_line_that_was_quick_is_found_out_in_a_minute_not_in_a_quarter_of_an_hour() {
        let mut patience = Patience::default();
        assert!(patience.millis(MEGABYTE) > 17 * 60 * 1_000);
        patience.has_moved(64_000, 1_000);
        assert_eq!(patience.millis(64_000), 34_000, "four times as long as it took, and the least");
        assert!(patience.millis(MEGABYTE) < 100_000);
        patience.has_waited_in_vain();
        assert_eq!(patience, Patience::default(), "it may have become slow, and is given time again");
    }

    #[test]
    fn a_small_answer_and_a_line_slower_than_any_change_nothing() {
        for (bytes, millis) in [(500, 1), (TELLING, 60_000), (TELLING, u32::MAX)] {
            let mut patience = Patience::default();
            patience.has_moved(bytes, millis);
            assert_eq!(patience, Patience::default(), "{bytes} bytes in {millis} ms");
        }
        let mut patience = Patience::default();
        patience.has_moved(u32::MAX, 0);
        assert_eq!(patience.millis(u32::MAX), 31_000, "and no speed is too high");
    }
}
