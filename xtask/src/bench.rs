//! How fast it is, beside what the machine can do.

use std::process::Command;

use anyhow::Result;

use crate::{
    arguments::BenchOptions,
    client::{self, Profile},
    endpoint, peer,
    project::{Project, succeed},
    size,
    stages::Stages,
    test::browser,
    tools,
};

/// The endpoint by itself, then the whole with a browser. Everything is built before anything is measured.
pub fn bench(project: &Project, options: BenchOptions) -> Result<()> {
    let BenchOptions { only, records, office, release } = options;
    let profile = if release { Profile::Release } else { Profile::Quick };
    let mut stages = Stages::of(if only.is_some() { 4 } else { 5 });
    let (browser, peer) = stages.run("tools, browser and PouchDB", || {
        tools::install(project, profile)?;
        Ok((browser::find_or_install(project)?, peer::install(project)?))
    })?;
    stages.run("client", || client::build(project, profile))?;
    stages.run("endpoint and measurements", || {
        succeed(measure(project).args(["--no-run", "--bench", "exchange", "--bench", "whole"]))
    })?;
    println!("\nThe client is {}.", if release { "the one that is installed" } else { "the quick one" });
    if only.is_none() {
        stages.run("the endpoint by itself", || succeed(measure(project).args(["--bench", "exchange"])))?;
    }
    stages.run(only.as_deref().unwrap_or("the whole"), || {
        let mut cargo = measure(project);
        cargo.args(["--bench", "whole", "--", "--records", &records.to_string()]);
        cargo.args(["--office", &office.to_string()]);
        cargo.args(only.iter().flat_map(|part| ["--only", part]));
        if release {
            cargo.args(["--first-visit", &size::first_visit(project)?.to_string()]);
        }
        cargo.env("TIWIZI_PEER", peer);
        cargo.env("TIWIZI_ENDPOINT", endpoint::program(project, "server")).env("TIWIZI_DIST", project.dist());
        cargo.env("TIWIZI_CHROMIUM", browser.chromium).env("TIWIZI_CHROMEDRIVER", browser.driver);
        succeed(&mut cargo)
    })
}

/// All is built as the endpoint is installed, and always from the same two packages: otherwise their common libraries
/// would be built for each of them anew. The endpoint's program comes with its measurements.
fn measure(project: &Project) -> Command {
    let mut cargo = project.cargo();
    cargo.args(["bench", "--quiet", "--profile", "server", "--package", "endpoint", "--package", "tiwizi"]);
    cargo
}
