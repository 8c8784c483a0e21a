//! The endpoint's process: started, stopped, killed and started again on the same data and the same port.

use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use std::{env, io};
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(60);

/// The endpoint, running or not.
pub struct Endpoint {
    pub address: SocketAddr,
    /// The client's files.
    pub client: PathBuf,
    data: PathBuf,
    log: PathBuf,
    demo: bool,
    running: Option<Child>,
    /// What it said when it last started.
    pub said: Vec<String>,
}

impl Endpoint {
    /// An endpoint with its data in a folder, not yet started.
    pub fn new(data: &Path, log: &Path, demo: bool) -> io::Result<Self> {
        // Kept for all its starts; whoever would take it meanwhile makes the start fail, in words.
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        let (data, log, client) = (data.to_owned(), log.to_owned(), built("TIWIZI_DIST", "dist"));
        Ok(Self { address, client, data, log, demo, running: None, said: Vec::new() })
    }

    /// The folder of its database.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Its process.
    pub fn process(&self) -> u32 {
        self.running.as_ref().and_then(Child::id).expect("the endpoint is running")
    }

    /// Starts it and waits until it listens.
    pub async fn starts(&mut self) {
        assert!(self.running.is_none(), "the endpoint is running");
        let program = built("TIWIZI_ENDPOINT", "target/debug/tiwizi");
        let mut command = Command::new(&program);
        command.arg("serve").arg("--listen").arg(self.address.to_string());
        command.arg("--data").arg(&self.data).arg("--client").arg(&self.client);
        if self.demo {
            command.arg("--demo");
        }
        let log = File::options().create(true).append(true).open(&self.log).expect("the endpoint's log");
        let process = command.stdout(Stdio::piped()).stderr(log).kill_on_drop(true).spawn();
        let mut process = process.unwrap_or_else(|error| {
            panic!("{}: {error}. `cargo xtask test` builds what the stories need.", program.display())
        });
        let lines = BufReader::new(process.stdout.take().expect("its output")).lines();
        self.running = Some(process);
        let said = timeout(PATIENCE, self.first_words(lines)).await;
        self.said =
            said.unwrap_or_else(|_| panic!("the endpoint does not start; its log: {}", self.log.display()));
    }

    /// All it says until it is silent: the address, then the links.
    async fn first_words(&self, mut lines: Lines<BufReader<ChildStdout>>) -> Vec<String> {
        let mut said = Vec::new();
        loop {
            let patience = if said.is_empty() { PATIENCE } else { Duration::from_secs(1) };
            match timeout(patience, lines.next_line()).await {
                Ok(Ok(Some(line))) => said.push(line),
                Ok(_) => panic!("the endpoint ended; its log: {}", self.log.display()),
                Err(_) => break,
            }
        }
        // What else it says must not block it.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        said
    }

    /// Stops it as the machine's administrator would, and waits until it has ended.
    pub async fn stops(&mut self) {
        let mut process = self.running.take().expect("the endpoint is running");
        super::process::terminate(process.id().expect("it runs"));
        let ended = timeout(PATIENCE, process.wait()).await.expect("the endpoint stops").expect("its end");
        assert!(ended.success(), "stopped, the endpoint ends well: {ended}");
    }

    /// Kills it in the middle of whatever it does.
    pub async fn is_killed(&mut self) {
        let mut process = self.running.take().expect("the endpoint is running");
        process.kill().await.expect("killed");
    }
}

/// Where something is that was built before the stories: where the environment says, or in its usual place.
fn built(variable: &str, usual: &str) -> PathBuf {
    env::var_os(variable).map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join(usual), PathBuf::from)
}
