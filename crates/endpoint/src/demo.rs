//! An invented region for those who want to look around: people, sessions, ventures, reviews, a dispute, an entry held.
//!
//! Nothing is written behind the endpoint's back: each colleague has a device, answers the catalogue's forms on it
//! and exchanges with this endpoint, as phones do. The same region comes about at every start, dated back from the
//! day it is made. No person in it exists.

mod chance;
mod colleague;
mod desk;
mod field;
mod ventures;

use crate::Endpoint;
use crate::refusal::Refusal;
use crate::store::StoreError;
use crate::surroundings::DAY;
use chance::Chance;
use colleague::Colleague;
use field::Region;
use record::{Path, RecordId, Value};

/// How somebody gets into the demonstration.
#[derive(Clone, Debug)]
pub enum WayIn {
    /// A phone, by a link that is good for a day and one device.
    Link {
        /// Whose.
        name: String,
        /// The link.
        url: String,
    },
    /// A desk, by user name and password.
    Account {
        /// Whose.
        name: String,
        /// The user name.
        user: String,
        /// The password, made for this database.
        password: String,
    },
}

/// Why the demonstration could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The endpoint refused what a demonstration may not be refused.
    #[error("the endpoint refused a demonstration: {0:?}")]
    Refused(Refusal),
    /// The catalogue in force has no such form.
    #[error("the catalogue has no form {0:?}")]
    NoForm(&'static str),
    /// A form of the catalogue in force is not satisfied with the answers.
    #[error("the form {form:?} is not satisfied with the answer to {fields:?}")]
    Unsatisfied {
        /// The form.
        form: String,
        /// The questions.
        fields: Vec<String>,
    },
    /// A device's store failed.
    #[error(transparent)]
    Device(#[from] sync::Fault),
    /// An exchange stopped.
    #[error(transparent)]
    Stopped(#[from] sync::Stopped),
}

const SEED: u64 = 0x7469_7769_7a69;
const PEOPLE: usize = 200;
const SESSIONS: usize = 40;

impl Endpoint {
    /// Fills a fresh database with the demonstration, and tells how to get in; nothing happens if somebody is
    /// known here already.
    pub async fn fill_with_demo(&self) -> Result<Option<Vec<WayIn>>, DemoError> {
        if self.knows_anybody().await? {
            return Ok(None);
        }
        let mut chance = Chance(SEED);
        let staff = colleague::staff(self, &mut chance).await?;
        let at_the_desk = |c: &&Colleague| c.role == sync::Role::Coordinator;
        let in_the_field = |c: &&Colleague| c.role == sync::Role::FieldWorker;
        let desk: Vec<&Colleague> = staff.iter().filter(at_the_desk).collect();
        let field: Vec<&Colleague> = staff.iter().filter(in_the_field).collect();

        let mut region = Region::new(self, chance)?;
        for n in 0..PEOPLE {
            region.register(&field, n, PEOPLE).await?;
        }
        for n in 0..SESSIONS {
            region.hold_session(&field, n, SESSIONS).await?;
        }
        region.register_out_of_reach(field[0]).await?;
        ventures::undertake(self, field[0], &mut region).await?;
        exchange_all(&field).await?;
        exchange_all(&desk).await?;

        let judged = desk::review(&desk, &mut region).await?;
        exchange_all(&desk).await?;
        exchange_all(&field).await?;
        desk::answer_reviews(&field, &judged, &mut region).await?;
        make_a_dispute(field[0], desk[0], judged.disputed, &region).await?;
        exchange_all(&field).await?;
        exchange_all(&desk).await?;
        colleague::ways_in(self, &staff).await.map(Some)
    }
}

/// A phone number that two people correct on the same morning, neither having heard of the other.
async fn make_a_dispute(
    worker: &Colleague<'_>,
    coordinator: &Colleague<'_>,
    person: RecordId,
    region: &Region,
) -> Result<(), DemoError> {
    for (colleague, hour, number) in [(worker, 9, "+212661234501"), (coordinator, 10, "+212661234510")] {
        let at = region.today() - DAY + hour * 60 * 60 * 1000;
        let phone: Path = Path::field("phone").map_err(|_| DemoError::NoForm("person"))?;
        colleague.edit(person, at, [(phone, Some(Value::Text(number.into())))].into()).await?;
    }
    Ok(())
}

async fn exchange_all(colleagues: &[&Colleague<'_>]) -> Result<(), DemoError> {
    for colleague in colleagues {
        colleague.exchange().await?;
    }
    Ok(())
}
