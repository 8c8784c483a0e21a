//! Whose turn it is: when one exchange ends, when does the next begin?

/// What the exchange remembers between two tries.
#[derive(Default, Debug)]
pub struct Turns {
    running: bool,
    /// Somebody asked for another exchange while one was running.
    again: bool,
    /// A time is set for the next try.
    planned: bool,
    /// How many tries in a row have failed.
    failures: u32,
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

    /// The exchange has ended, well or not.
    ///
    /// | it went well | a time was set meanwhile | somebody asked meanwhile | next |
    /// |---|---|---|---|
    /// | – | yes | – | as planned |
    /// | yes | no | yes | at once |
    /// | yes | no | no | at leisure |
    /// | no | no | – | after as many failures |
    pub fn end(&mut self, went_well: bool) -> Next {
        self.running = false;
        self.failures = if went_well { 0 } else { self.failures + 1 };
        let again = std::mem::take(&mut self.again);
        match self.failures {
            _ if self.planned => Next::AsPlanned,
            0 if again => Next::AtOnce,
            0 => Next::AtLeisure,
            failures => Next::AfterFailures(failures),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
