//! The way from one browser to the endpoint, where the network's faults happen: no signal, a request that is cut in
//! the middle, an answer that is lost after the endpoint has committed, a link that is slow and breaks.

mod link;
mod stranger;

pub use link::{Cost, Shape};
pub use stranger::Stranger;

use link::Link;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{oneshot, watch};

/// One browser's line. Its own address never changes, so that the browser keeps its origin.
#[derive(Clone)]
pub struct Line {
    address: SocketAddr,
    state: Arc<State>,
}

struct State {
    endpoint: SocketAddr,
    /// Where the addresses of exchanges begin.
    exchanges: &'static str,
    signal: watch::Sender<bool>,
    fault: Mutex<Option<Fault>>,
    stranger: Mutex<Option<Stranger>>,
    carried: Mutex<Carried>,
    files: Mutex<Files>,
    link: Mutex<Option<Arc<Link>>>,
}

/// What happens to files on the line.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Files {
    /// Nothing about them gets through.
    held: bool,
    /// After so many of their bytes the line is cut, again and again; nought for never.
    every: usize,
    left: usize,
    /// How often it was cut.
    pub cuts: u64,
    /// The bytes of files that have got through.
    pub carried: u64,
    /// The bytes of the pieces in which it was cut.
    pub cut: u64,
}

/// What exchanges have cost: everything on the line that belongs to them, heads and all.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Carried {
    pub exchanges: u64,
    /// Bytes from the browser.
    pub asked: u64,
    /// Bytes from the endpoint.
    pub answered: u64,
}

/// What happens to an exchange: so many bytes pass, then the line falls silent for it.
struct Fault {
    /// So many exchanges go through before.
    passes: u32,
    on: Way,
    after: usize,
    told: oneshot::Sender<()>,
}

/// Which half of an exchange.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// What the browser sends.
    Request,
    /// What the endpoint answers: at its first byte the endpoint has committed.
    Answer,
}

/// Comes true when the fault has happened.
pub type Happened = oneshot::Receiver<()>;

impl Line {
    /// A line to an endpoint, which need not be there yet.
    pub async fn to(endpoint: SocketAddr) -> io::Result<Self> {
        Self::between(endpoint, "/api/v1/sync").await
    }

    /// A line to any server, whose exchanges are the requests to addresses that begin so.
    pub async fn between(endpoint: SocketAddr, exchanges: &'static str) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let signal = watch::Sender::new(true);
        let (fault, stranger, carried, files, link) = Default::default();
        let state = Arc::new(State { endpoint, exchanges, signal, fault, stranger, carried, files, link });
        tokio::spawn(serve(listener, state.clone()));
        Ok(Self { address, state })
    }

    /// What the browser takes for the office.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Everything on the line is cut, and nothing gets through until there is signal again.
    pub fn loses_signal(&self) {
        self.state.signal.send_replace(false);
    }

    /// There is signal.
    pub fn gets_signal(&self) {
        self.state.signal.send_replace(true);
    }

    /// What was to happen to an exchange and has not yet does not happen any more.
    pub fn spares_exchanges(&self) {
        *self.state.fault.lock().unwrap() = None;
    }

    /// From now on somebody else answers every exchange; `None` lets the office answer again.
    pub fn is_answered_by(&self, stranger: Option<Stranger>) {
        *self.state.stranger.lock().unwrap() = stranger;
    }

    /// From now on every new connection goes over a link of this shape.
    pub fn goes_over(&self, shape: Shape) {
        *self.state.link.lock().unwrap() = Some(Link::new(shape).into());
    }

    /// What that link has carried.
    pub fn cost(&self) -> Cost {
        self.state.link.lock().unwrap().as_ref().map_or_else(Cost::default, |link| link.cost())
    }

    /// What exchanges have cost since the last time that somebody asked.
    pub fn carried(&self) -> Carried {
        std::mem::take(&mut *self.state.carried.lock().unwrap())
    }

    /// Nothing about files gets through, or everything does.
    pub fn holds_files(&self, held: bool) {
        self.state.files.lock().unwrap().held = held;
    }

    /// From now on the line is cut after so many bytes of files, again and again.
    pub fn cuts_files_every(&self, bytes: usize) {
        *self.state.files.lock().unwrap() = Files { every: bytes, left: bytes, ..Files::default() };
    }

    /// What has happened to files.
    pub fn files(&self) -> Files {
        *self.state.files.lock().unwrap()
    }

    /// The next exchange falls silent after so many bytes of its request or answer.
    pub fn falls_silent(&self, on: Way, after: usize) -> Happened {
        self.falls_silent_later(0, on, after)
    }

    /// The same of the one that follows so many.
    pub fn falls_silent_later(&self, passes: u32, on: Way, after: usize) -> Happened {
        let (told, happened) = oneshot::channel();
        *self.state.fault.lock().unwrap() = Some(Fault { passes, on, after, told });
        happened
    }
}

impl State {
    /// What is to happen to an exchange that begins.
    fn next_fault(&self) -> Option<Fault> {
        let mut fault = self.fault.lock().unwrap();
        match fault.as_mut() {
            Some(Fault { passes: passes @ 1.., .. }) => {
                *passes -= 1;
                None
            }
            _ => fault.take(),
        }
    }
}

async fn serve(listener: TcpListener, state: Arc<State>) {
    while let Ok((browser, _)) = listener.accept().await {
        let state = state.clone();
        tokio::spawn(async move {
            let signal = state.signal.subscribe();
            if !*signal.borrow() {
                return;
            }
            if let Ok(endpoint) = TcpStream::connect(state.endpoint).await {
                let link = state.link.lock().unwrap().clone();
                // Either side may end the connection at any time: that is the network's ordinary life.
                let _ = match link {
                    None => carry(browser, endpoint, &state, signal).await,
                    Some(link) => carry(link.of(browser), endpoint, &state, signal).await,
                };
            }
        });
    }
}

async fn carry(
    mut browser: impl AsyncRead + AsyncWrite + Unpin + Send,
    mut endpoint: TcpStream,
    state: &State,
    mut signal: watch::Receiver<bool>,
) -> io::Result<()> {
    let (mut asked, mut answered) = (vec![0; 16 * 1024], vec![0; 16 * 1024]);
    let mut fault: Option<Fault> = None;
    let mut is_exchange = false;
    let mut piece: Option<u64> = None;
    loop {
        let (way, bytes) = tokio::select! {
            _ = signal.changed() => return Ok(()),
            read = browser.read(&mut asked) => (Way::Request, &asked[..read?]),
            read = endpoint.read(&mut answered) => (Way::Answer, &answered[..read?]),
        };
        if bytes.is_empty() {
            return Ok(());
        }
        if way == Way::Request && begins_a_request(bytes) {
            is_exchange = address(bytes).starts_with(state.exchanges.as_bytes());
            if is_exchange {
                let stranger = *state.stranger.lock().unwrap();
                if let Some(stranger) = stranger {
                    return stranger.answers(browser, signal).await;
                }
                fault = state.next_fault();
                state.carried.lock().unwrap().exchanges += 1;
            }
        }
        let mut head = 0;
        if way == Way::Request && begins_a_request(bytes) {
            if is_about_a_file(bytes) && state.files.lock().unwrap().held {
                return Ok(());
            }
            (piece, head) = piece_of_a_file(bytes).map_or((None, 0), |(length, head)| (Some(length), head));
        }
        if let (Way::Request, Some(length)) = (way, piece) {
            let passes = state.files.lock().unwrap().pass(bytes.len() - head, length);
            endpoint.write_all(&bytes[..head + passes]).await?;
            if head + passes < bytes.len() {
                return Ok(());
            }
            continue;
        }
        if is_exchange {
            let mut carried = state.carried.lock().unwrap();
            let count = if way == Way::Request { &mut carried.asked } else { &mut carried.answered };
            *count += bytes.len() as u64;
        }
        let to: &mut (dyn AsyncWrite + Unpin + Send) =
            if way == Way::Request { &mut endpoint } else { &mut browser };
        let passes = match &mut fault {
            Some(fault) if fault.on == way => {
                let passes = fault.after.min(bytes.len());
                fault.after -= passes;
                passes
            }
            _ => bytes.len(),
        };
        to.write_all(&bytes[..passes]).await?;
        if passes < bytes.len() {
            if let Some(fault) = fault.take() {
                let _ = fault.told.send(());
            }
            let _ = signal.changed().await;
            return Ok(());
        }
    }
}

fn begins_a_request(bytes: &[u8]) -> bool {
    [&b"GET "[..], b"HEAD ", b"PATCH ", b"POST ", b"PUT "].iter().any(|method| bytes.starts_with(method))
}

/// What a request asks for.
fn address(request: &[u8]) -> &[u8] {
    request.split(|byte| *byte == b' ').nth(1).unwrap_or_default()
}

fn is_about_a_file(bytes: &[u8]) -> bool {
    [&b"HEAD /api/v1/files"[..], b"PATCH /api/v1/files", b"POST /api/v1/files"]
        .iter()
        .any(|request| bytes.starts_with(request))
}

/// How long the piece of a file is that a request carries, and how long the request's head.
fn piece_of_a_file(bytes: &[u8]) -> Option<(u64, usize)> {
    if !bytes.starts_with(b"PATCH ") {
        return None;
    }
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").expect("a whole head") + 4;
    let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    Some((length.expect("a length").parse().expect("a number"), end))
}

impl Files {
    /// How many of these bytes of a piece of this length get through.
    fn pass(&mut self, bytes: usize, piece: u64) -> usize {
        let is_cut = self.every > 0 && bytes > self.left;
        let passes = if is_cut { self.left } else { bytes };
        self.carried += passes as u64;
        self.left -= if self.every > 0 { passes } else { 0 };
        if is_cut {
            self.left = self.every;
            self.cuts += 1;
            self.cut += piece;
        }
        passes
    }
}
