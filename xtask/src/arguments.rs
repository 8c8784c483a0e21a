//! What was asked for on the command line.

use std::ffi::OsString;

use anyhow::{Context, Result, bail, ensure};
use lexopt::{Arg, Parser, ValueExt};

const HELP: &str = "\
Builds, starts and tests tiwizi.

Usage: cargo xtask COMMAND

  run [--demo] [--port N] [-- MORE]   build client and endpoint, start them on http://127.0.0.1:8080
  build [--release]                   build without starting; with --release, one program with the client inside
  test [NAME]                         format, lints, tests and browser stories; with NAME, the tests named so
  size                                what a first visit downloads, file by file; fails above the limit
  simulate [--seeds N] [--seed S]     random histories of phones and endpoint through a bad network
  bench [--records N] [--release]     how fast it is, each figure beside what the machine can do, and beside PouchDB
  mutants [NAME]                      deliberate faults in the rules, each of which the tests must notice

What is missing (the wasm target, Trunk, wasm-bindgen, wasm-opt, a browser) is installed the first time.
Tools go to .tools/, or to the folder named by TIWIZI_TOOLS. `cargo xtask COMMAND --help` says more.
";

const RUN: &str = "\
cargo xtask run [--demo] [--port N] [-- MORE]

Builds the client and the endpoint and starts the endpoint, with its records under data/.
The first start takes minutes (tools and libraries are built), the next ones seconds. Ctrl-C stops it.

  --demo      fill an empty database with a small region of invented people
  --port N    another port than 8080
  -- MORE     everything after it goes to the endpoint; `-- --help` lists what it takes
";

const BUILD: &str = "\
cargo xtask build [--release]

Builds the client into dist/ and the endpoint beside it.

  --release   the client made small (wasm-opt, brotli, gzip) and put inside the endpoint: one file to install.
              Needs Node 18 or later.
";

const TEST: &str = "\
cargo xtask test [NAME]

Runs format, lints (native and wasm), unit and property tests, endpoint tests and the browser stories.
All stages run even when one fails; the last line says which did.

  NAME        run only the tests whose name contains NAME, and build only what they need

Chromium and its driver are found on the PATH or at TIWIZI_CHROMIUM and TIWIZI_CHROMEDRIVER.
";

const SIZE: &str = "\
cargo xtask size

Builds the client as it is served and lists what a first visit downloads, in brotli bytes.
Fails when the sum is above the limit. Needs Node 18 or later.
";

const SIMULATE: &str = "\
cargo xtask simulate [--seeds N [--from S] | --seed S [--only STEPS]] [--devices D] [--steps K]
                     [--database sqlite|postgresql]

Lets phones, people and an endpoint live through random histories in memory: messages lost, doubled, late and cut,
crashes between two steps of storage on both sides, storage wiped, truncated, copied and rolled back, endpoints
restored from backups. Nothing may be lost. A history that fails is made short and told line by line.

  --seeds N     histories 0 to N-1 (500)
  --from S      begin at another seed than 0
  --seed S      one history, with its story
  --only 1,2    only these of its steps
  --devices D   phones in each (4)
  --steps K     length of each (120)
  --database D  the endpoint's own database lives through each history as well, and must answer and hold the same as
                the one in memory; far slower. `postgresql` starts a server of its own
";

const BENCH: &str = "\
cargo xtask bench [--only PART] [--records N] [--office N] [--release]

Measures saving, pushing, pulling, an exchange with nothing new, opening the app and its lists, tapping and searching,
in a real browser and at a sixth of the processor's speed too; and the endpoint by itself, its memory too. Each figure
stands beside its floor, measured in the same minutes: a bare put, a bare request, an empty store, bare inserts; and
beside PouchDB, where that does the same. A missed aim is said and fails nothing; where the browser was busy, what
with is written to target/bench/. Takes a quarter of an hour; what else the machine does shows in the figures.
Needs Node 18 or later.

  --only PART   one part by itself, in a few minutes: `travel` (pushing, pulling, nothing new, saving), `lists` (with
                taps and search), `home`, or `memory` (of the endpoint)
  --records N   how many records the phones hold (10000); five times as many when home is opened
  --office N    how many records the endpoint holds when its memory is read (1000000)
  --release     with the client as it is installed, not the quick one; what a first visit downloads is told too
";

const MUTANTS: &str = "\
cargo xtask mutants [NAME]

Puts each fault of crates/sync/mutants.txt into a copy of record, sync and simulation, and runs their tests and a
short simulation until one of them notices. Fails if a fault survives, or if its lines are not there any more.

  NAME        only the faults whose sentence or file contains NAME
";

#[derive(Debug, PartialEq)]
pub enum Request {
    Help(&'static str),
    Run(RunOptions),
    Build {
        release: bool,
    },
    Test {
        name: Option<String>,
    },
    Size,
    Simulate {
        /// What the simulation itself is told.
        told: Vec<String>,
        /// What lives through the histories as well.
        database: Option<Database>,
    },
    Bench(BenchOptions),
    Mutants {
        name: Option<String>,
    },
}

/// A database that the endpoint may stand on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Database {
    Sqlite,
    Postgresql,
}

#[derive(Debug, PartialEq)]
pub struct RunOptions {
    pub demo: bool,
    pub port: u16,
    /// Handed on to the endpoint.
    pub more: Vec<OsString>,
}

#[derive(Debug, PartialEq)]
pub struct BenchOptions {
    pub only: Option<String>,
    pub records: u32,
    pub office: u32,
    pub release: bool,
}

impl Default for BenchOptions {
    fn default() -> Self {
        Self { only: None, records: 10_000, office: 1_000_000, release: false }
    }
}

pub fn read(mut parser: Parser) -> Result<Request> {
    let Some(first) = parser.next()? else {
        return Ok(Request::Help(HELP));
    };
    match first {
        Arg::Short('h') | Arg::Long("help") => Ok(Request::Help(HELP)),
        Arg::Value(command) => match command.string()?.as_str() {
            "help" => Ok(Request::Help(HELP)),
            "run" => read_run(&mut parser),
            "build" => read_build(&mut parser),
            "test" => read_test(&mut parser),
            "size" => read_size(&mut parser),
            "simulate" => read_simulate(&mut parser),
            "bench" => read_bench(&mut parser),
            "mutants" => read_mutants(&mut parser),
            other => bail!("There is no command `{other}`. `cargo xtask help` lists them."),
        },
        other => Err(other.unexpected().into()),
    }
}

fn read_run(parser: &mut Parser) -> Result<Request> {
    let mut options = RunOptions { demo: false, port: 8080, more: Vec::new() };
    loop {
        if let Some(mut raw) = parser.try_raw_args()
            && raw.next_if(|arg| arg == "--").is_some()
        {
            options.more = raw.collect();
            break;
        }
        match parser.next()? {
            None => break,
            Some(Arg::Short('h') | Arg::Long("help")) => return Ok(Request::Help(RUN)),
            Some(Arg::Long("demo")) => options.demo = true,
            Some(Arg::Long("port")) => {
                options.port = parser.value()?.parse().context("--port is a number up to 65535")?;
            }
            Some(other) => return Err(other.unexpected().into()),
        }
    }
    Ok(Request::Run(options))
}

fn read_build(parser: &mut Parser) -> Result<Request> {
    let mut release = false;
    while let Some(arg) = parser.next()? {
        match arg {
            Arg::Short('h') | Arg::Long("help") => return Ok(Request::Help(BUILD)),
            Arg::Long("release") => release = true,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Request::Build { release })
}

fn read_test(parser: &mut Parser) -> Result<Request> {
    let mut name = None;
    while let Some(arg) = parser.next()? {
        match arg {
            Arg::Short('h') | Arg::Long("help") => return Ok(Request::Help(TEST)),
            Arg::Value(value) if name.is_none() => name = Some(value.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Request::Test { name })
}

fn read_size(parser: &mut Parser) -> Result<Request> {
    match parser.next()? {
        None => Ok(Request::Size),
        Some(Arg::Short('h') | Arg::Long("help")) => Ok(Request::Help(SIZE)),
        Some(other) => Err(other.unexpected().into()),
    }
}

fn read_simulate(parser: &mut Parser) -> Result<Request> {
    let (mut told, mut database) = (Vec::new(), None);
    while let Some(arg) = parser.next()? {
        let name = match arg {
            Arg::Short('h') | Arg::Long("help") => return Ok(Request::Help(SIMULATE)),
            Arg::Long("database") => {
                database = Some(match parser.value()?.string()?.as_str() {
                    "sqlite" => Database::Sqlite,
                    "postgresql" => Database::Postgresql,
                    other => bail!("--database is sqlite or postgresql, not `{other}`"),
                });
                continue;
            }
            Arg::Long(name) if ["seeds", "from", "seed", "only", "devices", "steps"].contains(&name) => {
                format!("--{name}")
            }
            other => return Err(other.unexpected().into()),
        };
        let numbers = parser.value()?.string()?;
        let may_be_many = name == "--only";
        let count =
            numbers.split(',').map(str::parse::<u64>).collect::<Result<Vec<_>, _>>().map_or(0, |n| n.len());
        ensure!(count == 1 || may_be_many && count > 1, "{name} is a number");
        told.extend([name, numbers]);
    }
    Ok(Request::Simulate { told, database })
}

/// What the measurements can be asked for by itself.
const PARTS: [&str; 4] = ["travel", "lists", "home", "memory"];

fn read_bench(parser: &mut Parser) -> Result<Request> {
    let mut options = BenchOptions::default();
    while let Some(arg) = parser.next()? {
        match arg {
            Arg::Short('h') | Arg::Long("help") => return Ok(Request::Help(BENCH)),
            Arg::Long("records") => {
                options.records = parser.value()?.parse().context("--records is a number")?;
            }
            Arg::Long("office") => {
                options.office = parser.value()?.parse().context("--office is a number")?;
            }
            Arg::Long("release") => options.release = true,
            Arg::Long("only") => {
                let part = parser.value()?.string()?;
                ensure!(
                    PARTS.contains(&part.as_str()),
                    "--only is one of {}, not `{part}`",
                    PARTS.join(", ")
                );
                options.only = Some(part);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Request::Bench(options))
}

fn read_mutants(parser: &mut Parser) -> Result<Request> {
    let mut name = None;
    while let Some(arg) = parser.next()? {
        match arg {
            Arg::Short('h') | Arg::Long("help") => return Ok(Request::Help(MUTANTS)),
            Arg::Value(value) if name.is_none() => name = Some(value.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Request::Mutants { name })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(line: &str) -> Result<Request> {
        read(Parser::from_args(line.split_whitespace()))
    }

    #[test]
    fn run_takes_a_port_and_hands_the_rest_to_the_endpoint() {
        let options = RunOptions { demo: true, port: 9000, more: vec!["--public-url".into(), "x".into()] };
        assert_eq!(asked("run --demo --port 9000 -- --public-url x").unwrap(), Request::Run(options));
    }

    #[test]
    fn test_takes_one_name_at_most() {
        assert_eq!(asked("test").unwrap(), Request::Test { name: None });
        assert_eq!(asked("test merge").unwrap(), Request::Test { name: Some("merge".into()) });
        assert!(asked("test merge sync").is_err());
    }

    #[test]
    fn the_simulation_is_told_numbers() {
        let read = |line: &str| match asked(line) {
            Ok(Request::Simulate { told, database }) => Some((told.join(" "), database)),
            _ => None,
        };
        assert_eq!(read("simulate --seeds 9 --steps 40"), Some(("--seeds 9 --steps 40".into(), None)));
        assert!(read("simulate --seeds all").is_none() && read("simulate --seeds 1,2").is_none());
        assert_eq!(read("simulate --seed 7 --only 1,20"), Some(("--seed 7 --only 1,20".into(), None)));
        let over = |database: &str| read(&format!("simulate --database {database} --seeds 9"));
        assert_eq!(over("sqlite"), Some(("--seeds 9".into(), Some(Database::Sqlite))));
        assert_eq!(over("postgresql"), Some(("--seeds 9".into(), Some(Database::Postgresql))));
        assert_eq!(over("memory"), None);
    }

    #[test]
    fn measurements_are_told_how_many_records() {
        assert_eq!(asked("bench").unwrap(), Request::Bench(BenchOptions::default()));
        let short = BenchOptions { only: None, records: 500, office: 9_000, release: true };
        assert_eq!(asked("bench --records 500 --office 9000 --release").unwrap(), Request::Bench(short));
        assert!(asked("bench --records many").is_err() && asked("bench --only everything").is_err());
        let part = BenchOptions { only: Some("memory".into()), ..BenchOptions::default() };
        assert_eq!(asked("bench --only memory").unwrap(), Request::Bench(part));
    }

    #[test]
    fn what_is_not_known_is_refused() {
        assert!(asked("fly").is_err());
        assert!(asked("size --fast").is_err());
        assert!(asked("run --port many").is_err());
    }
}
