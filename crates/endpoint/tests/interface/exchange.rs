//! The exchange with real devices' logic at the other end, over the endpoint's own routes.

use crate::world::*;
use record::*;
use serde_json::json;
use sync::memory::Memory;
use sync::{
    Batch, Enrolment, Entry, Grants, Head, Local, Reason, Request, Response, Stopped, Transport, Trouble, run,
};

/// A phone: what it holds, and its line.
pub struct Phone<'a> {
    pub local: Local<Memory>,
    pub visitor: Visitor,
    world: &'a World,
    person: AuthorId,
    actor: Actor,
}

/// Sends a request as its exact text: payloads must arrive byte for byte.
async fn ask(visitor: &Visitor, request: &Request, world: &World) -> Reply {
    let said = axum::http::Request::post("/api/v1/sync").header("x-tiwizi", "1");
    let said =
        said.header("content-type", "application/json").body(serde_json::to_string(request).unwrap().into());
    visitor.ask(said.unwrap(), world).await
}

impl Transport for Phone<'_> {
    async fn exchange(&self, request: &Request) -> Result<Response, Trouble> {
        let reply = ask(&self.visitor, request, self.world).await;
        match reply.status.as_u16() {
            200 => Ok(serde_json::from_slice(&reply.bytes).unwrap()),
            401 => Err(Trouble::SignInNeeded),
            status => Err(Trouble::Refused(status)),
        }
    }
}

impl<'a> Phone<'a> {
    pub async fn of(world: &'a World, visitor: Visitor, actor: u64) -> Self {
        let me = visitor.get("/api/v1/me", world).await.json();
        let grants: Grants = serde_json::from_value(me["grants"].clone()).unwrap();
        let (device, person) = (
            me["device"].as_str().unwrap().parse().unwrap(),
            me["person"]["id"].as_str().unwrap().parse().unwrap(),
        );
        let local = Local::new(Memory::default(), |record| record.form.clone());
        local.enrol(Enrolment { device, person, grants }).await.unwrap();
        Self { local, visitor, world, person, actor: Actor(actor) }
    }

    pub async fn save(&self, record: RecordId, form: &str, edits: &[(&str, Option<Value>)]) {
        let saw =
            self.local.shown(record).await.unwrap().map(|shown| shown.record.context).unwrap_or_default();
        let edits = edits.iter().map(|(path, value)| (path.parse().unwrap(), value.clone())).collect();
        let proposal = Proposal {
            record,
            saw,
            form: form.into(),
            form_version: 1,
            author: self.person,
            on: "2026-11-21".parse().unwrap(),
            edits,
        };
        let now = self.world.now();
        self.local.save(proposal, None, now, || self.actor).await.unwrap();
    }

    pub async fn exchanges(&self) {
        self.tries_to_exchange().await.unwrap();
    }

    pub async fn tries_to_exchange(&self) -> Result<(), Stopped> {
        let clock = || self.world.now();
        let identity = || device("a new identity");
        run(&self.local, self, &mut Batch::default(), &clock, &identity, |_| {}).await.map(drop)
    }

    async fn request(&self) -> Request {
        self.local.request(1 << 20, 1 << 20).await.unwrap()
    }

    pub async fn shown(&self, record: RecordId, path: &str) -> Option<Value> {
        self.local.shown(record).await.unwrap()?.record.shown(&path.parse().unwrap()).cloned()
    }
}

pub const NAME: &str = "given_name";
pub const GUELMIM: &str = "10.261.01.03";
pub const TAN_TAN: &str = "10.521.01.01";

pub fn person(name: &str) -> RecordId {
    RecordId::derived("person", &[name])
}

pub fn text(text: &str) -> Option<Value> {
    Some(Value::Text(text.into()))
}

pub async fn register(phone: &Phone<'_>, name: &str, commune: &str) {
    let scope = format!("@scope/MICRO/{commune}");
    phone.save(person(name), "person", &[(NAME, text(name)), (&scope, Some(Value::Flag(true)))]).await;
}

pub async fn two_phones<'a>(world: &'a World) -> (Phone<'a>, Phone<'a>) {
    let root = world.administrator().await;
    let naima = world.phone(&root, "Naïma", field_worker()).await;
    let brahim = world.phone(&root, "Brahim", field_worker()).await;
    (Phone::of(world, naima, 1).await, Phone::of(world, brahim, 2).await)
}

#[tokio::test]
async fn what_one_phone_saved_the_other_shows() {
    let world = World::new().await;
    let (naima, brahim) = two_phones(&world).await;
    for n in 0..300 {
        register(&naima, &format!("Person {n}"), GUELMIM).await;
    }
    naima.exchanges().await;
    brahim.exchanges().await;
    assert_eq!(brahim.shown(person("Person 299"), NAME).await, text("Person 299"));

    brahim.save(person("Person 7"), "person", &[("phone", text("0612345678"))]).await;
    brahim.exchanges().await;
    naima.exchanges().await;
    assert_eq!(naima.shown(person("Person 7"), "phone").await, text("0612345678"));
    assert_eq!(naima.local.standing().await.unwrap().unwrap().waiting(), 0);
}

#[tokio::test]
async fn a_batch_sent_a_hundred_times_changes_nothing_more() {
    let world = World::new().await;
    let (naima, brahim) = two_phones(&world).await;
    register(&naima, "Fatima", GUELMIM).await;
    let request = naima.request().await;
    let first = ask(&naima.visitor, &request, &world).await.json();
    for _ in 0..100 {
        let again = ask(&naima.visitor, &request, &world).await.json();
        assert_eq!(again["answer"]["accepted"], first["answer"]["accepted"]);
        assert_eq!(again["answer"]["cursor"], first["answer"]["cursor"]);
    }
    brahim.exchanges().await;
    let shown = brahim.local.shown(person("Fatima")).await.unwrap().unwrap();
    assert_eq!((shown.seq, shown.record.disputes().len()), (Some(1), 0));
}

#[tokio::test]
async fn the_same_place_in_a_log_with_other_content_is_a_fork_and_overwrites_nothing() {
    let world = World::new().await;
    let (naima, brahim) = two_phones(&world).await;
    register(&naima, "Fatima", GUELMIM).await;
    naima.exchanges().await;

    // The phone was rolled back to its first day, and writes its first entry anew.
    let rolled_back = Phone::of(&world, naima.visitor.clone(), 3).await;
    register(&rolled_back, "Aïcha", GUELMIM).await;
    let reply = ask(&rolled_back.visitor, &rolled_back.request().await, &world).await.json();
    assert_eq!(reply["forked"]["office"]["index"], 1);
    // It takes a new identity and offers again what the office lacks; its session goes with it.
    rolled_back.exchanges().await;
    assert_eq!(rolled_back.local.standing().await.unwrap().unwrap().device, device("a new identity"));
    naima.exchanges().await;
    brahim.exchanges().await;
    for name in ["Fatima", "Aïcha"] {
        assert_eq!(brahim.shown(person(name), NAME).await, text(name));
    }
}

#[tokio::test]
async fn a_session_speaks_for_its_own_device_alone() {
    let world = World::new().await;
    let (naima, brahim) = two_phones(&world).await;
    register(&naima, "Fatima", GUELMIM).await;
    let honest = naima.request().await;
    let other = |device, replaces| Request { device, replaces, ..honest.clone() };
    for (request, why) in [
        (other(device("Brahim"), None), "another's device"),
        (other(device("nobody's"), None), "a device that is not known"),
        (other(device("nobody's"), Some(device("Brahim"))), "a replacement of another's device"),
        (other(device("Brahim"), Some(device("Naïma"))), "another's device as a replacement of one's own"),
    ] {
        let refused = ask(&naima.visitor, &request, &world).await;
        assert_eq!(refused.refusal(), (403, "other_device".into()), "{why}");
    }
    brahim.exchanges().await;
    assert_eq!(brahim.local.shown(person("Fatima")).await.unwrap(), None);
}

#[tokio::test]
async fn grants_decide_who_sees_and_who_writes() {
    let world = World::new().await;
    let root = world.administrator().await;
    let naima = Phone::of(&world, world.phone(&root, "Naïma", field_worker()).await, 1).await;
    let elsewhere = grant("field_worker", json!(["MICRO"]), "10.521");
    let brahim = Phone::of(&world, world.phone(&root, "Brahim", elsewhere).await, 2).await;
    register(&naima, "Fatima", GUELMIM).await;
    register(&naima, "Aïcha", TAN_TAN).await;
    naima.exchanges().await;
    brahim.exchanges().await;
    assert_eq!(brahim.local.shown(person("Fatima")).await.unwrap(), None);
    let held = naima.local.held().await.unwrap();
    assert_eq!(held, [(2, person("Aïcha"), Reason::Rights)]);

    // Brahim writes to a record that he may not see, whose identity he knows.
    brahim.save(person("Fatima"), "person", &[(NAME, text("Mallory"))]).await;
    brahim.exchanges().await;
    naima.exchanges().await;
    assert_eq!(naima.shown(person("Fatima"), NAME).await, text("Fatima"));
    assert_eq!(brahim.local.held().await.unwrap(), [(1, person("Fatima"), Reason::Rights)]);

    // Each entry is shown to the coordinators of its scope, and to no other.
    for (name, territory, seen) in [("Here", "10.261", "Fatima"), ("There", "10.521", "Aïcha")] {
        let coordinator = world.coordinator(&root, name, territory).await;
        let held = coordinator.get("/api/v1/held", &world).await.json();
        let entries = held["entries"].as_array().unwrap();
        assert_eq!(entries.len(), 1, "{held}");
        assert_eq!((&entries[0]["record"], &entries[0]["reason"]), (&json!(person(seen)), &json!("rights")));
        assert_eq!(entries[0]["payload"]["change"]["record"], json!(person(seen)));
    }
}

#[tokio::test]
async fn rights_that_are_taken_away_take_the_records_along() {
    let world = World::new().await;
    let (naima, brahim) = two_phones(&world).await;
    register(&naima, "Fatima", GUELMIM).await;
    naima.exchanges().await;
    brahim.exchanges().await;
    assert!(brahim.local.shown(person("Fatima")).await.unwrap().is_some());
    let root = sign_in(&world, &Visitor::default(), "root", PASSWORD).await.signed_in();
    let elsewhere = json!({ "grants": [grant("field_worker", json!(["MICRO"]), "10.521")] });
    root.send("PUT", &format!("/api/v1/team/{}", brahim.person), &elsewhere, &world).await;
    brahim.exchanges().await;
    assert_eq!(brahim.local.standing().await.unwrap().unwrap().grants.version, 2);
    assert_eq!(brahim.local.shown(person("Fatima")).await.unwrap(), None);
}

#[tokio::test]
async fn an_author_is_the_session_never_the_payload() {
    let world = World::new().await;
    let (naima, brahim) = two_phones(&world).await;
    let mallory = Phone { person: naima.person, ..brahim };
    register(&mallory, "Fatima", GUELMIM).await;
    mallory.exchanges().await;
    assert_eq!(mallory.local.held().await.unwrap(), [(1, person("Fatima"), Reason::Author)]);
}

#[tokio::test]
async fn what_cannot_be_read_as_a_change_is_held_and_blocks_nothing() {
    let world = World::new().await;
    let (naima, _) = two_phones(&world).await;
    register(&naima, "Fatima", GUELMIM).await;
    let mut request = naima.request().await;
    let honest = request.entries.remove(0).payload;
    let deep = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
    let mut head = Head::EMPTY;
    for payload in ["null", "1e400", r#"{"change":{}}"#, r#""\ud800""#, &deep, r#"{"change":{"record":7}}"#] {
        let payload = sync::Payload::from_kept(payload.to_owned()).unwrap();
        head = head.then(&payload);
        request.entries.push(Entry { index: head.index, payload });
    }
    head = head.then(&honest);
    request.entries.push(Entry { index: head.index, payload: honest });
    request.head = head;
    let answer = ask(&naima.visitor, &request, &world).await.json()["answer"].clone();
    assert_eq!(answer["accepted"], json!(head));
    let outcomes: Vec<serde_json::Value> = (1..=6).map(|n| json!([n, { "held": "malformed" }])).collect();
    assert_eq!(answer["outcomes"], json!(outcomes));
    assert_eq!(answer["confirmed"][0]["id"], json!(person("Fatima")));
}

#[tokio::test]
async fn an_exchange_with_nothing_new_is_short_both_ways() {
    let world = World::new().await;
    let (naima, _) = two_phones(&world).await;
    register(&naima, "Fatima", GUELMIM).await;
    naima.exchanges().await;
    let request = naima.request().await;
    let reply = ask(&naima.visitor, &request, &world).await;
    let heads: usize = reply.headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    assert!(serde_json::to_string(&request).unwrap().len() < 1024);
    assert!(reply.bytes.len() < 1024, "{}", reply.text());
    assert!(heads + reply.bytes.len() < 2048, "{heads}");
}

#[tokio::test]
async fn a_restarted_endpoint_goes_on_where_it_was() {
    let world = World::new().await;
    let (naima, brahim) = two_phones(&world).await;
    register(&naima, "Fatima", GUELMIM).await;
    naima.exchanges().await;
    world.endpoint.stop().await;
    assert_eq!(naima.tries_to_exchange().await, Err(Trouble::Refused(500).into()));

    let again = world.restarted().await;
    let naima = Phone { world: &again, ..naima };
    let brahim = Phone { world: &again, ..brahim };
    register(&naima, "Aïcha", GUELMIM).await;
    naima.exchanges().await;
    brahim.exchanges().await;
    for name in ["Fatima", "Aïcha"] {
        assert_eq!(brahim.shown(person(name), NAME).await, text(name));
    }
}
