//! What happens to storage, on phones and at the endpoint.

use crate::crash::{Broken, Crashing};
use crate::line::facts;
use crate::phone::{Journal, Phone, Tab, Tables};
use crate::world::World;
use futures_executor::block_on;
use record::{Dot, RecordId};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use sync::memory::Memory;
use sync::{EnrolError, Enrolment, Table, answer};

impl World {
    /// The app starts again over the same store, and compares it with the second copy.
    pub(crate) fn start_again(&mut self, at: usize) {
        self.note("app started again");
        self.tell(|| format!("phone {at}: the app starts again"));
        self.open_the_app(at);
    }

    fn open_the_app(&mut self, at: usize) {
        let phone = &mut self.phones[at];
        phone.store.set_fuse(None);
        phone.tabs = vec![Tab::over(&phone.store)];
        let local = &phone.tabs[0].local;
        let Journal { mark, entries } = phone.journal.borrow().clone();
        let recovered = block_on(local.recover(mark, entries.into_values().collect()));
        recovered.expect("a good store");
        let standing = block_on(local.standing()).expect("a good store").expect("an enrolled phone");
        let unsent = block_on(local.unsent()).expect("a good store");
        phone.journal.borrow_mut().replace(unsent, &standing);
    }

    /// Some of the bases on a phone are not what they were: lost, cut off, or another text. Gives which.
    pub(crate) fn alter_bases(&mut self, at: usize) -> BTreeSet<String> {
        let mut tables = self.phones[at].store.tables();
        let leaving = self.stands(at).leaving;
        let packs = tables.get(&Table::PackIndex).cloned().unwrap_or_default();
        let mut altered = BTreeSet::new();
        for (key, text) in tables.remove(&Table::Rows).unwrap_or_default() {
            let stays = key.parse().is_ok_and(|id| !leaving.contains(&id));
            let text = if stays && is_in_force(&key, &text, &packs) && self.one_in(3) {
                self.note("base altered on a phone");
                altered.insert(key.clone());
                // Without the row an older pack is in force again, and may say the same.
                let has_another = packs.values().any(|index| index.contains(&key));
                match self.below(if has_another { 1 } else { 3 }) {
                    2 => continue,
                    1 => text.chars().take(text.len() / 2).collect(),
                    _ => with_one_more_in_context(&text),
                }
            } else {
                text
            };
            tables.entry(Table::Rows).or_default().insert(key, text);
        }
        self.tell(|| format!("phone {at}: {altered:?} are altered"));
        self.phones[at].store.restore(tables);
        self.open_the_app(at);
        altered
    }

    /// A second tab works on the same store; or the first one is closed.
    pub(crate) fn open_or_close_a_tab(&mut self, at: usize) {
        self.note("second tab");
        let phone = &mut self.phones[at];
        if phone.tabs.len() > 1 {
            phone.tabs.remove(0);
        } else {
            phone.tabs.push(Tab::over(&phone.store));
        }
        self.tell(|| format!("phone {at} has {} tabs", self.phones[at].tabs.len()));
    }

    /// The phone's storage is copied as it is: by a backup of the phone, say.
    pub(crate) fn have_the_storage_copied(&mut self, at: usize) {
        let phone = &mut self.phones[at];
        let copy = (phone.store.tables(), phone.journal.borrow().clone());
        phone.copies.push(copy);
        self.tell(|| format!("phone {at}: its storage is copied"));
    }

    /// The phone is as it was at another time, second copy included.
    pub(crate) fn roll_the_phone_back(&mut self, at: usize) {
        if self.phones[at].copies.is_empty() {
            return self.have_the_storage_copied(at);
        }
        self.note("phone rolled back");
        let which = self.below(self.phones[at].copies.len());
        self.tell(|| format!("phone {at} is rolled back to copy {which}"));
        self.losing("lost with a phone's storage", |world| {
            let phone = &mut world.phones[at];
            let (tables, journal) = phone.copies[which].clone();
            phone.store.restore(tables);
            *phone.journal.borrow_mut() = journal;
            world.open_the_app(at);
        });
    }

    /// The browser has recreated its store empty. The second copy is there.
    pub(crate) fn empty_the_store(&mut self, at: usize) {
        self.note("store wiped");
        self.tell(|| format!("phone {at}: its store is empty"));
        self.damage_the_store(at, Tables::default());
    }

    /// The store has lost its last writes. The second copy is there.
    pub(crate) fn cut_the_stores_tail(&mut self, at: usize) {
        let Some((tables, _)) = self.phones[at].copies.last().cloned() else {
            return self.have_the_storage_copied(at);
        };
        self.note("store truncated");
        self.tell(|| format!("phone {at}: its store has lost its tail"));
        self.damage_the_store(at, tables);
    }

    /// Everything unsent comes back from the second copy. What the endpoint had, and has lost to a restore, does not.
    fn damage_the_store(&mut self, at: usize, tables: Tables) {
        let unsent = self.phones[at].unsent();
        self.losing("lost with a store, and to a restore before", |world| {
            world.phones[at].store.restore(tables);
            world.open_the_app(at);
        });
        let there = self.changes_there();
        let lost: Vec<_> = unsent.difference(&there).collect();
        assert!(lost.is_empty(), "the second copy of phone {at} did not come back: {lost:?}");
    }

    /// Somebody moves to a new phone by copying the old one, and uses both.
    pub(crate) fn copy_the_phone(&mut self, at: usize) {
        if self.phones.len() > 6 {
            return;
        }
        self.note("phone copied");
        let phone = &self.phones[at];
        let store = Memory::default();
        store.restore(phone.store.tables());
        let copy = Phone {
            person: phone.person,
            tabs: vec![Tab::over(&store)],
            store,
            journal: RefCell::new(phone.journal.borrow().clone()),
            skew: 0,
            protocol: phone.protocol,
            copies: Vec::new(),
            lost: false,
        };
        self.phones.push(copy);
        self.tell(|| format!("phone {at} is copied to phone {}", self.phones.len() - 1));
    }

    /// A phone falls into a well. The coordinator's does not.
    pub(crate) fn lose_the_phone(&mut self, at: usize) {
        if at == 0 || self.living().count() < 3 {
            return;
        }
        self.note("phone lost for good");
        self.tell(|| format!("phone {at} is lost for good"));
        self.losing("lost with a phone", |world| world.phones[at].lost = true);
    }

    pub(crate) fn back_up_the_endpoint(&mut self) {
        self.tell(|| format!("the endpoint is backed up: {}", self.backups.len()));
        self.backups.push(self.office.borrow().clone());
        if let Some(twin) = self.twin.borrow_mut().as_mut() {
            twin.is_backed_up();
        }
    }

    /// The last backup has been read back and is good: phones are told what it holds, if their logs still are the
    /// ones in it.
    pub(crate) fn verify_a_backup(&mut self) {
        let Some(backup) = self.backups.last() else { return };
        self.note("backup verified");
        self.tell(|| "the last backup is verified".into());
        for (device, log) in &backup.logs {
            let head = log.known.head;
            self.office.borrow_mut().hold_safely(*device, head);
            if let Some(twin) = self.twin.borrow_mut().as_mut() {
                twin.holds_safely(*device, head);
            }
        }
    }

    pub(crate) fn restart_the_endpoint(&mut self) {
        self.note("endpoint restarted");
        self.tell(|| "the endpoint starts again".into());
        self.starts();
    }

    /// The endpoint is as it was at a backup. Mostly it is the last one.
    pub(crate) fn restore_the_endpoint(&mut self) {
        let Some(last) = self.backups.len().checked_sub(1) else { return self.back_up_the_endpoint() };
        let which = if self.one_in(3) { self.below(last + 1) } else { last };
        self.note("endpoint restored from a backup");
        self.tell(|| format!("the endpoint is restored from backup {which}"));
        let before = self.office.borrow().clone();
        self.losing("lost to a restore, older than phones were told", |world| {
            world.office.replace(world.backups[which].clone());
            if let Some(twin) = world.twin.borrow_mut().as_mut() {
                twin.is_restored(which);
            }
        });
        self.starts();
        self.ledger.borrow_mut().restored();
        // What is in a phone's log it offers again; the rest only its bases have.
        let logged: BTreeSet<_> = self.living().flat_map(|(_, phone)| phone.has()).collect();
        let must_come_back = self.held_by_phones(|id, dot| {
            let had = before.records.get(&id).is_some_and(|kept| kept.record.context.contains(dot));
            had && !logged.contains(&(id, dot))
        });
        self.ledger.borrow_mut().must_come_back.extend(must_come_back);
        self.ledger_reassesses_what_came_back();
    }

    /// The endpoint crashes at a step of answering: nothing remains of it.
    pub(crate) fn crash_the_endpoint(&mut self, at: usize) {
        self.note("endpoint crashed within a transaction");
        let steps = self.draw(0..14) as u32;
        self.tell(|| format!("phone {at} asks, and the endpoint crashes after {steps} steps"));
        let local = &self.phones[at].tabs[0].local;
        let request = block_on(local.request(4_000, 4_000)).expect("a good store");
        let Some(session) = self.session_of(self.phones[at].person, &request) else { return };
        let forms = self.forms.clone();
        facts(self.now, &forms, |facts| {
            let mut crashing = Crashing { office: self.office.borrow().clone(), steps };
            let ended = block_on(answer(&mut crashing, &session, &request, facts));
            assert!(ended.is_ok() || matches!(ended, Err(Broken::Crash)), "{ended:?}");
            if let Some(twin) = self.twin.borrow_mut().as_mut() {
                twin.crashes(&session, &request, facts, steps);
            }
        });
    }

    /// Enrols a phone again that the restored endpoint does not know.
    pub(crate) fn enrol_again(&self, at: usize, tab: usize) {
        self.note("phone enrolled again");
        self.tell(|| format!("phone {at} is enrolled again"));
        let phone = &self.phones[at];
        let local = &phone.tabs[tab].local;
        let Ok(Some(standing)) = block_on(local.standing()) else { return };
        let device = standing.device;
        let grants = self.enrol(device, phone.person);
        match block_on(local.enrol(Enrolment { device, person: phone.person, grants })) {
            Ok(_) | Err(EnrolError::Fault(_)) => {}
            Err(refused) => panic!("the same person's phone is refused: {refused}"),
        }
    }

    /// Does something that destroys, and remembers which saved changes nobody has after it: they cannot be asked for.
    fn losing(&mut self, what: &'static str, destroy: impl FnOnce(&mut Self)) -> BTreeSet<(RecordId, Dot)> {
        destroy(self);
        let there = self.changes_there();
        let mut ledger = self.ledger.borrow_mut();
        let gone: BTreeSet<_> = ledger.saved.keys().copied().collect();
        let gone: BTreeSet<_> =
            gone.difference(&there).filter(|gone| !ledger.exempt.contains(gone)).copied().collect();
        ledger.exempt.extend(&gone);
        gone.iter().for_each(|_| self.note(what));
        drop(ledger);
        self.ledger_reassesses_what_came_back();
        gone
    }

    /// Every change that is in a living phone's storage or in a log at the endpoint.
    fn changes_there(&self) -> BTreeSet<(RecordId, Dot)> {
        let office = self.office.borrow();
        let stored = office.logs.values().flat_map(|log| log.entries.values());
        let stored = stored.filter_map(|entry| crate::phone::about(&entry.payload));
        stored.chain(self.living().flat_map(|(_, phone)| phone.has())).collect()
    }

    /// The changes in the bases of living phones, of those asked about.
    fn held_by_phones(&self, asked: impl Fn(RecordId, Dot) -> bool) -> BTreeSet<(RecordId, Dot)> {
        let ledger = self.ledger.borrow();
        let mut held = BTreeSet::new();
        for (_, phone) in self.living() {
            for (id, _) in block_on(phone.tabs[0].local.summaries()).expect("a good store") {
                let shown = block_on(phone.tabs[0].local.shown(id)).expect("a good store");
                let Some(shown) = shown.filter(|shown| shown.seq.is_some()) else { continue };
                let known = ledger.known.keys().filter(|(record, dot)| {
                    *record == id && shown.record.context.contains(*dot) && asked(id, *dot)
                });
                held.extend(known.copied());
            }
        }
        held
    }

    /// What only a storage held that is gone cannot come back from it.
    fn ledger_reassesses_what_came_back(&self) {
        if self.ledger.borrow().must_come_back.is_empty() {
            return;
        }
        let wanted = self.ledger.borrow().must_come_back.clone();
        let held = self.held_by_phones(|id, dot| wanted.contains(&(id, dot)));
        let office = self.office.borrow();
        let is_back = |(id, dot): &(RecordId, Dot)| {
            office.records.get(id).is_some_and(|kept| kept.record.context.contains(*dot))
        };
        self.ledger.borrow_mut().must_come_back.retain(|change| held.contains(change) || is_back(change));
    }
}

/// A row whose record says that it knows of a change that nobody made. It must stay readable: see above. Where everything
/// was dismissed the context is empty.
fn with_one_more_in_context(text: &str) -> String {
    let (begins, more) = ("\"context\":{", "\"00000000000000ff\":\"1\"");
    let comma = if text.contains(&format!("{begins}}}")) { "" } else { "," };
    text.replace(begins, &format!("{begins}{more}{comma}"))
}

/// Whether a row holds a base, and no pack a newer one.
fn is_in_force(key: &str, text: &str, packs: &BTreeMap<String, String>) -> bool {
    #[derive(serde::Deserialize)]
    struct Row {
        ordinal: u64,
        base: Option<serde::de::IgnoredAny>,
    }
    let Ok(Row { ordinal, base: Some(_) }) = serde_json::from_str(text) else { return false };
    let newer = |(pack, index): (&String, &String)| {
        pack.parse::<u64>().is_ok_and(|pack| pack > ordinal) && index.contains(key)
    };
    !packs.iter().any(newer)
}
