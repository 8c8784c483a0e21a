//! Signals to processes that a story has started.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Asks a process to end.
pub fn terminate(id: u32) {
    signal("-TERM", &[id]);
}

/// Kills every process that was started with this folder among its arguments, and waits until they are gone. A
/// browser is many processes; all of them name its profile or have a parent that does.
pub fn kill_all_of(folder: &Path) {
    loop {
        let ids = processes_of(folder);
        if ids.is_empty() {
            return;
        }
        signal("-KILL", &ids);
        std::thread::yield_now();
    }
}

/// Whether no process is left that was started with this folder among its arguments.
pub fn none_runs_in(folder: &Path) -> bool {
    processes_of(folder).is_empty()
}

fn signal(which: &str, ids: &[u32]) {
    let ids = ids.iter().map(u32::to_string);
    // A process may have ended meanwhile.
    let _ = Command::new("kill").arg(which).args(ids).output();
}

fn processes_of(folder: &Path) -> Vec<u32> {
    let folder = folder.to_string_lossy();
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    let runs_there = |id: &u32| {
        let arguments = fs::read(format!("/proc/{id}/cmdline")).unwrap_or_default();
        let own = *id == std::process::id();
        !own && String::from_utf8_lossy(&arguments).contains(&*folder)
    };
    let ids = entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    ids.filter(runs_there).collect()
}
