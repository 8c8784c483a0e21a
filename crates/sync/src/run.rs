//! The exchange as a script: ask, take in, until there is nothing more to send or read; then put in order what it
//! has left.
//!
//! Reading it asks for nothing but this: a request can be repeated, an answer can be lost, and every step is one
//! transaction of the device's store, so that the script may be cut off anywhere and begun anew.

use crate::{Backing, Fault, Head, Local, PROTOCOL, Request, Response, Standing};
use record::{DeviceId, RecordId};
use std::future::Future;

/// Carries a request to the endpoint and its response back.
pub trait Transport {
    /// One round trip.
    fn exchange(&self, request: &Request) -> impl Future<Output = Result<Response, Trouble>>;
}

/// Why an exchange did not go through. Whatever it is, nothing that was saved is touched by it.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Trouble {
    /// The endpoint cannot be reached.
    #[error("no network")]
    NoNetwork,
    /// No answer came in time.
    #[error("no answer in time")]
    TimedOut,
    /// The endpoint is there and cannot answer now.
    #[error("the office is busy")]
    Busy,
    /// The session is over: a new code or password is needed.
    #[error("sign in needed")]
    SignInNeeded,
    /// The endpoint speaks a newer protocol.
    #[error("this app is too old")]
    TooOld,
    /// The office has withdrawn this device, and has all that was saved on it: it is to be emptied.
    #[error("this device is withdrawn")]
    Withdrawn,
    /// The endpoint refused the request.
    #[error("refused with status {0}")]
    Refused(u16),
    /// What came back is no response.
    #[error("the answer cannot be read")]
    Garbled,
    /// Rounds go through and nothing moves.
    #[error("nothing moves")]
    Stuck,
}

/// Why an exchange stopped.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Stopped {
    /// It did not go through.
    #[error(transparent)]
    Trouble(#[from] Trouble),
    /// The device's store failed.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// How much goes into a round: starts at 32 kB, doubles when a round goes through, halves when one does not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Batch {
    bytes: usize,
}

/// One round that went through.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Round {
    /// Where the device stands after it.
    pub standing: Box<Standing>,
    /// The records that look different now.
    pub changed: Vec<RecordId>,
    /// Whether there is nothing more to send or read for now.
    pub finished: bool,
}

/// How many rounds in a row may go through without moving anything before the exchange gives up for now.
const PATIENCE: usize = 3;

impl Batch {
    const LEAST: usize = 4 * 1024;
    const MOST: usize = 1024 * 1024;

    /// A batch that starts at so many bytes.
    pub fn starting_at(bytes: usize) -> Self {
        Self { bytes }
    }

    /// How many bytes of records a device asks for at most in one page.
    pub fn page_limit(self) -> u32 {
        (self.bytes * 4) as u32
    }

    fn grow(&mut self) {
        self.bytes = (self.bytes * 2).min(Self::MOST);
    }

    fn shrink(&mut self) {
        self.bytes = (self.bytes / 2).max(Self::LEAST);
    }
}

impl Default for Batch {
    fn default() -> Self {
        Self { bytes: 32 * 1024 }
    }
}

/// Exchanges until there is nothing more to send or read, then lets go of what may be seen no longer, gathers bases
/// into packs, and drops the part of the log that is safe. `clock` gives the device's time in milliseconds since
/// 1970-01-01 UTC; `identity` draws a new device identity should the log be found forked; `watch` hears of each
/// round.
///
/// # Errors
/// The first trouble or fault ends it. All rounds before it stand.
pub async fn run<B: Backing, T: Transport>(
    local: &Local<B>,
    transport: &T,
    batch: &mut Batch,
    clock: &impl Fn() -> i64,
    identity: &impl Fn() -> DeviceId,
    mut watch: impl FnMut(&Round),
) -> Result<Box<Standing>, Stopped> {
    let mut unmoved = 0;
    loop {
        let before = local.standing().await?;
        let round = round(local, transport, batch, clock, identity).await?;
        if before.as_ref().is_some_and(|before| !round.standing.has_moved_since(before)) && !round.finished {
            unmoved += 1;
            if unmoved >= PATIENCE {
                return Err(Trouble::Stuck.into());
            }
        } else {
            unmoved = 0;
        }
        watch(&round);
        if round.finished {
            let changed = local.let_go().await?;
            if !changed.is_empty() {
                watch(&Round { changed, ..round.clone() });
            }
            local.compact().await?;
            local.drop_what_is_safe().await?;
            return Ok(round.standing);
        }
    }
}

/// One round: one request and what comes of it. A tab that shares the device with others holds their lock for
/// this long and no longer.
pub async fn round<B: Backing, T: Transport>(
    local: &Local<B>,
    transport: &T,
    batch: &mut Batch,
    clock: &impl Fn() -> i64,
    identity: &impl Fn() -> DeviceId,
) -> Result<Round, Stopped> {
    let request = local.request(batch.bytes, batch.page_limit()).await?;
    let response = transport.exchange(&request).await.inspect_err(|_| batch.shrink())?;
    batch.grow();
    match response {
        Response::Answer(answer) => {
            let office = answer.accepted;
            if let Some(taken) = local.take_in(&request, *answer, clock()).await? {
                return Ok(Round {
                    standing: taken.standing,
                    changed: taken.changed,
                    finished: taken.finished,
                });
            }
            // A restored endpoint may have heard of this log from a copy of this phone first.
            part_from(local, &request, office, identity).await?;
        }
        Response::Forked { office } => part_from(local, &request, office, identity).await?,
        Response::Withdrawn { accepted } => {
            if local.has_handed_over(&request, accepted).await?.waiting() == 0 {
                return Err(Trouble::Withdrawn.into());
            }
            part_from(local, &request, accepted, identity).await?;
        }
        Response::TooOld { protocol } if protocol > PROTOCOL => return Err(Trouble::TooOld.into()),
        Response::TooOld { .. } => {}
    }
    let standing = local.standing().await?.ok_or(Trouble::SignInNeeded)?;
    Ok(Round { standing, changed: Vec::new(), finished: false })
}

/// Takes a new identity if the endpoint's end of the log contradicts the device's own.
async fn part_from<B: Backing>(
    local: &Local<B>,
    request: &Request,
    office: Head,
    identity: &impl Fn() -> DeviceId,
) -> Result<(), Fault> {
    if local.is_forked(request.device, office).await? {
        local.take_new_identity(identity()).await?;
    }
    Ok(())
}
