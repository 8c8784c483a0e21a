//! The client: Trunk builds the part that phones have into dist/, the desk is put beside it, and both are finished there.

use std::{fs, process::Command};

use anyhow::Result;

use crate::{
    compress, face, finish,
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

/// How a release builds the standard library anew: for size, and without the words with which it would panic. A panic is
/// a trap then, and `src/browser/panic.rs` tells the person. Cargo calls all of this unstable, so this is said to cargo
/// for the client alone; the code is that of stable Rust. It saves one byte in thirteen.
const SMALL_LIBRARY: [(&str, &str); 5] = [
    ("RUSTC_BOOTSTRAP", "1"),
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
    ("CARGO_UNSTABLE_PANIC_IMMEDIATE_ABORT", "true"),
    ("CARGO_PROFILE_RELEASE_PANIC", "immediate-abort"),
];

pub fn build(project: &Project, profile: Profile) -> Result<()> {
    fetch(project, profile)?;
    forget_snippets(project, profile)?;
    trunk(project, profile)?;
    desk(project, profile)?;
    if profile == Profile::Release {
        shrink(project)?;
    }
    face::put(project, profile)?;
    finish::finish(project)?;
    if profile == Profile::Release {
        compress::compress(project)?;
    }
    Ok(())
}

/// Trunk works offline: the client's libraries must be there before.
fn fetch(project: &Project, profile: Profile) -> Result<()> {
    let mut cargo = project.cargo();
    succeed(with_library(cargo.args(["fetch", "--quiet", "--target", "wasm32-unknown-unknown"]), profile))
}

/// The command, with the standard library that builds of this profile have.
fn with_library(command: &mut Command, profile: Profile) -> &mut Command {
    match profile {
        Profile::Quick => command,
        Profile::Release => command.envs(SMALL_LIBRARY),
    }
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
    succeed(with_library(&mut trunk, profile))
}

/// The other part of the client. Trunk makes one program a page, so this one is made by the same two tools without it.
fn desk(project: &Project, profile: Profile) -> Result<()> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let folder = if profile == Profile::Release { "release" } else { "quick" };
    let mut cargo = project.cargo();
    cargo.args(["build", "--bin", "desk", "--target", TARGET, "--profile", folder]);
    succeed(with_library(&mut cargo, profile))?;
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
        // The stack comes first in memory, and grows towards its beginning: nothing lies in the first kilobyte.
        wasm_opt.args(["--low-memory-unused", "--optimize-added-constants"]);
        succeed(wasm_opt.arg(&wasm).arg("--output").arg(&wasm))?;
    }
    Ok(())
}
