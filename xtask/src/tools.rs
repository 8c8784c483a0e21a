//! The pinned tools: installed once into the tools' folder, from source where cargo has them.

use std::{fs, path::PathBuf, process::Command};

use anyhow::{Context, Result};

use crate::{
    client::Profile,
    lockfile, prerequisites,
    project::{Project, answer, succeed},
};

const TRUNK: &str = "0.21.14";
const BINARYEN: &str = "132.0.0";
const AXE: &str = "4.14.1";
const TIFINAGH: &str = "5.3.0";

/// Everything the client is built with.
pub fn install(project: &Project, profile: Profile) -> Result<()> {
    prerequisites::c_compiler(project)?;
    prerequisites::wasm_target(project)?;
    let lockfile = fs::read_to_string(project.root().join("Cargo.lock")).context("Cargo.lock")?;
    let bindgen = lockfile::version(&lockfile, "wasm-bindgen").context("Cargo.lock names no wasm-bindgen")?;
    from_source(project, "wasm-bindgen", "wasm-bindgen-cli", bindgen, &[])?;
    from_source(project, "trunk", "trunk", TRUNK, &["--no-default-features", "--features", "rustls"])?;
    if profile == Profile::Release {
        prerequisites::library_source(project)?;
        prerequisites::node(project)?;
        wasm_opt(project)?;
    }
    Ok(())
}

/// The program wasm-opt as npm has it, a script for Node.
pub fn wasm_opt_program(project: &Project) -> PathBuf {
    project.tools().join("binaryen/node_modules/binaryen/bin/wasm-opt")
}

fn from_source(
    project: &Project,
    program: &str,
    package: &str,
    version: &str,
    features: &[&str],
) -> Result<()> {
    if is_version(project.command(program).arg("--version"), version) {
        return Ok(());
    }
    println!("{package} {version} is built from source, once; this takes minutes.");
    let build = project.tools().join("build");
    let install = |lock: &[&str]| {
        let mut cargo = project.cargo();
        cargo.args(["install", package, "--version", version, "--force", "--root"]).arg(project.tools());
        cargo.args(features).args(lock);
        // A tool is used for seconds: it is made to be built soon, not to run fast.
        cargo.envs([("CARGO_PROFILE_RELEASE_LTO", "off"), ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")]);
        cargo.envs([("CARGO_PROFILE_RELEASE_DEBUG", "false"), ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")]);
        succeed(cargo.env("CARGO_TARGET_DIR", &build))
    };
    // A published lock file may name versions that are no longer served.
    install(&["--locked"]).or_else(|_| {
        println!("Its own lock file does not serve here: once more with today's versions.");
        install(&[])
    })?;
    fs::remove_dir_all(&build).ok();
    Ok(())
}

/// Debian's binaryen is too old for what rustc writes; npm's is one script that runs everywhere.
fn wasm_opt(project: &Project) -> Result<()> {
    let program = wasm_opt_program(project);
    if is_version(project.command("node").arg(program).arg("--version"), major(BINARYEN)) {
        return Ok(());
    }
    from_npm(project, "binaryen", "binaryen", BINARYEN)
}

/// The script with which the stories look for what keeps people with disabilities out.
pub fn axe(project: &Project) -> Result<PathBuf> {
    prerequisites::node(project)?;
    let folder = format!("axe-{AXE}");
    let script = project.tools().join(&folder).join("node_modules/axe-core/axe.min.js");
    if !script.exists() {
        from_npm(project, &folder, "axe-core", AXE)?;
    }
    Ok(script)
}

/// The package with the face of Tifinagh.
pub fn tifinagh(project: &Project) -> Result<PathBuf> {
    prerequisites::node(project)?;
    let folder = format!("tifinagh-{TIFINAGH}");
    let package = project.tools().join(&folder).join("node_modules/@fontsource/noto-sans-tifinagh");
    if !package.join("LICENSE").exists() {
        from_npm(project, &folder, "@fontsource/noto-sans-tifinagh", TIFINAGH)?;
    }
    Ok(package)
}

fn from_npm(project: &Project, folder: &str, package: &str, version: &str) -> Result<()> {
    let folder = project.tools().join(folder);
    fs::create_dir_all(&folder)?;
    let mut npm = project.command("npm");
    npm.args(["install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--save-exact"]);
    succeed(npm.arg("--prefix").arg(folder).arg(format!("{package}@{version}")))
}

fn is_version(command: &mut Command, version: &str) -> bool {
    answer(command).is_some_and(|said| said_version(&said) == Some(version))
}

/// The first word that begins with a digit, as in `trunk 0.21.14` or `wasm-opt version 132 (version_132)`.
fn said_version(said: &str) -> Option<&str> {
    said.split_whitespace().find(|word| word.starts_with(|first: char| first.is_ascii_digit()))
}

fn major(version: &str) -> &str {
    version.split('.').next().unwrap_or(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tool_says_its_version_in_its_own_words() {
        assert_eq!(said_version("trunk 0.21.14\n"), Some("0.21.14"));
        assert_eq!(said_version("wasm-bindgen 0.2.130"), Some("0.2.130"));
        assert_eq!(said_version("wasm-opt version 132 (version_132)"), Some(major(BINARYEN)));
    }
}
