//! How fast it is, beside what the machine can do.

use std::process::Command;

use anyhow::Result;

use crate::{
    client::{self, Profile},
    endpoint,
    project::{Project, succeed},
    stages::Stages,
    test::browser,
    tools,
};

/// The endpoint by itself, then the whole with a browser. Everything is built before anything is measured.
pub fn bench(project: &Project, records: u32, release: bool) -> Result<()> {
    let profile = if release { Profile::Release } else { Profile::Quick };
    let mut stages = Stages::of(6);
    let browser = stages.run("tools and browser", || {
        tools::install(project, profile)?;
        browser::find_or_install(project)
    })?;
    stages.run("client", || client::build(project, profile))?;
    let program = stages.run("endpoint", || endpoint::build_fast(project))?;
    stages.run("measurements", || {
        succeed(measure(project, "endpoint", "exchange").arg("--no-run"))?;
        succeed(measure(project, "tiwizi", "whole").arg("--no-run"))
    })?;
    println!("\nThe client is {}.", if release { "the one that is installed" } else { "the quick one" });
    stages.run("the endpoint by itself", || succeed(&mut measure(project, "endpoint", "exchange")))?;
    stages.run("the whole", || {
        let mut cargo = measure(project, "tiwizi", "whole");
        cargo.args(["--", "--records", &records.to_string()]);
        cargo.env("TIWIZI_ENDPOINT", &program).env("TIWIZI_DIST", project.dist());
        cargo.env("TIWIZI_CHROMIUM", browser.chromium).env("TIWIZI_CHROMEDRIVER", browser.driver);
        succeed(&mut cargo)
    })
}

/// Built as the endpoint is installed.
fn measure(project: &Project, package: &str, bench: &str) -> Command {
    let mut cargo = project.cargo();
    cargo.args(["bench", "--quiet", "--profile", "server", "--package", package, "--bench", bench]);
    cargo
}
