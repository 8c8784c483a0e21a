//! The database answers as the office in memory does, which the simulator has proven: the same requests of random
//! histories go to both, and every answer must be equal.

use super::*;
use crate::store::{Store, people};
use proptest::prelude::*;
use record::{Actor, Path, Proposal, Value};
use std::cell::RefCell;
use std::collections::BTreeMap;
use sync::memory::{Memory, MemoryOffice};
use sync::{
    Act, Batch, Decision, Enrolment, Facts, Grant, Local, Programmes, Request, Response, Role, SealKey,
    Session, Stopped, Table, Transport, Trouble, answer, run,
};
use tempfile::TempDir;

const NOW: i64 = 1_795_248_000_000;
const COMMUNES: [&str; 3] = ["10.261.01.03", "10.261.01.01", "10.521.01.01"];

/// What happens in a history. Numbers choose among what there is.
#[derive(Clone, Debug)]
enum Event {
    Writes { phone: usize, record: usize, field: usize, value: u8 },
    MovesTo { phone: usize, record: usize, commune: usize },
    Exchanges { phone: usize },
    LosesTheAnswer { phone: usize },
    IsRolledBack { phone: usize },
    Decides { admit: bool },
    GetsGrants { person: usize, territory: usize },
    EndpointRestarts,
}

fn event() -> impl Strategy<Value = Event> {
    let (phone, record) = (0usize..4, 0usize..5);
    prop_oneof![
        6 => (phone.clone(), record.clone(), 0usize..3, 35u8..50)
            .prop_map(|(phone, record, field, value)| Event::Writes { phone, record, field, value }),
        2 => (phone.clone(), record, 0usize..3)
            .prop_map(|(phone, record, commune)| Event::MovesTo { phone, record, commune }),
        6 => phone.clone().prop_map(|phone| Event::Exchanges { phone }),
        2 => phone.clone().prop_map(|phone| Event::LosesTheAnswer { phone }),
        1 => phone.prop_map(|phone| Event::IsRolledBack { phone }),
        2 => any::<bool>().prop_map(|admit| Event::Decides { admit }),
        1 => (0usize..3, 0usize..3).prop_map(|(person, territory)| Event::GetsGrants { person, territory }),
        1 => Just(Event::EndpointRestarts),
    ]
}

/// Both offices, asked at once.
struct Twins {
    memory: RefCell<MemoryOffice>,
    store: Store,
    _folder: TempDir,
}

struct Phone<'a> {
    twins: &'a Twins,
    person: AuthorId,
    memory: Memory,
    local: Local<Memory>,
    actor: Actor,
    earlier: BTreeMap<Table, BTreeMap<String, String>>,
}

impl Twins {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        let twins = Self { memory: RefCell::default(), store, _folder: folder };
        twins.restart(1).await;
        twins
    }

    async fn restart(&self, epoch: u32) {
        self.memory.borrow_mut().start(Epoch(epoch));
        let mut tx = self.store.write().await.unwrap();
        let insert = "INSERT INTO epoch (epoch, after, started_at) SELECT ?1, seq, 0 FROM counter";
        query(insert).bind(epoch).execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn hire(&self, person: AuthorId) {
        let mut tx = self.store.write().await.unwrap();
        people::add(&mut tx, person, "Somebody", None, NOW).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn grant(&self, person: AuthorId, list: Vec<Grant>) {
        let mut tx = self.store.write().await.unwrap();
        people::grant(&mut tx, person, &list, None, NOW).await.unwrap();
        tx.commit().await.unwrap();
        self.memory.borrow_mut().grant(person, Grants { version: 0, list });
    }

    async fn enrol(&self, device: DeviceId, person: AuthorId) -> Grants {
        let mut tx = self.store.write().await.unwrap();
        assert!(people::add_device(&mut tx, device, person, None, NOW).await.unwrap());
        let grants = people::grants(&mut *tx, person, None).await.unwrap();
        tx.commit().await.unwrap();
        self.memory.borrow_mut().enrol(device, person);
        grants
    }

    async fn ask(&self, person: AuthorId, request: &Request) -> Response {
        let session = Session { device: request.replaces.unwrap_or(request.device), person };
        let seal = SealKey([7; 32]);
        let facts = Facts { now: NOW, knows_form: &|form| form == "person", seal: &seal, catalogue: "1" };
        let mut office = OpenOffice { tx: self.store.write().await.unwrap(), now: NOW };
        let response = answer(&mut office, &session, request, &facts).await.unwrap();
        office.tx.commit().await.unwrap();
        assert_eq!(response, self.memory.borrow_mut().answer(&session, request, &facts));
        response
    }

    /// A held entry that a coordinator could decide about.
    fn held(&self) -> Option<(DeviceId, u64, RecordId, Dot)> {
        let memory = self.memory.borrow();
        let entries =
            memory.logs.iter().flat_map(|(device, log)| log.entries.values().map(move |e| (*device, e)));
        let mut held = entries.filter(|(_, entry)| matches!(entry.outcome, Outcome::Held(_)));
        held.find_map(|(device, entry)| entry.change.map(|(record, dot)| (device, entry.index, record, dot)))
    }

    /// Everything that is stored is equal, not only what was answered.
    async fn are_equal(&self) {
        let memory = self.memory.borrow().clone();
        let mut office = OpenOffice { tx: self.store.write().await.unwrap(), now: NOW };
        let ids: Vec<RecordId> = memory.records.keys().copied().collect();
        let mut records = office.records(&ids).await.unwrap();
        records.sort_by_key(|kept| kept.record.id);
        assert_eq!(records, memory.records.into_values().collect::<Vec<_>>());
        for (device, log) in memory.logs {
            assert_eq!(office.device_log(device).await.unwrap().unwrap(), log.known);
            for (index, entry) in log.entries {
                assert_eq!(office.hash_at(device, index).await.unwrap(), Some(entry.hash));
            }
        }
    }
}

impl Transport for Phone<'_> {
    async fn exchange(&self, request: &Request) -> std::result::Result<Response, Trouble> {
        Ok(self.twins.ask(self.person, request).await)
    }
}

impl<'a> Phone<'a> {
    async fn new(twins: &'a Twins, n: usize, person: AuthorId) -> Self {
        let device = DeviceId::derived("phone", &[&n.to_string()]);
        let grants = twins.enrol(device, person).await;
        let memory = Memory::default();
        let local = Local::new(memory.clone(), |record| record.form.clone());
        local.enrol(Enrolment { device, person, grants }).await.unwrap();
        let earlier = memory.tables();
        Self { twins, person, memory, local, actor: Actor(n as u64), earlier }
    }

    async fn writes(&self, record: usize, path: Path, value: Option<Value>) {
        let record = RecordId::derived("person", &[&record.to_string()]);
        let shown = self.local.shown(record).await.unwrap();
        let mut edits = BTreeMap::from([(path, value.clone())]);
        if shown.is_none() {
            edits.insert(Path::scope("MICRO", COMMUNES[0]).unwrap(), Some(Value::Flag(true)));
        }
        let proposal = Proposal {
            record,
            saw: shown.map(|shown| shown.record.context).unwrap_or_default(),
            // Some forms are not in the catalogue: their entries are held until somebody decides.
            form: if value == Some(Value::Integer(41)) { "unknown" } else { "person" }.into(),
            form_version: 1,
            author: self.person,
            on: "2026-11-21".parse().unwrap(),
            edits,
        };
        self.local.save(proposal, None, NOW, || self.actor).await.unwrap();
    }

    async fn exchanges(&self, identity: DeviceId) {
        let ended = run(&self.local, self, &mut Batch::default(), &|| NOW, &|| identity, |_| {}).await;
        assert!(matches!(ended, Ok(_) | Err(Stopped::Trouble(Trouble::Stuck))), "{ended:?}");
    }

    fn is_rolled_back(&mut self, actor: u64) {
        self.memory.restore(std::mem::take(&mut self.earlier));
        self.earlier = self.memory.tables();
        self.local = Local::new(self.memory.clone(), |record| record.form.clone());
        self.actor = Actor(actor);
    }
}

fn list(role: Role, territory: usize) -> Vec<Grant> {
    let territory = ["10.261", "10.521", ""][territory].to_owned();
    vec![Grant { role, programmes: Programmes::All, territory }]
}

async fn live(history: Vec<Event>) {
    let twins = Twins::new().await;
    let people = [0, 1, 2].map(|n: usize| AuthorId::derived("staff", &[&n.to_string()]));
    let roles = [Role::FieldWorker, Role::FieldWorker, Role::Coordinator];
    let mut phones = Vec::new();
    for (n, person) in people.iter().enumerate() {
        twins.hire(*person).await;
        twins.grant(*person, list(roles[n], if n == 2 { 2 } else { 0 })).await;
        phones.push(Phone::new(&twins, n, *person).await);
    }
    phones.push(Phone::new(&twins, 3, people[0]).await);
    for (step, event) in history.into_iter().enumerate() {
        let identity = DeviceId::derived("identity", &[&step.to_string()]);
        match event {
            Event::Writes { phone, record, field, value } => {
                let path = Path::field(["given_name", "phone", "douar"][field]).unwrap();
                let value = (value > 40).then(|| Value::Integer(value.into()));
                phones[phone].writes(record, path, value).await;
            }
            Event::MovesTo { phone, record, commune } => {
                let path = Path::scope("MICRO", COMMUNES[commune]).unwrap();
                phones[phone].writes(record, path, Some(Value::Flag(step % 3 > 0))).await;
            }
            Event::Exchanges { phone } => phones[phone].exchanges(identity).await,
            Event::LosesTheAnswer { phone } => {
                let request = phones[phone].local.request(4_000, 2_000).await.unwrap();
                twins.ask(phones[phone].person, &request).await;
            }
            Event::IsRolledBack { phone } => phones[phone].is_rolled_back(1_000 + step as u64),
            Event::Decides { admit } => {
                if let Some((device, index, record, dot)) = twins.held() {
                    let at = record::HybridTime::from_millis(NOW);
                    let decision = Decision { device, index, record, dot, author: people[2], at };
                    let act = if admit { Act::Admit(decision) } else { Act::Dismiss(decision) };
                    phones[2].local.decide(act, NOW).await.unwrap();
                }
            }
            Event::GetsGrants { person, territory } => {
                twins.grant(people[person], list(roles[person], territory)).await;
            }
            Event::EndpointRestarts => twins.restart(step as u32 + 2).await,
        }
    }
    twins.are_equal().await;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_database_answers_as_the_office_in_memory(history in prop::collection::vec(event(), 1..60)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(live(history));
    }
}
