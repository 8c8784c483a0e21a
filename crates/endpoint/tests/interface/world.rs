//! An endpoint on a database of its own, with a clock that is set and randomness that repeats.

use crate::server::own_place;
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use endpoint::{
    Database, Endpoint, FileLimits, Findings, Folder, Peer, Settings, StartError, Surroundings, router,
    verify,
};
use http_body_util::BodyExt;
use record::DeviceId;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use sqlx::{AnyConnection, Connection};
use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use tempfile::TempDir;
use tower::ServiceExt;

pub const PASSWORD: &str = "quatre chèvres au souk";
pub const MINUTE: i64 = 60_000;
pub const DAY: i64 = 24 * 60 * MINUTE;

pub struct World {
    pub endpoint: Arc<Endpoint>,
    pub router: Router,
    settings: Settings,
    clock: Arc<Clock>,
    folder: Arc<TempDir>,
}

/// 21 November 2026, 09:00 in Guelmim, until somebody lets time pass.
pub struct Clock {
    now: AtomicI64,
    drawn: AtomicU64,
}

/// What somebody at the other end holds: a cookie, or none; and where they are.
#[derive(Clone, Default)]
pub struct Visitor {
    pub cookie: Option<String>,
    pub from: Option<IpAddr>,
}

pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Surroundings for Clock {
    fn now(&self) -> i64 {
        self.now.load(Ordering::Relaxed)
    }

    fn draw(&self, bytes: &mut [u8]) {
        let seed = self.drawn.fetch_add(1, Ordering::Relaxed);
        for (block, chunk) in bytes.chunks_mut(32).enumerate() {
            let digest = Sha256::digest([seed.to_be_bytes(), (block as u64).to_be_bytes()].concat());
            chunk.copy_from_slice(&digest[..chunk.len()]);
        }
    }
}

impl World {
    pub async fn new() -> Self {
        Self::with(|_, _| {}).await
    }

    /// A world whose database is a file, whatever the tests are given.
    pub async fn in_a_file() -> Self {
        Self::with(|settings, _| settings.database = None).await
    }

    /// A world whose settings are touched before it starts.
    pub async fn with(touch: impl FnOnce(&mut Settings, &Path)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(Clock { now: AtomicI64::new(1_795_248_000_000), drawn: AtomicU64::new(0) });
        let mut settings = Settings {
            data: folder.path().join("data"),
            database: own_place().await.map(|address| address.parse().unwrap()),
            client: None,
            public_url: "https://tiwizi.example".into(),
            proxies: Vec::new(),
            network: "REIESS".into(),
            zone: chrono_tz::Africa::Casablanca,
            files: FileLimits::default(),
        };
        touch(&mut settings, folder.path());
        Self::start(settings, clock, folder.into()).await
    }

    async fn start(settings: Settings, clock: Arc<Clock>, folder: Arc<TempDir>) -> Self {
        let endpoint = Endpoint::start(settings.clone(), clock.clone()).await.unwrap();
        Self { router: router(endpoint.clone()), endpoint, settings, clock, folder }
    }

    /// The same place after the endpoint has stopped and started.
    pub async fn restarted(&self) -> Self {
        Self::start(self.settings.clone(), self.clock.clone(), self.folder.clone()).await
    }

    /// Another endpoint, in the same folder.
    pub async fn tries_to_start_again(&self) -> Result<Arc<Endpoint>, StartError> {
        Endpoint::start(self.settings.clone(), self.clock.clone()).await
    }

    /// What is found when its database is proved.
    pub async fn proved(&self) -> Findings {
        verify(&self.place(), &self.folder().seal_key().unwrap()).await.unwrap()
    }

    fn place(&self) -> Database {
        match self.settings.database.clone() {
            Some(server) => Database::Server(server),
            None => Database::File(self.folder().database()),
        }
    }

    /// Its data folder.
    pub fn folder(&self) -> Folder {
        Folder::at(&self.settings.data)
    }

    /// The database, for those who reach behind the endpoint's back.
    pub async fn database(&self) -> AnyConnection {
        match self.place() {
            Database::Server(server) => server.connect().await.unwrap(),
            Database::File(path) => {
                AnyConnection::connect(&format!("sqlite:{}", path.display())).await.unwrap()
            }
        }
    }

    pub fn now(&self) -> i64 {
        self.clock.now()
    }

    pub fn time_passes(&self, millis: i64) {
        self.clock.now.fetch_add(millis, Ordering::Relaxed);
    }

    /// The first administrator, signed in.
    pub async fn administrator(&self) -> Visitor {
        let link = self.endpoint.setup_link().await.unwrap().unwrap();
        let token = link.rsplit('/').next().unwrap();
        let said = json!({
            "token": token, "name": "Root", "user": "root", "password": PASSWORD, "device": device("root"),
        });
        Visitor::default().post("/api/v1/setup", &said, self).await.signed_in()
    }

    /// A person with this grant.
    pub async fn person(&self, administrator: &Visitor, name: &str, grant: Value) -> String {
        let said = json!({ "name": name, "grants": [grant] });
        let reply = administrator.post("/api/v1/team", &said, self).await;
        reply.json()["id"].as_str().unwrap().to_owned()
    }

    pub async fn code(&self, desk: &Visitor, person: &str) -> String {
        let reply = desk.post(&format!("/api/v1/team/{person}/code"), &Value::Null, self).await;
        reply.json()["code"].as_str().unwrap().to_owned()
    }

    /// A person with this grant and an enrolled phone.
    pub async fn phone(&self, administrator: &Visitor, name: &str, grant: Value) -> Visitor {
        let person = self.person(administrator, name, grant).await;
        let code = self.code(administrator, &person).await;
        enrol(self, &code, name).await.signed_in()
    }

    pub async fn coordinator(&self, administrator: &Visitor, name: &str, territory: &str) -> Visitor {
        self.phone(administrator, name, grant("coordinator", json!(["MICRO", "MARCH"]), territory)).await
    }
}

impl Visitor {
    pub async fn get(&self, path: &str, world: &World) -> Reply {
        self.ask(Request::get(path).body(Body::empty()).unwrap(), world).await
    }

    pub async fn post(&self, path: &str, said: &Value, world: &World) -> Reply {
        self.send("POST", path, said, world).await
    }

    pub async fn send(&self, method: &str, path: &str, said: &Value, world: &World) -> Reply {
        let request = Request::builder().method(method).uri(path).header("x-tiwizi", "1");
        let request = match said {
            Value::Null => request.body(Body::empty()),
            said => request.header("content-type", "application/json").body(Body::from(said.to_string())),
        };
        self.ask(request.unwrap(), world).await
    }

    pub async fn ask(&self, mut request: Request<Body>, world: &World) -> Reply {
        if let Some(cookie) = &self.cookie {
            request.headers_mut().insert("cookie", cookie.parse().unwrap());
        }
        if let Some(from) = self.from {
            request.extensions_mut().insert(Peer(from));
        }
        let response = world.router.clone().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Reply { status: head.status, headers: head.headers, bytes }
    }
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("{} {:?}", self.status, self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Status and error code.
    pub fn refusal(&self) -> (u16, String) {
        (self.status.as_u16(), self.json()["error"].as_str().unwrap_or_default().to_owned())
    }

    pub fn signed_in(&self) -> Visitor {
        assert_eq!(self.status, 200, "{}", self.text());
        let cookie = self.header("set-cookie").split(';').next().unwrap();
        assert!(cookie.starts_with("__Host-tiwizi="), "{cookie}");
        Visitor { cookie: Some(cookie.to_owned()), from: None }
    }
}

pub fn device(name: &str) -> DeviceId {
    DeviceId::derived("device", &[name])
}

pub fn grant(role: &str, programmes: Value, territory: &str) -> Value {
    json!({ "role": role, "programmes": programmes, "territory": territory })
}

pub fn field_worker() -> Value {
    grant("field_worker", json!(["MICRO"]), "10.261")
}

pub async fn enrol(world: &World, code: &str, phone: &str) -> Reply {
    let said = json!({ "code": code, "device": device(phone), "label": "Itel A16" });
    Visitor::default().post("/api/v1/enrol", &said, world).await
}

pub async fn sign_in(world: &World, visitor: &Visitor, user: &str, password: &str) -> Reply {
    let said = json!({ "user": user, "password": password, "device": device(user) });
    visitor.post("/api/v1/sign-in", &said, world).await
}
