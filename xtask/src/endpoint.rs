//! The endpoint's program.

use std::{env::consts::EXE_SUFFIX, path::PathBuf};

use anyhow::Result;

use crate::project::{Project, succeed};

/// For `run` and the tests: the client is served from dist/.
pub fn build(project: &Project) -> Result<PathBuf> {
    succeed(project.cargo().args(["build", "--package", "endpoint"]))?;
    Ok(program(project, "debug"))
}

/// For installing: the client is inside. The profile `server` is quick and survives a panic, where `release` is small.
pub fn build_with_client(project: &Project) -> Result<PathBuf> {
    succeed(project.cargo().args([
        "build",
        "--profile",
        "server",
        "--package",
        "endpoint",
        "--features",
        "embed",
    ]))?;
    Ok(program(project, "server"))
}

/// Where it is, built with a profile.
pub fn program(project: &Project, profile: &str) -> PathBuf {
    project.target().join(profile).join(format!("tiwizi{EXE_SUFFIX}"))
}
