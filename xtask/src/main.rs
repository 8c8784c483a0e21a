//! The commands of the README: `cargo xtask COMMAND`.
//!
//! Each command is a few stages, printed with their time. Nothing here knows what the client or the endpoint do; it
//! only knows how they are built, finished and started.

mod arguments;
mod bench;
mod client;
mod clients;
mod compress;
mod endpoint;
mod face;
mod finish;
mod lockfile;
mod mutants;
mod peer;
mod pinned;
mod prerequisites;
mod project;
mod run;
mod simulate;
mod size;
mod stages;
mod test;
mod tools;

use std::process::ExitCode;

use anyhow::Result;
use arguments::Request;
use client::Profile;
use project::Project;
use stages::Stages;

fn main() -> ExitCode {
    match arguments::read(lexopt::Parser::from_env()).and_then(obey) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn obey(request: Request) -> Result<()> {
    let project = Project::here()?;
    match request {
        Request::Help(text) => {
            print!("{text}");
            Ok(())
        }
        Request::Run(options) => run::run(&project, &options),
        Request::Build { release } => build(&project, release),
        Request::Test { name } => test::test(&project, name.as_deref()),
        Request::Size => size::size(&project),
        Request::Simulate { told, database } => simulate::simulate(&project, &told, database),
        Request::Bench(options) => bench::bench(&project, options),
        Request::Mutants { name } => mutants::mutants(&project, name.as_deref()),
    }
}

fn build(project: &Project, release: bool) -> Result<()> {
    let mut stages = Stages::of(3);
    let profile = if release { Profile::Release } else { Profile::Quick };
    stages.run("tools", || tools::install(project, profile))?;
    stages.run("client", || client::build(project, profile))?;
    let program = stages.run("endpoint", || match profile {
        Profile::Release => endpoint::build_with_client(project),
        Profile::Quick => endpoint::build(project),
    })?;
    println!("\n{} is ready, the client in {}", program.display(), project.dist().display());
    Ok(())
}
