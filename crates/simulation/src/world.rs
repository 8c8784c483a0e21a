//! A small region: phones, people, an endpoint, and somebody who remembers everything.

use crate::ledger::Ledger;
use crate::phone::{Journal, Phone, Tab};
use crate::plan::Plan;
use crate::report::Tally;
use crate::twin::Twin;
use fastrand::Rng;
use futures_executor::block_on;
use record::{AuthorId, DeviceId, HybridTime};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use sync::memory::{Memory, MemoryOffice};
use sync::{Enrolment, Epoch, Grant, Grants, PROTOCOL, Part, Programmes, Request, Role, Session};

/// When every history begins: 18 November 2026.
const BEGINNING: i64 = 1_795_000_000_000;

pub(crate) const PROGRAMMES: [&str; 2] = ["MICRO", "MARCH"];
pub(crate) const COMMUNES: [&str; 2] = ["10.261.01.03", "10.521.01.01"];

pub(crate) struct World {
    plan: Plan,
    rng: RefCell<Rng>,
    pub now: i64,
    pub office: RefCell<MemoryOffice>,
    pub twin: RefCell<Option<Box<dyn Twin>>>,
    pub backups: Vec<MemoryOffice>,
    /// The forms that the endpoint has.
    pub forms: BTreeSet<&'static str>,
    pub phones: Vec<Phone>,
    pub ledger: RefCell<Ledger>,
    pub tally: RefCell<Tally>,
    /// Requests on their way that arrive late, or twice.
    pub stray: RefCell<Vec<(Session, Request)>>,
    /// What was saved from phones to files, each in its parts; people keep them.
    pub files: Vec<Vec<Part>>,
    /// What happened, in words; only if it is asked for.
    pub story: Option<RefCell<Vec<String>>>,
    pub step: Cell<usize>,
}

impl World {
    pub fn new(plan: &Plan, twin: Option<Box<dyn Twin>>, told: bool) -> Self {
        let mut world = Self {
            plan: plan.clone(),
            rng: RefCell::new(plan.chance(u64::MAX)),
            now: BEGINNING,
            office: RefCell::default(),
            twin: RefCell::new(twin),
            backups: Vec::new(),
            forms: ["visit"].into(),
            phones: Vec::new(),
            ledger: RefCell::default(),
            tally: RefCell::default(),
            stray: RefCell::default(),
            files: Vec::new(),
            story: told.then(RefCell::default),
            step: Cell::new(0),
        };
        world.starts();
        for at in 0..plan.devices {
            *world.rng.borrow_mut() = plan.chance(u64::MAX - 1 - at as u64);
            world.add_phone(at);
        }
        world
    }

    /// One thing that happens.
    pub fn step(&mut self, step: usize) {
        *self.rng.borrow_mut() = self.plan.chance(step as u64);
        self.step.set(step);
        let pause = if self.one_in(12) { 2_592_000_000 } else { 3_600_000 };
        self.now += self.draw(1..pause);
        self.happen();
    }

    /// The chance of everybody's last exchanges.
    pub fn begin_to_settle(&mut self) {
        *self.rng.borrow_mut() = self.plan.chance(u64::MAX / 2);
        self.step.set(usize::MAX);
    }

    /// How long the history has lasted, in milliseconds.
    pub fn lasted(&self) -> i64 {
        self.now - BEGINNING
    }

    pub fn draw(&self, range: std::ops::Range<i64>) -> i64 {
        self.rng.borrow_mut().i64(range)
    }

    pub fn below(&self, end: usize) -> usize {
        self.rng.borrow_mut().usize(..end)
    }

    pub fn one_in(&self, many: u32) -> bool {
        self.rng.borrow_mut().u32(..many) == 0
    }

    pub fn bits(&self) -> u64 {
        self.rng.borrow_mut().u64(..)
    }

    pub fn pick<T: Copy>(&self, among: &[T]) -> T {
        among[self.below(among.len())]
    }

    pub fn identity(&self) -> DeviceId {
        DeviceId::from_random(u128::from(self.bits()) << 64 | u128::from(self.bits()))
    }

    /// Counts a fault.
    pub fn note(&self, what: &'static str) {
        self.tally.borrow_mut().note(what);
    }

    /// Tells what happens, if anybody listens.
    pub fn tell(&self, what: impl FnOnce() -> String) {
        if let Some(story) = &self.story {
            let line = match self.step.get() {
                usize::MAX => format!("in the end: {}", what()),
                step => format!("{step:>5}: {}", what()),
            };
            story.borrow_mut().push(line);
        }
    }

    /// The endpoint starts, with a new epoch.
    pub fn starts(&mut self) {
        let epoch = Epoch(self.bits() as u32);
        self.office.borrow_mut().start(epoch);
        if let Some(twin) = self.twin.borrow_mut().as_mut() {
            twin.starts(epoch);
        }
    }

    /// The first phone is a coordinator's, who sees everything; every other one is a field worker's.
    fn add_phone(&mut self, at: usize) {
        let person = AuthorId::derived("person", &[&at.to_string()]);
        let device = self.identity();
        let list = if at == 0 { vec![grant(Role::Coordinator, None, "")] } else { self.some_grants() };
        self.give_grants(person, list);
        let grants = self.enrol(device, person);
        let store = Memory::default();
        let tab = Tab::over(&store);
        let standing = block_on(tab.local.enrol(Enrolment { device, person, grants }));
        let standing = standing.expect("a fresh store takes a device");
        let mut journal = Journal::default();
        journal.follow(&standing);
        let skew = if self.one_in(4) { self.draw(-3_000_000_000..90_000_000_000) } else { 0 };
        let protocol = if self.one_in(6) { PROTOCOL - 1 } else { PROTOCOL };
        self.phones.push(Phone {
            person,
            store,
            journal: RefCell::new(journal),
            tabs: vec![tab],
            skew,
            protocol,
            copies: Vec::new(),
            lost: false,
        });
    }

    pub fn give_grants(&self, person: AuthorId, list: Vec<Grant>) {
        let grants = self.office.borrow_mut().grant(person, Grants { version: 0, list });
        if let Some(twin) = self.twin.borrow_mut().as_mut() {
            twin.grants(person, &grants);
        }
    }

    /// Makes a device known at the endpoint. Gives the person's grants.
    pub fn enrol(&self, device: DeviceId, person: AuthorId) -> Grants {
        self.office.borrow_mut().enrol(device, person);
        if let Some(twin) = self.twin.borrow_mut().as_mut() {
            twin.enrols(device, person);
        }
        self.office.borrow().present_grants(person)
    }

    pub fn some_grants(&self) -> Vec<Grant> {
        let role = Role::FieldWorker;
        match self.below(5) {
            0 => vec![grant(role, None, "")],
            1 => vec![grant(role, Some(PROGRAMMES[0]), "10.261")],
            2 => vec![grant(role, Some(PROGRAMMES[1]), ""), grant(role, Some(PROGRAMMES[0]), "10.261")],
            3 => vec![grant(role, None, "10.521")],
            _ => Vec::new(),
        }
    }

    /// The clock of a phone, in milliseconds.
    pub fn clock_of(&self, at: usize) -> i64 {
        self.now + self.phones[at].skew
    }

    /// The latest stamp that an honest clock can have given.
    pub fn latest_honest_stamp(&self) -> HybridTime {
        HybridTime::from_millis(self.now + HybridTime::TRUSTED_AHEAD_MILLIS + 1)
    }

    pub fn living(&self) -> impl Iterator<Item = (usize, &Phone)> {
        self.phones.iter().enumerate().filter(|(_, phone)| !phone.lost)
    }
}

pub(crate) fn grant(role: Role, programme: Option<&str>, territory: &str) -> Grant {
    let programmes = match programme {
        None => Programmes::All,
        Some(code) => Programmes::Only([code.to_owned()].into()),
    };
    Grant { role, programmes, territory: territory.to_owned() }
}
