//! `simulate --seeds N` runs seeds 0 to N−1; `--seed S` runs one, with its story. A seed that fails is named, made
//! short, and replays exactly.

use simulation::{MILLIS_A_YEAR, Plan, Report, alone, live, shrink, simulate};
use std::process::ExitCode;
use std::time::Instant;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let told = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1)
    };
    let number = |name: &str| told(name)?.parse::<u64>().ok();
    let devices = number("--devices").unwrap_or(4) as usize;
    let steps = number("--steps").unwrap_or(120) as usize;
    if let Some(seed) = number("--seed") {
        let only = told("--only").map(|list| list.split(',').filter_map(|step| step.parse().ok()).collect());
        return tell(&Plan { only, ..Plan::of(seed, devices, steps) });
    }
    let first = number("--from").unwrap_or(0);
    let seeds = first..first + number("--seeds").unwrap_or(500);
    let began = Instant::now();
    let report = simulate(seeds.map(|seed| Plan::of(seed, devices, steps)), &alone);
    print(&report, began.elapsed().as_secs_f64());
    if report.failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// One history, line by line; the shortest like it, if it fails whole.
fn tell(plan: &Plan) -> ExitCode {
    let lived = live(plan, &alone, true);
    match lived.ended {
        Ok(sum) => {
            println!("{}\nnothing was lost: {sum:?}", lived.story.join("\n"));
            ExitCode::SUCCESS
        }
        Err(said) if plan.only.is_some() => {
            println!("{}\n{plan} failed: {said}", lived.story.join("\n"));
            ExitCode::FAILURE
        }
        Err(said) => {
            println!("{plan} failed: {said}\n\nMade short: cargo xtask simulate {}", shrink(plan, &alone));
            tell(&shrink(plan, &alone))
        }
    }
}

fn print(report: &Report, seconds: f64) {
    let sum = report.sum;
    let years = sum.lasted as f64 / MILLIS_A_YEAR;
    println!(
        "{} seeds, {:.0} a second, {years:.0} simulated years",
        report.seeds,
        report.seeds as f64 / seconds
    );
    println!("{} changes stored, {} held", sum.changes, sum.held);
    println!("{} disputes made, {} shown", sum.disputes_made, sum.disputes_shown);
    println!("{} declared holes", sum.holes);
    for (what, count) in &report.tally.counts {
        println!("{count:>9}  {what}");
    }
    println!("{} failed", report.failed.len());
    for (plan, said) in report.failed.iter().take(10) {
        println!("{plan} failed: {said}");
    }
    if let Some((plan, _)) = report.failed.first() {
        println!();
        tell(plan);
    }
}
