//! Progress: a line when a stage begins and one with its seconds when it ends.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

pub struct Stages {
    total: usize,
    begun: usize,
    start: Instant,
}

impl Stages {
    pub fn of(total: usize) -> Self {
        Self { total, begun: 0, start: Instant::now() }
    }

    pub fn run<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        self.begun += 1;
        let place = format!("[{}/{}] {name}", self.begun, self.total);
        let start = Instant::now();
        println!("{place} …");
        let outcome = work();
        let word = if outcome.is_ok() { "" } else { "FAILED after " };
        println!("{place}: {word}{}", seconds(start.elapsed()));
        outcome.with_context(|| name.to_owned())
    }

    pub fn elapsed(&self) -> String {
        seconds(self.start.elapsed())
    }
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}
