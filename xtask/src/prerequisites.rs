//! What must be on the machine before anything is built, and how to get it.

use std::path::Path;

use anyhow::{Result, bail};

use crate::project::{Project, answer, succeed};

/// The oldest Node that runs npm's wasm-opt.
const NODE: u32 = 18;

/// Libraries in C (SQLite) are built with it, and Rust links with it.
pub fn c_compiler(project: &Project) -> Result<()> {
    let compilers = std::env::var("CC").into_iter().chain(["cc", "gcc", "clang", "cl"].map(String::from));
    if compilers.into_iter().any(|program| project.command(&program).arg("--version").output().is_ok()) {
        return Ok(());
    }
    bail!(
        "A C compiler is missing. Debian and Ubuntu: sudo apt-get install gcc libc6-dev. macOS: xcode-select --install"
    )
}

/// The browser's target of this toolchain; added by rustup when it is not there.
pub fn wasm_target(project: &Project) -> Result<()> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let libraries = answer(project.command("rustc").args(["--print", "target-libdir", "--target", TARGET]))
        .unwrap_or_default();
    if Path::new(libraries.trim()).is_dir() {
        return Ok(());
    }
    rustup(project, &["target", "add", TARGET])
}

/// The source of the standard library, which a release builds anew; added by rustup when it is not there.
pub fn library_source(project: &Project) -> Result<()> {
    let toolchain = answer(project.command("rustc").args(["--print", "sysroot"])).unwrap_or_default();
    if Path::new(toolchain.trim()).join("lib/rustlib/src/rust/library").is_dir() {
        return Ok(());
    }
    rustup(project, &["component", "add", "rust-src"])
}

fn rustup(project: &Project, arguments: &[&str]) -> Result<()> {
    if answer(project.command("rustup").arg("--version")).is_none() {
        bail!(
            "rustup is missing, for `rustup {}`. Install it as https://rustup.rs says, then try again.",
            arguments.join(" ")
        );
    }
    succeed(project.command("rustup").args(arguments))
}

pub fn node(project: &Project) -> Result<()> {
    const REMEDY: &str = "Debian and Ubuntu: sudo apt-get install nodejs npm. Others: https://nodejs.org";
    let Some(version) = answer(project.command("node").arg("--version")) else {
        bail!("Node is missing: the small client is made and the screens are checked with it. {REMEDY}");
    };
    if major(&version).is_none_or(|major| major < NODE) {
        bail!("Node {NODE} or later is needed, this is {}. {REMEDY}", version.trim());
    }
    if answer(project.command("npm").arg("--version")).is_none() {
        bail!(
            "npm is missing: it installs wasm-opt, axe-core, the face of Tifinagh and a client of tus. {REMEDY}"
        );
    }
    Ok(())
}

/// A Python of its own in a folder, to which packages can be added.
pub fn python(project: &Project, folder: &Path) -> Result<()> {
    let make = || succeed(project.command("python3").args(["-m", "venv", "--clear"]).arg(folder));
    if make().is_ok() {
        return Ok(());
    }
    if !from_debian(project, &["python3", "python3-venv"])? {
        bail!(
            "Python 3 with venv is missing: a client of tus is written in it. Debian and Ubuntu: sudo apt-get install python3-venv"
        );
    }
    make()
}

/// Installs packages where this may be done: as root on a Debian. Says whether it was.
pub fn from_debian(project: &Project, packages: &[&str]) -> Result<bool> {
    if !project.is_root() || answer(project.command("apt-get").arg("--version")).is_none() {
        return Ok(false);
    }
    succeed(project.command("apt-get").args(["update", "--quiet"]))?;
    let mut apt = project.command("apt-get");
    apt.args(["install", "--quiet", "--yes", "--no-install-recommends"]).args(packages);
    succeed(apt.env("DEBIAN_FRONTEND", "noninteractive"))?;
    Ok(true)
}

fn major(version: &str) -> Option<u32> {
    version.trim().trim_start_matches('v').split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("v9.11.1"), Some(9));
        assert_eq!(major("nothing"), None);
    }
}
