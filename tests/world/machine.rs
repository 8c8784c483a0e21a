//! The machine that the endpoint runs on: its disk and its memory.

use super::World;
use std::fs;
use std::path::PathBuf;

impl World {
    /// A folder that is gone when the story ends.
    pub fn folder(&self, name: &str) -> PathBuf {
        let folder = self.inner.folder.path().join(name);
        fs::create_dir_all(&folder).expect("a folder");
        folder
    }

    /// Bytes that the endpoint's process has in memory: now, and at most since it started. Only Linux tells.
    pub async fn memory(&self) -> Option<(u64, u64)> {
        let process = self.inner.endpoint.lock().await.process();
        let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
        Some((bytes(&status, "VmRSS:")?, bytes(&status, "VmHWM:")?))
    }
}

/// What a line of a process's status says (proc(5), in units of 1024 bytes).
fn bytes(status: &str, line: &str) -> Option<u64> {
    let told = status.lines().find_map(|told| told.strip_prefix(line))?;
    Some(told.split_whitespace().next()?.parse::<u64>().ok()? * 1024)
}
