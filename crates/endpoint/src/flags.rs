//! What the binary is told when it starts.

use chrono_tz::Tz;
use clap::{Args, Parser, Subcommand};
use endpoint::{NoAddress, Server};
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
    /// Serve devices and desks until stopped (SIGTERM or Ctrl-C)
    Serve(Serve),
    /// Copy the database, also while it is served; prove the copy; and tell phones what it holds
    #[command(after_help = BACKUP)]
    Backup(Backup),
    /// Put a backup in the place of the database, which is kept under another name
    #[command(after_help = RESTORE)]
    Restore(Restore),
    /// Prove the database: every log, every record, every seal; only reads, also while it is served
    #[command(after_help = VERIFY)]
    Verify(Verify),
}

const BACKUP: &str = "\
The copy holds people, rights, phones, logs, records and the hashes of passwords and sessions; it does not hold open
enrolment codes nor the administrator's one-time link. Two things in the data folder are not in it: `seal.key`, which
never changes and must be kept apart from the backups (once, where no backup lies: without it none can be proved), and
`catalogue/`, your own forms.

Photos and other files go into the folder `files` beside the copy, each once for all backups there; parts of files that
are still being sent do not. Every file is read again; one that is gone or altered here is named as lost, and stops no
backup.

It is read again before it counts. Beside it stands NAME.json: when, how much, the end of each log, SHA-256. Only its
owner may read both. Phones then drop from their logs what it holds, so keep it, and on another disk.

A database on a PostgreSQL server is copied by its own pg_dump and read again by pg_restore, which must be on the PATH; what
is proved is the very state that is copied. That copy holds no sessions either. `tiwizi restore --help` says how it is
put back.

Exit code: 0 a backup was made; 1 the copy is not true, and was removed; 2 it could not be made.";

const RESTORE: &str = "\
Refused while an endpoint runs on the folder. The backup is proved first; nothing is changed unless it is true. The
database that was there stays beside it as tiwizi-replaced-TIME.sqlite.

If that database can be read, what was taken away since the backup stays taken away: phones revoked, people who have
left, rights, passwords, sessions ended. If it cannot, all sessions end: phones are enrolled again by a new code and
keep their work; --keep-sessions spares them that, and lets in again whoever was revoked since.

Files that the data folder lacks come from the folder `files` beside the backup; those that it has stay.

Then start the endpoint: phones offer again what the backup lacks, and give back what others had read.

A copy of a PostgreSQL server is put back by its own programs into a new database; `tiwizi restore` refuses it:
  stop all endpoints
  createdb tiwizi_new
  pg_restore --dbname=tiwizi_new --no-owner --exit-on-error tiwizi-….dump
  tiwizi verify --database postgres://…/tiwizi_new
  start the endpoints with that address
Phones are enrolled again by a new code and keep their work. Whoever was taken a right away since the backup has it again.

Exit code: 0 restored; 1 the backup is not true; 2 it could not be restored.";

const VERIFY: &str = "\
Every photo and other file is read again: one that is gone or altered is a difference; one that a record names and that
has never come is on its way, and is none.

Differences are named one a line, by identities only: the report can be sent to anybody.

Exit code: 0 all is true; 1 differences were found; 2 the database could not be read.";

/// Where the database is, if it is not in the data folder.
#[derive(Args)]
pub struct Place {
    /// PostgreSQL database instead of a file in the data folder, as postgres://USER@HOST/DATABASE; where programs'
    /// arguments can be seen by others, the variable keeps its password
    #[arg(long, env = "TIWIZI_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,
}

impl Place {
    /// The server, if one is named.
    pub fn server(&self) -> Result<Option<Server>, NoAddress> {
        self.database.as_deref().map(str::parse).transpose()
    }
}

#[derive(Args)]
pub struct Serve {
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, env = "TIWIZI_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    pub listen: SocketAddr,
    /// Folder of the database, the keys and your own catalogue; made if it is not there
    #[arg(long, env = "TIWIZI_DATA", default_value = "data", value_name = "FOLDER")]
    pub data: PathBuf,
    #[command(flatten)]
    pub place: Place,
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
    /// The longest photo or other file that is taken in, in megabytes
    #[arg(long, env = "TIWIZI_FILE_LIMIT", default_value_t = 32, value_name = "MB", value_parser = megabytes())]
    pub file_limit: u64,
    /// What one person's files may take together, in megabytes
    #[arg(long, env = "TIWIZI_FILE_QUOTA", default_value_t = 2048, value_name = "MB", value_parser = megabytes())]
    pub file_quota: u64,
    /// Write the log as JSON, one object a line
    #[arg(long, env = "TIWIZI_LOG_JSON")]
    pub log_json: bool,
}

#[derive(Args)]
pub struct Backup {
    /// Folder of the database and of the key of its seals
    #[arg(long, env = "TIWIZI_DATA", default_value = "data", value_name = "FOLDER")]
    pub data: PathBuf,
    #[command(flatten)]
    pub place: Place,
    /// New file for the copy; or a folder (it is there, or its name ends in /), where the time names the file
    #[arg(long, value_name = "FILE_OR_FOLDER")]
    pub to: PathBuf,
}

#[derive(Args)]
pub struct Restore {
    /// The backup
    #[arg(long, value_name = "FILE")]
    pub from: PathBuf,
    /// Folder of the database, with the key of its seals
    #[arg(long, env = "TIWIZI_DATA", default_value = "data", value_name = "FOLDER")]
    pub data: PathBuf,
    /// Let the backup's sessions go on although nobody can say which were ended since
    #[arg(long)]
    pub keep_sessions: bool,
}

#[derive(Args)]
pub struct Verify {
    /// Folder of the database and of the key of its seals
    #[arg(long, env = "TIWIZI_DATA", default_value = "data", value_name = "FOLDER")]
    pub data: PathBuf,
    #[command(flatten)]
    pub place: Place,
    /// Look through this backup instead of the folder's database
    #[arg(long, value_name = "FILE", conflicts_with = "database")]
    pub backup: Option<PathBuf>,
    /// Print the report as JSON
    #[arg(long)]
    pub json: bool,
}

fn megabytes() -> clap::builder::RangedU64ValueParser {
    clap::value_parser!(u64).range(1..=1 << 30)
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
