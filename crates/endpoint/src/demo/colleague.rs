//! The people of the demonstration, each with a device of their own.

use super::chance::Chance;
use super::field::cells;
use super::{DemoError, WayIn};
use crate::session::SignedIn;
use crate::store::{StoreError, people};
use crate::{Endpoint, code, password, team};
use chrono::{DateTime, NaiveDate};
use record::{Actor, AuthorId, DeviceId, FlatMap, Path, Proposal, Record, RecordId, Value};
use sqlx::query_scalar;
use sync::memory::Memory;
use sync::{Batch, Enrolment, Grant, Local, Programmes, Request, Response, Role, Transport, Trouble, run};

/// Role, name, user name, territories.
const STAFF: &str = include_str!("staff.txt");

/// Somebody with a device.
pub struct Colleague<'a> {
    /// What they are.
    pub role: Role,
    /// Who they are.
    pub person: AuthorId,
    /// Where they work.
    pub territories: Vec<String>,
    /// What their device holds.
    pub local: Local<Memory>,
    name: String,
    account: Option<(String, String)>,
    signed_in: SignedIn,
    actor: Actor,
    endpoint: &'a Endpoint,
}

impl Transport for Colleague<'_> {
    async fn exchange(&self, request: &Request) -> Result<Response, Trouble> {
        self.endpoint.exchange(&self.signed_in, request).await.map_err(|_| Trouble::Busy)
    }
}

impl Colleague<'_> {
    /// Saves a change on the device.
    pub async fn save(&self, proposal: Proposal, at: i64) -> Result<(), DemoError> {
        self.local.save(proposal, None, at, || self.actor).await?;
        Ok(())
    }

    /// Changes a record that the device shows.
    pub async fn edit(
        &self,
        record: RecordId,
        at: i64,
        edits: FlatMap<Path, Option<Value>>,
    ) -> Result<(), DemoError> {
        let Some(record) = self.shown(record).await? else { return Ok(()) };
        let proposal = Proposal {
            record: record.id,
            saw: record.context,
            form: record.form,
            form_version: 1,
            author: self.person,
            on: day(at),
            edits,
        };
        self.save(proposal, at).await
    }

    /// A record as the device shows it.
    pub async fn shown(&self, record: RecordId) -> Result<Option<Record>, DemoError> {
        Ok(self.local.shown(record).await?.map(|shown| shown.record))
    }

    /// Exchanges with the endpoint until there is nothing more.
    pub async fn exchange(&self) -> Result<(), DemoError> {
        let clock = || self.endpoint.now();
        let identity = || self.signed_in.device;
        run(&self.local, self, &mut Batch::default(), &clock, &identity, |_| {}).await?;
        Ok(())
    }
}

/// The calendar day of an instant, as people in Guelmim would say in the middle of a day.
pub fn day(at: i64) -> NaiveDate {
    DateTime::from_timestamp_millis(at).unwrap_or_default().date_naive()
}

/// Adds everybody, each with grants, an account for the desk, and a device.
pub async fn staff<'a>(endpoint: &'a Endpoint, chance: &mut Chance) -> Result<Vec<Colleague<'a>>, DemoError> {
    let mut staff = Vec::new();
    for line in STAFF.lines() {
        let [role, name, user, territories] = cells(line);
        let role = match role {
            "administrator" => Role::Administrator,
            "coordinator" => Role::Coordinator,
            _ => Role::FieldWorker,
        };
        let account = (!user.is_empty()).then(|| (user.to_owned(), passphrase(endpoint)));
        let territories = territories.split(' ').map(str::to_owned).collect();
        staff.push(join(endpoint, chance, role, name, account, territories).await?);
    }
    Ok(staff)
}

async fn join<'a>(
    endpoint: &'a Endpoint,
    chance: &mut Chance,
    role: Role,
    name: &str,
    account: Option<(String, String)>,
    territories: Vec<String>,
) -> Result<Colleague<'a>, DemoError> {
    let (person, device) =
        (AuthorId::from_random(chance.identity()), DeviceId::from_random(chance.identity()));
    let grant =
        |territory: &String| Grant { role, programmes: Programmes::All, territory: territory.clone() };
    let grants: Vec<Grant> = territories.iter().map(grant).collect();
    let kept = match &account {
        Some((user, password)) => Some((
            user.clone(),
            password::hash(endpoint, password.clone()).await.map_err(DemoError::Refused)?,
        )),
        None => None,
    };
    let now = endpoint.now();
    let mut tx = endpoint.store.write().await?;
    let kept = kept.as_ref().map(|(user, kept)| (user.as_str(), kept.as_str()));
    people::add(&mut tx, person, name, kept, now).await?;
    people::grant(&mut tx, person, &grants, None, now).await?;
    let grants = people::grants(&mut *tx, person, None).await?;
    let local = Local::new(Memory::default(), |record| record.form.clone());
    if role != Role::Administrator {
        people::add_device(&mut tx, device, person, Some("Demo"), now).await?;
        let enrolled = local.enrol(Enrolment { device, person, grants }).await;
        enrolled.map_err(|_| StoreError::Unreadable("a new device's store"))?;
    }
    tx.commit().await.map_err(StoreError::from)?;
    let signed_in = SignedIn::in_person(device, person, now);
    let (name, actor) = (name.to_owned(), Actor(chance.bits()));
    Ok(Colleague { role, person, territories, local, name, account, signed_in, actor, endpoint })
}

/// How everybody gets in: phones by link, the desk by user name and password.
pub async fn ways_in(endpoint: &Endpoint, staff: &[Colleague<'_>]) -> Result<Vec<WayIn>, DemoError> {
    let mut ways = Vec::new();
    let mut tx = endpoint.store.write().await?;
    for colleague in staff {
        let name = colleague.name.clone();
        ways.push(match &colleague.account {
            Some((user, password)) => WayIn::Account { name, user: user.clone(), password: password.clone() },
            None => {
                let opened = team::open_code(endpoint, &mut tx, colleague.person, None).await;
                let (code, _) = opened.map_err(DemoError::Refused)?;
                WayIn::Link { name, url: endpoint.enrolment_link(&code) }
            }
        });
    }
    tx.commit().await.map_err(StoreError::from)?;
    Ok(ways)
}

impl Endpoint {
    pub(super) async fn knows_anybody(&self) -> Result<bool, StoreError> {
        let people: i64 = query_scalar("SELECT count(*) FROM person").fetch_one(self.store.read()).await?;
        Ok(people > 0)
    }
}

/// Drawn, not derived from the seed: it opens a real endpoint.
fn passphrase(endpoint: &Endpoint) -> String {
    code::draw(&*endpoint.around).to_lowercase()
}
