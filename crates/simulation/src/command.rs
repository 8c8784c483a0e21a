//! The simulation as a command: what it is told, and what it tells.

use crate::MILLIS_A_YEAR;
use crate::plan::Plan;
use crate::report::{MakeTwin, Report, live, simulate};
use crate::shrink::shrink;
use std::io::{self, Write};
use std::time::Instant;

/// How many histories, with how many phones and steps in each, if nobody says.
const SEEDS: u64 = 500;
const DEVICES: u64 = 4;
const STEPS: u64 = 120;

/// Does what the arguments say and tells it to `out`: `--seeds N` runs seeds 0 to N−1, `--from S` those from S on, and
/// `--seed S` runs one, with its story. A seed that fails is named, made short, and replays exactly.
///
/// Gives whether nothing was lost.
pub fn command(arguments: &[String], twin: MakeTwin<'_>, out: &mut dyn Write) -> io::Result<bool> {
    let told = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1)
    };
    let number = |name: &str| told(name)?.parse::<u64>().ok();
    let devices = number("--devices").unwrap_or(DEVICES) as usize;
    let steps = number("--steps").unwrap_or(STEPS) as usize;
    if let Some(seed) = number("--seed") {
        let only = told("--only").map(|list| list.split(',').filter_map(|step| step.parse().ok()).collect());
        return tell(&Plan { only, ..Plan::of(seed, devices, steps) }, twin, out);
    }
    let first = number("--from").unwrap_or(0);
    let seeds = first..first + number("--seeds").unwrap_or(SEEDS);
    let began = Instant::now();
    let report = simulate(seeds.map(|seed| Plan::of(seed, devices, steps)), twin);
    sum_up(&report, began.elapsed().as_secs_f64(), out)?;
    if let Some((plan, _)) = report.failed.first() {
        writeln!(out)?;
        tell(plan, twin, out)?;
    }
    Ok(report.failed.is_empty())
}

/// One history, line by line; the shortest like it, if it fails whole.
fn tell(plan: &Plan, twin: MakeTwin<'_>, out: &mut dyn Write) -> io::Result<bool> {
    let lived = live(plan, twin, true);
    match lived.ended {
        Ok(sum) => {
            writeln!(out, "{}\nnothing was lost: {sum:?}", lived.story.join("\n"))?;
            Ok(true)
        }
        Err(said) if plan.only.is_some() => {
            writeln!(out, "{}\n{plan} failed: {said}", lived.story.join("\n"))?;
            Ok(false)
        }
        Err(said) => {
            let shortest = shrink(plan, twin);
            writeln!(out, "{plan} failed: {said}\n\nMade short: {shortest}")?;
            tell(&shortest, twin, out)
        }
    }
}

fn sum_up(report: &Report, seconds: f64, out: &mut dyn Write) -> io::Result<()> {
    let sum = report.sum;
    let years = sum.lasted as f64 / MILLIS_A_YEAR;
    let pace = report.seeds as f64 / seconds;
    writeln!(out, "{} seeds, {pace:.0} a second, {years:.0} simulated years", report.seeds)?;
    writeln!(out, "{} changes stored, {} held", sum.changes, sum.held)?;
    writeln!(out, "{} disputes made, {} shown", sum.disputes_made, sum.disputes_shown)?;
    writeln!(out, "{} declared holes", sum.holes)?;
    for (what, count) in &report.tally.counts {
        writeln!(out, "{count:>9}  {what}")?;
    }
    writeln!(out, "{} failed", report.failed.len())?;
    for (plan, said) in report.failed.iter().take(10) {
        writeln!(out, "{plan} failed: {said}")?;
    }
    Ok(())
}
