//! What the binary is told when it starts.

use chrono_tz::Tz;
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
    /// Time zone of the network, by its IANA name: times in files are told in it
    #[arg(long, env = "TIWIZI_ZONE", default_value = "Africa/Casablanca", value_name = "ZONE")]
    pub zone: Tz,
    /// Write the log as JSON, one object a line
    #[arg(long, env = "TIWIZI_LOG_JSON")]
    pub log_json: bool,
}

/// An origin. Browsers keep the session's cookie only over https, or on the very machine.
fn public_url(text: &str) -> Result<String, String> {
    let url = text.trim_end_matches('/');
    let (scheme, host) = url.split_once("://").unwrap_or(("", ""));
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let on_this_machine = matches!(name, "localhost" | "127.0.0.1" | "[::1]");
    if host.is_empty() || host.contains(['/', '?', '#', '@', ' ']) {
        return Err("an address such as https://tiwizi.example, without a path".into());
    }
    match scheme {
        "https" => Ok(url.to_owned()),
        "http" if on_this_machine => Ok(url.to_owned()),
        "http" => Err("https is needed: browsers keep no session over http, but on this very machine".into()),
        _ => Err("an address such as https://tiwizi.example".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_url_is_an_origin_over_which_browsers_keep_a_session() {
        for (text, fine) in [
            ("https://tiwizi.example", true),
            ("https://tiwizi.example:8443/", true),
            ("http://localhost:8080", true),
            ("http://127.0.0.1", true),
            ("http://tiwizi.example", false),
            ("https://tiwizi.example/app", false),
            ("https://somebody@tiwizi.example", false),
            ("tiwizi.example", false),
            ("https://", false),
        ] {
            assert_eq!(public_url(text).is_ok(), fine, "{text}");
        }
    }

    #[test]
    fn the_flags_are_consistent() {
        <Flags as clap::CommandFactory>::command().debug_assert();
    }
}
