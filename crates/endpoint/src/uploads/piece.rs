//! The bytes of a piece, from the wire to the disk: never whole in memory, and what came before a cut stays.

use super::said::Checksum;
use crate::refusal::Refusal;
use axum::body::Body;
use http_body_util::BodyExt;
use std::time::Duration;
use tokio::fs::File;
use tokio::io::{AsyncSeekExt, AsyncWriteExt, SeekFrom};
use tokio::time::{Instant, timeout_at};

/// How long nothing may come.
const SILENCE: Duration = Duration::from_secs(30);
/// How long one piece may take, however steadily it comes: whoever is slower goes on with another.
const LONGEST: Duration = Duration::from_secs(600);

/// Where the bytes of a piece go.
pub struct Place {
    /// The part of the file that is here.
    pub file: File,
    /// How long it is: where the piece begins.
    pub begins: u64,
    /// How long the file is to be.
    pub size: u64,
}

impl Place {
    /// Takes a piece in, and says how much of the file is here then.
    ///
    /// | the piece | stays |
    /// |---|---|
    /// | ends, and is what its checksum says, or has none | all of it |
    /// | is cut off, falls silent or takes too long | what came of it |
    /// | is not what its checksum says | nothing of it |
    /// | goes on behind the end of the file | nothing of it |
    pub async fn take(mut self, body: Body, mut checksum: Option<Checksum>) -> Result<u64, Refusal> {
        self.file.seek(SeekFrom::Start(self.begins)).await?;
        let mut ends = self.begins;
        let came = self.write(body, &mut ends, &mut checksum).await;
        self.file.flush().await?;
        let untrue = came.is_ok() && checksum.is_some_and(|checksum| !checksum.holds());
        if untrue || came == Err(Refusal::TooLarge) {
            self.file.set_len(self.begins).await?;
        }
        self.file.sync_all().await?;
        came?;
        if untrue { Err(Refusal::ChecksumDiffers) } else { Ok(ends) }
    }

    async fn write(
        &mut self,
        mut body: Body,
        ends: &mut u64,
        checksum: &mut Option<Checksum>,
    ) -> Result<(), Refusal> {
        let latest = Instant::now() + LONGEST;
        loop {
            let silent = Instant::now() + SILENCE;
            let frame = timeout_at(silent.min(latest), body.frame()).await.map_err(|_| Refusal::TooSlow)?;
            let Some(frame) = frame else { return Ok(()) };
            let Ok(bytes) = frame.map_err(|_| Refusal::Unreadable)?.into_data() else { continue };
            if bytes.len() as u64 > self.size - *ends {
                return Err(Refusal::TooLarge);
            }
            self.file.write_all(&bytes).await?;
            *ends += bytes.len() as u64;
            if let Some(checksum) = checksum {
                checksum.add(&bytes);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;
    use hyper::body::Frame;
    use std::convert::Infallible;
    use std::pin::Pin;
    use std::task::{Context, Poll};

    /// A body of which some bytes arrive, and then none.
    struct Stalls(Option<Bytes>);

    impl hyper::body::Body for Stalls {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            match self.0.take() {
                Some(bytes) => Poll::Ready(Some(Ok(Frame::data(bytes)))),
                None => Poll::Pending,
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_piece_that_falls_silent_is_not_waited_for_and_what_came_of_it_stays() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let place = Place { file: File::from_std(file.reopen().unwrap()), begins: 0, size: 100 };
        let came = place.take(Body::new(Stalls(Some(Bytes::from_static(b"what came")))), None).await;
        assert_eq!(came, Err(Refusal::TooSlow));
        assert_eq!(std::fs::read(file.path()).unwrap(), b"what came");
    }
}
