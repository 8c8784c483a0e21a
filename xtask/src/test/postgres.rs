//! A PostgreSQL server for the tests: in a folder of its own, reached by a socket in it, and gone when they end.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Child, Command},
    thread::sleep,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};

use crate::project::{Project, answer, succeed};

pub struct Server {
    programs: PathBuf,
    folder: PathBuf,
    process: Child,
}

/// Where Debian puts what belongs to a version.
const VERSIONS: &str = "/usr/lib/postgresql";
/// Whom Debian's package makes for it: PostgreSQL does not run as root.
const USER: &str = "postgres";
/// Who `guarded` is needs a password; everybody else who reaches the socket is believed.
const WHO_MAY: &str = "local all guarded scram-sha-256\nlocal all all trust\n";
/// Written for the tests and dropped after them: no disk needs to be waited for.
const SETTINGS: [&str; 4] = ["listen_addresses=", "fsync=off", "full_page_writes=off", "max_connections=100"];
const PATIENCE: Duration = Duration::from_secs(60);

impl Server {
    pub fn start(project: &Project) -> Result<Self> {
        let programs = find_or_install(project)?;
        let folder = env::temp_dir().join(format!("tiwizi-postgres-{}", std::process::id()));
        fs::create_dir(&folder).with_context(|| folder.display().to_string())?;
        let started = prepare(project, &programs, &folder).and_then(|()| serve(project, &programs, &folder));
        if started.is_err() {
            let _ = fs::remove_dir_all(&folder);
        }
        started
    }

    /// Gives tests its address, and its own programs before any others.
    pub fn give_to(&self, tests: &mut Command) -> Result<()> {
        let others = env::var_os("PATH").unwrap_or_default();
        let path = [self.programs.clone()].into_iter().chain(env::split_paths(&others));
        tests.env("TIWIZI_TEST_DATABASE", self.address()).env("PATH", env::join_paths(path)?);
        Ok(())
    }

    fn address(&self) -> String {
        format!("postgres://{USER}@localhost/postgres?host={}", self.folder.display())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Nothing of it is to outlast the tests, so nothing is to be brought in order.
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn prepare(project: &Project, programs: &Path, folder: &Path) -> Result<()> {
    if project.is_root() {
        succeed(project.command("chown").arg(USER).arg(folder))?;
    }
    let mut initdb = unprivileged(project, &programs.join("initdb"));
    initdb.args(["--no-sync", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--username", USER]);
    ensure!(
        answer(initdb.arg("--pgdata").arg(folder.join("data"))).is_some(),
        "initdb could not make a database in {}",
        folder.display()
    );
    Ok(fs::write(folder.join("data/pg_hba.conf"), WHO_MAY)?)
}

fn serve(project: &Project, programs: &Path, folder: &Path) -> Result<Server> {
    let mut postgres = unprivileged(project, &programs.join("postgres"));
    postgres.arg("-D").arg(folder.join("data")).arg("-k").arg(folder);
    postgres.args(SETTINGS.iter().flat_map(|setting| ["-c", setting]));
    let log = fs::File::create(folder.join("log"))?;
    let process = postgres.stdout(log.try_clone()?).stderr(log).spawn().context("postgres did not start")?;
    let mut server = Server { programs: programs.to_owned(), folder: folder.to_owned(), process };
    let began = Instant::now();
    while answer(project.command(&path_of(programs, "pg_isready")).arg("-h").arg(folder)).is_none() {
        if server.process.try_wait()?.is_some() || began.elapsed() > PATIENCE {
            bail!("PostgreSQL did not start: {}", fs::read_to_string(folder.join("log")).unwrap_or_default());
        }
        sleep(Duration::from_millis(50));
    }
    Ok(server)
}

fn path_of(programs: &Path, name: &str) -> String {
    programs.join(name).to_string_lossy().into_owned()
}

/// As PostgreSQL's own user where this is root, and on Linux ended with this very program, however that ends.
fn unprivileged(project: &Project, program: &Path) -> Command {
    let program = program.to_string_lossy();
    if !cfg!(target_os = "linux") {
        return project.command(&program);
    }
    let mut command = project.command("setpriv");
    command.args(["--pdeathsig", "QUIT"]);
    if project.is_root() {
        command.args(["--reuid", USER, "--regid", USER, "--clear-groups"]);
    }
    command.arg(&*program);
    command
}

fn find_or_install(project: &Project) -> Result<PathBuf> {
    if let Some(programs) = find() {
        return Ok(programs);
    }
    if !project.is_root() || answer(project.command("apt-get").arg("--version")).is_none() {
        bail!(
            "The endpoint's tests need PostgreSQL. Debian: sudo apt-get install postgresql. Elsewhere, name the folder \
             of its programs (initdb, postgres) in TIWIZI_POSTGRES."
        );
    }
    succeed(project.command("apt-get").args(["update", "--quiet"]))?;
    let mut apt = project.command("apt-get");
    apt.args(["install", "--quiet", "--yes", "--no-install-recommends", "postgresql"]);
    succeed(apt.env("DEBIAN_FRONTEND", "noninteractive"))?;
    find().context("PostgreSQL was installed and is still not there")
}

/// The folder of its programs; of several versions the newest.
fn find() -> Option<PathBuf> {
    let named = env::var_os("TIWIZI_POSTGRES").map(PathBuf::from);
    let versions = fs::read_dir(VERSIONS).into_iter().flatten().flatten();
    let mut versions: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    versions.sort();
    let newest = versions.pop().map(|(_, programs)| programs);
    [named, newest].into_iter().flatten().find(|programs| programs.join("initdb").is_file())
}
