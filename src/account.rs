//! Who uses this device, and what they may do. Known before IndexedDB has opened, so that a start without signal
//! shows the right home at once.

use crate::browser::sealing::NetworkKey;
use crate::browser::{journal, page, random};
use crate::lasting::{Lasting, lasting};
use crate::office::{self, Refusal};
use crate::records::{NotYours, Records};
use leptos::prelude::*;
use leptos::task::spawn_local;
use record::{AuthorId, DeviceId};
use serde::{Deserialize, Serialize};
use sync::{Grants, Role};

/// The note of what the person calls this device.
const DEVICE_NAME: &str = "device_name";

/// The note that the office has withdrawn this device.
const WITHDRAWN: &str = "withdrawn";

/// Somebody's identity and name.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Named {
    /// Who.
    pub id: AuthorId,
    /// Their name.
    pub name: String,
}

/// The network of associations that the endpoint serves.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Network {
    /// Its name.
    pub name: String,
    /// To which this device seals what it saves to a file; a device enrolled long ago may not have heard of it yet.
    #[serde(default)]
    pub key: Option<NetworkKey>,
}

/// What the endpoint says of whoever has signed in.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Me {
    /// The person.
    pub person: Named,
    /// This installation.
    pub device: DeviceId,
    /// What the person may see and do.
    pub grants: Grants,
    /// Whose records these are.
    pub network: Network,
}

/// The account of this device. Provided to every page; see [`account`].
pub type Account = Lasting<Owner>;

/// What an [`Account`] points at.
pub struct Owner {
    me: RwSignal<Option<Me>>,
    /// Whether it is certain who has signed in, if anybody.
    settled: RwSignal<bool>,
    records: Records,
}

/// Provides the account.
pub fn provide(records: Records) -> Account {
    let me: Option<Me> = journal::note("me");
    let account = lasting(Owner { settled: RwSignal::new(me.is_some()), me: RwSignal::new(me), records });
    provide_context(account);
    if !account.settled.get_untracked() {
        spawn_local(async move {
            if let Some(me) = records.remembered().await {
                journal::keep_note("device", &me.device);
                account.is(me);
            }
            account.settled.set(true);
        });
    }
    account
}

/// The account of this device; to be taken while a component is built.
pub fn account() -> Account {
    expect_context()
}

impl Account {
    /// Whether it is certain who has signed in, if anybody.
    pub fn is_settled(self) -> bool {
        self.settled.get()
    }

    /// Whoever has signed in, if anybody.
    pub fn me(self) -> Option<Me> {
        self.me.get()
    }

    /// The same, without following it.
    pub fn me_now(self) -> Option<Me> {
        self.me.get_untracked()
    }

    /// Whether the person works in the field: has the phone's pages.
    pub fn has_field(self) -> bool {
        self.has(|role| matches!(role, Role::FieldWorker | Role::Coach))
    }

    /// Whether the person works at the desk: has the desk's pages.
    pub fn has_desk(self) -> bool {
        self.has(|role| !matches!(role, Role::FieldWorker | Role::Coach))
    }

    /// Whether the person judges records.
    pub fn is_coordinator(self) -> bool {
        self.has(Role::judges)
    }

    /// Whether the person looks after people, phones and files at the desk: as the endpoint's `rights::manages`.
    pub fn manages(self) -> bool {
        self.has(|role| matches!(role, Role::Administrator | Role::Coordinator))
    }

    /// Where the person starts.
    pub fn home(self) -> &'static str {
        if self.has_field() || !self.has_desk() { "/" } else { "/desk" }
    }

    fn has(self, is: fn(Role) -> bool) -> bool {
        self.me.with(|me| me.as_ref().is_some_and(|me| me.grants.list.iter().any(|grant| is(grant.role))))
    }

    /// What an exchange says of grants and device; the device has another identity after its log was rolled back.
    pub fn granted(self, grants: &Grants, device: DeviceId) {
        let known = self
            .me
            .with_untracked(|me| me.as_ref().is_none_or(|me| me.grants == *grants && me.device == device));
        if known {
            return;
        }
        journal::keep_note("device", &device);
        self.me.update(|me| {
            if let Some(me) = me {
                me.grants = grants.clone();
                me.device = device;
                journal::keep_note("me", me);
            }
        });
    }

    /// The office says to which key this device seals from now on.
    pub fn seals_to(self, key: NetworkKey) {
        let known =
            self.me.with_untracked(|me| me.as_ref().is_none_or(|me| me.network.key.as_ref() == Some(&key)));
        if known {
            return;
        }
        self.me.update(|me| {
            if let Some(me) = me {
                me.network.key = Some(key);
                journal::keep_note("me", me);
            }
        });
    }

    /// Makes this device the person's, by a one-time code.
    pub async fn enrol(self, code: &str) -> Result<Me, Refusal> {
        #[derive(Serialize)]
        struct Enrol<'a> {
            code: &'a str,
            device: DeviceId,
        }
        self.enter("/enrol", &Enrol { code, device: self.device() }).await
    }

    /// Signs in at a desk.
    pub async fn sign_in(self, user: &str, password: &str) -> Result<Me, Refusal> {
        #[derive(Serialize)]
        struct SignIn<'a> {
            user: &'a str,
            password: &'a str,
            device: DeviceId,
        }
        self.enter("/sign-in", &SignIn { user, password, device: self.device() }).await
    }

    /// Makes the first administrator.
    pub async fn set_up(self, token: &str, name: &str, user: &str, password: &str) -> Result<Me, Refusal> {
        #[derive(Serialize)]
        struct SetUp<'a> {
            token: &'a str,
            name: &'a str,
            user: &'a str,
            password: &'a str,
            device: DeviceId,
        }
        self.enter("/setup", &SetUp { token, name, user, password, device: self.device() }).await
    }

    /// Enters, and makes the store the person's. Where nothing can be kept, no code is used up.
    async fn enter(self, path: &str, body: &impl Serialize) -> Result<Me, Refusal> {
        let store = self.records.device().await;
        store.map_err(|problem| Refusal::NotYours(NotYours::Problem(problem)))?;
        let me: Me = office::post(path, body).await?;
        self.records.belong_to(&me).await.map_err(Refusal::NotYours)?;
        Ok(me)
    }

    /// Signs out, and empties the store. Refused while anything is only on this device.
    pub async fn sign_out(self) -> Result<(), Refusal> {
        let changes = self.records.standing_now().map_or(0, |standing| standing.waiting());
        let unsent = changes + self.records.outgoing_now().unsent();
        if unsent > 0 {
            return Err(Refusal::NotYours(NotYours::Unsent(unsent)));
        }
        let _: () = office::post("/sign-out", &()).await?;
        self.records.belong_to_nobody().await.map_err(Refusal::NotYours)?;
        journal::forget_note("me");
        journal::forget_note("device");
        journal::forget_note(DEVICE_NAME);
        self.me.set(None);
        Ok(())
    }

    /// The office has withdrawn this device. Once it has all that was saved on it nothing stays here, in storage or on
    /// the screen; whether that is so.
    pub async fn is_withdrawn(self) -> bool {
        let door = if self.has_field() { "/enrol" } else { "/sign-in" };
        let is_empty = self.records.are_withdrawn().await.is_ok();
        if is_empty {
            journal::keep_note(WITHDRAWN, &true);
            page::replace_all(door);
        }
        is_empty
    }

    /// Whether this device was withdrawn and has been nobody's since.
    pub fn was_withdrawn(self) -> bool {
        self.me_now().is_none() && journal::note(WITHDRAWN) == Some(true)
    }

    /// What the person calls this device; empty if they have not said.
    pub fn device_name(self) -> String {
        journal::note(DEVICE_NAME).unwrap_or_default()
    }

    /// The person calls this device so.
    pub fn call_device(self, name: &str) {
        journal::keep_note(DEVICE_NAME, name.trim());
    }

    /// The identity of this installation, drawn at its first use.
    fn device(self) -> DeviceId {
        journal::note("device").unwrap_or_else(|| {
            let device = random::device_id();
            journal::keep_note("device", &device);
            device
        })
    }

    /// From now on the device is this person's.
    pub fn is(self, me: Me) {
        journal::forget_note(WITHDRAWN);
        journal::keep_note("me", &me);
        self.me.set(Some(me));
    }
}
