//! Compressed copies of what the endpoint serves, made once, at the highest levels.
//!
//! Node brings brotli and gzip, and a release needs Node for wasm-opt already: no crate is compiled for it.

use anyhow::Result;

use crate::{
    finish::files_below,
    project::{Project, succeed},
};

pub fn compress(project: &Project) -> Result<()> {
    let files = files_below(&project.dist())?;
    succeed(project.command("node").arg("xtask/src/compress.mjs").args(files))
}
