//! Which changes have been taken in: dots, and exact sets of them.

use crate::FlatMap;
use crate::text::as_text;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Who counts: random 64 bits, drawn at the first save after each start of the app. A storage that is rolled back
/// can therefore never write a dot twice. Written as sixteen hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Actor(pub u64);

/// The identity of a change within its record: its actor, and which of the actor's changes to this record it is,
/// counted from 1. Written `actor.n`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dot {
    /// Who counts.
    pub actor: Actor,
    /// The actor's how-manieth change to this record, from 1.
    pub n: u32,
}

/// A text that is no actor, dot or range of dots.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a dot: {0:?}")]
pub struct DotError(pub String);

/// An exact set of dots, kept as ranges an actor, nearly always one range from 1. Written
/// `{"00000000000000a1":"1-5,7"}`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Context(FlatMap<Actor, Ranges>);

/// Inclusive ranges: never empty, ascending, with a gap between each two.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
struct Ranges(Vec<(u32, u32)>);

impl Context {
    /// Whether no dot is in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the dot is in it.
    pub fn contains(&self, dot: Dot) -> bool {
        self.0.get(&dot.actor).is_some_and(|ranges| ranges.contains(dot.n))
    }

    /// Adds a dot.
    pub fn insert(&mut self, dot: Dot) {
        self.0.entry(dot.actor).or_default().add(dot.n, dot.n);
    }

    /// Adds every dot of `other`.
    pub fn extend(&mut self, other: &Self) {
        for (actor, ranges) in &other.0 {
            let mine = self.0.entry(*actor).or_default();
            for &(first, last) in &ranges.0 {
                mine.add(first, last);
            }
        }
    }

    /// Takes out every dot of `other`.
    pub fn subtract(&mut self, other: &Self) {
        for (actor, ranges) in &other.0 {
            if let Some(mine) = self.0.get_mut(actor) {
                for &(first, last) in &ranges.0 {
                    mine.remove(first, last);
                }
                if mine.0.is_empty() {
                    self.0.remove(actor);
                }
            }
        }
    }

    /// Whether every dot of `other` is in it.
    pub fn covers(&self, other: &Self) -> bool {
        let mut rest = other.clone();
        rest.subtract(self);
        rest.is_empty()
    }

    /// How many dots are in it.
    pub fn len(&self) -> u64 {
        let of = |ranges: &Ranges| -> u64 {
            ranges.0.iter().map(|(first, last)| u64::from(last - first) + 1).sum()
        };
        self.0.values().map(of).sum()
    }

    /// The greatest `n` of an actor; 0 if none of its dots is in it.
    pub fn last(&self, actor: Actor) -> u32 {
        self.0.get(&actor).and_then(|ranges| ranges.0.last()).map_or(0, |&(_, last)| last)
    }
}

impl FromIterator<Dot> for Context {
    fn from_iter<I: IntoIterator<Item = Dot>>(dots: I) -> Self {
        let mut context = Self::default();
        for dot in dots {
            context.insert(dot);
        }
        context
    }
}

impl Ranges {
    fn contains(&self, n: u32) -> bool {
        let after = self.0.partition_point(|&(first, _)| first <= n);
        after > 0 && self.0[after - 1].1 >= n
    }

    fn add(&mut self, first: u32, last: u32) {
        // Everything that touches or overlaps [first, last] melts into one range.
        let from = self.0.partition_point(|&(_, l)| l.saturating_add(1) < first);
        let to = self.0.partition_point(|&(f, _)| f <= last.saturating_add(1));
        let melted = match self.0.get(from..to) {
            Some([]) | None => (first, last),
            Some(touched) => (first.min(touched[0].0), last.max(touched[touched.len() - 1].1)),
        };
        self.0.splice(from..to.max(from), [melted]);
    }

    fn remove(&mut self, first: u32, last: u32) {
        let cut = |&(f, l): &(u32, u32)| {
            let before = (f < first).then(|| (f, l.min(first - 1)));
            let after = (l > last).then(|| (f.max(last + 1), l));
            [before, after]
        };
        self.0 = self.0.iter().flat_map(cut).flatten().collect();
    }
}

as_text!(Actor, Dot, Ranges);

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for Actor {
    type Err = DotError;

    fn from_str(text: &str) -> Result<Self, DotError> {
        let plain = text.len() == 16 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        let actor = if plain { u64::from_str_radix(text, 16).ok() } else { None };
        actor.map(Self).ok_or_else(|| DotError(text.chars().take(40).collect()))
    }
}

impl FromStr for Dot {
    type Err = DotError;

    fn from_str(text: &str) -> Result<Self, DotError> {
        let refuse = || DotError(text.chars().take(40).collect());
        let (actor, n) = text.split_once('.').ok_or_else(refuse)?;
        Ok(Self { actor: actor.parse()?, n: ordinal(n).ok_or_else(refuse)? })
    }
}

impl fmt::Display for Ranges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (first, last)) in self.0.iter().enumerate() {
            let gap = if place == 0 { "" } else { "," };
            match first == last {
                true => write!(f, "{gap}{first}")?,
                false => write!(f, "{gap}{first}-{last}")?,
            }
        }
        Ok(())
    }
}

impl FromStr for Ranges {
    type Err = DotError;

    fn from_str(text: &str) -> Result<Self, DotError> {
        let mut ranges = Self::default();
        for part in text.split(',') {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            match (ordinal(first), ordinal(last)) {
                (Some(first), Some(last)) if first <= last => ranges.add(first, last),
                _ => return Err(DotError(text.chars().take(40).collect())),
            }
        }
        Ok(ranges)
    }
}

/// A counting number from 1, in plain digits.
fn ordinal(text: &str) -> Option<u32> {
    let plain = text.bytes().all(|b| b.is_ascii_digit());
    if plain { text.parse().ok().filter(|&n| n > 0) } else { None }
}

impl fmt::Display for Dot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}.{}", self.actor.0, self.n)
    }
}

impl fmt::Debug for Dot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}.{}", self.actor.0, self.n)
    }
}

impl fmt::Debug for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}", self.0)
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let written = |(actor, ranges): (&Actor, &Ranges)| (*actor, ranges.to_string());
        f.debug_map().entries(self.0.iter().map(written)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn dots() -> impl Strategy<Value = BTreeSet<Dot>> {
        prop::collection::btree_set((0u64..3, 1u32..20).prop_map(|(a, n)| Dot { actor: Actor(a), n }), 0..30)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn a_context_is_exactly_a_set_of_dots(a in dots(), b in dots()) {
            let (ca, cb): (Context, Context) = (a.iter().copied().collect(), b.iter().copied().collect());
            let mut union = ca.clone();
            union.extend(&cb);
            prop_assert_eq!(&union, &a.union(&b).copied().collect());
            let mut rest = ca.clone();
            rest.subtract(&cb);
            prop_assert_eq!(&rest, &a.difference(&b).copied().collect());
            prop_assert_eq!(ca.covers(&cb), a.is_superset(&b));
            prop_assert_eq!(ca.len(), a.len() as u64);
            for dot in a.union(&b) {
                prop_assert_eq!(ca.contains(*dot), a.contains(dot));
            }
            let written = serde_json::to_string(&ca).unwrap();
            prop_assert_eq!(serde_json::from_str::<Context>(&written).unwrap(), ca);
        }
    }

    #[test]
    fn a_context_is_short_when_nothing_is_missing() {
        let all: Context = (1..=900).map(|n| Dot { actor: Actor(0xa1), n }).collect();
        assert_eq!(serde_json::to_string(&all).unwrap(), r#"{"00000000000000a1":"1-900"}"#);
    }

    #[test]
    fn a_range_to_the_last_number_costs_nothing() {
        let mut hostile: Context = serde_json::from_str(r#"{"00000000000000a1":"1-4294967295"}"#).unwrap();
        let dot = Dot { actor: Actor(0xa1), n: u32::MAX };
        assert!(hostile.contains(dot));
        hostile.insert(dot);
        hostile.subtract(&Context::from_iter([dot]));
        assert!(!hostile.contains(dot) && hostile.last(Actor(0xa1)) == u32::MAX - 1);
    }

    #[test]
    fn what_is_no_dot_is_refused() {
        for text in [
            "",
            "a1.1",
            "00000000000000a1",
            "00000000000000a1.0",
            "00000000000000a1.+1",
            "00000000000000A1.1",
        ] {
            assert!(text.parse::<Dot>().is_err(), "{text}");
        }
        for text in
            [r#"{"00000000000000a1":""}"#, r#"{"00000000000000a1":"5-3"}"#, r#"{"00000000000000a1":"0-3"}"#]
        {
            assert!(serde_json::from_str::<Context>(text).is_err(), "{text}");
        }
    }
}
