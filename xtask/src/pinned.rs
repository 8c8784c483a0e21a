//! Packages of npm that a folder of the repository pins, all the way down.

use std::{fs, path::Path};

use anyhow::{Context, Result};

use crate::{
    prerequisites,
    project::{Project, succeed},
};

const PINS: [&str; 3] = ["package.json", "package-lock.json", ".npmrc"];

/// All that settles what is installed, as it stands in the repository.
pub fn lock(pins: &Path) -> Result<Vec<u8>> {
    let path = pins.join(PINS[1]);
    fs::read(&path).with_context(|| path.display().to_string())
}

/// Installs them into a folder of the tools; no package runs a script of its own.
pub fn install(project: &Project, pins: &Path, folder: &Path) -> Result<()> {
    prerequisites::node(project)?;
    fs::create_dir_all(folder)?;
    for name in PINS {
        fs::copy(pins.join(name), folder.join(name))?;
    }
    let mut npm = project.command("npm");
    succeed(npm.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"]).arg(folder))
}
