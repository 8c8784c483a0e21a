//! What is told of a file: whose it is, what is in it, and what became, or would become, of each of its parts.

use super::Known;
use super::file::Opened;
use serde::Serialize;
use std::collections::BTreeMap;
use sync::{Part, Received};

/// Whose phone a file is from, as the endpoint knows it.
#[derive(Default)]
pub struct Origin {
    /// The device and its person; `None` if neither the device nor the one it replaces is known here.
    pub session: Option<Known>,
    /// The person's name.
    pub name: Option<String>,
    /// What the person calls the device.
    pub label: Option<String>,
    /// Whether the device was cut off since.
    pub revoked: bool,
    /// Whether the person has left.
    pub left: bool,
}

/// What is told of a file. Numbers count changes, unless they say else.
#[derive(Serialize)]
pub struct Report {
    /// Whether the phone is known here; if not, nothing can be taken in before it is enrolled again.
    pub known_phone: bool,
    name: Option<String>,
    label: Option<String>,
    revoked: bool,
    left: bool,
    made_at: Option<i64>,
    from: Option<i64>,
    until: Option<i64>,
    /// How many could be read.
    changes: u64,
    /// How many are, or would be, taken in now.
    pub new: u64,
    /// How many were at the office already.
    known: u64,
    /// How many of the new ones a person must look at.
    held: u64,
    /// How many could be read and not be taken in.
    left_out: u64,
    /// How many parts could not be read.
    unreadable: u32,
    /// Whether nothing is left in it that could ever be taken in.
    pub complete: bool,
    parts: Vec<Told>,
}

/// What is told of a part.
#[derive(Serialize)]
struct Told {
    number: u32,
    /// Its first and last change in the phone's log; `None` if it could not be read.
    changes: Option<(u64, u64)>,
    /// What became of it; `None` if it could not be read, or the phone is not known.
    became: Option<Received>,
}

impl Report {
    /// The report on a file of which so much was received.
    pub fn of(opened: &Opened, origin: Origin, received: Option<&[Received]>) -> Self {
        let received = |place: usize| received.and_then(|received| received.get(place).copied());
        let read: BTreeMap<u32, (&Part, Option<Received>)> =
            opened.parts.iter().enumerate().map(|(at, part)| (part.number, (part, received(at)))).collect();
        let (mut new, mut known, mut held) = (0, 0, 0);
        for (_, became) in read.values() {
            if let Some(Received::Here { new: n, known: k, held: h, .. }) = became {
                (new, known, held) = (new + n, known + k, held + h);
            }
        }
        // The lines of a hostile file are bounded, what it says of itself is not: gaps are told only once.
        let last = read.keys().next_back().copied().unwrap_or(0);
        let told = |number: u32| {
            let found = read.get(&number);
            Told {
                number,
                changes: found.map(|(part, _)| (part.before.index + 1, part.last())),
                became: found.and_then(|(_, became)| *became),
            }
        };
        let changes = opened.changes();
        let unreadable = opened.of.saturating_sub(read.len() as u32);
        let span = opened.span();
        Self {
            known_phone: origin.session.is_some(),
            name: origin.name,
            label: origin.label,
            revoked: origin.revoked,
            left: origin.left,
            made_at: opened.made_at,
            from: span.map(|span| span.0),
            until: span.map(|span| span.1),
            changes,
            new,
            known,
            held,
            left_out: changes - new - known,
            unreadable,
            complete: unreadable == 0 && changes == new + known,
            parts: (1..=last.min(MOST_TOLD)).map(told).collect(),
        }
    }
}

/// How many parts are told one by one.
const MOST_TOLD: u32 = 1_000;
