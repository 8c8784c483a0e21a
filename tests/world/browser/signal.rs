//! The way to the office, as the browser knows it.

use super::Browser;
use crate::world::line::{Happened, Way};
use serde_json::json;
use std::time::{Duration, Instant};

/// So long an exchange is left alone, before the browser notices a network once more.
const BETWEEN_TWO: Duration = Duration::from_secs(5);

impl Browser {
    /// There is no way to the office any more, and the browser knows.
    pub async fn loses_signal(&self) {
        self.inner.line.loses_signal();
        self.tell_network(true).await;
    }

    /// There is signal again, and the browser knows.
    pub async fn gets_signal(&self) {
        self.inner.line.gets_signal();
        self.tell_network(false).await;
    }

    /// The browser notices that there is a network, as it does after a moment without: the app exchanges.
    pub async fn exchanges(&self) {
        self.tell_network(true).await;
        self.tell_network(false).await;
    }

    /// The browser notices it again and again, until something is so.
    pub async fn exchanges_until<T>(&self, what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
        let mut asked: Option<Instant> = None;
        let found = async || {
            if asked.is_none_or(|asked| asked.elapsed() > BETWEEN_TWO) {
                self.exchanges().await;
                asked = Some(Instant::now());
            }
            look().await
        };
        self.until(what, found).await
    }

    async fn tell_network(&self, offline: bool) {
        if self.is_open() {
            let conditions =
                json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
            self.devtools("Network.emulateNetworkConditions", conditions).await;
        }
    }

    /// The next exchange falls silent after so many bytes.
    pub fn falls_silent(&self, on: Way, after: usize) -> Happened {
        self.inner.line.falls_silent(on, after)
    }

    /// The browser forgets who it is to the endpoint.
    pub async fn loses_its_cookie(&self) {
        self.devtools("Network.clearBrowserCookies", json!({})).await;
    }
}
