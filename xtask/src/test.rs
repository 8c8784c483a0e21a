//! All checks, or the tests of one name.

pub mod browser;
pub mod named;
pub mod postgres;

use std::process::Command;

use anyhow::{Result, bail, ensure};

use crate::{
    client::{self, Profile},
    clients, endpoint,
    project::{Project, answer, succeed},
    stages::Stages,
    tools,
};

const LINT_NATIVE: &str = "clippy --locked --workspace --all-targets -- -D warnings";
/// By name: the endpoint and xtask are native only.
const LINT_WASM: &str = "clippy --target wasm32-unknown-unknown --lib --bins \
    -p tiwizi -p view -p record -p form -p sync -p indicator -- -D warnings";
/// What needs neither a database nor a browser.
const RULES: [&str; 4] = ["--workspace", "--exclude=endpoint", "--exclude=tiwizi", "--all-features"];

pub fn test(project: &Project, name: Option<&str>) -> Result<()> {
    match name {
        None => all(project),
        Some(name) => some(project, name),
    }
}

fn all(project: &Project) -> Result<()> {
    let mut round = Round { stages: Stages::of(10), failed: Vec::new() };
    round.check("tools", || tools::install(project, Profile::Quick));
    round.check("format", || succeed(project.cargo().args(["fmt", "--all", "--check"])));
    round.check("lints, native", || succeed(project.cargo().args(LINT_NATIVE.split(' '))));
    round.check("lints, wasm", || succeed(project.cargo().args(LINT_WASM.split(' '))));
    round.check("rules and properties", || succeed(&mut tests(project, &RULES, None)));
    round.check("examples in the documentation", || {
        succeed(project.cargo().args(["test", "--doc"]).args(RULES))
    });
    round.check("client", || succeed(&mut tests(project, &["--package=tiwizi", "--lib"], None)));
    round.check("endpoint", || succeed(&mut tests(project, &["--package=endpoint"], None)));
    round.check("endpoint, over PostgreSQL", || over_postgres(project, None));
    round.check("browser stories", || stories(project, None));
    round.close()
}

/// The endpoint's tests once more, on a database server, with those that need one.
fn over_postgres(project: &Project, name: Option<&str>) -> Result<()> {
    let clients = clients::install(project)?;
    let server = postgres::Server::start(project)?;
    let mut tests = tests(project, &["--package=endpoint"], name);
    let all = if has_nextest(project) { &["--run-ignored=all"][..] } else { &["--", "--include-ignored"] };
    tests.env("TIWIZI_TUS_JS", clients.js).env("TIWIZI_TUSPY", clients.python);
    server.give_to(tests.args(all))?;
    succeed(&mut tests)
}

/// Which tests there are is read from the sources: nothing is built to find out.
fn some(project: &Project, name: &str) -> Result<()> {
    let found = named::find(project.root(), name)?;
    ensure!(found.any(), "No test has a name that contains `{name}`.");
    let endpoint = found.packages.iter().any(|package| package == "endpoint");
    let stages = [!found.packages.is_empty(), endpoint, found.client, found.stories];
    let mut round =
        Round { stages: Stages::of(stages.iter().filter(|stage| **stage).count()), failed: Vec::new() };
    if !found.packages.is_empty() {
        let packages =
            found.packages.iter().map(|package| format!("--package={package}")).collect::<Vec<_>>();
        let selection = packages.iter().map(String::as_str).chain(["--all-features"]).collect::<Vec<_>>();
        round.check(&found.packages.join(", "), || succeed(&mut tests(project, &selection, Some(name))));
    }
    if endpoint {
        round.check("endpoint, over PostgreSQL", || over_postgres(project, Some(name)));
    }
    if found.client {
        round.check("client", || succeed(&mut tests(project, &["--package=tiwizi", "--lib"], Some(name))));
    }
    if found.stories {
        round.check("browser stories", || stories(project, Some(name)));
    }
    round.close()
}

/// The promises of the whole system, in a real browser against a real endpoint.
fn stories(project: &Project, name: Option<&str>) -> Result<()> {
    let browser = browser::find_or_install(project)?;
    tools::install(project, Profile::Quick)?;
    let axe = tools::axe(project)?;
    client::build(project, Profile::Quick)?;
    let endpoint = endpoint::build(project)?;
    let mut stories = tests(project, &["--package=tiwizi", "--test=stories"], name);
    stories.env("TIWIZI_ENDPOINT", endpoint).env("TIWIZI_DIST", project.dist());
    stories.env("TIWIZI_AXE", axe);
    stories.env("TIWIZI_CHROMIUM", browser.chromium).env("TIWIZI_CHROMEDRIVER", browser.driver);
    succeed(&mut stories)
}

/// cargo-nextest where it is installed, else cargo's own runner: both know every test.
fn tests(project: &Project, selection: &[&str], name: Option<&str>) -> Command {
    let mut cargo = project.cargo();
    if has_nextest(project) {
        cargo.args(["nextest", "run", "--no-fail-fast", "--no-tests=pass"]);
    } else {
        cargo.args(["test", "--no-fail-fast"]);
    }
    cargo.args(selection).args(name);
    cargo
}

fn has_nextest(project: &Project) -> bool {
    answer(project.cargo().args(["nextest", "--version"])).is_some()
}

/// One pass over the stages, which goes on when one fails.
struct Round {
    stages: Stages,
    failed: Vec<String>,
}

impl Round {
    fn check(&mut self, name: &str, work: impl FnOnce() -> Result<()>) {
        if let Err(error) = self.stages.run(name, work) {
            println!("{error:#}");
            self.failed.push(name.to_owned());
        }
    }

    fn close(self) -> Result<()> {
        if !self.failed.is_empty() {
            bail!("Failed after {}: {}.", self.stages.elapsed(), self.failed.join("; "));
        }
        println!("\nAll passed in {}.", self.stages.elapsed());
        Ok(())
    }
}
