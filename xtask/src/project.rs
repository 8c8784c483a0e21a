//! Where things are: the repository, its tools, what is built.

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

pub struct Project {
    root: PathBuf,
    tools: PathBuf,
    target: PathBuf,
}

impl Project {
    pub fn here() -> Result<Self> {
        // As cargo says when it runs this; what was compiled in may be a copy that has moved since.
        let own = env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
        let root = Path::new(&own).parent().context("xtask has a parent folder")?;
        let folder = |variable| env::var_os(variable).map(|path| root.join(path));
        // Cargo put this very program where its configuration says, two folders deep.
        let own = env::current_exe()?;
        let target = folder("CARGO_TARGET_DIR").or_else(|| own.ancestors().nth(2).map(PathBuf::from));
        Ok(Self {
            root: root.to_owned(),
            tools: folder("TIWIZI_TOOLS").unwrap_or_else(|| root.join(".tools")),
            target: target.context("no folder for what is built")?,
        })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Pinned tools: programs of cargo in `bin/`, packages of npm in folders of their own.
    pub fn tools(&self) -> &Path {
        &self.tools
    }

    /// The client as the browser gets it.
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// Where cargo puts what it builds.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// A program run in the project's folder, the pinned tools found first.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root).env("PATH", self.path());
        command
    }

    /// Cargo as a person would call it. What the cargo that runs this says of `xtask` is not passed on: build scripts
    /// look at it, and everything behind them would be built anew whenever the two take turns.
    pub fn cargo(&self) -> Command {
        let mut cargo = self.command(&env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()));
        for (name, _) in env::vars_os().filter(|(name, _)| is_of_one_package(&name.to_string_lossy())) {
            cargo.env_remove(name);
        }
        cargo
    }

    /// Whether packages of the system can be installed, and some programs refuse to run.
    pub fn is_root(&self) -> bool {
        answer(self.command("id").arg("-u")).is_some_and(|user| user.trim() == "0")
    }

    fn path(&self) -> OsString {
        let mut path = self.tools.join("bin").into_os_string();
        if let Some(inherited) = env::var_os("PATH") {
            path.push(if cfg!(windows) { ";" } else { ":" });
            path.push(inherited);
        }
        path
    }
}

/// Whether cargo says something of a single package by this variable.
fn is_of_one_package(variable: &str) -> bool {
    ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_CRATE_", "CARGO_BIN_"]
        .iter()
        .any(|begins| variable.starts_with(begins))
}

/// Runs to the end, its output shown.
pub fn succeed(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("{} did not start", name(command)))?;
    if !status.success() {
        bail!("{} failed", line(command));
    }
    Ok(())
}

/// What the command prints, `None` when it is missing or fails.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|output| output.status.success())?;
    String::from_utf8(output.stdout).ok()
}

fn name(command: &Command) -> String {
    Path::new(command.get_program())
        .file_stem()
        .unwrap_or(command.get_program())
        .to_string_lossy()
        .into_owned()
}

fn line(command: &Command) -> String {
    let arguments = command.get_args().map(|argument| argument.to_string_lossy());
    std::iter::once(name(command).into()).chain(arguments).collect::<Vec<_>>().join(" ")
}
