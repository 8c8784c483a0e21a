//! When to exchange with the office, and the state that the header shows.
//!
//! An exchange is tried after a save, at start, when the browser believes that there is a network, when the page is
//! seen again, when the browser wakes the app (Background Sync), by a timer while it is open, and when the person asks.
//! After a failure it waits longer each time, at random within the time, so that a hundred phones do not come back at
//! once.

mod exchange;
mod files;
mod trouble;
mod turns;

pub use trouble::Trouble;

use crate::browser::clock::{self, Later};
use crate::browser::{page, random, worker};
use crate::lasting::{Lasting, lasting};
use crate::records::{Outgoing, Records};
use files::Courier;
use leptos::prelude::*;
use leptos::task::spawn_local;
use sync::{Batch, Standing};
use turns::{Next, Turns};

/// What the header shows: always exactly one.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum State {
    /// No contact with the office, or none yet; normal. Nothing is lost.
    Offline,
    /// So many changes and files are saved on this device and not yet at the office.
    Waiting(u64),
    /// The change or file being sent, of how many.
    Sending(u64, u64),
    /// The office has everything; checked at this instant (milliseconds since 1970-01-01 UTC).
    Done(i64),
    /// Something that the person must see to.
    Problem(Trouble),
}

/// What the office has, as numbers that are true: the device's own log against what the office said it has.
#[derive(Clone, Copy, PartialEq, Default, Debug)]
pub struct Receipt {
    /// How many changes were saved on this device.
    pub saved: u64,
    /// How many of them the office has confirmed.
    pub at_office: u64,
    /// When it last did so, in milliseconds since 1970-01-01 UTC.
    pub checked: Option<i64>,
}

/// What became of an exchange that the person asked for.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Asked {
    /// It is being tried.
    Trying,
    /// It came to an end at this instant, with what was in its way, if anything was.
    Answered {
        /// Milliseconds since 1970-01-01 UTC.
        at: i64,
        /// Why it did not go through.
        trouble: Option<Trouble>,
    },
}

/// The exchange with the office. Provided to every page; see [`syncing`].
pub type Syncing = Lasting<Exchanging>;

/// What a [`Syncing`] points at.
pub struct Exchanging {
    records: Records,
    /// The first and last change that the running exchange sends.
    sending: RwSignal<Option<(u64, u64)>>,
    trouble: RwSignal<Option<Trouble>>,
    /// Whether the last try reached the office; `None` before one.
    in_contact: RwSignal<Option<bool>>,
    /// When the next try comes by itself.
    next_try: RwSignal<Option<i64>>,
    /// What became of the exchange that the person asked for last.
    asked: RwSignal<Option<Asked>>,
    said: RwSignal<String>,
    files: Files,
    after: StoredValue<Option<After>>,
    engine: StoredValue<Engine>,
}

/// What is known of files on their way.
#[derive(Clone, Copy)]
struct Files {
    /// The one that is being sent, of how many.
    sending: RwSignal<Option<(u64, u64)>>,
    /// The person has said that files may go whatever the link costs.
    allowed: RwSignal<bool>,
    /// They wait for the person to say so.
    held_back: RwSignal<bool>,
}

/// What happens around an exchange.
#[derive(Clone, Copy)]
struct After {
    language: crate::language::Language,
    account: crate::account::Account,
    catalogue: crate::catalogue::Catalogue,
    colleagues: crate::colleagues::Colleagues,
}

/// What the exchange remembers between two tries.
#[derive(Default)]
struct Engine {
    turns: Turns,
    /// Wakes the next try.
    timer: Option<Later>,
    batch: Batch,
    noted_at: i64,
    courier: Courier,
}

const AFTER_A_SAVE_MILLIS: u32 = 800;

/// Provides the exchange, and begins.
pub fn provide(records: Records) {
    let syncing = lasting(Exchanging {
        records,
        sending: RwSignal::new(None),
        trouble: RwSignal::new(None),
        in_contact: RwSignal::new(None),
        next_try: RwSignal::new(None),
        asked: RwSignal::new(None),
        said: RwSignal::new(String::new()),
        files: Files {
            sending: RwSignal::new(None),
            allowed: RwSignal::new(false),
            held_back: RwSignal::new(false),
        },
        after: StoredValue::new(None),
        engine: StoredValue::new(Engine::default()),
    });
    provide_context(syncing);
    syncing.after.set_value(Some(After {
        language: crate::language::language(),
        account: crate::account::account(),
        catalogue: crate::catalogue::catalogue(),
        colleagues: crate::colleagues::colleagues(),
    }));
    Effect::new(move || {
        if records.saves() > 0 {
            syncing.engine.update_value(|engine| engine.turns.note_save());
            syncing.try_in(AFTER_A_SAVE_MILLIS);
        }
    });
    let account = crate::account::account();
    let person = Memo::new(move |_| account.me().map(|me| me.person.id));
    Effect::new(move || {
        if person.get().is_some() {
            syncing.try_in(0);
        }
    });
    page::on_online(move || {
        syncing.engine.update_value(|engine| engine.turns.finds_network());
        syncing.try_in(0);
    });
    page::on_show(move || syncing.try_in(0));
    worker::on_wake(move || syncing.try_in(0));
    crate::browser::files::on_link(move || syncing.link_is_another());
}

/// The exchange with the office; to be taken while a component is built.
pub fn syncing() -> Syncing {
    expect_context()
}

impl Syncing {
    /// What the header shows, followed.
    pub fn state(self) -> State {
        state(
            self.records.standing().as_deref(),
            self.sending.get(),
            self.trouble.get(),
            self.in_contact.get(),
            self.records.counts().held,
            (self.records.outgoing(), self.files.sending.get()),
        )
    }

    /// Why the last exchange did not go through, followed; `None` if it did.
    pub fn trouble(self) -> Option<Trouble> {
        self.trouble.get()
    }

    /// When the next try comes by itself, followed: milliseconds since 1970-01-01 UTC.
    pub fn next_try(self) -> Option<i64> {
        self.next_try.get()
    }

    /// What the office has, followed.
    pub fn receipt(self) -> Receipt {
        self.records.standing().map_or_else(Receipt::default, |standing| Receipt {
            saved: standing.head.index,
            at_office: standing.accepted.index,
            checked: standing.answered_at,
        })
    }

    /// What the live region says, followed.
    pub fn said(self) -> String {
        self.said.get()
    }

    /// Says something in the live region.
    pub fn say(self, words: String) {
        self.said.set(words);
    }

    /// Exchanges now because the person asks: says what came of it in any case.
    pub fn now(self) {
        self.asked.set(Some(Asked::Trying));
        spawn_local(self.exchange());
    }

    /// The office has news that came another way than this device's: it is read at once.
    pub fn has_news(self) {
        self.try_in(0);
    }

    /// What the office is told of this device has changed: the next exchange tells it.
    pub fn tell_of_this_device(self) {
        self.engine.update_value(|engine| engine.noted_at = 0);
        self.try_in(AFTER_A_SAVE_MILLIS);
    }

    /// A round has gone through: whatever was in the way of the last try is not in the way of this one.
    fn is_in_contact(self) {
        if self.in_contact.get_untracked() != Some(true) {
            self.in_contact.set(Some(true));
        }
        if self.trouble.get_untracked().is_some() {
            self.trouble.set(None);
        }
    }

    /// What became of the exchange that the person asked for last, followed; nothing if they have not asked.
    pub fn asked(self) -> Option<Asked> {
        self.asked.get()
    }

    /// The person is answered, whichever exchange it was that came to its end.
    fn answer(self, trouble: Option<Trouble>) {
        if self.asked.get_untracked() == Some(Asked::Trying) {
            self.asked.set(Some(Asked::Answered { at: clock::now(), trouble }));
        }
    }

    /// Exchanges after some milliseconds, in place of any other time that was planned.
    fn try_in(self, millis: u32) {
        let timer = clock::later(millis, move || spawn_local(self.exchange()));
        self.engine.update_value(|engine| {
            engine.turns.plan();
            engine.timer = Some(timer);
        });
        self.next_try.set(Some(clock::now() + i64::from(millis)));
    }

    /// Plans the next try.
    fn plan(self, next: Next) {
        if let Some(millis) = next.in_millis(random::fraction()) {
            self.try_in(millis);
        }
    }
}

/// | the person must see to something | sending | waiting | in contact | shown |
/// |---|---|---|---|---|
/// | yes | – | – | – | problem |
/// | no | yes | yes | – | sending |
/// | no | no | yes | – | waiting |
/// | no | – | no | yes, or not tried since the start | all sent, at the time of the receipt |
/// | no | – | no | no, or never | offline |
///
/// Changes and files are both sent and wait; the changes go first.
fn state(
    standing: Option<&Standing>,
    sending: Option<(u64, u64)>,
    trouble: Option<Trouble>,
    in_contact: Option<bool>,
    held: usize,
    (outgoing, sending_file): (Outgoing, Option<(u64, u64)>),
) -> State {
    let waiting = standing.map_or(0, Standing::waiting);
    let accepted = standing.map_or(0, |standing| standing.accepted.index);
    let checked = standing.and_then(|standing| standing.answered_at);
    // What another tab has sent meanwhile need not be sent, and what was sent is done, even if more is still read.
    let sending = sending.filter(|(first, last)| last >= first && waiting > 0);
    match (trouble.filter(|trouble| trouble.is_for_the_person()), sending, checked) {
        (Some(trouble), None, _) => State::Problem(trouble),
        (None, None, _) if held > 0 => State::Problem(Trouble::Held),
        (None, None, _) if outgoing.lost > 0 => State::Problem(Trouble::FileLost),
        (None, None, _) if outgoing.refused.is_some() => State::Problem(Trouble::FileRefused),
        (_, Some((first, last)), _) => {
            State::Sending((accepted + 1).clamp(first, last) + 1 - first, last + 1 - first)
        }
        _ if waiting > 0 => State::Waiting(waiting + outgoing.files as u64),
        _ if let Some((file, of)) = sending_file => State::Sending(file, of),
        _ if outgoing.files > 0 => State::Waiting(outgoing.files as u64),
        (_, _, Some(checked)) if in_contact != Some(false) => State::Done(checked),
        _ => State::Offline,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::No;
    use record::{AuthorId, DeviceId};
    use sync::{Grants, Head};

    #[test]
    fn the_header_shows_exactly_one_state() {
        let author = AuthorId::derived("staff", &["naima"]);
        let new = || Standing::new(DeviceId::from_random(1), author, Grants::default());
        let at = |index| Head { index, ..Head::EMPTY };
        let three_wait = Standing { head: at(10), accepted: at(7), answered_at: Some(5), ..new() };
        let all_sent = Standing { head: at(10), accepted: at(10), answered_at: Some(5), ..new() };
        let none = (Outgoing::default(), None);
        let photos = Outgoing { files: 2, bytes: 700_000, refused: None, lost: 0 };
        let refused = Outgoing { refused: Some((1, No::Kind)), ..photos };
        let lost = Outgoing { lost: 1, ..Outgoing::default() };
        // where the device stands, sending, trouble, in contact, held | shown
        for (standing, sending, trouble, in_contact, held, shown) in [
            (None, None, None, None, 0, State::Offline),
            (Some(&new()), None, None, None, 0, State::Offline),
            (Some(&three_wait), None, None, Some(true), 0, State::Waiting(3)),
            (Some(&three_wait), None, None, Some(false), 0, State::Waiting(3)),
            (Some(&three_wait), Some((8, 10)), None, Some(true), 0, State::Sending(1, 3)),
            (Some(&all_sent), Some((8, 10)), None, Some(true), 0, State::Done(5)),
            (Some(&all_sent), None, None, None, 0, State::Done(5)),
            (Some(&all_sent), None, None, Some(true), 0, State::Done(5)),
            (Some(&all_sent), None, Some(Trouble::NoNetwork), Some(false), 0, State::Offline),
            (Some(&all_sent), None, Some(Trouble::TimedOut), Some(false), 0, State::Offline),
            (Some(&all_sent), None, None, Some(true), 1, State::Problem(Trouble::Held)),
            (
                Some(&three_wait),
                None,
                Some(Trouble::SignInNeeded),
                Some(true),
                0,
                State::Problem(Trouble::SignInNeeded),
            ),
        ] {
            assert_eq!(state(standing, sending, trouble, in_contact, held, none), shown);
        }
        // where the device stands, files, trouble, in contact | shown
        for (standing, files, trouble, in_contact, shown) in [
            (&all_sent, (photos, None), None, Some(true), State::Waiting(2)),
            (&all_sent, (photos, None), None, None, State::Waiting(2)),
            (&all_sent, (photos, None), Some(Trouble::NoNetwork), Some(false), State::Waiting(2)),
            (&all_sent, (photos, Some((1, 2))), None, Some(true), State::Sending(1, 2)),
            (&three_wait, (photos, Some((1, 2))), None, Some(true), State::Waiting(5)),
            (&all_sent, (refused, None), None, Some(true), State::Problem(Trouble::FileRefused)),
            (&all_sent, (lost, None), None, Some(true), State::Problem(Trouble::FileLost)),
            (
                &all_sent,
                (lost, None),
                Some(Trouble::NoNetwork),
                Some(false),
                State::Problem(Trouble::FileLost),
            ),
        ] {
            assert_eq!(state(Some(standing), None, trouble, in_contact, 0, files), shown);
        }
    }
}
