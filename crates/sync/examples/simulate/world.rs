//! A small region: phones, people, an endpoint, a bad network, and somebody who remembers everything.

use crate::ledger::Ledger;
use fastrand::Rng;
use futures_executor::block_on;
use record::{Actor, AuthorId, Context, DeviceId, Path, Proposal, RecordId, Review, Value, Verdict};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use sync::memory::{Failure, Fuse, Memory, MemoryOffice};
use sync::{
    Batch, Enrolment, Epoch, Facts, Fault, Grant, Grants, Local, Programmes, Request, Response, Role,
    SealKey, Session, Stopped, Transport, Trouble,
};

/// What one simulation is made of.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub seed: u64,
    pub devices: usize,
    pub steps: usize,
}

/// How often each fault was injected, over all simulations.
#[derive(Clone, Default, Debug)]
pub struct Tally {
    pub counts: BTreeMap<&'static str, u64>,
}

impl Tally {
    pub fn note(&mut self, what: &'static str) {
        *self.counts.entry(what).or_default() += 1;
    }
}

const PROGRAMMES: [&str; 2] = ["MICRO", "MARCH"];
const COMMUNES: [&str; 2] = ["10.261.01.03", "10.521.01.01"];
const FIELDS: [&str; 3] = ["sales", "stage", "phone"];

pub struct World {
    pub rng: Rng,
    pub now: i64,
    pub office: RefCell<MemoryOffice>,
    pub phones: Vec<Phone>,
    pub ledger: RefCell<Ledger>,
    pub tally: RefCell<Tally>,
    /// Requests on their way that arrive late, or twice.
    stray: RefCell<Vec<(Session, Request)>>,
    draws: Cell<u64>,
}

pub struct Phone {
    pub session: RefCell<Session>,
    pub store: Memory,
    pub local: Local<Memory>,
    /// How far its clock is off, in milliseconds.
    skew: i64,
    /// Forms opened and not saved yet: the record, and what was on the screen.
    open: Vec<(RecordId, Context, bool)>,
}

/// The line between a phone and the endpoint while a simulation runs.
struct BadLine<'a> {
    world: &'a World,
    at: usize,
    session: Session,
    fate: Cell<Fate>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Fine,
    RequestLost,
    AnswerLost,
    AnswerCut,
    Twice,
    Late,
    Busy,
    /// Another tab of the same phone exchanges before this request arrives.
    OvertakenBefore,
    /// Another tab of the same phone exchanges before this answer arrives.
    OvertakenAfter,
}

impl World {
    pub fn new(plan: Plan) -> Self {
        let mut office = MemoryOffice::default();
        office.start(Epoch(1));
        let mut world = Self {
            rng: Rng::with_seed(plan.seed),
            now: 1_795_000_000_000,
            office: RefCell::new(office),
            phones: Vec::new(),
            ledger: RefCell::default(),
            tally: RefCell::default(),
            stray: RefCell::default(),
            draws: Cell::new(plan.seed << 20),
        };
        for at in 0..plan.devices {
            world.add_phone(at);
        }
        world
    }

    /// The first phone is a coordinator's, who sees everything; every other one is a field worker's.
    fn add_phone(&mut self, at: usize) {
        let person = AuthorId::derived("person", &[&at.to_string()]);
        let device = DeviceId::from_random(self.draw().into());
        let role = if at == 0 { Role::Coordinator } else { Role::FieldWorker };
        let list = if at == 0 { vec![grant(role, None, "")] } else { self.some_grants() };
        let grants = self.office.borrow_mut().grant(person, Grants { version: 0, list });
        self.office.borrow_mut().enrol(device, person);
        let store = Memory::default();
        let local = open(&store);
        block_on(local.enrol(Enrolment { device, person, grants })).expect("a fresh store takes a device");
        let skew = if self.rng.u8(..4) == 0 { self.rng.i64(-3_000_000_000..90_000_000_000) } else { 0 };
        let session = RefCell::new(Session { device, person });
        self.phones.push(Phone { session, store, local, skew, open: Vec::new() });
    }

    fn some_grants(&mut self) -> Vec<Grant> {
        let role = Role::FieldWorker;
        match self.rng.u8(..4) {
            0 => vec![grant(role, None, "")],
            1 => vec![grant(role, Some(PROGRAMMES[0]), "10.261")],
            2 => vec![grant(role, Some(PROGRAMMES[1]), ""), grant(role, Some(PROGRAMMES[0]), "10.261")],
            _ => vec![grant(role, None, "10.521")],
        }
    }

    fn draw(&self) -> u64 {
        self.draws.set(self.draws.get() + 1);
        // SplitMix64, so that identities look random and are not.
        let mut z = self.draws.get().wrapping_mul(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn note(&self, what: &'static str) {
        self.tally.borrow_mut().note(what);
    }

    /// One thing that happens.
    pub fn step(&mut self) {
        self.now += self.rng.i64(1..3_600_000);
        let at = self.rng.usize(..self.phones.len());
        match self.rng.u8(..100) {
            0..25 => self.open_a_form(at),
            25..60 => self.save(at),
            60..84 => self.exchange(at),
            84..88 => self.deliver_a_stray_request(),
            88..92 => self.jump_the_clock(at),
            92..95 => self.start_again(at),
            95..97 => self.open_the_database_anew(at),
            _ => self.change_grants(at),
        }
    }

    /// Somebody opens a form on a record that is on the screen, or a new one.
    fn open_a_form(&mut self, at: usize) {
        let held: Vec<RecordId> = {
            let summaries = block_on(self.phones[at].local.summaries()).expect("no fault is planned");
            summaries.into_iter().map(|(id, _)| id).collect()
        };
        let opened = if held.is_empty() || self.rng.u8(..4) == 0 {
            (RecordId::from_random(self.draw().into()), Context::default(), true)
        } else {
            let id = held[self.rng.usize(..held.len())];
            let shown = block_on(self.phones[at].local.shown(id)).expect("no fault is planned");
            let Some(shown) = shown else { return };
            (id, shown.record.context, false)
        };
        self.phones[at].open.push(opened);
    }

    /// Somebody saves a form opened earlier, whatever has arrived meanwhile.
    fn save(&mut self, at: usize) {
        if self.phones[at].open.is_empty() {
            self.open_a_form(at);
        }
        let Some(which) = self.phones[at].open.len().checked_sub(1) else { return };
        let which = self.rng.usize(..=which);
        let (record, saw, new) = self.phones[at].open.swap_remove(which);
        let edits = self.some_edits(at, record, &saw, new);
        let author = self.phones[at].session.borrow().person;
        let on = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).expect("a date");
        let proposal = Proposal { record, saw, form: "visit".into(), form_version: 1, author, on, edits };
        self.light_a_fuse(at, 9);
        let phone = &self.phones[at];
        let actor = Actor(self.draw());
        let saved = block_on(phone.local.save(proposal, None, self.now + phone.skew, || actor));
        phone.store.set_fuse(None);
        match saved {
            Ok(saved) => self.ledger.borrow_mut().saved(&saved),
            Err(Fault::Full) => {}
            Err(_) => self.start_again(at),
        }
    }

    fn some_edits(
        &mut self,
        at: usize,
        record: RecordId,
        saw: &Context,
        new: bool,
    ) -> BTreeMap<Path, Option<Value>> {
        let mut edits = BTreeMap::new();
        for _ in 0..self.rng.usize(1..=2) {
            let field = Path::field(FIELDS[self.rng.usize(..FIELDS.len())]).expect("a path");
            let value = (self.rng.u8(..8) > 0).then(|| Value::Integer(self.rng.i64(..3)));
            edits.insert(field, value);
        }
        let scope = |rng: &mut Rng| {
            let (programme, commune) = (PROGRAMMES[rng.usize(..2)], COMMUNES[rng.usize(..2)]);
            Path::scope(programme, commune).expect("a path")
        };
        if new {
            edits.insert(scope(&mut self.rng), Some(Value::Flag(true)));
        } else if self.rng.u8(..6) == 0 {
            self.note("record moved between scopes");
            let stands = self.rng.bool().then_some(Value::Flag(true));
            edits.insert(scope(&mut self.rng), stands);
        }
        if at == 0 && !new && self.rng.bool() {
            let verdict = if self.rng.bool() { Verdict::Approved } else { Verdict::Returned };
            let judged =
                Review { verdict, judged: saw.clone(), reason: String::new(), remarks: BTreeMap::new() };
            edits.insert(Path::review(), Some(Value::Review(Box::new(judged))));
        }
        let _ = record;
        edits
    }

    /// The store may fail at one of the next steps.
    fn light_a_fuse(&mut self, at: usize, within: u32) {
        let failure = match self.rng.u8(..10) {
            0 => Failure::Crash,
            1 => Failure::CrashAfter,
            2 => Failure::Full,
            _ => return,
        };
        self.note(match failure {
            Failure::Crash => "crash at a storage step",
            Failure::CrashAfter => "crash at a storage step, commit kept",
            Failure::Full => "disk full",
        });
        self.phones[at].store.set_fuse(Some(Fuse { steps: self.rng.u32(..within), failure }));
    }

    /// The app starts again over the same store.
    fn start_again(&mut self, at: usize) {
        self.note("app started again");
        let phone = &mut self.phones[at];
        phone.store.set_fuse(None);
        phone.local = open(&phone.store);
        phone.open.clear();
    }

    /// A second tab takes over: it opens the database anew and knows nothing of what the first one remembered.
    fn open_the_database_anew(&mut self, at: usize) {
        self.note("second tab");
        let phone = &mut self.phones[at];
        phone.local = open(&phone.store);
    }

    fn jump_the_clock(&mut self, at: usize) {
        self.note("clock jumps");
        self.phones[at].skew = self.rng.i64(-90_000_000_000..90_000_000_000);
    }

    fn change_grants(&mut self, at: usize) {
        if at == 0 {
            return;
        }
        self.note("grants changed");
        let list = self.some_grants();
        let person = self.phones[at].session.borrow().person;
        self.office.borrow_mut().grant(person, Grants { version: 0, list });
    }

    fn exchange(&mut self, at: usize) {
        let fate = match self.rng.u8(..18) {
            0 => Fate::RequestLost,
            1 | 2 => Fate::AnswerLost,
            3 => Fate::AnswerCut,
            4 => Fate::Twice,
            5 => Fate::Late,
            6 => Fate::Busy,
            7 => Fate::OvertakenBefore,
            8 => Fate::OvertakenAfter,
            _ => Fate::Fine,
        };
        self.light_a_fuse(at, 60);
        let mut batch = Batch::starting_at(self.rng.usize(100..4_000));
        let outcome = self.run(at, fate, &mut batch);
        self.phones[at].store.set_fuse(None);
        if let Err(Stopped::Fault(_)) = outcome {
            self.start_again(at);
        }
    }

    fn run(&self, at: usize, fate: Fate, batch: &mut Batch) -> Result<(), Stopped> {
        let phone = &self.phones[at];
        let session = phone.session.borrow().clone();
        let line = BadLine { world: self, at, session, fate: Cell::new(fate) };
        let clock = || self.now + phone.skew;
        let identity = || DeviceId::from_random(self.draw().into());
        let mut wrong = None;
        let standing = block_on(sync::run(&phone.local, &line, batch, &clock, &identity, |round| {
            wrong = wrong.take().or_else(|| self.receipt_is_false(&round.standing));
        }))?;
        assert_eq!(wrong, None, "a receipt that is not true");
        phone.session.borrow_mut().device = standing.device;
        Ok(())
    }

    /// Whether a receipt says more than the endpoint's database holds.
    fn receipt_is_false(&self, standing: &sync::Standing) -> Option<String> {
        let office = self.office.borrow();
        let head = office.logs.get(&standing.device).map(|log| log.known.head).unwrap_or_default();
        (head.index < standing.accepted.index)
            .then(|| format!("{:?} told, {head:?} there", standing.accepted))
    }

    /// A request that was underway arrives after all: late, or a second time. Nobody hears the answer.
    fn deliver_a_stray_request(&mut self) {
        let mut stray = self.stray.borrow_mut();
        if stray.is_empty() {
            return;
        }
        let which = self.rng.usize(..stray.len());
        let (session, request) = stray.swap_remove(which);
        drop(stray);
        self.note("request delivered late");
        self.ask(&session, &request);
    }

    fn ask(&self, session: &Session, request: &Request) -> Response {
        let key = SealKey([7; 32]);
        let facts = Facts { now: self.now, knows_form: &|form| form == "visit", seal: &key, catalogue: "1" };
        self.office.borrow_mut().answer(session, request, &facts)
    }

    /// The network is good again, and everybody exchanges until nothing moves.
    pub fn settle(&mut self) {
        for (session, request) in self.stray.take() {
            self.ask(&session, &request);
        }
        for _ in 0..3 {
            for at in 0..self.phones.len() {
                self.phones[at].store.set_fuse(None);
                self.run(at, Fate::Fine, &mut Batch::default()).expect("a good line and a good store");
            }
        }
    }

    /// Every request ever made arrives once more.
    pub fn replay(&self, requests: &[(Session, Request)]) {
        for (session, request) in requests {
            self.ask(session, request);
        }
    }
}

impl Transport for BadLine<'_> {
    async fn exchange(&self, request: &Request) -> Result<Response, Trouble> {
        let world = self.world;
        world.ledger.borrow_mut().requests.push((self.session.clone(), request.clone()));
        match self.fate.get() {
            Fate::Fine => Ok(world.ask(&self.session, request)),
            Fate::RequestLost => {
                world.note("request lost");
                Err(Trouble::TimedOut)
            }
            Fate::AnswerLost => {
                world.note("answer lost after the commit");
                world.ask(&self.session, request);
                Err(Trouble::NoNetwork)
            }
            Fate::AnswerCut => {
                world.note("answer cut");
                world.ask(&self.session, request);
                Err(Trouble::Garbled)
            }
            Fate::Twice => {
                world.note("request duplicated");
                world.ask(&self.session, request);
                Ok(world.ask(&self.session, request))
            }
            Fate::Late => {
                world.note("request delayed");
                world.stray.borrow_mut().push((self.session.clone(), request.clone()));
                Err(Trouble::TimedOut)
            }
            Fate::Busy => Err(Trouble::Busy),
            Fate::OvertakenBefore => {
                self.another_tab_exchanges().await;
                Ok(world.ask(&self.session, request))
            }
            Fate::OvertakenAfter => {
                let response = world.ask(&self.session, request);
                self.another_tab_exchanges().await;
                Ok(response)
            }
        }
    }
}

impl BadLine<'_> {
    /// Another tab over the same store exchanges while this one waits, once.
    async fn another_tab_exchanges(&self) {
        self.world.note("overtaken by another tab");
        self.fate.set(Fate::Fine);
        let phone = &self.world.phones[self.at];
        let tab = open(&phone.store);
        let line = BadLine {
            world: self.world,
            at: self.at,
            session: self.session.clone(),
            fate: Cell::new(Fate::Fine),
        };
        let clock = || self.world.now + phone.skew;
        let identity = || DeviceId::from_random(self.world.draw().into());
        // A store that fails here fails for the waiting tab too.
        let _ = Box::pin(sync::run(&tab, &line, &mut Batch::default(), &clock, &identity, |_| {})).await;
    }
}

fn open(store: &Memory) -> Local<Memory> {
    Local::new(store.clone(), |record| record.form.clone()).packing_from(2)
}

fn grant(role: Role, programme: Option<&str>, territory: &str) -> Grant {
    let programmes = match programme {
        None => Programmes::All,
        Some(code) => Programmes::Only([code.to_owned()].into()),
    };
    Grant { role, programmes, territory: territory.to_owned() }
}
