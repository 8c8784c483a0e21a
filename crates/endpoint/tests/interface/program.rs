//! The program itself, as whoever looks after it runs it: started, killed, backed up, restored and proved, with phones
//! that reach it over the wire.

use crate::exchange::{GUELMIM, NAME, person, text};
use crate::sending::Sent;
use crate::world::{PASSWORD, device, field_worker};
use record::{Actor, AuthorId, Context, Proposal, RecordId, Value};
use serde_json::{Value as Json, json};
use std::cell::{Cell, RefCell};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use sync::memory::Memory;
use sync::{Batch, Enrolment, Grants, Local, Request, Response, Standing, Stopped, Transport, Trouble, run};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_tiwizi");
/// 21 November 2026 on every phone.
const NOW: i64 = 1_795_248_000_000;

/// The program, with a folder for its data and its backups.
pub struct Program {
    folder: TempDir,
    /// The address of its database, if that is on a server.
    database: Option<String>,
    running: RefCell<Option<Running>>,
    /// At which point of the next request it is killed.
    end: RefCell<Option<End>>,
}

/// Where in a request a program is killed.
pub enum End {
    /// As soon as the request is sent.
    Asked,
    /// As soon as this is over.
    When(Box<dyn FnOnce()>),
    /// As soon as the answer begins: what it says is committed, and nobody hears it.
    Answering,
}

struct Running {
    process: Child,
    words: BufReader<ChildStdout>,
    address: SocketAddr,
}

/// How a command ended.
#[derive(Debug)]
pub struct Ended {
    pub code: i32,
    pub said: String,
    pub complained: String,
}

/// What the program answered over the wire.
pub struct Answered {
    pub status: u16,
    /// Seconds after which it asks to be asked again.
    pub retry_after: Option<u64>,
    cookie: String,
    /// How much of a file has arrived.
    offset: Option<usize>,
    body: Vec<u8>,
}

/// A phone with a line to the program.
pub struct Phone<'a> {
    pub local: Local<Memory>,
    pub cookie: String,
    program: Cell<&'a Program>,
    person: AuthorId,
    actor: Actor,
}

impl Program {
    pub fn new() -> Self {
        Self::with(None)
    }

    /// With a database on a server.
    pub fn at(database: &str) -> Self {
        Self::with(Some(database.to_owned()))
    }

    fn with(database: Option<String>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder, database, running: RefCell::new(None), end: RefCell::new(None) }
    }

    /// A path in its folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Starts serving on a free port.
    pub fn starts(&self) {
        let mut serve = self.command("serve", &["--listen", "127.0.0.1:0"]);
        let mut process = serve.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut words = BufReader::new(process.stdout.take().unwrap());
        let mut first = String::new();
        words.read_line(&mut first).unwrap();
        let address = first.trim().strip_prefix("tiwizi listening on http://").unwrap().parse().unwrap();
        let before = self.running.replace(Some(Running { process, words, address }));
        assert!(before.is_none(), "it was running");
    }

    /// Is killed in the middle of whatever it does.
    pub fn is_killed(&self) {
        let mut running = self.running.take().unwrap();
        running.process.kill().unwrap();
        running.process.wait().unwrap();
    }

    /// Will be killed in the middle of the next request.
    pub fn dies_at(&self, end: End) {
        self.end.replace(Some(end));
    }

    /// Runs one of its commands to the end; arguments that begin with `@` are paths in its folder.
    pub fn runs(&self, command: &str, arguments: &[&str]) -> Ended {
        self.command(command, arguments).output().unwrap().into()
    }

    /// The same where no file may grow beyond so many kilobytes, as on a disk that is full.
    pub fn runs_on_a_full_disk(&self, command: &str, arguments: &[&str], kilobytes: u32) -> Ended {
        let command = self.command(command, arguments);
        let limit = format!("trap '' XFSZ; ulimit -f {}; exec \"$0\" \"$@\"", kilobytes * 2);
        let mut limited = Command::new("sh");
        limited.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        limited.arg("-c").arg(limit).arg(command.get_program()).args(command.get_args());
        limited.output().unwrap().into()
    }

    fn command(&self, command: &str, arguments: &[&str]) -> Command {
        let mut program = Command::new(PROGRAM);
        program.env_remove("TIWIZI_DATABASE").envs(self.database.iter().map(|url| ("TIWIZI_DATABASE", url)));
        program.arg(command).arg("--data").arg(self.path("data"));
        for argument in arguments {
            match argument.strip_prefix('@') {
                Some(name) => program.arg(self.path(name)),
                None => program.arg(argument),
            };
        }
        program
    }

    /// The first administrator gets in by the link that the program printed. Gives the cookie.
    pub fn first_administrator(&self) -> String {
        let mut link = String::new();
        self.running.borrow_mut().as_mut().unwrap().words.read_line(&mut link).unwrap();
        let token = link.trim().rsplit('/').next().unwrap();
        let said = json!({
            "token": token, "name": "Root", "user": "root", "password": PASSWORD, "device": device("root"),
        });
        self.post("", "/api/v1/setup", &said.to_string()).cookie
    }

    /// A field worker with a phone.
    pub async fn enrols(&self, root: &str, name: &str) -> Phone<'_> {
        self.enrols_as(root, name, field_worker()).await
    }

    /// Somebody with a phone, and with this grant.
    pub async fn enrols_as(&self, root: &str, name: &str, grant: Json) -> Phone<'_> {
        let (who, code) = self.opens_a_code_as(root, name, grant);
        let said = json!({ "code": code, "device": device(name), "label": "Itel A16" });
        let entered = self.post("", "/api/v1/enrol", &said.to_string());
        let grants: Grants = serde_json::from_value(entered.json()["grants"].clone()).unwrap();
        let (device, person) = (device(name), who.parse().unwrap());
        let local = Local::new(Memory::default(), |record| record.form.clone());
        local.enrol(Enrolment { device, person, grants }).await.unwrap();
        let actor = Actor(name.bytes().map(u64::from).sum());
        Phone { local, program: Cell::new(self), cookie: entered.cookie, person, actor }
    }

    /// A new field worker, with a code by which a phone gets in.
    pub fn opens_a_code(&self, root: &str, name: &str) -> (String, String) {
        self.opens_a_code_as(root, name, field_worker())
    }

    fn opens_a_code_as(&self, root: &str, name: &str, grant: Json) -> (String, String) {
        let said = json!({ "name": name, "grants": [grant] });
        let who = self.post(root, "/api/v1/team", &said.to_string()).text("id");
        let code = self.post(root, &format!("/api/v1/team/{who}/code"), "").text("code");
        (who, code)
    }

    /// Ends the sessions of a phone.
    pub fn revokes(&self, root: &str, phone: &str) {
        let revoked = self.post(root, &format!("/api/v1/phones/{}/revoke", device(phone)), "");
        assert_eq!(revoked.status, 204);
    }

    pub fn post(&self, cookie: &str, path: &str, body: &str) -> Answered {
        self.tries_to_post(cookie, path, body).unwrap()
    }

    /// Nothing, if the program is killed meanwhile.
    fn tries_to_post(&self, cookie: &str, path: &str, body: &str) -> Option<Answered> {
        let kind = if body.is_empty() { "" } else { "content-type: application/json\r\n" };
        let mut line = self.asks(cookie, &format!("POST {path}"), kind, body.len());
        line.write_all(body.as_bytes()).unwrap();
        let end = self.end.take();
        if let Some(end) = end {
            match end {
                End::Asked => {}
                End::When(is_over) => is_over(),
                End::Answering => drop(line.peek(&mut [0]).unwrap()),
            }
            self.is_killed();
            return None;
        }
        Some(Answered::over(line))
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.running.borrow().as_ref().unwrap().address
    }

    /// A line on which a request has been begun: its body comes next.
    fn asks(&self, cookie: &str, what: &str, headers: &str, length: usize) -> TcpStream {
        let address = self.address();
        let mut line = TcpStream::connect(address).unwrap();
        let head =
            format!("{what} HTTP/1.1\r\nhost: {address}\r\nx-tiwizi: 1\r\ncookie: {cookie}\r\n{headers}");
        write!(line, "{head}content-length: {length}\r\nconnection: close\r\n\r\n").unwrap();
        line
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if self.running.borrow().is_some() {
            self.is_killed();
        }
    }
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self {
            code: output.status.code().unwrap(),
            said: text(output.stdout),
            complained: text(output.stderr),
        }
    }
}

impl Answered {
    fn read(answer: &[u8]) -> Self {
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let head = String::from_utf8_lossy(&answer[..end]);
        let header = |name: &str| head.lines().find_map(|line| line.strip_prefix(name));
        let cookie = header("set-cookie: ").and_then(|cookie| cookie.split(';').next());
        Self {
            status: head.split(' ').nth(1).unwrap().parse().unwrap(),
            retry_after: header("retry-after: ").and_then(|seconds| seconds.parse().ok()),
            cookie: cookie.unwrap_or_default().to_owned(),
            offset: header("upload-offset: ").and_then(|offset| offset.parse().ok()),
            body: answer[end + 4..].to_vec(),
        }
    }

    fn over(mut line: TcpStream) -> Self {
        let mut answer = Vec::new();
        line.read_to_end(&mut answer).unwrap();
        Self::read(&answer)
    }

    fn json(&self) -> Json {
        serde_json::from_slice(&self.body).unwrap()
    }

    fn text(&self, field: &str) -> String {
        self.json()[field].as_str().unwrap().to_owned()
    }
}

impl Transport for Phone<'_> {
    async fn exchange(&self, request: &Request) -> Result<Response, Trouble> {
        let said = serde_json::to_string(request).unwrap();
        let program = self.program.get();
        let answered =
            program.tries_to_post(&self.cookie, "/api/v1/sync", &said).ok_or(Trouble::NoNetwork)?;
        match answered.status {
            200 => Ok(serde_json::from_slice(&answered.body).unwrap()),
            401 => Err(Trouble::SignInNeeded),
            503 => Err(Trouble::Busy),
            status => Err(Trouble::Refused(status)),
        }
    }
}

impl<'a> Phone<'a> {
    /// From now on reaches another program.
    pub fn goes_by(&self, program: &'a Program) {
        self.program.set(program);
    }

    /// Registers somebody, or writes over the name of somebody who is known here.
    pub async fn registers(&self, name: &str, given_name: &str) {
        let known = self.local.shown(person(name)).await.unwrap();
        let scope = format!("@scope/MICRO/{GUELMIM}");
        let mut edits = vec![(NAME, text(given_name))];
        edits.extend(known.is_none().then_some((&*scope, Some(Value::Flag(true)))));
        self.saves(name, &edits).await;
    }

    /// Puts a photo into the record of somebody.
    pub async fn puts(&self, name: &str, sent: &Sent) {
        self.saves(name, &[("photo", Some(sent.value()))]).await;
    }

    /// Erases the record of somebody, as the law says.
    pub async fn erases(&self, name: &str) {
        self.saves(name, &[("@erased", text("asked for in writing"))]).await;
    }

    async fn saves(&self, name: &str, edits: &[(&str, Option<Value>)]) {
        let known = self.local.shown(person(name)).await.unwrap();
        let proposal = Proposal {
            record: person(name),
            saw: known.map_or(Context::default(), |shown| shown.record.context),
            form: "person".into(),
            form_version: 1,
            author: self.person,
            on: "2026-11-21".parse().unwrap(),
            edits: edits.iter().map(|(path, value)| (path.parse().unwrap(), value.clone())).collect(),
        };
        self.local.save(proposal, None, NOW, || self.actor).await.unwrap();
    }

    /// The cookie of its session.
    pub fn cookie(&self) -> &str {
        &self.cookie
    }

    /// Says that it is going to send a file.
    pub fn creates(&self, sent: &Sent) {
        let length = sent.bytes.len();
        let metadata = sent.metadata();
        let headers =
            format!("tus-resumable: 1.0.0\r\nupload-length: {length}\r\nupload-metadata: {metadata}\r\n");
        let line = self.program.get().asks(&self.cookie, "POST /api/v1/files", &headers, 0);
        assert_eq!(Answered::over(line).status, 201);
    }

    /// How much of a file has arrived.
    pub fn arrived(&self, sent: &Sent) -> Option<usize> {
        let head = format!("HEAD {}", sent.path());
        Answered::over(self.program.get().asks(&self.cookie, &head, "tus-resumable: 1.0.0\r\n", 0)).offset
    }

    /// A line on which the rest of a file has been announced, from a place on: its bytes come next.
    pub fn begins_to_send(&self, sent: &Sent, from: usize) -> TcpStream {
        let headers = format!(
            "tus-resumable: 1.0.0\r\nupload-offset: {from}\r\ncontent-type: application/offset+octet-stream\r\n"
        );
        let patch = format!("PATCH {}", sent.path());
        self.program.get().asks(&self.cookie, &patch, &headers, sent.bytes.len() - from)
    }

    /// Sends the rest of a file.
    pub fn sends(&self, sent: &Sent, from: usize) {
        let mut line = self.begins_to_send(sent, from);
        line.write_all(&sent.bytes[from..]).unwrap();
        assert_eq!(Answered::over(line).status, 204);
    }

    pub async fn tries_to_exchange(&self) -> Result<Box<Standing>, Stopped> {
        let identity = || device("a new identity");
        run(&self.local, self, &mut Batch::default(), &|| NOW, &identity, |_| {}).await
    }

    /// Exchanges until there is nothing more.
    pub async fn exchanges(&self) -> Box<Standing> {
        let standing = self.tries_to_exchange().await.unwrap();
        assert_eq!(standing.waiting(), 0);
        self.local.standing().await.unwrap().unwrap()
    }

    pub async fn shows(&self, record: RecordId) -> Option<Value> {
        self.local.shown(record).await.unwrap()?.record.shown(&NAME.parse().unwrap()).cloned()
    }
}
