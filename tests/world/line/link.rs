//! A link as the province has it: slow, far from the office, and given to breaking. Everything between a browser and its
//! line goes through it.

use super::{Way, begins_a_request};
use fastrand::Rng;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, DuplexStream, duplex, split};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, sleep_until};

/// How much goes at a time, so that the connections have their turns.
const PIECE: usize = 2048;
/// A connection that breaks does so before it has carried so much.
const BREAKS_WITHIN: usize = 8 * 1024;

/// How bad a link is.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Bytes a second each way, for all connections together.
    pub bytes_a_second: u32,
    /// From the browser to the office and back. A new connection takes one of its own.
    pub round_trip: Duration,
    /// So many of a hundred connections break.
    pub broken_of_a_hundred: u32,
    /// Which of them, and where.
    pub seed: u64,
}

/// What a link has carried.
#[derive(Clone, Copy, Default, Debug)]
pub struct Cost {
    /// Connections with at least one request.
    pub connections: u32,
    /// How many broke.
    pub broken: u32,
    pub requests: u32,
    /// Bytes from the browser, heads and all.
    pub asked: u64,
    /// Bytes from the office.
    pub answered: u64,
}

/// The link.
pub struct Link {
    shape: Shape,
    chance: Mutex<Rng>,
    cost: Mutex<Cost>,
    /// When the last byte that was given to it will have been sent, each way.
    sent: [Mutex<Instant>; 2],
}

impl Cost {
    /// How long such a link takes for it if nothing happens at the same time as anything else.
    pub fn takes(&self, shape: Shape) -> Duration {
        let bytes = (self.asked + self.answered) as f64;
        shape.round_trip * (self.connections + self.requests)
            + Duration::from_secs_f64(bytes / f64::from(shape.bytes_a_second))
    }
}

impl Link {
    pub fn new(shape: Shape) -> Self {
        let sent = [Instant::now().into(), Instant::now().into()];
        Self { shape, chance: Rng::with_seed(shape.seed).into(), cost: Mutex::default(), sent }
    }

    pub fn cost(&self) -> Cost {
        *self.cost.lock().unwrap()
    }

    /// The far end of it.
    pub fn of(self: Arc<Self>, browser: TcpStream) -> DuplexStream {
        let (near, far) = duplex(PIECE);
        tokio::spawn(async move {
            sleep(self.shape.round_trip).await;
            let (from_browser, to_browser) = split(browser);
            let (from_office, to_office) = split(near);
            let left = self.breaks_after();
            tokio::select! {
                _ = self.carries(Way::Request, from_browser, to_office, &left) => {}
                _ = self.carries(Way::Answer, from_office, to_browser, &left) => {}
            }
        });
        far
    }

    /// After how many bytes a new connection breaks.
    fn breaks_after(&self) -> AtomicUsize {
        let mut chance = self.chance.lock().unwrap();
        let breaks = chance.u32(..100) < self.shape.broken_of_a_hundred;
        AtomicUsize::new(if breaks { chance.usize(..BREAKS_WITHIN) } else { usize::MAX })
    }

    /// Carries one way what comes, until it ends or breaks.
    async fn carries(
        &self,
        way: Way,
        mut from: impl AsyncRead + Unpin,
        mut to: impl AsyncWrite + Unpin,
        left: &AtomicUsize,
    ) -> io::Result<()> {
        let (sender, mut on_its_way) = mpsc::unbounded_channel::<(Instant, Vec<u8>)>();
        let sends = async move {
            let (mut piece, mut is_used) = (vec![0; PIECE], false);
            loop {
                let length = from.read(&mut piece).await?;
                if length == 0 {
                    return io::Result::Ok(());
                }
                let bytes = piece[..length].to_vec();
                self.counts(way, &bytes, &mut is_used);
                let is_sent = self.is_sent(way, length);
                sleep_until(is_sent).await;
                let breaks = |left: usize| left.checked_sub(length);
                if left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, breaks).is_err() {
                    self.cost.lock().unwrap().broken += 1;
                    return Err(io::ErrorKind::ConnectionReset.into());
                }
                let _ = sender.send((is_sent + self.shape.round_trip / 2, bytes));
            }
        };
        let arrives = async {
            while let Some((at, bytes)) = on_its_way.recv().await {
                sleep_until(at).await;
                to.write_all(&bytes).await?;
            }
            Ok(())
        };
        tokio::try_join!(sends, arrives).map(|_| ())
    }

    /// When so many bytes will have been sent after all that were given to the link before.
    fn is_sent(&self, way: Way, bytes: usize) -> Instant {
        let mut sent = self.sent[way as usize].lock().unwrap();
        let takes = Duration::from_secs_f64(bytes as f64 / f64::from(self.shape.bytes_a_second));
        *sent = Instant::now().max(*sent) + takes;
        *sent
    }

    fn counts(&self, way: Way, bytes: &[u8], is_used: &mut bool) {
        let mut cost = self.cost.lock().unwrap();
        match way {
            Way::Answer => cost.answered += bytes.len() as u64,
            Way::Request => {
                cost.asked += bytes.len() as u64;
                if begins_a_request(bytes) {
                    cost.requests += 1;
                    cost.connections += u32::from(!std::mem::replace(is_used, true));
                }
            }
        }
    }
}
