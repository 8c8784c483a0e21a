//! How a phone's file is written: version 1.
//!
//! A text file in UTF-8, of lines that end with a line feed (a carriage return before it is let pass).
//!
//! 1. The first line is a JSON object in the clear, for whoever finds the file: `{"tiwizi":1,"kid":…,"made_at":…}`.
//!    `tiwizi` is the version of this format, `kid` names the key to which the file is sealed, `made_at` says when it
//!    was made, in milliseconds since 1970-01-01 UTC. Nothing depends on it: every other line stands for itself.
//! 2. Each further line is one JWE in compact serialisation (RFC 7516 section 7.1) with the header parameters
//!    `alg: "ECDH-ES"` (direct key agreement, RFC 7518 section 4.6), `enc: "A256GCM"` (section 5.3), `kid` (the RFC 7638
//!    thumbprint of the network's P-256 key), `epk` (a key of its own for each line), and `zip: "DEF"` if the
//!    plaintext is compressed (RFC 1951). The plaintext is a [`sync::Part`] as JSON, frozen in
//!    `crates/sync/golden/part.json`.
//!
//! Every part says of how many it is one, where in the log it belongs and what hash the log has there. So a line that
//! is damaged, cut off or missing costs only its own part, and that it is missing shows in any other.

use super::seal::RescueKeys;
use crate::refusal::Refusal;
use record::HybridTime;
use serde::Deserialize;
use std::collections::BTreeSet;
use sync::{Act, Bundle, Part};

/// The version of the format that is read here.
const VERSION: u32 = 1;
/// The longest file has 16 MB, and a phone's parts have about 30 kB unpacked.
const MOST_LINES: usize = 20_000;

/// A file, as far as it could be opened.
#[derive(Debug)]
pub struct Opened {
    /// When it says it was made, in milliseconds since 1970-01-01 UTC.
    pub made_at: Option<i64>,
    /// The parts that could be read, of one bundle, each once, in their order.
    pub parts: Vec<Part>,
    /// Of how many parts it was made.
    pub of: u32,
}

#[derive(Deserialize)]
struct FirstLine {
    tiwizi: u32,
    #[serde(default)]
    kid: String,
    #[serde(default)]
    made_at: Option<i64>,
}

/// Opens what can be opened.
///
/// # Errors
/// If nothing in it is recognised as a phone's file, or if it is sealed to a key that is not here.
pub fn open(text: &str, keys: &RescueKeys) -> Result<Opened, Refusal> {
    let lines: Vec<&str> =
        text.lines().map(str::trim).filter(|line| !line.is_empty()).take(MOST_LINES).collect();
    let first = lines.first().and_then(|line| serde_json::from_str::<FirstLine>(line).ok());
    let mut parts = Vec::new();
    let mut sealed = 0u32;
    for line in &lines[usize::from(first.is_some()).min(lines.len())..] {
        sealed += 1;
        if let Some(part) = keys.open(line).and_then(|plain| serde_json::from_slice::<Part>(&plain).ok()) {
            parts.push(part);
        }
    }
    let (parts, of) = of_one_bundle(parts);
    match &first {
        None if parts.is_empty() => Err(Refusal::NotAPhonesFile),
        Some(first) if parts.is_empty() && first.tiwizi > VERSION => Err(Refusal::NewerFile),
        Some(first) if parts.is_empty() && !keys.has(&first.kid) => Err(Refusal::OtherKey),
        _ => {
            let of = if parts.is_empty() { sealed } else { of };
            Ok(Opened { made_at: first.and_then(|first| first.made_at), parts, of })
        }
    }
}

/// The parts that belong together, each once; with the number of parts that there were.
fn of_one_bundle(mut parts: Vec<Part>) -> (Vec<Part>, u32) {
    let Some(first) = parts.first().cloned() else { return (parts, 0) };
    let mut seen = BTreeSet::new();
    parts.retain(|part| {
        let belongs = part.bundle == first.bundle && part.of == first.of;
        belongs && (1..=part.of).contains(&part.number) && part.is_consistent() && seen.insert(part.number)
    });
    parts.sort_by_key(|part| part.number);
    (parts, first.of)
}

impl Opened {
    /// The log that it is from; `None` if no part could be read.
    pub fn bundle(&self) -> Option<&Bundle> {
        self.parts.first().map(|part| &part.bundle)
    }

    /// How many changes could be read.
    pub fn changes(&self) -> u64 {
        self.parts.iter().map(|part| part.entries.len() as u64).sum()
    }

    /// When the first and the last of the changes were made, as they say themselves.
    pub fn span(&self) -> Option<(i64, i64)> {
        let entries = self.parts.iter().flat_map(|part| &part.entries);
        let stamp = |act: Act| match act {
            Act::Change(change) => change.at,
            Act::Admit(decision) | Act::Dismiss(decision) => decision.at,
        };
        let stamps = entries.filter_map(|entry| entry.payload.act().ok()).map(stamp).map(HybridTime::millis);
        stamps.fold(None, |found, at| match found {
            None => Some((at, at)),
            Some((from, until)) => Some((at.min(from), at.max(until))),
        })
    }
}
