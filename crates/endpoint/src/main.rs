//! The program `tiwizi`: flags, the real clock and randomness, and the wire. All else is the library's.

mod care;
mod flags;

use anyhow::{Context, Result};
use clap::Parser;
use endpoint::{Endpoint, FileLimits, Limits, Settings, Surroundings, WayIn, router, serve};
use flags::{Command, Flags, Serve};
use std::io::{self, IsTerminal};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// What could not be done, as the flags' own errors.
const FAILED: u8 = 2;

#[tokio::main]
async fn main() -> ExitCode {
    let ended = match Flags::parse().command {
        Command::Serve(flags) => serve_until_stopped(flags).await,
        Command::Backup(flags) => care::backup(flags, RealWorld.now()).await,
        Command::Restore(flags) => care::put_back(flags, RealWorld.now()).await,
        Command::Verify(flags) => care::prove(flags).await,
    };
    ended.unwrap_or_else(|error| {
        eprintln!("tiwizi: {}", sentence(&error));
        ExitCode::from(FAILED)
    })
}

/// An error with its causes, those left out that it names itself.
fn sentence(error: &anyhow::Error) -> String {
    let mut said = String::new();
    for cause in error.chain().map(ToString::to_string) {
        match said.as_str() {
            "" => said = cause,
            before if before.contains(&cause) => {}
            _ => said = format!("{said}: {cause}"),
        }
    }
    said
}

async fn serve_until_stopped(flags: Serve) -> Result<ExitCode> {
    start_logging(flags.log_json);
    let listener = TcpListener::bind(flags.listen)
        .await
        .with_context(|| format!("cannot listen on {}", flags.listen))?;
    let address = format!("http://{}", listener.local_addr()?);
    let stop = stop_signal()?;
    let demo = flags.demo;
    let endpoint = Endpoint::start(settings(flags, &address)?, Arc::new(RealWorld)).await?;
    if demo {
        fill_with_demo(&endpoint).await?;
    }
    println!("tiwizi listening on {address}");
    if let Some(link) = endpoint.setup_link().await? {
        println!("administrator's one-time link  {link}");
    }
    tokio::select! {
        () = serve(listener, router(endpoint.clone()), Limits::default(), stop) => {}
        () = look_after(&endpoint) => {}
    }
    endpoint.stop().await;
    Ok(ExitCode::SUCCESS)
}

/// What is done once a day, for as long as the endpoint stands.
async fn look_after(endpoint: &Endpoint) {
    let mut days = tokio::time::interval(Duration::from_secs(24 * 60 * 60));
    loop {
        days.tick().await;
        endpoint.drop_abandoned_uploads().await;
    }
}

async fn fill_with_demo(endpoint: &Endpoint) -> Result<()> {
    let Some(ways_in) = endpoint.fill_with_demo().await.context("cannot make the demonstration")? else {
        println!("the database holds people already: no demonstration is added");
        return Ok(());
    };
    for way_in in ways_in {
        match way_in {
            WayIn::Link { name, url } => println!("enrolment link  {name}  {url}"),
            WayIn::Account { name, user, password } => println!("desk sign-in  {name}  {user}  {password}"),
        }
    }
    Ok(())
}

fn settings(flags: Serve, address: &str) -> Result<Settings> {
    Ok(Settings {
        database: flags.place.server()?,
        data: flags.data,
        client: flags.client,
        public_url: flags.public_url.unwrap_or_else(|| address.to_owned()),
        proxies: flags.trusted_proxy,
        network: flags.network,
        zone: flags.zone,
        files: FileLimits { each: flags.file_limit << 20, person: flags.file_quota << 20 },
    })
}

/// The log goes to standard error; standard output is for what people are to read.
fn start_logging(json: bool) {
    let log = tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .with_target(false)
        .with_ansi(io::stderr().is_terminal());
    if json {
        log.json().flatten_event(true).init();
    } else {
        log.init();
    }
}

/// Ends when the endpoint is told to stop: by the system, or by Ctrl-C.
#[cfg(unix)]
fn stop_signal() -> Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
    })
}

#[cfg(not(unix))]
fn stop_signal() -> Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}

/// The clock and the randomness of the machine.
struct RealWorld;

impl Surroundings for RealWorld {
    #[expect(clippy::disallowed_methods, reason = "the binary is where the clock is read")]
    fn now(&self) -> i64 {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        since.map_or(0, |since| since.as_millis() as i64)
    }

    #[expect(clippy::expect_used, reason = "without randomness nothing here is safe: better to stop")]
    fn draw(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the system gives randomness");
    }
}
