//! A phone without a browser: the client's own log and exchange over real HTTP, packed as the client packs. Ten
//! thousand people cannot be typed into a browser within the time of a measurement.

use super::pocket::Pocket;
use crate::world::line::{Carried, Line};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, COOKIE, SET_COOKIE};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use record::{Actor, AuthorId, DeviceId, Proposal, Record, RecordId};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::io::{Read, Write};
use sync::{Batch, Enrolment, Head, Local, Request, Response, Stopped, Transport, Trouble, run};

/// The phone.
pub struct Courier {
    pub person: AuthorId,
    local: Local<Pocket>,
    wire: Wire,
    device: DeviceId,
}

struct Wire {
    line: Line,
    client: Client<HttpConnector, Full<Bytes>>,
    cookie: String,
    /// The JSON of all exchanges, both ways; an answer a line.
    asked: RefCell<Vec<u8>>,
    answered: RefCell<Vec<u8>>,
}

/// When all of it was saved, in milliseconds since 1970-01-01 UTC.
const MORNING: i64 = 1_795_248_000_000;

impl Courier {
    /// A phone that has been made somebody's by a link.
    pub async fn enrolled(line: Line, name: &str, link: &str) -> Self {
        let device = DeviceId::derived("device", &[name]);
        let client = Client::builder(TokioExecutor::new()).build_http();
        let (asked, answered) = (RefCell::default(), RefCell::default());
        let mut wire = Wire { line, client, cookie: String::new(), asked, answered };
        let code = link.trim_start_matches("/enrol/");
        let me = wire.enrols(&json!({ "code": code, "device": device })).await;
        let person = serde_json::from_value(me["person"]["id"].clone()).expect("a person");
        let grants = serde_json::from_value(me["grants"].clone()).expect("grants");
        let local = Local::new(Pocket::default(), |record| record.form.clone());
        local.enrol(Enrolment { device, person, grants }).await.expect("enrolled");
        Self { person, local, wire, device }
    }

    pub async fn saves(&self, proposal: Proposal) {
        self.local.save(proposal, None, MORNING, || Actor(1)).await.expect("saved");
    }

    /// Exchanges until there is nothing more; answers what the line has carried for it.
    pub async fn exchanges(&self) -> Carried {
        self.wire.line.carried();
        let waits = self.tries(&mut Batch::default()).await.expect("an exchange");
        assert_eq!(waits, 0);
        self.wire.line.carried()
    }

    /// Exchanges once, well or not; how many changes wait then.
    pub async fn tries(&self, batch: &mut Batch) -> Result<u64, Stopped> {
        let (clock, identity) = (|| MORNING, || self.device);
        let ended = run(&self.local, &self.wire, batch, &clock, &identity, |_| {}).await;
        ended.map(|standing| standing.waiting())
    }

    /// Asks for so many pages of records if there are, as large as the endpoint makes them, and keeps none of them.
    pub async fn reads_pages(&self, pages: usize) {
        let head = json!(Head::EMPTY);
        let mut asking = json!({
            "protocol": 1, "device": self.device, "kept": head, "before": head, "head": head,
            "grants": 1, "seen_outcomes": 0, "limit": u32::MAX,
        });
        for _ in 0..pages {
            let request: Request = serde_json::from_value(asking.clone()).expect("a request");
            let Ok(Response::Answer(answer)) = self.wire.exchange(&request).await else {
                panic!("no answer")
            };
            if !answer.more {
                return;
            }
            asking["cursor"] = json!(answer.cursor);
        }
    }

    /// Which device it is.
    pub fn device(&self) -> DeviceId {
        self.device
    }

    /// A record as this phone shows it.
    pub async fn shows(&self, record: RecordId) -> Record {
        let shown = self.local.shown(record).await.expect("a store");
        shown.expect("a record").record
    }

    /// The JSON of all it has sent.
    pub fn asked(&self) -> Vec<u8> {
        self.wire.asked.take()
    }

    /// The JSON of all it was answered.
    pub fn answered(&self) -> Vec<u8> {
        self.wire.answered.take()
    }
}

impl Wire {
    async fn enrols(&mut self, said: &Value) -> Value {
        let request = hyper::Request::post(format!("{}/api/v1/enrol", self.line.origin()))
            .header(CONTENT_TYPE, "application/json")
            .header("x-tiwizi", "1");
        let request = request.body(Full::from(said.to_string())).expect("a request");
        let response = self.client.request(request).await.expect("an answer");
        let cookie = response.headers()[SET_COOKIE].to_str().expect("a cookie");
        self.cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        let body = response.into_body().collect().await.expect("the body").to_bytes();
        serde_json::from_slice(&body).expect("who it is")
    }
}

impl Transport for Wire {
    async fn exchange(&self, request: &Request) -> Result<Response, Trouble> {
        let json = serde_json::to_vec(request).map_err(|_| Trouble::Garbled)?;
        let said = hyper::Request::post(format!("{}/api/v1/sync", self.line.origin()))
            .header(CONTENT_TYPE, "application/json")
            .header(CONTENT_ENCODING, "gzip")
            .header(ACCEPT_ENCODING, "gzip")
            .header(COOKIE, &self.cookie)
            .header("x-tiwizi", "1");
        let said = said.body(Full::from(packed(&json))).map_err(|_| Trouble::Garbled)?;
        self.asked.borrow_mut().extend(json);
        let response = self.client.request(said).await.map_err(|_| Trouble::NoNetwork)?;
        let (head, body) = response.into_parts();
        assert!(head.status.is_success(), "{}", head.status);
        let body = body.collect().await.map_err(|_| Trouble::NoNetwork)?.to_bytes();
        let mut json = Vec::new();
        match head.headers.get(CONTENT_ENCODING) {
            Some(_) => GzDecoder::new(&body[..]).read_to_end(&mut json).map_err(|_| Trouble::Garbled)?,
            None => (&body[..]).read_to_end(&mut json).map_err(|_| Trouble::Garbled)?,
        };
        let answer = serde_json::from_slice(&json).map_err(|_| Trouble::Garbled);
        json.push(b'\n');
        self.answered.borrow_mut().extend(json);
        answer
    }
}

/// As the browser's `CompressionStream` does it.
pub fn packed(json: &[u8]) -> Vec<u8> {
    let mut packing = GzEncoder::new(Vec::new(), Compression::default());
    packing.write_all(json).expect("packed");
    packing.finish().expect("packed")
}
