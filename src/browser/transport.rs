//! HTTP, through reqwasm: the only file that names it.

use super::{clock, files, gzip, worker};
use js_sys::Uint8Array;
use record::{Hash, json};
use reqwasm::http::{Method, Request, Response};
use std::cell::Cell;
use sync::{Patience, Trouble};
use wasm_bindgen::JsValue;
use web_sys::AbortController;

/// What came back.
pub struct Reply {
    /// The status; 2xx is success.
    pub status: u16,
    /// The body as text.
    pub body: String,
    /// How much of a file the office has, where it says so.
    pub offset: Option<u64>,
}

/// What is asked of the office about a file, in the words of tus 1.0.
pub enum Tus<'a> {
    /// How much of it the office has.
    Offset,
    /// To begin with it.
    Begin {
        /// How many bytes it has.
        size: u64,
        /// What it holds.
        media_type: &'a str,
    },
    /// To take a piece.
    Piece {
        /// The first byte.
        from: u64,
        /// The bytes.
        piece: Uint8Array,
    },
}

/// Why nothing came back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Silence {
    /// There is no way to the office from here.
    NoNetwork,
    /// The way is there, and too slow.
    TimedOut,
}

thread_local! {
    /// How fast the line has been.
    static PATIENCE: Cell<Patience> = Cell::new(Patience::default());
}

/// Bodies below this size are sent as they are: gzip's frame would cost more than it saves.
const WORTH_PACKING: usize = 300;

/// Words of a language, from the cache of the service worker or the network.
pub async fn locale(folder: &str, code: &str) -> Result<String, Silence> {
    let reply = send(Method::GET, &format!("/locales/{folder}{code}.json"), None, 0).await?;
    if reply.status == 200 { Ok(reply.body) } else { Err(Silence::NoNetwork) }
}

/// Asks the endpoint for something.
pub async fn get(path: &str) -> Result<Reply, Silence> {
    send(Method::GET, &format!("/api/v1{path}"), None, 0).await
}

/// Tells the endpoint something, as JSON.
pub async fn post(path: &str, json: &str) -> Result<Reply, Silence> {
    send(Method::POST, &format!("/api/v1{path}"), Some(json), json.len() as u32).await
}

/// Replaces something at the endpoint.
pub async fn put(path: &str, json: &str) -> Result<Reply, Silence> {
    send(Method::PUT, &format!("/api/v1{path}"), Some(json), 0).await
}

/// Whether the office has a file: its first byte is asked for, since all of it may be much.
pub async fn look_for_file(sha256: Hash) -> Result<Reply, Silence> {
    let request = ours(Method::GET, &format!("/api/v1/files/{sha256}")).header("range", "bytes=0-0");
    within(request, 0).await
}

/// Asks the office about a file on its way there.
pub async fn tus(ask: Tus<'_>, sha256: Hash) -> Result<Reply, Silence> {
    let path = format!("/api/v1/files/{sha256}");
    let (request, bytes) = match ask {
        Tus::Offset => (ours(Method::HEAD, &path), 0),
        Tus::Begin { size, media_type } => {
            let metadata = format!(
                "sha256 {},media_type {}",
                files::base64(&sha256.to_string()),
                files::base64(media_type)
            );
            let request = ours(Method::POST, "/api/v1/files").header("upload-length", &size.to_string());
            (request.header("upload-metadata", &metadata), 0)
        }
        Tus::Piece { from, piece } => {
            let length = piece.length();
            let request = ours(Method::PATCH, &path).header("upload-offset", &from.to_string());
            (request.header("content-type", "application/offset+octet-stream").body(piece), length)
        }
    };
    within(request.header("tus-resumable", "1.0.0"), bytes).await
}

/// Carries the exchange.
pub struct Office;

impl sync::Transport for Office {
    async fn exchange(&self, request: &sync::Request) -> Result<sync::Response, Trouble> {
        let json = serde_json::to_string(request).map_err(|_| Trouble::Garbled)?;
        // There and, packed, back.
        let bytes = json.len() as u32 + request.limit / 8;
        let began = clock::device();
        let reply = send(Method::POST, "/api/v1/sync", Some(&json), bytes).await;
        note_pace(reply.as_ref(), json.len(), clock::device() - began);
        let reply = reply.map_err(|silence| match silence {
            Silence::NoNetwork => Trouble::NoNetwork,
            Silence::TimedOut => Trouble::TimedOut,
        })?;
        match reply.status {
            200 => json::read(&reply.body).map_err(|_| Trouble::Garbled),
            401 => Err(Trouble::SignInNeeded),
            // The session is another device's: only a new code helps.
            403 if reply.body.contains("other_device") => Err(Trouble::SignInNeeded),
            426 => Err(Trouble::TooOld),
            408 => Err(Trouble::TimedOut),
            429 | 500.. => Err(Trouble::Busy),
            status => Err(Trouble::Refused(status)),
        }
    }
}

/// What an exchange tells of the line. What was unpacked on the way counts as the eighth that it is when packed.
fn note_pace(reply: Result<&Reply, &Silence>, sent: usize, millis: i64) {
    let mut patience = PATIENCE.get();
    match reply {
        Ok(reply) => patience.has_moved(((sent + reply.body.len()) / 8) as u32, millis as u32),
        Err(Silence::TimedOut) => patience.has_waited_in_vain(),
        Err(Silence::NoNetwork) => {}
    }
    PATIENCE.set(patience);
}

/// Sends, and waits as long as so many bytes may take.
async fn send(method: Method, url: &str, json: Option<&str>, bytes: u32) -> Result<Reply, Silence> {
    let mut request = ours(method, url);
    if let Some(json) = json {
        request = request.header("content-type", "application/json");
        let packed = if json.len() < WORTH_PACKING { None } else { gzip::gzip(json).await };
        request = match packed {
            Some(bytes) => request.header("content-encoding", "gzip").body(bytes),
            None => request.body(JsValue::from_str(json)),
        };
    }
    within(request, bytes).await
}

fn ours(method: Method, url: &str) -> Request {
    Request::new(url).method(method).header("x-tiwizi", "1").header("x-tiwizi-app", &worker::version())
}

async fn within(request: Request, bytes: u32) -> Result<Reply, Silence> {
    let abort = AbortController::new().map_err(|_| Silence::NoNetwork)?;
    let request = request.abort_signal(Some(&abort.signal()));
    let alarm = clock::later(PATIENCE.get().millis(bytes), {
        let abort = abort.clone();
        move || abort.abort()
    });
    let answer = read(request).await;
    drop(alarm);
    let silence = if abort.signal().aborted() { Silence::TimedOut } else { Silence::NoNetwork };
    answer.ok_or(silence)
}

async fn read(request: Request) -> Option<Reply> {
    let response: Response = request.send().await.ok()?;
    let status = response.status();
    let offset = response.headers().get("upload-offset").and_then(|offset| offset.parse().ok());
    let body = response.text().await.ok()?;
    Some(Reply { status, body, offset })
}
