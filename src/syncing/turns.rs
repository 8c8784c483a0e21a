//! Whose turn it is: when one exchange ends, when does the next begin?

/// Between two tries while nothing is in the way.
const WHILE_OPEN_MILLIS: u32 = 3 * 60 * 1000;
/// The longest pause after the first failure.
const FIRST_PAUSE_MILLIS: u32 = 8_000;
const LONGEST_PAUSE_MILLIS: u32 = 10 * 60 * 1000;
/// However the dice fall, a line that has just failed is left alone for so long.
const LEAST_PAUSE_MILLIS: u32 = 500;

/// What the exchange remembers between two tries.
#[derive(Default, Debug)]
pub struct Turns {
    running: bool,
    /// Somebody asked for another exchange while one was running.
    again: bool,
    /// The browser has found a network while one was running.
    network_is_new: bool,
    /// A time is set for the next try.
    planned: bool,
    /// How many tries in a row have failed.
    failures: u32,
    /// The browser has been asked to wake the app, and nothing was saved or went well since.
    asked: bool,
}

/// When the next try comes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Next {
    /// At once: somebody asked meanwhile.
    AtOnce,
    /// At the time that was set meanwhile: something was saved while the exchange ran, perhaps too late for it.
    AsPlanned,
    /// Some time, while the app is open.
    AtLeisure,
    /// Later each time that it fails.
    AfterFailures(u32),
}

impl Turns {
    /// A time is set for the next try, in place of any other.
    pub fn plan(&mut self) {
        self.planned = true;
    }

    /// A try's time has come. Whether it may go: one that comes while another runs is made up for after it.
    pub fn begin(&mut self) -> bool {
        self.planned = false;
        let may_go = !self.running;
        self.again = self.running;
        self.running = true;
        may_go
    }

    /// The browser has found a network. A try that is running may still fail for the one that is gone: another follows it
    /// at once.
    pub fn finds_network(&mut self) {
        self.network_is_new = self.running;
    }

    /// Something was saved.
    pub fn note_save(&mut self) {
        self.asked = false;
    }

    /// Whether the browser is to be asked to wake the app when there is a network: once for what was saved and could not be
    /// sent at once, however often it fails after that. A browser that takes a dead line for a network wakes the app at
    /// once, and must not be asked again and again.
    pub fn asks_to_be_woken(&mut self, something_waits: bool) -> bool {
        let asks = something_waits && self.failures > 0 && !self.asked;
        self.asked |= asks;
        asks
    }

    /// The exchange has ended, well or not.
    ///
    /// | it went well | a time was set meanwhile | somebody asked meanwhile | a network was found meanwhile | next |
    /// |---|---|---|---|---|
    /// | – | yes | – | – | as planned |
    /// | yes | no | yes | – | at once |
    /// | yes | no | no | – | at leisure |
    /// | no | no | – | yes | at once |
    /// | no | no | – | no | after as many failures |
    pub fn end(&mut self, went_well: bool) -> Next {
        self.running = false;
        self.failures = if went_well { 0 } else { self.failures + 1 };
        self.asked &= !went_well;
        let again = std::mem::take(&mut self.again);
        let network_is_new = std::mem::take(&mut self.network_is_new);
        match self.failures {
            _ if self.planned => Next::AsPlanned,
            0 if again => Next::AtOnce,
            0 => Next::AtLeisure,
            _ if network_is_new => Next::AtOnce,
            failures => Next::AfterFailures(failures),
        }
    }
}

impl Next {
    /// In how many milliseconds that is; `None` if a time is set already. `chance` is a fraction drawn at random.
    pub fn in_millis(self, chance: f64) -> Option<u32> {
        match self {
            Self::AsPlanned => None,
            Self::AtOnce => Some(0),
            Self::AtLeisure => Some(WHILE_OPEN_MILLIS),
            Self::AfterFailures(failures) => Some(pause(failures, chance)),
        }
    }
}

/// How long a failure is followed by nothing: twice as long each time that it fails, ten minutes at most, and at random
/// within all of that, so that a hundred phones that lost the signal together do not come back together (full jitter).
fn pause(failures: u32, chance: f64) -> u32 {
    let doubled = failures.saturating_sub(1).min(u32::BITS - 1);
    let longest = FIRST_PAUSE_MILLIS.saturating_mul(1 << doubled).min(LONGEST_PAUSE_MILLIS);
    LEAST_PAUSE_MILLIS + (f64::from(longest) * chance) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use fastrand::Rng;

    fn running() -> Turns {
        let mut turns = Turns::default();
        turns.plan();
        assert!(turns.begin(), "nothing runs yet");
        turns
    }

    #[test]
    fn what_is_saved_while_an_exchange_ends_keeps_the_time_set_for_it() {
        for went_well in [true, false] {
            let mut turns = running();
            turns.plan();
            assert_eq!(turns.end(went_well), Next::AsPlanned);
            assert!(turns.begin(), "and then it may go");
            assert_eq!(turns.end(true), Next::AtLeisure);
        }
    }

    #[test]
    fn one_exchange_runs_at_a_time_and_who_asked_meanwhile_has_a_turn_after_it() {
        let mut turns = running();
        assert!(!turns.begin());
        assert_eq!(turns.end(true), Next::AtOnce);
        assert!(turns.begin());
        assert_eq!(turns.end(true), Next::AtLeisure, "the turn is had once");
    }

    #[test]
    fn what_comes_too_early_and_is_set_again_goes_at_that_time() {
        let mut turns = running();
        assert!(!turns.begin());
        turns.plan();
        assert_eq!(turns.end(true), Next::AsPlanned);
    }

    #[test]
    fn failures_are_counted_until_one_goes_well() {
        let mut turns = running();
        assert_eq!(turns.end(false), Next::AfterFailures(1));
        assert!(turns.begin() && !turns.begin());
        assert_eq!(turns.end(false), Next::AfterFailures(2), "who asked meanwhile waits too");
        assert!(turns.begin());
        assert_eq!(turns.end(true), Next::AtLeisure, "what was asked before the failure is done with");
    }

    /// When a phone goes from one network to another, the try that was under way fails, often after the new one was found.
    #[test]
    fn a_failure_on_a_network_that_is_gone_does_not_keep_the_new_one_waiting() {
        let mut turns = running();
        assert_eq!(turns.end(false), Next::AfterFailures(1));
        assert!(turns.begin());
        turns.finds_network();
        assert!(!turns.begin());
        assert_eq!(turns.end(false), Next::AtOnce);
        assert!(turns.begin());
        assert_eq!(turns.end(false), Next::AfterFailures(3), "the new network has had its turn");
        turns.finds_network();
        assert!(turns.begin());
        assert_eq!(turns.end(false), Next::AfterFailures(4), "it was found before the try");
    }

    /// Every number of failures that may matter, and the greatest there is.
    fn all_failures() -> impl Iterator<Item = u32> {
        (1..=100).chain([u32::MAX])
    }

    #[test]
    fn a_pause_is_never_above_ten_minutes_and_half_a_second() {
        for failures in all_failures() {
            for thousandth in 0..=1000 {
                let pause = pause(failures, f64::from(thousandth) / 1000.0);
                assert!((500..=600_500).contains(&pause), "{failures} failures, {thousandth} ‰: {pause} ms");
            }
        }
    }

    #[test]
    fn a_pause_may_be_twice_as_long_after_each_failure_until_it_may_be_ten_minutes() {
        let longest = |failures| pause(failures, 1.0) - LEAST_PAUSE_MILLIS;
        assert_eq!(longest(1), 8_000);
        for failures in all_failures().filter(|failures| *failures < u32::MAX) {
            assert_eq!(longest(failures + 1), (2 * longest(failures)).min(600_000), "{failures} failures");
        }
        assert_eq!(longest(u32::MAX), 600_000);
    }

    /// Whatever the number of failures: the pauses of a thousand phones fill the whole time, a tenth of them each tenth.
    #[test]
    fn a_pause_is_drawn_from_the_whole_time() {
        let mut chance = Rng::with_seed(1);
        for failures in all_failures() {
            let longest = pause(failures, 1.0) - LEAST_PAUSE_MILLIS;
            let mut tenths = [0; 10];
            for _ in 0..1000 {
                let pause = pause(failures, chance.f64()) - LEAST_PAUSE_MILLIS;
                tenths[(u64::from(pause) * 10 / u64::from(longest)) as usize] += 1;
            }
            assert!(tenths.iter().all(|phones| (60..=140).contains(phones)), "{failures}: {tenths:?}");
        }
    }

    /// A village loses its signal at noon, and a hundred phones with it: the more often they have failed, the fewer come
    /// back in the same second.
    #[test]
    fn a_hundred_phones_do_not_come_back_in_one_second() {
        let mut chance = Rng::with_seed(2);
        for (failures, at_most) in [(1, 25), (2, 17), (3, 12), (4, 9), (8, 5), (100, 5)] {
            let mut pauses: Vec<u32> = (0..100).map(|_| pause(failures, chance.f64())).collect();
            pauses.sort_unstable();
            let together =
                |from: &u32| pauses.iter().filter(|pause| (*from..from + 1000).contains(pause)).count();
            let most = pauses.iter().map(together).max();
            assert!(most <= Some(at_most), "{failures} failures: {most:?} phones in one second");
        }
    }

    #[test]
    fn the_browser_is_asked_once_to_wake_the_app_for_what_could_not_be_sent_at_once() {
        let mut turns = Turns::default();
        let mut asks = |went_well, something_waits| {
            turns.begin();
            turns.end(went_well);
            turns.asks_to_be_woken(something_waits)
        };
        assert!(!asks(true, false), "all is at the office");
        assert!(!asks(false, false), "nothing waits");
        assert!(asks(false, true));
        assert!(!asks(false, true), "not at each failure");
        assert!(!asks(true, false));
        assert!(asks(false, true), "what was saved after all had been sent");
        turns.note_save();
        assert!(turns.asks_to_be_woken(true), "what was saved since");
    }

    #[test]
    fn what_goes_well_is_followed_at_leisure_and_what_is_asked_for_at_once() {
        for chance in [0.0, 0.5, 1.0] {
            assert_eq!(Next::AsPlanned.in_millis(chance), None);
            assert_eq!(Next::AtOnce.in_millis(chance), Some(0));
            assert_eq!(Next::AtLeisure.in_millis(chance), Some(180_000));
        }
        assert_eq!(Next::AfterFailures(2).in_millis(0.5), Some(8_500));
    }
}
