//! A phone exchanges with the endpoint, well or not.

use super::Phone;
use futures_executor::block_on;
use record::*;
use std::cell::RefCell;
use sync::*;

impl Phone {
    pub fn exchanges(&self) {
        self.exchanges_in_batches_of(32 * 1024);
    }

    /// Exchanges with so few bytes in a request at first. Gives what the endpoint said, round by round.
    pub fn exchanges_in_batches_of(&self, bytes: usize) -> Vec<Answer> {
        self.exchanges_while(bytes, || {})
    }

    /// Exchanges while something happens after each round.
    pub fn exchanges_while(&self, bytes: usize, happens: impl Fn()) -> Vec<Answer> {
        let (heard, ended) = self.tries_to_exchange(bytes, happens);
        ended.unwrap();
        heard
    }

    /// What the endpoint said, and how it ended.
    fn tries_to_exchange(
        &self,
        bytes: usize,
        happens: impl Fn(),
    ) -> (Vec<Answer>, Result<Box<Standing>, Stopped>) {
        let line = GoodLine { phone: self, heard: RefCell::default() };
        let local = self.local.borrow();
        let (clock, draws) = (|| self.clock.get(), || DeviceId::from_random(self.draw()));
        let ended =
            block_on(run(&local, &line, &mut Batch::starting_at(bytes), &clock, &draws, |_| happens()));
        self.session.borrow_mut().device = block_on(local.standing()).unwrap().unwrap().device;
        (line.heard.into_inner(), ended)
    }

    /// The office withdraws it.
    pub fn is_withdrawn(&self) {
        self.session.borrow_mut().withdrawn = true;
    }

    /// Its person is given a code for it once more.
    pub fn comes_back(&self) {
        self.session.borrow_mut().withdrawn = false;
    }

    /// Exchanges once it is withdrawn, and says how that ended. Nothing may be told to it.
    pub fn hands_over(&self, bytes: usize) -> Result<Box<Standing>, Stopped> {
        let (heard, ended) = self.tries_to_exchange(bytes, || {});
        assert_eq!(heard, [], "nothing is told to a withdrawn phone");
        ended
    }

    /// Empties itself, as a withdrawn phone does.
    pub fn lets_go_of_everything(&self) -> Result<(), EnrolError> {
        block_on(self.local.borrow().let_go_of_everything())
    }

    /// Asks for a comparison at the next exchange.
    pub fn compares(&self) {
        block_on(self.local.borrow().compare()).unwrap();
    }

    /// One round, and what the endpoint said.
    pub fn exchanges_once(&self) -> Answer {
        self.exchanges_once_within(1 << 20)
    }

    /// One round with room for one entry, or one record.
    pub fn exchanges_one_record(&self) -> Answer {
        self.exchanges_once_within(1)
    }

    /// One round that sends everything and reads one record.
    pub fn sends_and_reads_one_record(&self) -> Answer {
        self.exchanges_once_of(1 << 20, 1)
    }

    fn exchanges_once_within(&self, bytes: usize) -> Answer {
        self.exchanges_once_of(bytes, 1 << 20)
    }

    fn exchanges_once_of(&self, bytes: usize, limit: u32) -> Answer {
        let local = self.local.borrow();
        let request = block_on(local.request(bytes, limit)).unwrap();
        let Response::Answer(answer) = self.asks(&request) else { panic!("no answer") };
        block_on(local.take_in(&request, (*answer).clone(), self.clock.get())).unwrap().unwrap();
        *answer
    }

    /// The phone hears the answer to a request.
    pub fn hears(&self, request: &Request) {
        let Response::Answer(answer) = self.asks(request) else { panic!("no answer") };
        block_on(self.local.borrow().take_in(request, *answer, self.clock.get())).unwrap().unwrap();
    }

    /// The phone has found its log forked.
    pub fn takes_a_new_identity(&self, device: DeviceId) {
        block_on(self.local.borrow().take_new_identity(device)).unwrap();
    }

    /// The endpoint hears and commits; the answer is lost.
    pub fn asks_and_hears_nothing(&self) {
        let request = block_on(self.local.borrow().request(1 << 20, 1 << 20)).unwrap();
        self.asks(&request);
    }

    /// The endpoint's answer to a request from this phone.
    pub fn asks(&self, request: &Request) -> Response {
        let key = SealKey([7; 32]);
        let forms = self.forms.borrow().clone();
        let knows_form = |form: &str| forms.iter().any(|known| known == form);
        let facts = Facts { now: self.now.get(), knows_form: &knows_form, seal: &key, catalogue: "" };
        self.office.borrow_mut().answer(&self.session(), request, &facts)
    }

    /// A request that the phone would make now.
    pub fn request(&self) -> Request {
        block_on(self.local.borrow().request(1 << 20, 1 << 20)).unwrap()
    }
}

/// A phone's line to the endpoint.
struct GoodLine<'a> {
    phone: &'a Phone,
    /// What the endpoint has answered.
    heard: RefCell<Vec<Answer>>,
}

impl Transport for GoodLine<'_> {
    async fn exchange(&self, request: &Request) -> Result<Response, Trouble> {
        let response = self.phone.asks(request);
        if let Response::Answer(answer) = &response {
            self.heard.borrow_mut().push(Answer::clone(answer));
        }
        Ok(response)
    }
}
