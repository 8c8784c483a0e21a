//! Photos and files on this device: on the disk before an answer names them, and here until nothing does.
//!
//! | a file | its bytes | its thumbnail |
//! |---|---|---|
//! | of a draft | stay | stays |
//! | of a saved change, not yet at the office | stay | stays |
//! | at the office | may go when room is short, see [`Records::make_room`] | stays |
//! | that no draft, entry or record mentions, a day old | go | goes |
//!
//! That a file is here and not at the office has a second copy outside the store: see `files/lost.rs`.

mod chosen;
mod lost;

pub use chosen::NotKept;

use super::{Problem, Records};
use crate::browser::{clock, journal, page};
use js_sys::Uint8Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use record::{File, FlatMap, Hash, RecordId, json, sort_by_key};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::sync::Arc;
use sync::Fault;

/// What nothing mentions stays a day: its removal can be undone, and a draft may come back from its second copy.
const A_DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;
/// To find what nothing mentions, every record is read: at a quiet moment, once a week.
const BETWEEN_SWEEPS_MILLIS: i64 = 7 * A_DAY_MILLIS;
const QUIET_AFTER_MILLIS: u32 = 20_000;
/// The name under which the journal keeps when that was done last.
const SWEPT: &str = "swept";
/// Of the room that the browser allows, so much may be used before bytes that the office has go.
const CROWDED: f64 = 0.8;

/// A file on this device.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct KeptFile {
    /// What answers say of it.
    pub file: File,
    /// When it was kept, in milliseconds since 1970-01-01 UTC.
    pub at: i64,
    /// Whether a saved change mentions it: only then it is sent.
    pub saved: bool,
    /// Where it stands.
    pub stands: Stands,
    /// Whether all its bytes are here.
    pub whole: bool,
    /// The record whose change mentioned it last, if that was noted.
    #[serde(default)]
    pub record: Option<RecordId>,
}

/// Where a file stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Stands {
    /// It is on this device alone, as far as is known.
    Here,
    /// The office has all of it.
    Office,
    /// The office does not take it.
    Refused(No),
    /// The person has decided that the office does without it.
    Without,
    /// It was on this device alone, and its bytes are gone: nobody has it, as far as is known.
    Lost,
    /// It belongs to a draft that a colleague has handed over: their device sends it.
    Elsewhere,
}

/// Why the office does not take a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum No {
    /// The person has no room left there.
    Room,
    /// It is none of the types that the office takes, or too large.
    Kind,
    /// For another reason.
    Other,
}

/// The files that a person must know of.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Outgoing {
    /// How many files of saved changes the office does not have, those among them that it refuses, and not those that
    /// are lost.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// How many of them the office refuses, and why the first one.
    pub refused: Option<(usize, No)>,
    /// How many are lost.
    pub lost: usize,
}

impl Outgoing {
    /// How many files the office is to have and has not, whatever became of them.
    pub fn unsent(&self) -> u64 {
        (self.files + self.lost) as u64
    }
}

impl KeptFile {
    fn new(file: File, at: i64) -> Self {
        Self { file, at, saved: false, stands: Stands::Here, whole: true, record: None }
    }

    /// Whether the office is to have it and has it not, as far as is known.
    pub fn is_outgoing(&self) -> bool {
        self.saved && matches!(self.stands, Stands::Here | Stands::Refused(_) | Stands::Lost)
    }

    fn key(&self) -> String {
        self.file.sha256.to_string()
    }

    fn line(&self) -> Option<(String, String)> {
        Some((self.key(), serde_json::to_string(self).ok()?))
    }
}

impl Records {
    /// A file on this device, followed.
    pub fn file(self, sha256: Hash) -> Option<Arc<KeptFile>> {
        self.files.with(|files| files.get(&sha256).cloned())
    }

    /// What the office is to have and has not, followed.
    pub fn outgoing(self) -> Outgoing {
        self.files.with(outgoing)
    }

    /// The same, not followed.
    pub fn outgoing_now(self) -> Outgoing {
        self.files.with_untracked(outgoing)
    }

    /// The file to send next: the newest, for that is what somebody waits for.
    pub fn next_file(self) -> Option<Arc<KeptFile>> {
        let waits = |kept: &&Arc<KeptFile>| kept.saved && kept.whole && kept.stands == Stands::Here;
        self.files.with_untracked(|files| files.values().filter(waits).max_by_key(|kept| kept.at).cloned())
    }

    /// The files that the office does not take.
    pub fn refused_files(self) -> Vec<Hash> {
        self.files_now(|kept| kept.saved && matches!(kept.stands, Stands::Refused(_)))
    }

    /// The person decides that the office does without these files.
    pub fn do_without_files(self, files: Vec<Hash>) {
        spawn_local(async move { self.note_files(&files, Stands::Without).await });
    }

    /// The files that the office has said it has and whose bytes are still here: those that can be sent again.
    pub fn files_to_ask_for(self) -> Vec<Hash> {
        self.files_now(|kept| kept.whole && kept.stands == Stands::Office)
    }

    /// A thumbnail, as an address that holds it; none if there is none here.
    pub async fn thumbnail(self, sha256: Hash) -> Option<String> {
        self.store.get_value()?.thumbnail(&sha256.to_string()).await.ok()?
    }

    /// The bytes of a file, if they are here.
    pub async fn bytes(self, sha256: Hash) -> Result<Option<Uint8Array>, Problem> {
        let store = self.store.get_value().ok_or(Problem::Failed)?;
        Ok(store.bytes(&sha256.to_string()).await?)
    }

    /// From now on these files stand so.
    pub async fn note_files(self, files: &[Hash], stands: Stands) {
        let note = |kept: &mut KeptFile| {
            kept.stands = stands;
            match stands {
                Stands::Here => kept.whole = true,
                Stands::Lost => kept.whole = false,
                _ => {}
            }
        };
        self.change_files(files, note).await;
    }

    /// A change of a record that mentions these files is saved: they are sent from now on.
    pub(super) fn are_saved(self, files: Vec<Hash>, record: RecordId) {
        let note = move |kept: &mut KeptFile| {
            kept.saved = true;
            kept.record = Some(record);
        };
        if !files.is_empty() {
            spawn_local(async move { self.change_files(&files, note).await });
        }
    }

    async fn change_files(self, files: &[Hash], change: impl Fn(&mut KeptFile)) {
        let lines = self.change_files_now(files, change);
        if let Some(store) = self.store.get_value().filter(|_| !lines.is_empty()) {
            // What is not written is found out again: from the log, or from the office.
            let _ = store.note_files(&lines).await;
        }
        self.tell_tabs(&[]);
    }

    /// Changes what is known of files on the screen and in their second copies; the lines that say so in the store.
    fn change_files_now(self, files: &[Hash], change: impl Fn(&mut KeptFile)) -> Vec<(String, String)> {
        let (mut lines, mut copied) = (Vec::new(), true);
        self.files.update(|all| {
            for file in files {
                if let Some(kept) = all.get_mut(file) {
                    change(Arc::make_mut(kept));
                    copied &= kept.copy();
                    lines.extend(kept.line());
                }
            }
        });
        self.are_copied(copied);
        lines
    }

    /// Reads what is known of files, as another tab may have left it.
    pub async fn read_files(self) -> Result<(), Problem> {
        let Some(store) = self.store.get_value() else { return Ok(()) };
        // Before the lines: a file has its line before it has a second copy.
        let copies = journal::files();
        let lines = store.files().await?;
        let read = |line: &String| json::read::<KeptFile>(line).ok();
        let mut files: Files =
            lines.iter().filter_map(read).map(|kept| (kept.file.sha256, Arc::new(kept))).collect();
        for kept in copies.iter().filter_map(read) {
            files.entry(kept.file.sha256).or_insert_with(|| Arc::new(kept.lost()));
        }
        self.files.set(files);
        Ok(())
    }

    /// What is to be done about files once the app has started.
    pub(super) fn look_after_files(self) {
        spawn_local(async move {
            if self.find_saved().await.is_err() {
                return;
            }
            self.copy_files();
            self.look_for_lost().await;
            if let (Some(used), Some(quota)) = page::estimate().await
                && used > quota * CROWDED
            {
                self.make_room().await;
            }
            clock::pause(QUIET_AFTER_MILLIS).await;
            let _ = self.sweep().await;
        });
    }

    /// A kill may have come between a save and the note that its files are saved: the log tells.
    async fn find_saved(self) -> Result<(), Problem> {
        let unsaved = self.files_now(|kept| !kept.saved);
        if unsaved.is_empty() {
            return Ok(());
        }
        let found = self.device().await?.mentioned_in_log(&unsaved).await?;
        self.change_files(&Vec::from_iter(found), |kept| kept.saved = true).await;
        Ok(())
    }

    /// Lets go of files that nothing mentions any more. What is saved and not at the office stays in any case.
    async fn sweep(self) -> Result<(), Problem> {
        let now = clock::now();
        let swept: i64 = journal::note(SWEPT).unwrap_or_default();
        let is_old = |kept: &KeptFile| !kept.is_outgoing() && now - kept.at > A_DAY_MILLIS;
        let old = self.files_now(is_old);
        if old.is_empty() || now - swept < BETWEEN_SWEEPS_MILLIS {
            return Ok(());
        }
        let mentioned = self.device().await?.mentioned(&old).await?;
        let gone: Vec<Hash> = old.into_iter().filter(|file| !mentioned.contains(file)).collect();
        if let Some(store) = self.store.get_value().filter(|_| !gone.is_empty()) {
            store.drop_files(&gone.iter().map(Hash::to_string).collect::<Vec<_>>()).await?;
            self.files.update(|files| gone.iter().for_each(|file| drop(files.remove(file))));
        }
        journal::keep_note(SWEPT, &now);
        Ok(())
    }

    /// Lets go of the bytes of all files that the office has; their thumbnails stay. Whether there were any.
    async fn make_room(self) -> bool {
        let lines = self.change_files_now(&self.files_to_ask_for(), |kept| kept.whole = false);
        match self.store.get_value().filter(|_| !lines.is_empty()) {
            Some(store) => store.drop_bytes(&lines).await.is_ok(),
            None => false,
        }
    }

    /// Lets go of all files: the device is to be somebody else's.
    pub(super) async fn clear_files(self) -> Result<(), Problem> {
        if let Some(store) = self.store.get_value() {
            store.clear_files().await.map_err(|fault: Fault| Problem::from(fault))?;
        }
        journal::forget_files();
        self.files.set(FlatMap::new());
        Ok(())
    }

    /// The files for which this holds, the newest first.
    fn files_now(self, holds: impl Fn(&KeptFile) -> bool) -> Vec<Hash> {
        let mut found: Vec<Arc<KeptFile>> =
            self.files.with_untracked(|files| files.values().filter(|kept| holds(kept)).cloned().collect());
        sort_by_key(&mut found, |kept: &Arc<KeptFile>| Reverse(kept.at));
        found.iter().map(|kept| kept.file.sha256).collect()
    }
}

/// All files on this device.
pub(super) type Files = FlatMap<Hash, Arc<KeptFile>>;

fn outgoing(files: &Files) -> Outgoing {
    let mut outgoing = Outgoing::default();
    for kept in files.values().filter(|kept| kept.is_outgoing()) {
        if kept.stands == Stands::Lost {
            outgoing.lost += 1;
            continue;
        }
        outgoing.files += 1;
        outgoing.bytes += kept.file.size;
        if let Stands::Refused(no) = kept.stands {
            let (count, first) = outgoing.refused.unwrap_or((0, no));
            outgoing.refused = Some((count + 1, first));
        }
    }
    outgoing
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(n: u8, saved: bool, stands: Stands) -> (Hash, Arc<KeptFile>) {
        let sha256 = Hash([n; 32]);
        let file = File { sha256, size: 1_000, media_type: "image/jpeg".into(), name: "photo.jpg".into() };
        (sha256, Arc::new(KeptFile { saved, stands, ..KeptFile::new(file, i64::from(n)) }))
    }

    #[test]
    fn a_photo_of_a_draft_does_not_wait_to_be_sent_and_neither_a_refused_nor_a_lost_one_counts_as_sent() {
        let files: Files = [
            kept(1, false, Stands::Here),
            kept(2, true, Stands::Here),
            kept(3, true, Stands::Office),
            kept(4, true, Stands::Refused(No::Room)),
            kept(5, true, Stands::Refused(No::Kind)),
            kept(6, true, Stands::Lost),
            kept(7, true, Stands::Without),
        ]
        .into_iter()
        .collect();
        let expected = Outgoing { files: 3, bytes: 3_000, refused: Some((2, No::Room)), lost: 1 };
        assert_eq!(outgoing(&files), expected);
        assert_eq!(expected.unsent(), 4);
    }

    #[test]
    fn bytes_that_are_given_once_more_are_sent_unless_the_office_has_them() {
        for (stands, then) in [
            (Stands::Lost, Stands::Here),
            (Stands::Without, Stands::Here),
            (Stands::Here, Stands::Here),
            (Stands::Office, Stands::Office),
            (Stands::Refused(No::Kind), Stands::Refused(No::Kind)),
        ] {
            assert_eq!(kept(1, true, stands).1.as_ref().clone().found().stands, then, "{stands:?}");
        }
    }
}
