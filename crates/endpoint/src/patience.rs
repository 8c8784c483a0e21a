//! How long somebody who got a password wrong has to wait before the next try.
//!
//! | wrong tries within an hour | then the next try waits |
//! |---|---|
//! | of one account from one source, from the sixth on | 2, 4, 8 … seconds, at most 15 minutes |
//! | of one account from everywhere, from the thirtieth on | 1 minute after the last, but not from where its owner has got in |
//! | of one source, of whichever accounts, from the hundredth on | 1 minute after the last, but not for accounts that have got in from there |
//!
//! A village behind one address, and an account that somebody far away tries to lock, therefore stay open to those
//! who belong there. All of it is in memory: a restart forgives, and the cost of each try (`password.rs`) stays.

use crate::source::Source;
use crate::surroundings::MINUTE;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;

const WINDOW: i64 = 60 * MINUTE;
const LONGEST: i64 = 15 * MINUTE;
const FREE_FOR_A_PAIR: u32 = 5;
const FREE_FOR_AN_ACCOUNT: u32 = 30;
const FREE_FOR_A_SOURCE: u32 = 100;
/// Beyond so many rows in one of the tables the old ones are dropped.
const ROWS: usize = 20_000;

/// Wrong tries of late.
#[derive(Default)]
pub struct Patience {
    pairs: Wrong<(String, Source)>,
    accounts: Wrong<String>,
    sources: Wrong<Source>,
    welcome: HashSet<(String, Source)>,
}

struct Wrong<K>(HashMap<K, Tries>);

#[derive(Clone, Copy)]
struct Tries {
    count: u32,
    last: i64,
}

impl Patience {
    /// Milliseconds until a try is looked at; 0 if it is now.
    pub fn wait(&self, user: &str, source: Source, now: i64) -> i64 {
        let pair = (user.to_lowercase(), source);
        let of_the_pair = self.pairs.wait(&pair, FREE_FOR_A_PAIR, now, |beyond| 1000 << beyond.min(20));
        if self.welcome.contains(&pair) {
            return of_the_pair;
        }
        let a_minute = |_| MINUTE;
        let of_the_account = self.accounts.wait(&pair.0, FREE_FOR_AN_ACCOUNT, now, a_minute);
        let of_the_source = self.sources.wait(&source, FREE_FOR_A_SOURCE, now, a_minute);
        of_the_pair.max(of_the_account).max(of_the_source)
    }

    /// Somebody got it wrong.
    pub fn wrong(&mut self, user: &str, source: Source, now: i64) {
        let user = user.to_lowercase();
        self.accounts.add(user.clone(), now);
        self.sources.add(source, now);
        self.pairs.add((user, source), now);
    }

    /// Somebody got in: the try that was counted beforehand was not wrong.
    pub fn right(&mut self, user: &str, source: Source) {
        let pair = (user.to_lowercase(), source);
        self.pairs.0.remove(&pair);
        self.accounts.take_back(&pair.0);
        self.sources.take_back(&source);
        if self.welcome.len() >= ROWS {
            self.welcome.clear();
        }
        self.welcome.insert(pair);
    }
}

impl<K: Hash + Eq> Wrong<K> {
    fn wait(&self, key: &K, free: u32, now: i64, pause: impl Fn(u32) -> i64) -> i64 {
        let Some(tries) = self.0.get(key).filter(|tries| now - tries.last < WINDOW) else { return 0 };
        let beyond = tries.count.saturating_sub(free);
        if beyond == 0 { 0 } else { (tries.last + pause(beyond).min(LONGEST) - now).max(0) }
    }

    fn add(&mut self, key: K, now: i64) {
        if self.0.len() >= ROWS {
            self.0.retain(|_, tries| now - tries.last < WINDOW);
        }
        if self.0.len() >= ROWS {
            self.0.clear();
        }
        let tries = self.0.entry(key).or_insert(Tries { count: 0, last: now });
        let count = if now - tries.last < WINDOW { tries.count + 1 } else { 1 };
        *tries = Tries { count, last: now };
    }

    fn take_back(&mut self, key: &K) {
        if let Some(tries) = self.0.get_mut(key) {
            tries.count = tries.count.saturating_sub(1);
        }
    }
}

impl<K> Default for Wrong<K> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(last: u8) -> Source {
        Source([10, 0, 0, last].into())
    }

    #[test]
    fn each_wrong_try_beyond_the_fifth_doubles_the_wait() {
        let mut patience = Patience::default();
        let waits: Vec<i64> = (0..9)
            .map(|_| {
                patience.wrong("naima", from(1), 0);
                patience.wait("Naima", from(1), 0)
            })
            .collect();
        assert_eq!(waits, [0, 0, 0, 0, 0, 2_000, 4_000, 8_000, 16_000]);
        assert_eq!(patience.wait("naima", from(1), 16_000), 0);
        patience.right("naima", from(1));
        assert_eq!(patience.wait("naima", from(1), 0), 0);
    }

    #[test]
    fn a_village_behind_one_address_is_not_locked_out() {
        let mut patience = Patience::default();
        patience.right("naima", from(1));
        for n in 0..500 {
            patience.wrong(&format!("user{n}"), from(1), 0);
        }
        assert_eq!(patience.wait("naima", from(1), 0), 0);
        assert_eq!(patience.wait("brahim", from(1), 0), MINUTE);
        assert_eq!(patience.wait("brahim", from(2), 0), 0);
    }

    #[test]
    fn an_account_tried_from_everywhere_stays_open_to_its_owner() {
        let mut patience = Patience::default();
        patience.right("naima", from(1));
        for n in 2..200 {
            patience.wrong("naima", from(n), 0);
        }
        assert_eq!(patience.wait("naima", from(1), 0), 0);
        assert_eq!(patience.wait("naima", from(201), 0), MINUTE);
        assert_eq!(patience.wait("naima", from(201), MINUTE), 0);
    }
}
