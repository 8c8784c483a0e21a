//! What the binary is told when it starts.

use clap::{Args, Parser, Subcommand};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

/// The endpoint of tiwizi: programme records of field workers and coordinators.
#[derive(Parser)]
#[command(name = "tiwizi", version)]
pub struct Flags {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Serve devices and desks until stopped (SIGTERM or Ctrl-C).
    Serve(Serve),
}

#[derive(Args)]
pub struct Serve {
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, env = "TIWIZI_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    pub listen: SocketAddr,
    /// Folder of the database, the keys and your own catalogue; made if it is not there
    #[arg(long, env = "TIWIZI_DATA", default_value = "data", value_name = "FOLDER")]
    pub data: PathBuf,
    /// Folder of the built client [default: the one inside this program, if it has one]
    #[arg(long, env = "TIWIZI_CLIENT", value_name = "FOLDER")]
    pub client: Option<PathBuf>,
    /// Fill a fresh database with an invented region and print how to get in
    #[arg(long, env = "TIWIZI_DEMO")]
    pub demo: bool,
    /// How people reach this endpoint, in links [default: http:// and the address]
    #[arg(long, env = "TIWIZI_PUBLIC_URL", value_name = "URL", value_parser = public_url)]
    pub public_url: Option<String>,
    /// Proxy whose X-Forwarded-For is believed; may be given more than once
    #[arg(long, env = "TIWIZI_TRUSTED_PROXY", value_name = "IP", value_delimiter = ',')]
    pub trusted_proxy: Vec<IpAddr>,
    /// Name of the network, as people see it
    #[arg(long, env = "TIWIZI_NETWORK", default_value = "REIESS", value_name = "NAME")]
    pub network: String,
    /// Write the log as JSON, one object a line
    #[arg(long, env = "TIWIZI_LOG_JSON")]
    pub log_json: bool,
}

fn public_url(text: &str) -> Result<String, String> {
    let url = text.trim_end_matches('/');
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    match host {
        Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', ' ']) => Ok(url.to_owned()),
        _ => Err("an address such as https://example.org, without a path".into()),
    }
}
