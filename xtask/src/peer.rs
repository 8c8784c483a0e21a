//! PouchDB and an endpoint that speaks its protocol, which the measurements set beside ours: what `tests/peer` pins,
//! installed once into the tools' folder.

use std::{fs, path::PathBuf};

use anyhow::Result;

use crate::{pinned, project::Project};

/// What was installed, as it was pinned: written last.
const INSTALLED: &str = "installed";

/// Gives the packages in which Node looks for them.
pub fn install(project: &Project) -> Result<PathBuf> {
    let pins = project.root().join("tests/peer");
    let folder = project.tools().join("peer");
    let lock = pinned::lock(&pins)?;
    if !fs::read(folder.join(INSTALLED)).is_ok_and(|installed| installed == lock) {
        pinned::install(project, &pins, &folder)?;
        fs::write(folder.join(INSTALLED), lock)?;
    }
    Ok(folder.join("node_modules"))
}
