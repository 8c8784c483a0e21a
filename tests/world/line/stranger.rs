//! Somebody who answers on the line in the office's place: a network's own page, a relay that garbles, an office of years to
//! come.

use std::io;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::sync::watch;
use tokio::time::sleep;

/// How much of an answer that never ends comes at a time, and how often.
const MORE: ([u8; 64], Duration) = ([b' '; 64], Duration::from_millis(50));

/// What answers every exchange.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stranger {
    /// A status, heads, and a body.
    Says(u16, &'static str, &'static str),
    /// The beginning of an answer, and more and more of it.
    NeverEnds,
}

impl Stranger {
    /// Answers one request, of which nothing has been read on yet.
    pub async fn answers(
        self,
        mut browser: impl AsyncRead + AsyncWrite + Unpin,
        mut signal: watch::Receiver<bool>,
    ) -> io::Result<()> {
        browser.write_all(self.beginning().as_bytes()).await?;
        let mut rest = vec![0; 16 * 1024];
        loop {
            tokio::select! {
                _ = signal.changed() => return Ok(()),
                read = browser.read(&mut rest) => if read? == 0 { return Ok(()) },
                () = sleep(MORE.1), if self == Self::NeverEnds => browser.write_all(&MORE.0).await?,
            }
        }
    }

    fn beginning(self) -> String {
        match self {
            Self::Says(status, heads, body) => {
                let length = body.len();
                format!(
                    "HTTP/1.1 {status} Said\r\nconnection: close\r\ncontent-length: {length}\r\n{heads}\r\n{body}"
                )
            }
            Self::NeverEnds => {
                "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: application/json\r\n\r\n{".to_owned()
            }
        }
    }
}
