//! Photos and files follow the words: once nothing else waits, the newest first, one at a time, in one tab at a time. On
//! a link that costs money they wait for the person's word.

use super::Syncing;
use crate::browser::transport::{self, Silence, Tus};
use crate::browser::{clock, files, random, tabs};
use crate::office;
use crate::records::{KeptFile, No, Stands};
use leptos::prelude::*;
use leptos::task::spawn_local;
use record::Hash;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use sync::{Ask, Heard, Pace, Turn, Upload};

/// Between two tries of the same piece, doubled each time.
const PAUSE_MILLIS: u32 = 500;
/// After a restore the office may lack what it had: it is asked at the start, and daily.
const ASK_AGAIN_MILLIS: i64 = 24 * 60 * 60 * 1000;
/// So many files are asked for at once.
const MOST_ASKED: usize = 1_000;

/// What the sending of files remembers.
#[derive(Default)]
pub(super) struct Courier {
    running: bool,
    pace: Pace,
    /// How many times in a row the line was dead.
    failures: u32,
    asked_at: i64,
}

/// What became of a file.
enum Outcome {
    AtOffice,
    Refused(No),
    /// Its bytes are gone.
    Lost,
    /// It goes on later: the line is dead, or words wait that go first.
    Later {
        line_is_dead: bool,
    },
}

impl Syncing {
    /// Whether files wait for the person's word because the link costs money, followed.
    pub fn files_held_back(self) -> bool {
        self.files.held_back.get()
    }

    /// The person says that files may go whatever the link costs: those that wait now.
    pub fn send_files_anyway(self) {
        self.files.allowed.set(true);
        self.files.held_back.set(false);
        self.now();
    }

    /// The link may cost less than it did: what waits for that goes.
    pub(super) fn link_is_another(self) {
        if self.files.held_back.get_untracked() && !files::is_metered() {
            self.try_in(0);
        }
    }

    /// What the office has refused is offered again.
    pub fn offer_files_again(self) {
        let refused = self.records.refused_files();
        spawn_local(async move {
            self.records.note_files(&refused, Stands::Here).await;
            self.now();
        });
    }

    /// Sends files, if no other turn does.
    pub(super) async fn send_files(self) {
        let may_go = self.courier(|courier| !std::mem::replace(&mut courier.running, true));
        if may_go != Some(true) {
            return;
        }
        let is_dead = tabs::alone("tiwizi files", self.files_in_turn()).await == Some(true);
        self.files.sending.set(None);
        let failures = self.courier(|courier| {
            courier.running = false;
            courier.failures = if is_dead { courier.failures + 1 } else { 0 };
            courier.failures
        });
        if let Some(failures @ 1..) = failures {
            self.plan(super::Next::AfterFailures(failures));
        }
    }

    /// Sends files until none is left or something is in the way; whether the line is dead.
    async fn files_in_turn(self) -> bool {
        // Another tab may have sent some.
        let _ = self.records.read_files().await;
        self.ask_what_is_missing().await;
        let mut sent = 0;
        while let Some(kept) = self.records.next_file() {
            let costs = files::is_metered() && !self.files.allowed.get_untracked();
            self.files.held_back.set(costs);
            if costs {
                return false;
            }
            let left = self.records.outgoing_now();
            let waiting = left.files - left.refused.map_or(0, |(refused, _)| refused);
            self.files.sending.set(Some((sent + 1, sent + waiting as u64)));
            let file = [kept.file.sha256];
            match self.send_file(&kept).await {
                Outcome::AtOffice => self.records.note_files(&file, Stands::Office).await,
                Outcome::Refused(no) => self.records.note_files(&file, Stands::Refused(no)).await,
                Outcome::Lost => self.records.note_files(&file, Stands::Lost).await,
                Outcome::Later { line_is_dead } => return line_is_dead,
            }
            sent += 1;
        }
        self.files.held_back.set(false);
        self.files.allowed.set(false);
        false
    }

    async fn send_file(self, kept: &Arc<KeptFile>) -> Outcome {
        let later = |line_is_dead| Outcome::Later { line_is_dead };
        let bytes = match self.records.bytes(kept.file.sha256).await {
            Ok(Some(bytes)) if u64::from(bytes.length()) == kept.file.size => bytes,
            Ok(_) => return Outcome::Lost,
            Err(_) => return later(false),
        };
        let pace = self.courier(|courier| courier.pace).unwrap_or_default();
        let mut upload = Upload::new(kept.file.size, pace);
        loop {
            if self.records.standing_now().is_none_or(|standing| standing.waiting() > 0) {
                return later(false);
            }
            let ask = match upload.ask() {
                Ask::Offset => Tus::Offset,
                Ask::Begin => Tus::Begin { size: kept.file.size, media_type: &kept.file.media_type },
                Ask::Piece { from, to } => Tus::Piece { from, piece: bytes.subarray(from as u32, to as u32) },
            };
            let heard = match transport::tus(ask, kept.file.sha256).await {
                Err(Silence::NoNetwork | Silence::TimedOut) => Heard::Cut,
                Ok(reply) => match (reply.status, reply.offset) {
                    (200 | 204, Some(offset)) => Heard::Has(offset),
                    (201, _) => Heard::Begun,
                    (404 | 410, _) => Heard::NeverHeard,
                    (460, _) if files::hash(&bytes).await != Some(kept.file.sha256) => return Outcome::Lost,
                    (409 | 412 | 460, _) => Heard::Otherwise,
                    (401, _) => return later(false),
                    (408 | 429 | 500.., _) => Heard::Cut,
                    (413 | 415, _) => return Outcome::Refused(why(&reply.body, No::Kind)),
                    _ => return Outcome::Refused(why(&reply.body, No::Other)),
                },
            };
            let turn = upload.hear(heard);
            self.courier(|courier| courier.pace = upload.pace());
            match turn {
                Turn::On => {}
                Turn::OnAfter(failures) => {
                    let longest = f64::from(PAUSE_MILLIS << failures.min(4));
                    clock::pause((longest * random::fraction()) as u32).await;
                }
                Turn::Whole => return Outcome::AtOffice,
                Turn::Later => return later(true),
            }
        }
    }

    /// What the office had and has no more, after a restore, is sent again; what is lost here may be there.
    async fn ask_what_is_missing(self) {
        let lost = self.records.lost_files();
        if let Some(missing) = missing_among(&lost).await {
            let found: Vec<Hash> = lost.into_iter().filter(|file| !missing.contains(file)).collect();
            self.records.note_files(&found, Stands::Office).await;
        }
        let now = clock::device();
        let is_due = self.courier(|courier| now - courier.asked_at > ASK_AGAIN_MILLIS) == Some(true);
        let there = self.records.files_to_ask_for();
        if !is_due || there.is_empty() {
            return;
        }
        if let Some(missing) = missing_among(&there).await {
            self.records.note_files(&missing, Stands::Here).await;
            self.courier(|courier| courier.asked_at = now);
        }
    }

    fn courier<T>(self, what: impl FnOnce(&mut Courier) -> T) -> Option<T> {
        self.engine.try_update_value(|engine| what(&mut engine.courier))
    }
}

/// Those of these files that the office has not; nothing if it does not answer.
async fn missing_among(files: &[Hash]) -> Option<Vec<Hash>> {
    #[derive(Serialize)]
    struct Question<'a> {
        sha256: &'a [Hash],
    }
    #[derive(Deserialize)]
    struct Missing {
        missing: Vec<Hash>,
    }
    let mut all = Vec::new();
    for some in files.chunks(MOST_ASKED) {
        let Missing { missing } = office::post("/files/missing", &Question { sha256: some }).await.ok()?;
        all.extend(missing);
    }
    Some(all)
}

/// Why the office says no, by the code of its answer.
fn why(body: &str, otherwise: No) -> No {
    match office::code_in(body).as_deref() {
        Some("quota_spent") => No::Room,
        _ => otherwise,
    }
}
