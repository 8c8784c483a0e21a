//! What the device allows: room, a clock, a processor.

use super::Browser;
use serde_json::json;
use std::sync::atomic::Ordering;

impl Browser {
    /// The page may keep so many bytes, from now on and after every start, whatever the disk has; `None` lets it have
    /// its share again.
    pub async fn has_room_for(&self, bytes: Option<u64>) {
        *self.inner.room.lock().unwrap() = bytes;
        if !self.is_open() {
            return;
        }
        let mut quota = json!({ "origin": self.inner.line.origin() });
        if let Some(bytes) = bytes {
            quota["quotaSize"] = bytes.into();
        }
        self.devtools("Storage.overrideQuotaForOrigin", quota).await;
    }

    /// The device's clock is so many days ahead, from the next start on.
    pub fn clock_is_ahead(&self, days: i32) {
        self.inner.ahead.store(days, Ordering::Relaxed);
    }

    /// Slows the processor down, from now on and after every start.
    pub async fn is_slowed(&self, rate: f64) {
        *self.inner.slow.lock().unwrap() = rate;
        if self.is_open() {
            self.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": rate })).await;
        }
    }
}
