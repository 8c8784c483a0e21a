//! What a backup holds, for people and for the day of the restore: a small file beside it.

use super::FilesHeld;
use chrono::DateTime;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use sync::Hash;

/// What a backup holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Manifest {
    /// The backup's name.
    pub file: String,
    /// When it was made.
    pub made_at: String,
    /// The layout of the database.
    pub layout: i64,
    /// Its size.
    pub bytes: u64,
    /// The hash of its bytes.
    pub sha256: Hash,
    /// How many entries of logs it holds.
    pub entries: u64,
    /// How many records.
    pub records: u64,
    /// The last number given to a record.
    pub seq: u64,
    /// The epoch in which it was made.
    pub epoch: Option<u32>,
    /// The photos and other files beside it; backups from before there were any have none.
    #[serde(default)]
    pub files: FilesHeld,
    /// The log of each device.
    pub logs: Vec<LogHeld>,
}

/// How much of a device's log a backup holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LogHeld {
    /// Whose log.
    pub device: String,
    /// Its last entry.
    pub index: i64,
    /// The chained hash up to there.
    pub hash: String,
    /// How many entries there are; fewer than `index` where the device has declared a hole.
    pub entries: i64,
}

impl Manifest {
    /// As it is written.
    pub fn text(&self) -> String {
        // Plain data: writing it as JSON cannot fail.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// A moment as people read it, in UTC.
pub fn instant(now: i64) -> String {
    at(now, "%Y-%m-%dT%H:%M:%SZ")
}

/// A moment as part of a file's name.
pub fn stamp(now: i64) -> String {
    at(now, "%Y%m%dT%H%M%SZ")
}

fn at(now: i64, format: &str) -> String {
    DateTime::from_timestamp_millis(now).unwrap_or_default().format(format).to_string()
}

/// The size of a file and the hash of its bytes.
pub fn weigh(path: &Path) -> io::Result<(u64, Hash)> {
    let (mut file, mut bytes, mut hash) = (File::open(path)?, 0, Sha256::new());
    let mut piece = vec![0; 1 << 16];
    loop {
        match file.read(&mut piece)? {
            0 => return Ok((bytes, Hash(hash.finalize().into()))),
            read => {
                bytes += read as u64;
                hash.update(&piece[..read]);
            }
        }
    }
}
