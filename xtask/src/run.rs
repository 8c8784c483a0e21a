//! Client and endpoint, built and started.

use std::process::Command;

use anyhow::Result;

use crate::{
    arguments::RunOptions,
    client::{self, Profile},
    endpoint,
    project::Project,
    stages::Stages,
    tools,
};

pub fn run(project: &Project, options: &RunOptions) -> Result<()> {
    let mut stages = Stages::of(3);
    stages.run("tools", || tools::install(project, Profile::Quick))?;
    stages.run("client", || client::build(project, Profile::Quick))?;
    let program = stages.run("endpoint", || endpoint::build(project))?;
    println!("ready after {}\n", stages.elapsed());
    let mut serve = project.command(&program.to_string_lossy());
    serve.args(["serve", "--listen", &format!("127.0.0.1:{}", options.port)]);
    serve.args(["--data", "data/", "--client", "dist/"]);
    if options.demo {
        serve.arg("--demo");
    }
    become_it(serve.args(&options.more))
}

/// The endpoint takes this program's place, so that Ctrl-C reaches it and nothing else.
#[cfg(unix)]
fn become_it(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(command.exec().into())
}

#[cfg(not(unix))]
fn become_it(command: &mut Command) -> Result<()> {
    crate::project::succeed(command)
}
