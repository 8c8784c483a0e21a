//! Random histories of phones, people and an endpoint through a bad network and failing stores.
//!
//! `simulate --seeds N` runs seeds 0 to N−1; `--seed S` runs one, with its story; `--devices D` and `--steps K`
//! change the size. A seed that fails is named, and replays exactly.

#![expect(clippy::expect_used, reason = "a simulation that cannot go on has found something, and says where")]

mod ledger;
mod simulation;
mod world;

use simulation::{Report, simulate};
use std::time::Instant;
use world::Plan;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |name: &str| -> Option<u64> {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1)?.parse().ok()
    };
    let devices = number("--devices").unwrap_or(4) as usize;
    let steps = number("--steps").unwrap_or(120) as usize;
    let seeds = match number("--seed") {
        Some(seed) => seed..seed + 1,
        None => 0..number("--seeds").unwrap_or(500),
    };
    let began = Instant::now();
    let report = simulate(seeds.map(|seed| Plan { seed, devices, steps }));
    report.print(began.elapsed().as_secs_f64());
    if !report.failed.is_empty() {
        std::process::exit(1);
    }
}

impl Report {
    fn print(&self, seconds: f64) {
        println!("{} seeds, {:.0} a second", self.seeds, self.seeds as f64 / seconds);
        println!("{} changes, {} held, {} disputes", self.sum.changes, self.sum.held, self.sum.disputes);
        for (what, count) in &self.tally.counts {
            println!("{count:>9}  {what}");
        }
        for (Plan { seed, devices, steps }, said) in self.failed.iter().take(10) {
            println!("seed {seed} failed (--seed {seed} --devices {devices} --steps {steps}): {said}");
        }
        println!("{} failed", self.failed.len());
    }
}
