//! Opening the store at the start of the app: what was lost is put back from the second copy, and told.

use super::{Device, Loaded, Problem, Records, summary};
use crate::account::Me;
use crate::browser::{journal, page, store};
use std::rc::Rc;
use sync::{Enrolment, Fault, Mark, Recovered};

/// How the store does.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct Health {
    /// The durability that the browser granted to the last save: `strict`.
    pub durability: Option<String>,
    /// Whether the browser has promised not to clear the store by itself; `None` before it has answered.
    pub persisted: Option<bool>,
    /// Bytes used, as the browser says.
    pub used: Option<f64>,
    /// Bytes that may be used, as the browser says: it is not free space.
    pub quota: Option<f64>,
    /// Whether the second copies fit.
    pub copied: bool,
    /// What the comparison at start found.
    pub recovered: Recovered,
    /// Whether the browser said that it had lost what the store held.
    pub data_lost: bool,
}

impl Records {
    pub(super) async fn open(self) {
        if let Err(problem) = self.open_all().await {
            // Nothing was being saved: what fails here is that the store cannot be read.
            let problem = if problem == Problem::Failed { Problem::Unreadable } else { problem };
            self.opened.set(Loaded::Failed(problem));
        }
        self.gate.with_value(|gate| gate.open());
    }

    async fn open_all(self) -> Result<(), Problem> {
        let closed = move |fault: Fault| self.opened.set(Loaded::Failed(fault.into()));
        let opened = store::open(closed).await?;
        let device = Device::new(opened.db.clone(), summary::line);
        let recovered = device.recover(journal::mark(), journal::entries()).await?;
        let mut standing = device.standing().await?;
        let me: Option<Me> = journal::note("me");
        if let (None, Some(me)) = (&standing, me) {
            let enrolment = Enrolment { device: me.device, person: me.person.id, grants: me.grants };
            standing = device.enrol(enrolment).await.ok();
        }
        let mut copied = true;
        if let Some(standing) = &standing {
            copied = journal::replace_entries(&device.unsent().await?, &Mark::of(standing));
        }
        self.health.set(super::Health {
            copied,
            recovered,
            data_lost: opened.data_lost,
            durability: opened.db.last_strict(),
            ..super::Health::default()
        });
        self.store.set_value(Some(opened.db));
        // Before anything can say that all is at the office.
        self.read_files().await?;
        self.stands(standing);
        self.device.set_value(Some(Rc::new(device)));
        self.gate.with_value(|gate| gate.open());
        self.recover_drafts().await?;
        self.read_index().await?;
        self.look_after_files();
        self.ask_to_persist().await;
        Ok(())
    }

    /// Asks the browser not to clear the store by itself, and how much it holds. Chromium asks nobody and decides by
    /// what it knows of the site, so it is asked again after each save.
    pub async fn ask_to_persist(self) {
        let persisted = page::persist().await;
        let (used, quota) = page::estimate().await;
        let durability = self.store.with_value(|store| store.as_ref().and_then(store::Idb::last_strict));
        self.health.update(|health| {
            health.persisted = persisted;
            health.used = used;
            health.quota = quota;
            health.durability = durability;
        });
    }
}
