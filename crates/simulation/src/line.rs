//! The line between a phone and the endpoint, and everything that can happen to a message on it.

use crate::world::World;
use futures_executor::block_on;
use record::AuthorId;
use std::cell::Cell;
use std::collections::BTreeSet;
use sync::{Batch, Facts, Request, Response, SealKey, Session, Standing, Stopped, Transport, Trouble};

/// What happens to a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fate {
    Fine,
    RequestLost,
    RequestCut,
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

impl Fate {
    /// One of 24, half of them good.
    pub fn drawn(number: usize) -> Self {
        match number {
            0 => Self::RequestLost,
            1 => Self::RequestCut,
            2 | 3 => Self::AnswerLost,
            4 | 5 => Self::AnswerCut,
            6 => Self::Twice,
            7 | 8 => Self::Late,
            9 => Self::Busy,
            10 => Self::OvertakenBefore,
            11 => Self::OvertakenAfter,
            _ => Self::Fine,
        }
    }
}

struct BadLine<'a> {
    world: &'a World,
    at: usize,
    fate: Cell<Fate>,
}

/// Gives what the endpoint knows beside its database.
pub(crate) fn facts<T>(now: i64, forms: &BTreeSet<&'static str>, then: impl FnOnce(&Facts<'_>) -> T) -> T {
    let seal = SealKey([7; 32]);
    then(&Facts { now, knows_form: &|form| forms.contains(form), seal: &seal, catalogue: "1" })
}

impl World {
    /// A phone exchanges, on a line of this fate.
    pub(crate) fn run(&self, at: usize, tab: usize, fate: Fate, batch: &mut Batch) -> Result<(), Stopped> {
        let phone = &self.phones[at];
        let local = &phone.tabs[tab].local;
        let line = BadLine { world: self, at, fate: Cell::new(fate) };
        let mut wrong = None;
        let ended =
            block_on(sync::run(local, &line, batch, &|| self.clock_of(at), &|| self.identity(), |round| {
                wrong = wrong.take().or_else(|| self.receipt_is_false(&round.standing))
            }));
        assert_eq!(wrong, None, "a receipt that is not true");
        if ended == Err(Stopped::Trouble(Trouble::SignInNeeded)) {
            self.enrol_again(at, tab);
        }
        assert_ne!(ended, Err(Stopped::Trouble(Trouble::Stuck)), "phone {at} exchanges and nothing moves");
        // Rounds that went through before the last one failed have moved the log too.
        if let Ok(Some(standing)) = block_on(local.standing()) {
            let is_another = phone.journal.borrow().mark.is_none_or(|mark| mark.device != standing.device);
            if is_another && let Ok(unsent) = block_on(local.unsent()) {
                phone.journal.borrow_mut().replace(unsent, &standing);
            } else if !is_another {
                phone.journal.borrow_mut().follow(&standing);
            }
        }
        ended.map(drop)
    }

    /// Whether a receipt says more than the endpoint's database holds.
    fn receipt_is_false(&self, standing: &Standing) -> Option<String> {
        let office = self.office.borrow();
        let head = office.logs.get(&standing.device).map(|log| log.known.head).unwrap_or_default();
        (head.index < standing.accepted.index)
            .then(|| format!("{:?} told, {head:?} there", standing.accepted))
    }

    /// Whose session a request comes with, as the endpoint decides it: the person's own device, known or replaced.
    pub(crate) fn session_of(&self, person: AuthorId, request: &Request) -> Option<Session> {
        let office = self.office.borrow();
        let is_own =
            |device: &record::DeviceId| office.logs.get(device).is_some_and(|log| log.person == Some(person));
        let device = [Some(request.device), request.replaces].into_iter().flatten().find(is_own)?;
        Some(Session { device, person, withdrawn: false })
    }

    /// The endpoint answers.
    fn ask(&self, session: &Session, request: &Request) -> Response {
        let response = self.answer(session, request);
        self.ledger.borrow_mut().delivered(session, request, &response);
        if is_news(request, &response) {
            self.tell(|| format!("  -> {}\n       <- {}", asked(request), told(&response)));
        }
        response
    }

    pub(crate) fn answer(&self, session: &Session, request: &Request) -> Response {
        facts(self.now, &self.forms, |facts| {
            let response = self.office.borrow_mut().answer(session, request, facts);
            if let Some(twin) = self.twin.borrow_mut().as_mut() {
                assert_eq!(twin.answers(session, request, facts), response, "the database answers otherwise");
            }
            response
        })
    }

    /// A request that was underway arrives after all: late, or a second time. Nobody hears the answer.
    pub(crate) fn deliver_a_stray_request(&self) {
        let mut stray = self.stray.borrow_mut();
        if stray.is_empty() {
            return;
        }
        let which = self.below(stray.len());
        let (session, request) = stray.swap_remove(which);
        drop(stray);
        self.note("request delivered late");
        self.tell(|| "a request of earlier arrives".into());
        self.deliver(&session, &request);
    }

    /// Delivers a request, unless the endpoint has forgotten whose it is.
    pub(crate) fn deliver(&self, session: &Session, request: &Request) {
        if let Some(session) = self.session_of(session.person, request) {
            self.ask(&session, request);
        }
    }
}

/// Whether anything came of a request.
fn is_news(request: &Request, response: &Response) -> bool {
    let Response::Answer(answer) = response else { return true };
    let nothing = request.entries.is_empty()
        && request.cursor == Some(answer.cursor)
        && request.before == answer.accepted
        && answer.outcomes.is_empty();
    !nothing || answer.grants.is_some() || answer.asks_beyond.is_some()
}

/// A request in a story.
fn asked(request: &Request) -> String {
    let Request { device, kept, entries, before, head, cursor, grants, returned, .. } = request;
    let returned = returned.as_ref().map(|r| (r.states.len(), r.complete));
    format!(
        "{} kept {} before {} +{} of {}, cursor {cursor:?}, grants {grants}, returns {returned:?}",
        &device.to_string()[..4],
        kept.index,
        before.index,
        entries.len(),
        head.index,
    )
}

/// A response in a story.
fn told(response: &Response) -> String {
    match response {
        Response::Answer(a) => format!(
            "accepted {}, {:?}, {} confirmed, {} stated, {} gone, {:?}, grants {:?}, more {}, asks {:?}",
            a.accepted.index,
            a.outcomes,
            a.confirmed.len(),
            a.records.len(),
            a.gone.len(),
            a.cursor,
            a.grants.as_ref().map(|grants| grants.version),
            a.more,
            a.asks_beyond.map(|cursor| cursor.seq)
        ),
        other => format!("{other:?}"),
    }
}

impl Transport for BadLine<'_> {
    async fn exchange(&self, request: &Request) -> Result<Response, Trouble> {
        let world = self.world;
        let phone = &world.phones[self.at];
        let mut request = request.clone();
        if phone.protocol < request.protocol {
            world.note("old protocol");
            request.protocol = phone.protocol;
        }
        if self.fate.get() == Fate::OvertakenBefore {
            self.another_tab_exchanges().await;
        }
        let session = world.session_of(phone.person, &request).ok_or(Trouble::SignInNeeded)?;
        match self.fate.replace(Fate::Fine) {
            Fate::Fine | Fate::OvertakenBefore => Ok(world.ask(&session, &request)),
            Fate::RequestLost => {
                world.note("request lost");
                Err(Trouble::TimedOut)
            }
            Fate::RequestCut => {
                world.note("request cut");
                world.must_not_read::<Request>(&request);
                Err(Trouble::Refused(400))
            }
            Fate::AnswerLost => {
                world.note("answer lost after the commit");
                world.ask(&session, &request);
                Err(Trouble::NoNetwork)
            }
            Fate::AnswerCut => {
                world.note("answer cut");
                world.must_not_read::<Response>(&world.ask(&session, &request));
                Err(Trouble::Garbled)
            }
            Fate::Twice => {
                world.note("request duplicated");
                world.ask(&session, &request);
                Ok(world.ask(&session, &request))
            }
            Fate::Late => {
                world.note("request delayed");
                world.stray.borrow_mut().push((session, request));
                Err(Trouble::TimedOut)
            }
            Fate::Busy => {
                world.note("endpoint busy");
                Err(Trouble::Busy)
            }
            Fate::OvertakenAfter => {
                let response = world.ask(&session, &request);
                self.another_tab_exchanges().await;
                Ok(response)
            }
        }
    }
}

impl World {
    /// A message cut at any byte is no message; whole, it reads back as it was.
    fn must_not_read<T>(&self, message: &T)
    where
        T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug,
    {
        let text = serde_json::to_vec(message).expect("a message has a text");
        let cut = self.below(text.len());
        assert!(serde_json::from_slice::<T>(&text[..cut]).is_err(), "half a message was read");
        let whole: T = serde_json::from_slice(&text).expect("a message reads back");
        assert_eq!(&whole, message, "a message reads back as another");
    }
}

impl BadLine<'_> {
    /// Another tab over the same store exchanges while this one waits, once.
    async fn another_tab_exchanges(&self) {
        self.world.note("overtaken by another tab");
        let phone = &self.world.phones[self.at];
        let tab = crate::phone::Tab::over(&phone.store);
        let line = BadLine { world: self.world, at: self.at, fate: Cell::new(Fate::Fine) };
        let clock = || self.world.clock_of(self.at);
        let identity = || self.world.identity();
        // A store that fails here fails for the waiting tab too.
        let _ =
            Box::pin(sync::run(&tab.local, &line, &mut Batch::default(), &clock, &identity, |_| {})).await;
    }
}
