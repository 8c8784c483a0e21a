//! What the header says is what is so, whatever happens.

use crate::world::line::Way;
use crate::world::person::{Answer, Person};
use crate::world::phone::{Phone, State};
use crate::world::{World, seed, story};
use fastrand::Rng;
use std::time::{Duration, Instant};

/// The changes and files on this device that the office has not, as its tables say.
const WAITING: &str = "
    const opened = indexedDB.open('tiwizi');
    const done = request => new Promise((well, badly) => { request.onsuccess = () => well(request.result); request.onerror = badly; });
    return done(opened).then(async tables => {
        const rows = tables.transaction(['meta', 'files']);
        const [standing, files] = await Promise.all([
            done(rows.objectStore('meta').get('standing')), done(rows.objectStore('files').getAll())]);
        tables.close();
        const { head, accepted } = JSON.parse(standing);
        const goes = ({ saved, stands }) => saved && (stands === 'Here' || stands.Refused);
        return head.index - accepted.index + files.map(JSON.parse).filter(goes).length;
    });";

/// What the header says may be behind what is so for as long as a page takes to open.
const PATIENCE: Duration = Duration::from_secs(5);

/// What may happen, and how often it does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Happening {
    Registers,
    Changes,
    LosesSignal,
    GetsSignal,
    IsCutOff,
    EndpointDies,
    OpensAnew,
    BeginsDraft,
    OtherTab,
}

const HAPPENINGS: [(Happening, usize); 9] = [
    (Happening::Registers, 5),
    (Happening::Changes, 4),
    (Happening::LosesSignal, 8),
    (Happening::GetsSignal, 10),
    (Happening::IsCutOff, 7),
    (Happening::EndpointDies, 3),
    (Happening::OpensAnew, 5),
    (Happening::BeginsDraft, 2),
    (Happening::OtherTab, 6),
];

const FAMILIES: [&str; 10] =
    ["Abouzid", "Bouhmid", "Chafik", "Daoudi", "El Idrissi", "Fassi", "Ghazi", "Haddad", "Jabri", "Kabbaj"];

struct Day {
    world: World,
    phone: Phone,
    chance: Rng,
    registered: Vec<Person>,
    changes: u64,
    tabs: usize,
}

/// Fifty things happen to a phone, by chance: after each of them the header says how much waits, as it stands in the
/// tables, in whichever tab is looked at. In the end all is at the office.
#[tokio::test(flavor = "multi_thread")]
async fn the_header_says_how_much_waits_whatever_happens() {
    story(async |world| {
        let mut chance = Rng::with_seed(seed());
        let mut happenings: Vec<Happening> =
            HAPPENINGS.iter().flat_map(|(what, times)| std::iter::repeat_n(*what, *times)).collect();
        assert_eq!(happenings.len(), 50);
        chance.shuffle(&mut happenings);
        let phone = world.field_worker("Naïma").await;
        let mut day = Day { world, phone, chance, registered: Vec::new(), changes: 0, tabs: 1 };
        let (began, mut slowest) = (Instant::now(), Duration::ZERO);
        for (nth, what) in happenings.into_iter().enumerate() {
            println!("{nth}: {what:?}");
            day.lets_happen(what).await;
            slowest = slowest.max(day.header_is_true().await);
        }
        println!(
            "fifty happenings in {:?}; the header was true after {slowest:?} at the latest",
            began.elapsed()
        );
        day.ends().await;
    })
    .await;
}

impl Day {
    async fn lets_happen(&mut self, what: Happening) {
        let phone = &self.phone;
        match what {
            Happening::Changes if !self.registered.is_empty() => self.changes_somebody().await,
            Happening::Registers | Happening::Changes => self.registers_somebody().await,
            // The browser may know of it or not.
            Happening::LosesSignal if self.chance.bool() => phone.line().loses_signal(),
            Happening::LosesSignal => phone.loses_signal().await,
            Happening::GetsSignal if self.chance.u8(..3) == 0 => phone.line().gets_signal(),
            Happening::GetsSignal => phone.gets_signal().await,
            Happening::IsCutOff => {
                let way = if self.chance.bool() { Way::Request } else { Way::Answer };
                drop(phone.falls_silent(way, self.chance.usize(..1200)));
                phone.exchanges().await;
            }
            Happening::EndpointDies => {
                self.world.kills_the_endpoint().await;
                self.header_is_true().await;
                self.world.starts_the_endpoint().await;
            }
            Happening::OpensAnew => phone.goes_to("/").await,
            Happening::BeginsDraft => {
                phone.begins_to_register().await;
                phone.goes_to("/").await;
            }
            Happening::OtherTab if self.tabs == 1 => {
                phone.opens_another_tab("/").await;
                self.tabs = 2;
            }
            Happening::OtherTab => phone.turns_to_tab(self.chance.usize(..2)).await,
        }
    }

    async fn registers_somebody(&mut self) {
        let person = Person::named("Fatima", FAMILIES[self.registered.len()]);
        self.phone.registers(&person).await;
        self.registered.push(person);
        self.changes += 1;
    }

    async fn changes_somebody(&mut self) {
        let nth = self.chance.usize(..self.registered.len());
        let douar = Answer::Text(format!("Douar {}", self.changes));
        let person = self.registered[nth].clone().with("douar", douar.clone());
        self.phone.changes(&person.name(), "douar", douar).await;
        self.phone.remembers(person.clone());
        self.registered[nth] = person;
        self.changes += 1;
    }

    /// Waits until the header says what is so; how long that took.
    async fn header_is_true(&self) -> Duration {
        let (phone, began) = (&self.phone, Instant::now());
        loop {
            let before = phone.state().await;
            let waiting = phone.script(WAITING, vec![]).await.as_u64().expect("a number") as usize;
            let said = phone.state().await;
            let is_true = match &said {
                Some(State::Waiting(said)) => *said == waiting,
                Some(State::Done | State::Offline) => waiting == 0,
                Some(State::Sending) => waiting > 0,
                Some(State::Problem) | None => false,
            };
            let took = began.elapsed();
            if is_true && before == said {
                return took;
            }
            assert!(took < PATIENCE, "the header says {said:?} and {waiting} wait");
        }
    }

    /// There is signal, and every tab knows.
    async fn ends(self) {
        let phone = &self.phone;
        phone.line().spares_exchanges();
        for tab in 0..self.tabs {
            phone.turns_to_tab(tab).await;
            phone.loses_signal().await;
            phone.gets_signal().await;
            phone.is_all_sent().await;
            self.header_is_true().await;
        }
        assert_eq!(phone.receipt().await, (self.changes, self.changes));
        let office = self.world.office().await;
        assert_eq!(office.records("person").await.len(), self.registered.len());
        let entries = office.devices("Naïma").await.iter().map(|device| device.entries).sum::<u64>();
        assert_eq!(entries, self.changes);
    }
}
