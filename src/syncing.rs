//! When to exchange with the office, and the state that the header shows.

use leptos::prelude::*;

/// What the header shows: always exactly one.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum State {
    /// No contact with the office, or none yet; normal. Nothing is lost.
    Offline,
    /// So many changes are saved on this device and not yet at the office.
    Waiting(u64),
    /// The change being sent, of how many.
    Sending(u64, u64),
    /// The office has everything; checked at this instant (milliseconds since 1970-01-01 UTC).
    Done(i64),
    /// Something that the person must see to.
    Problem(Trouble),
}

/// What the person must see to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// The way is there, and too slow.
    TimedOut,
    /// The office is busy.
    Busy,
    /// The session has ended.
    SignInNeeded,
    /// The app is too old to read what the office says.
    TooOld,
    /// The office refuses.
    Refused,
    /// Entries are held until a person has looked.
    Held,
}

/// What the office has, as numbers that are true.
#[derive(Clone, Copy, PartialEq, Default, Debug)]
pub struct Receipt {
    /// How many changes were saved on this device.
    pub saved: u64,
    /// How many of them the office has confirmed.
    pub at_office: u64,
    /// When it last did so, in milliseconds since 1970-01-01 UTC.
    pub checked: Option<i64>,
}

/// The exchange with the office. Provided to every page; see [`syncing`].
#[derive(Clone, Copy)]
pub struct Syncing {
    state: RwSignal<State>,
    receipt: RwSignal<Receipt>,
    /// What the live region says.
    said: RwSignal<String>,
}

/// Provides the exchange.
pub fn provide() {
    provide_context(Syncing {
        state: RwSignal::new(State::Offline),
        receipt: RwSignal::new(Receipt::default()),
        said: RwSignal::new(String::new()),
    });
}

/// The exchange with the office; to be taken while a component is built.
pub fn syncing() -> Syncing {
    expect_context()
}

impl Syncing {
    /// What the header shows, followed.
    pub fn state(self) -> State {
        self.state.get()
    }

    /// What the office has, followed.
    pub fn receipt(self) -> Receipt {
        self.receipt.get()
    }

    /// What the live region says, followed.
    pub fn said(self) -> String {
        self.said.get()
    }

    /// Exchanges now, whatever the waiting time.
    pub fn now(self) {}
}
