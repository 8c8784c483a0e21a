//! A region with an endpoint and phones in memory, in the words of its people.

#![allow(dead_code, reason = "each file of histories uses its own part")]

mod exchange;

use futures_executor::block_on;
use record::*;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use sync::{memory::*, *};

/// When every history happens, in milliseconds since 1970-01-01 UTC: 21 November 2026.
pub const NOW: i64 = 1_795_000_000_000;

pub struct Region {
    pub office: Rc<RefCell<MemoryOffice>>,
    forms: Rc<RefCell<Vec<String>>>,
    draws: Rc<Cell<u128>>,
    now: Rc<Cell<i64>>,
}

pub struct Phone {
    pub store: Memory,
    office: Rc<RefCell<MemoryOffice>>,
    forms: Rc<RefCell<Vec<String>>>,
    draws: Rc<Cell<u128>>,
    /// The endpoint's clock.
    now: Rc<Cell<i64>>,
    local: RefCell<Local<Memory>>,
    session: RefCell<Session>,
    clock: Cell<i64>,
}

/// A form that is open: the record, and what is on the screen.
pub struct Open(RecordId, Context);

pub fn region() -> Region {
    let mut office = MemoryOffice::default();
    office.start(Epoch(1));
    let forms = vec!["visit".to_owned()];
    Region {
        office: Rc::new(RefCell::new(office)),
        forms: Rc::new(RefCell::new(forms)),
        draws: Rc::default(),
        now: Rc::new(Cell::new(NOW)),
    }
}

/// Whether a text stands anywhere in what a phone has stored.
pub fn holds(phone: &Phone, text: &str) -> bool {
    phone.store.tables().values().flat_map(|rows| rows.values()).any(|row| row.contains(text))
}

/// Whether a text stands anywhere in the endpoint's database.
pub fn office_holds(region: &Region, text: &str) -> bool {
    let office = region.backup();
    let payloads = office.logs.values().flat_map(|log| log.entries.values());
    let mut texts = payloads.map(|entry| entry.payload.as_str().to_owned());
    let mut records = office.records.values().map(|kept| serde_json::to_string(&kept.record).unwrap());
    texts.any(|payload| payload.contains(text)) || records.any(|record| record.contains(text))
}

impl Region {
    pub fn worker(&self, name: &str) -> Phone {
        self.phone(name, grant(Role::FieldWorker, Programmes::All, ""))
    }

    pub fn worker_in(&self, name: &str, programme: &str, territory: &str) -> Phone {
        self.phone(name, grant(Role::FieldWorker, Programmes::Only([programme.to_owned()].into()), territory))
    }

    pub fn coordinator(&self, name: &str) -> Phone {
        self.phone(name, grant(Role::Coordinator, Programmes::All, ""))
    }

    fn phone(&self, name: &str, grant: Grant) -> Phone {
        let person = AuthorId::derived("staff", &[name]);
        let device = DeviceId::derived("phone", &[name]);
        let grants = self.office.borrow_mut().grant(person, Grants { version: 0, list: vec![grant] });
        self.office.borrow_mut().enrol(device, person);
        let phone = self.phone_over(Memory::default(), Session { device, person, withdrawn: false });
        block_on(phone.local.borrow().enrol(Enrolment { device, person, grants })).unwrap();
        phone
    }

    fn phone_over(&self, store: Memory, session: Session) -> Phone {
        Phone {
            local: RefCell::new(open(&store)),
            store,
            office: self.office.clone(),
            forms: self.forms.clone(),
            draws: self.draws.clone(),
            now: self.now.clone(),
            session: RefCell::new(session),
            clock: Cell::new(NOW),
        }
    }

    /// A phone whose storage is a copy of another's, with the same session.
    pub fn copy_of(&self, phone: &Phone) -> Phone {
        let store = Memory::default();
        store.restore(phone.store.tables());
        self.phone_over(store, phone.session())
    }

    pub fn grants(&self, phone: &Phone, programme: &str, territory: &str) {
        let grant = grant(Role::FieldWorker, Programmes::Only([programme.to_owned()].into()), territory);
        self.office.borrow_mut().grant(phone.session().person, Grants { version: 0, list: vec![grant] });
    }

    /// A field worker may see everything from now on.
    pub fn grants_everything(&self, phone: &Phone) {
        let list = vec![grant(Role::FieldWorker, Programmes::All, "")];
        self.office.borrow_mut().grant(phone.session().person, Grants { version: 0, list });
    }

    /// A copy of the endpoint's database.
    pub fn backup(&self) -> MemoryOffice {
        self.office.borrow().clone()
    }

    /// The endpoint's database is as it was, and the endpoint starts.
    pub fn is_restored(&self, backup: &MemoryOffice) {
        let epoch = Epoch(1_000 + self.draws.get() as u32);
        self.draws.set(self.draws.get() + 1);
        *self.office.borrow_mut() = backup.clone();
        self.office.borrow_mut().start(epoch);
    }

    /// The endpoint starts with these records noted as erased, as it does after a restore.
    pub fn erases_again(&self, erased: &[Record]) {
        let key = SealKey([7; 32]);
        let facts = Facts { now: self.now.get(), knows_form: &|_| true, seal: &key, catalogue: "" };
        block_on(erase_again(&mut *self.office.borrow_mut(), erased, &facts)).unwrap();
    }

    /// Phones are told that a verified backup holds all of their logs.
    pub fn has_a_verified_backup(&self) {
        for log in self.office.borrow_mut().logs.values_mut() {
            log.known.safe_through = log.known.head.index;
        }
    }

    /// A record at the office.
    pub fn record(&self, id: RecordId) -> Option<Record> {
        self.office.borrow().records.get(&id).map(|kept| kept.record.clone())
    }

    /// Something alters a record in the endpoint's database, behind its back.
    pub fn alters(&self, id: RecordId, alter: impl FnOnce(&mut Record)) {
        alter(&mut self.office.borrow_mut().records.get_mut(&id).unwrap().record);
    }

    /// The endpoint's clock, in milliseconds.
    pub fn clock_shows(&self, millis: i64) {
        self.now.set(millis);
    }

    /// What became of a device's entries, in order.
    pub fn outcomes(&self, device: DeviceId) -> Vec<Outcome> {
        self.office.borrow().logs[&device].entries.values().map(|entry| entry.outcome.clone()).collect()
    }

    /// A file is taken in at the desk: each of its parts, in whatever order they are.
    pub fn takes_in(&self, parts: &[Part]) -> Vec<Received> {
        let bundle = &parts[0].bundle;
        let known = [Some(bundle.device), bundle.replaces].into_iter().flatten();
        let mut office = self.office.borrow_mut();
        let session = known.filter_map(|device| Some((device, office.logs.get(&device)?.person?))).next();
        let (device, person) = session.unwrap();
        let (key, forms) = (SealKey([7; 32]), self.forms.borrow().clone());
        let knows_form = |form: &str| forms.iter().any(|known| known == form);
        let facts = Facts { now: self.now.get(), knows_form: &knows_form, seal: &key, catalogue: "" };
        office.receive(&Session { device, person, withdrawn: false }, parts, &facts)
    }

    /// A person has left: nothing is granted any more.
    pub fn takes_everything_from(&self, phone: &Phone) {
        self.office.borrow_mut().grant(phone.session().person, Grants::default());
    }

    pub fn knows_the_form(&self, form: &str) {
        self.forms.borrow_mut().push(form.to_owned());
    }
}

impl Phone {
    pub fn session(&self) -> Session {
        self.session.borrow().clone()
    }

    pub fn stands(&self) -> Box<Standing> {
        block_on(self.local.borrow().standing()).unwrap().unwrap()
    }

    /// Registers somebody, by name, in MICRO and Guelmim.
    pub fn saves(&self, name: &str, edits: &[(&str, i64)]) -> RecordId {
        let id = RecordId::derived("person", &[name]);
        let mut edits = values(edits);
        edits.insert(Path::scope("MICRO", "10.261.01.03").unwrap(), Some(Value::Flag(true)));
        self.saves_edits(id, self.on_screen(id), "visit", edits);
        id
    }

    pub fn saves_with_form(&self, name: &str, form: &str) -> RecordId {
        let id = RecordId::derived("person", &[name]);
        let scope = Path::scope("MICRO", "10.261.01.03").unwrap();
        self.saves_edits(id, Context::default(), form, [(scope, Some(Value::Flag(true)))].into());
        id
    }

    pub fn saves_stamped(&self, name: &str) -> HybridTime {
        let id = RecordId::derived("person", &[name]);
        let scope = Path::scope("MICRO", "10.261.01.03").unwrap();
        self.saves_edits(id, Context::default(), "visit", [(scope, Some(Value::Flag(true)))].into()).change.at
    }

    pub fn saves_on(&self, id: RecordId, edits: &[(&str, i64)]) {
        self.saves_opened(self.opens(id), edits);
    }

    pub fn opens(&self, id: RecordId) -> Open {
        Open(id, self.on_screen(id))
    }

    pub fn saves_opened(&self, Open(id, saw): Open, edits: &[(&str, i64)]) {
        self.saves_edits(id, saw, "visit", values(edits));
    }

    pub fn joins(&self, id: RecordId, programme: &str, commune: &str) {
        let scope = Path::scope(programme, commune).unwrap();
        self.saves_edits(id, self.on_screen(id), "visit", [(scope, Some(Value::Flag(true)))].into());
    }

    pub fn leaves(&self, id: RecordId, programme: &str, commune: &str) {
        let scope = Path::scope(programme, commune).unwrap();
        self.saves_edits(id, self.on_screen(id), "visit", [(scope, None)].into());
    }

    pub fn judges(&self, id: RecordId, verdict: Verdict) {
        let judged = self.on_screen(id);
        let review = Review { verdict, judged: judged.clone(), reason: String::new(), remarks: [].into() };
        let edits = [(Path::review(), Some(Value::Review(Box::new(review))))];
        self.saves_edits(id, judged, "visit", edits.into());
    }

    /// Admits or dismisses the first entry of a device about a record.
    pub fn decides(&self, device: DeviceId, record: RecordId, admit: bool) {
        self.decides_about_the(0, device, record, admit);
    }

    /// Admits or dismisses one of a device's entries about a record, counted from 0.
    pub fn decides_about_the(&self, nth: usize, device: DeviceId, record: RecordId, admit: bool) {
        let (index, dot) = {
            let office = self.office.borrow();
            let entries = office.logs[&device].entries.values();
            let mut entries = entries.filter(|entry| entry.change.is_some_and(|(id, _)| id == record));
            let entry = entries.nth(nth).unwrap();
            (entry.index, entry.change.unwrap().1)
        };
        let author = self.session().person;
        let decision = Decision { device, index, record, dot, author, at: HybridTime::from_millis(NOW) };
        let act = if admit { Act::Admit(decision) } else { Act::Dismiss(decision) };
        block_on(self.local.borrow().decide(act, self.clock.get())).unwrap();
    }

    /// How many of its entries the office holds, as the phone was told.
    pub fn held(&self) -> usize {
        block_on(self.local.borrow().held()).unwrap().len()
    }

    /// What the office has decided about this phone's held entries, as the phone was told.
    pub fn has_heard_of(&self) -> Vec<(Outcome, RecordId)> {
        let decided = block_on(self.local.borrow().decided()).unwrap();
        decided.into_iter().map(|(outcome, change)| (outcome, change.record)).collect()
    }

    /// The records about which this device has decided.
    pub fn has_decided(&self) -> Vec<RecordId> {
        let decisions = block_on(self.local.borrow().decisions(0)).unwrap();
        decisions.into_iter().map(|decision| decision.record).collect()
    }

    /// Saves what a form that was opened earlier asked, under another form's name.
    pub fn saves_opened_with_form(&self, Open(id, saw): Open, form: &str, edits: &[(&str, i64)]) {
        self.saves_edits(id, saw, form, values(edits));
    }

    /// Removes a record, having seen what is on the screen.
    pub fn removes(&self, Open(id, saw): Open) {
        let edits = [(Path::removed(), Some(Value::Seen(saw.clone())))];
        self.saves_edits(id, saw, "visit", edits.into());
    }

    /// Writes one path.
    pub fn writes(&self, id: RecordId, path: &str, value: Option<Value>) -> Saved {
        self.writes_all(id, "visit", [(path.parse().unwrap(), value)].into())
    }

    /// Writes these paths at once.
    pub fn writes_all(&self, id: RecordId, form: &str, edits: FlatMap<Path, Option<Value>>) -> Saved {
        self.saves_edits(id, self.on_screen(id), form, edits)
    }

    fn saves_edits(
        &self,
        record: RecordId,
        saw: Context,
        form: &str,
        edits: FlatMap<Path, Option<Value>>,
    ) -> Saved {
        let on = "2026-11-21".parse().unwrap();
        let author = self.session().person;
        let proposal = Proposal { record, saw, form: form.into(), form_version: 1, author, on, edits };
        let actor = Actor(self.draw() as u64);
        block_on(self.local.borrow().save(proposal, None, self.clock.get(), || actor)).unwrap()
    }

    fn on_screen(&self, id: RecordId) -> Context {
        self.shown(id).map(|shown| shown.record.context).unwrap_or_default()
    }

    pub fn shown(&self, id: RecordId) -> Option<Shown> {
        block_on(self.local.borrow().shown(id)).unwrap()
    }

    /// The record on the screen.
    pub fn sees(&self, id: RecordId) -> Record {
        self.shown(id).unwrap().record
    }

    /// How many records it holds.
    pub fn holds(&self) -> usize {
        block_on(self.local.borrow().summaries()).unwrap().len()
    }

    pub fn unsent(&self) -> Vec<Entry> {
        block_on(self.local.borrow().unsent()).unwrap()
    }

    /// What waits, as a file of parts of about so many bytes.
    pub fn saves_to_a_file(&self, bytes: usize) -> Vec<Part> {
        let parts = block_on(self.local.borrow().bundle(bytes)).unwrap();
        assert!(parts.iter().all(Part::is_consistent));
        parts
    }

    pub fn clock_shows(&self, millis: i64) {
        self.clock.set(millis);
    }

    /// Something alters the text of a base in the phone's storage, in whichever row or pack it lies.
    pub fn alters(&self, id: RecordId, alter: impl Fn(&str) -> String) {
        let mut tables = self.store.tables();
        let id = id.to_string();
        let mut altered = 0;
        if let Some(row) = tables.entry(Table::Rows).or_default().get_mut(&id) {
            *row = alter(row);
            altered += 1;
        }
        for pack in tables.entry(Table::Packs).or_default().values_mut() {
            let lines = pack.lines().map(|line| {
                let is_it = line.contains(&format!("\"record\":{{\"id\":\"{id}\""));
                altered += usize::from(is_it);
                if is_it { alter(line) } else { line.to_owned() }
            });
            *pack = lines.collect::<Vec<_>>().join("\n");
        }
        assert_eq!(altered, 1, "the base of {id} is there once");
        self.store.restore(tables);
    }

    /// The app starts again over its storage.
    pub fn starts_again(&self) {
        self.local.replace(open(&self.store));
    }

    /// The phone's storage holds a base under another identity too.
    pub fn copies_base(&self, id: RecordId, other: RecordId) {
        let mut tables = self.store.tables();
        let rows = tables.entry(Table::Rows).or_default();
        let copy = rows[&id.to_string()].replace(&id.to_string(), &other.to_string());
        rows.insert(other.to_string(), copy);
        self.is_rolled_back_to(tables);
    }

    /// Another tab over the same store: what it does, this one has not heard of.
    pub fn tab(&self) -> Phone {
        Phone {
            local: RefCell::new(open(&self.store)),
            store: self.store.clone(),
            office: self.office.clone(),
            forms: self.forms.clone(),
            draws: self.draws.clone(),
            now: self.now.clone(),
            session: RefCell::new(self.session()),
            clock: Cell::new(self.clock.get()),
        }
    }

    /// The phone's storage is as it was at another time, and the app starts again.
    pub fn is_rolled_back_to(&self, tables: BTreeMap<Table, BTreeMap<String, String>>) {
        self.store.restore(tables);
        self.local.replace(open(&self.store));
    }

    pub fn recovers(&self, mark: Mark, copies: Vec<Entry>) -> Recovered {
        block_on(self.local.borrow().recover(Some(mark), copies)).unwrap()
    }

    pub fn enrols(&self, enrolment: Enrolment) -> Result<Box<Standing>, EnrolError> {
        block_on(self.local.borrow().enrol(enrolment))
    }

    pub fn clears(&self) -> Result<(), EnrolError> {
        block_on(self.local.borrow().clear())
    }

    fn draw(&self) -> u128 {
        self.draws.set(self.draws.get() + 1);
        self.draws.get()
    }
}

fn open(store: &Memory) -> Local<Memory> {
    Local::new(store.clone(), |record| record.form.clone())
}

fn grant(role: Role, programmes: Programmes, territory: &str) -> Grant {
    Grant { role, programmes, territory: territory.into() }
}

fn values(edits: &[(&str, i64)]) -> FlatMap<Path, Option<Value>> {
    edits.iter().map(|(field, value)| (Path::field(field).unwrap(), Some(Value::Integer(*value)))).collect()
}
