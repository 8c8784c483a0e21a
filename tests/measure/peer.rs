//! PouchDB and express-pouchdb, which do the same with the same records, in the same browser over the same kind of line.

use super::push::Pushed;
use super::save::SAVES;
use super::table::{Table, median, quantile};
use super::watch::numbers;
use super::{RATES, ROUNDS};
use crate::world::World;
use crate::world::browser::{Browser, Shape};
use crate::world::line::{Carried, Line};
use serde_json::{Value, json};
use std::env;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

const ACT: &str = include_str!("../peer/act.js");

/// How long it may take for anything.
const PATIENCE: Duration = Duration::from_secs(300);

/// How many records a script is handed at a time.
const AT_A_TIME: usize = 500;

/// Its endpoint, running until this is dropped, and the page of its other half.
pub struct Peer {
    address: SocketAddr,
    _server: Child,
}

impl Peer {
    /// Starts the endpoint with an empty folder. It ends with this program, however that ends: its input is closed then.
    pub async fn opens(world: &World) -> Self {
        let packages = env::var_os("TIWIZI_PEER").map(PathBuf::from);
        let packages = packages.expect("`cargo xtask bench` says where PouchDB is");
        let mut command = Command::new("node");
        command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peer/serve.cjs"));
        command.arg(world.folder("peer").join("")).env("NODE_PATH", packages);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut server = command.spawn().expect("Node");
        let mut lines = BufReader::new(server.stdout.take().expect("its output")).lines();
        let port = timeout(PATIENCE, lines.next_line()).await.expect("in time").expect("its words");
        let port = port.and_then(|port| port.parse().ok()).expect("its port");
        Self { address: SocketAddr::from((Ipv4Addr::LOCALHOST, port)), _server: server }
    }

    /// A browser in which the page is open; nothing is in it.
    async fn browser(&self, world: &World, name: &str) -> Browser {
        let line = Line::between(self.address, "/db").await.expect("a line");
        let browser = world.browser_over(line, name, Shape::Phone, "fr");
        browser.opens("/").await;
        browser
    }

    /// A browser sends all that was pushed by ours.
    pub async fn pushes(&self, world: &World, pushed: &Pushed, table: &mut Table) {
        let browser = self.browser(world, "PouchDB").await;
        for some in pushed.changes().chunks(AT_A_TIME) {
            act(&browser, "holds", json!(some)).await;
        }
        browser.line().carried();
        let took = act(&browser, "push", Value::Null).await;
        let Carried { exchanges, asked, answered } = browser.line().carried();
        table.beside("push: requests", exchanges as f64);
        table.beside("push: bytes sent", asked as f64);
        table.beside("push: bytes sent a record", asked as f64 / pushed.entries.len() as f64);
        table.beside("push: bytes answered", answered as f64);
        table.beside("push: seconds", seconds(&took));
        browser.closes().await;
    }

    /// Browsers get everything; the last of them stays in use.
    pub async fn pulls(&self, world: &World, records: usize, table: &mut Table) -> Browser {
        let (mut took, mut carried, mut last) = (Vec::new(), Carried::default(), None::<Browser>);
        for round in 1..=ROUNDS {
            let browser = self.browser(world, &format!("PouchDB {round}")).await;
            browser.line().carried();
            took.push(seconds(&act(&browser, "pull", Value::Null).await));
            carried = browser.line().carried();
            assert_eq!(act(&browser, "count", Value::Null).await, json!(records));
            if let Some(before) = last.replace(browser) {
                before.closes().await;
            }
        }
        table.beside("pull: requests", carried.exchanges as f64);
        table.beside("pull: bytes received", carried.answered as f64);
        table.beside("pull: bytes sent", carried.asked as f64);
        table.beside("pull: seconds until all is stored", median(&took));
        last.expect("a browser")
    }
}

/// Both ways, when there is nothing new either way.
pub async fn nothing_new(browser: &Browser, table: &mut Table) {
    // The first time it goes through all records, to see whether the endpoint has them.
    act(browser, "sync", Value::Null).await;
    let (mut took, mut carried) = (Vec::new(), Carried::default());
    for _ in 0..10 {
        browser.line().carried();
        took.push(act(browser, "sync", Value::Null).await.as_f64().expect("a number"));
        carried = browser.line().carried();
    }
    table.beside("nothing new: requests", carried.exchanges as f64);
    table.beside("nothing new: bytes sent, heads and all", carried.asked as f64);
    table.beside("nothing new: bytes received", carried.answered as f64);
    table.beside("nothing new: the whole exchange", median(&took));
}

/// Changes records one by one, each on the disk as it does that by itself.
pub async fn saves(browser: &Browser, pushed: &Pushed, table: &mut Table) {
    let ids: Vec<Value> = pushed.changes().iter().map(|change| change["_id"].clone()).collect();
    for rate in RATES {
        browser.is_slowed(rate).await;
        let took = numbers(&act(browser, "saves", json!(ids[..SAVES.min(ids.len())])).await);
        for (name, share) in [("p50", 0.5), ("p99", 0.99)] {
            table.beside(&format!("save, {name} at {rate}×: the strict transaction"), quantile(&took, share));
        }
    }
    browser.is_slowed(1.0).await;
}

fn seconds(millis: &Value) -> f64 {
    millis.as_f64().expect("a number") / 1000.0
}

/// Begins something in the page, and waits for its end: a script alone has half a minute.
async fn act(browser: &Browser, what: &str, given: Value) -> Value {
    browser.script(ACT, vec![json!(what), given]).await;
    let ended = async || Some(browser.script("return window.ended", vec![]).await).filter(Value::is_object);
    let ended = browser.until_within(PATIENCE, what, ended).await;
    assert!(ended["error"].is_null(), "PouchDB: {what}: {}", ended["error"]);
    ended["value"].clone()
}
