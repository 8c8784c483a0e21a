//! The clients of tus that we did not write: what `tests/clients` pins, installed once into the tools' folder.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::{
    pinned, prerequisites,
    project::{Project, succeed},
};

/// Where they are.
pub struct Clients {
    /// The packages in which Node looks for tus-js-client.
    pub js: PathBuf,
    /// The Python that knows tuspy.
    pub python: PathBuf,
}

const PYTHON: &str = "requirements.txt";
/// What was installed, as it was pinned: written last.
const INSTALLED: &str = "installed";

pub fn install(project: &Project) -> Result<Clients> {
    let pins = project.root().join("tests/clients");
    let folder = project.tools().join("tus-clients");
    let clients = Clients { js: folder.join("node_modules"), python: folder.join("python/bin/python") };
    let python = fs::read(pins.join(PYTHON)).with_context(|| format!("tests/clients/{PYTHON}"))?;
    let pinned = [pinned::lock(&pins)?, python].concat();
    if fs::read(folder.join(INSTALLED)).is_ok_and(|installed| installed == pinned) {
        return Ok(clients);
    }
    pinned::install(project, &pins, &folder)?;
    from_pypi(project, &pins, &folder, &clients.python)?;
    fs::write(folder.join(INSTALLED), pinned)?;
    Ok(clients)
}

fn from_pypi(project: &Project, pins: &Path, folder: &Path, python: &Path) -> Result<()> {
    prerequisites::python(project, &folder.join("python"))?;
    let mut pip = project.command(&python.to_string_lossy());
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]);
    succeed(pip.args(["--only-binary=:all:", "--require-hashes", "--requirement"]).arg(pins.join(PYTHON)))
}
