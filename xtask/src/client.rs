//! The client: Trunk builds the part that phones have into dist/, the desk is put beside it, and both are finished there.

use std::fs;

use anyhow::Result;

use crate::{
    compress, finish,
    project::{Project, succeed},
    tools,
};

/// What a build is for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Profile {
    /// Seconds to rebuild: `run` and the browser stories.
    Quick,
    /// As small as it gets: what is installed, and what `size` weighs.
    Release,
}

/// What rustc writes for WebAssembly today; every browser since 2023 reads it.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

pub fn build(project: &Project, profile: Profile) -> Result<()> {
    fetch(project)?;
    forget_snippets(project, profile)?;
    trunk(project, profile)?;
    desk(project, profile)?;
    if profile == Profile::Release {
        shrink(project)?;
    }
    finish::finish(project)?;
    if profile == Profile::Release {
        compress::compress(project)?;
    }
    Ok(())
}

/// Trunk works offline: the client's libraries must be there before.
fn fetch(project: &Project) -> Result<()> {
    succeed(project.cargo().args(["fetch", "--quiet", "--target", "wasm32-unknown-unknown"]))
}

/// Trunk copies every script it finds there, those of builds long past too.
fn forget_snippets(project: &Project, profile: Profile) -> Result<()> {
    let mode = if profile == Profile::Release { "release" } else { "debug" };
    let snippets = project.target().join("wasm-bindgen").join(mode).join("snippets");
    if snippets.exists() {
        fs::remove_dir_all(snippets)?;
    }
    Ok(())
}

fn trunk(project: &Project, profile: Profile) -> Result<()> {
    let mut trunk = project.command("trunk");
    trunk.args(["build", "--skip-version-check", "--log", "warn"]);
    if profile == Profile::Release {
        trunk.args(["--release", "--cargo-profile", "release"]);
    }
    trunk.env("RUST_BACKTRACE", "0"); // its own calls say nothing about ours
    if std::env::var_os("NO_COLOR").is_some() {
        trunk.env("NO_COLOR", "true"); // Trunk takes no other value
    }
    succeed(&mut trunk)
}

/// The other part of the client. Trunk makes one program a page, so this one is made by the same two tools without it.
fn desk(project: &Project, profile: Profile) -> Result<()> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let folder = if profile == Profile::Release { "release" } else { "quick" };
    let mut cargo = project.cargo();
    succeed(cargo.args(["build", "--bin", "desk", "--target", TARGET, "--profile", folder]))?;
    let mut bindgen = project.command("wasm-bindgen");
    bindgen
        .args(["--target", "web", "--no-typescript", "--out-name", "desk", "--out-dir"])
        .arg(project.dist());
    succeed(bindgen.arg(project.target().join(TARGET).join(folder).join("desk.wasm")))
}

fn shrink(project: &Project) -> Result<()> {
    for part in ["client_bg.wasm", "desk_bg.wasm"] {
        let wasm = project.dist().join(part);
        let mut wasm_opt = project.command("node");
        wasm_opt.arg(tools::wasm_opt_program(project)).arg("-Oz").args(WASM_FEATURES);
        // Functions of one kind side by side compress better, by one part in a hundred. Names go only after that.
        wasm_opt.args(["--reorder-functions-by-name", "--strip-debug"]);
        succeed(wasm_opt.arg(&wasm).arg("--output").arg(&wasm))?;
    }
    Ok(())
}
