//! The way to the office, as the browser knows it.

use super::Browser;
use crate::world::line::{Happened, Way};
use serde_json::json;

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
