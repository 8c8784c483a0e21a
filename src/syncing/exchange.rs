//! One exchange: rounds until there is nothing more to send or read, then what follows from it.

use super::{Syncing, Trouble};
use crate::browser::sealing::NetworkKey;
use crate::browser::{clock, page, random, tabs, timeline, transport, worker};
use crate::language::args;
use crate::office;
use crate::records::Loaded;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use sync::{Round, Standing, Stopped};

/// How many rounds in a row may go through without moving anything.
const PATIENCE: u32 = 3;

/// A phone says how it is at most once an hour.
const NOTE_EVERY_MILLIS: i64 = 60 * 60 * 1000;

/// What an exchange did.
#[derive(Default)]
struct Done {
    sent: u64,
    received: usize,
}

impl Syncing {
    pub(super) async fn exchange(self) {
        let may_go = self.engine.try_update_value(|engine| {
            engine.timer = None;
            engine.turns.begin()
        });
        if may_go != Some(true) {
            return;
        }
        self.next_try.set(None);
        if let Some(after) = self.after(|after| *after) {
            after.catalogue.have_one().await;
        }
        let returned = self.returned();
        timeline::begin("exchange");
        let mut ended = self.rounds().await;
        timeline::end("exchange");
        self.sending.set(None);
        if matches!(ended, Err(Trouble::Withdrawn))
            && let Some(account) = self.after(|after| after.account)
        {
            self.hand_files_over().await;
            if account.is_withdrawn().await {
                return;
            }
            ended = Err(Trouble::TimedOut);
        }
        self.trouble.set(ended.as_ref().err().copied());
        self.in_contact
            .set(Some(ended.as_ref().map_or_else(|trouble| trouble.is_from_the_office(), |_| true)));
        if let Some(next) = self.engine.try_update_value(|engine| engine.turns.end(ended.is_ok())) {
            self.plan(next);
        }
        let waits = self.records.standing_now().is_some_and(|standing| standing.waiting() > 0);
        if self.engine.try_update_value(|engine| engine.turns.asks_to_be_woken(waits)) == Some(true) {
            spawn_local(worker::ask_to_be_woken());
        }
        if matches!(ended, Err(Trouble::TooOld)) {
            spawn_local(worker::look_for_update());
        }
        self.announce(&ended, returned);
        self.answer(ended.as_ref().err().copied());
        if ended.is_ok() {
            self.follow_up().await;
        }
    }

    /// A withdrawn device has handed over its words: its files follow, whatever that costs.
    async fn hand_files_over(self) {
        if let Ok(device) = self.records.device().await
            && let Ok(Some(standing)) = device.standing().await
        {
            let _ = self.records.follow(standing, Vec::new()).await;
        }
        self.files.allowed.set(true);
        self.send_files().await;
    }

    async fn rounds(self) -> Result<Done, Trouble> {
        let device = self.records.device().await?;
        let Some(begun) = self.records.standing_now() else { return Ok(Done::default()) };
        let mut done = Done::default();
        let mut unmoved = 0;
        loop {
            let before = self.records.standing_now();
            if let Some(standing) = before.as_ref().filter(|standing| standing.waiting() > 0) {
                let first = begun.accepted.index.min(standing.accepted.index) + 1;
                self.sending.set(Some((first, standing.head.index)));
            }
            let Round { standing, changed, finished } = self.round().await?;
            self.is_in_contact();
            if finished || before.is_none_or(|before| standing.has_moved_since(&before)) {
                unmoved = 0;
            } else {
                unmoved += 1;
            }
            if has_more_of(&begun, &standing) {
                done.sent = standing.accepted.index - begun.accepted.index;
            }
            done.received += changed.len();
            self.after(|after| after.account.granted(&standing.grants, standing.device));
            self.records.follow(standing.clone(), changed).await?;
            if unmoved >= PATIENCE {
                return Err(Trouble::Garbled);
            }
            if finished {
                let gone = device.let_go().await.map_err(Stopped::from)?;
                if let Some(standing) =
                    device.standing().await.map_err(Stopped::from)?.filter(|_| !gone.is_empty())
                {
                    self.records.follow(standing, gone).await?;
                }
                device.drop_what_is_safe().await.map_err(Stopped::from)?;
                return Ok(done);
            }
        }
    }

    /// One round, while no other tab has one.
    async fn round(self) -> Result<Round, Trouble> {
        let device = self.records.device().await?;
        let mut batch = self.engine.with_value(|engine| engine.batch);
        let round = tabs::alone("tiwizi exchange", async move {
            let round =
                sync::round(&device, &transport::Office, &mut batch, &clock::device, &random::device_id)
                    .await;
            (round, batch)
        });
        // A tab that was frozen has lost its turn: it is made up for like one that took too long.
        let (round, batch) = round.await.ok_or(Trouble::TimedOut)?;
        self.engine.update_value(|engine| engine.batch = batch);
        Ok(round?)
    }

    /// Says once what an exchange did, if it did anything. Who has asked for it is answered besides, on the page.
    fn announce(self, ended: &Result<Done, Trouble>, returned_before: Option<usize>) {
        let returned = match (returned_before, self.returned()) {
            (Some(before), Some(now)) => now.saturating_sub(before),
            _ => 0,
        };
        let said = self.after(|after| {
            let count = |key, n: usize| (n > 0).then(|| after.language.plain(key, &args().count(n)));
            match ended {
                Ok(done) => {
                    let received = done.received.saturating_sub(done.sent as usize);
                    let sent = count("heard.sent", done.sent as usize);
                    let heard = [sent, count("heard.received", received), count("heard.returned", returned)];
                    heard.into_iter().flatten().collect::<Vec<_>>().join(" ")
                }
                Err(_) => String::new(),
            }
        });
        if let Some(said) = said.filter(|said| !said.is_empty()) {
            self.say(said);
        }
    }

    /// How many own records wait to be corrected; `None` before the lines have been read.
    fn returned(self) -> Option<usize> {
        (self.records.opened_now() == Loaded::Ready(())).then(|| self.records.counts_now().to_correct)
    }

    /// What follows from an exchange that went through: forms and names in force, and how this device is.
    async fn follow_up(self) {
        let Some(standing) = self.records.standing_now() else { return };
        let Some(after) = self.after(|after| *after) else { return };
        after.catalogue.keep_up(&standing.catalogue).await;
        after.colleagues.keep_up().await;
        let now = clock::device();
        let due = self.engine.with_value(|engine| now - engine.noted_at > NOTE_EVERY_MILLIS);
        if due {
            self.engine.update_value(|engine| engine.noted_at = now);
            let health = self.records.health_now();
            let (usage, quota) = page::estimate().await;
            let storage = Storage { usage, quota, persisted: health.persisted };
            let label = self.after(|after| after.account.device_name());
            let label = label.filter(|name| !name.is_empty());
            let unsent = standing.waiting() + self.records.outgoing_now().unsent();
            let note = Note { app_version: worker::version(), unsent, storage, label };
            if let Ok(Noted { key: Some(key) }) = office::post("/phone", &note).await {
                after.account.seals_to(key);
            }
            worker::look_for_update().await;
        }
        spawn_local(self.send_files());
    }

    fn after<T>(self, what: impl FnOnce(&super::After) -> T) -> Option<T> {
        self.after.with_value(|after| after.as_ref().map(what))
    }
}

/// What the office answers to that.
#[derive(Deserialize)]
struct Noted {
    #[serde(default)]
    key: Option<NetworkKey>,
}

/// How a device is, for the desk's list.
#[derive(Serialize)]
struct Note {
    app_version: String,
    unsent: u64,
    storage: Storage,
    label: Option<String>,
}

#[derive(Serialize)]
struct Storage {
    #[serde(serialize_with = "whole")]
    usage: Option<f64>,
    #[serde(serialize_with = "whole")]
    quota: Option<f64>,
    persisted: Option<bool>,
}

/// JavaScript counts bytes in floating point; the office reads whole numbers.
fn whole<S: serde::Serializer>(bytes: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    bytes.map(|bytes| bytes as u64).serialize(serializer)
}

/// Whether the log is still the one that the exchange began with, and the office has more of it.
fn has_more_of(begun: &Standing, now: &Standing) -> bool {
    begun.device == now.device && now.accepted.index > begun.accepted.index
}
