//! The face of Tifinagh, which few old phones have: Noto Sans Tifinagh, as npm has it, put into dist/ with its licence.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};

use crate::{
    client::Profile,
    finish::{STYLE, name_with_hash, sha256},
    prerequisites,
    project::Project,
    tools,
};

/// What the style sheet calls it.
const FACE: &str = "tifinagh.woff2";
/// The SIL Open Font License asks to stand beside every copy.
const LICENCE: &str = "tifinagh-OFL.txt";
/// What version 5.3.0 of the package holds: phones are given nothing else.
const SHA256: &str = "71859310cf3504d2857ab302046f74e47a8058733ac7afdd0ca775e7f26c43d1";

/// Puts the face beside what Trunk made. npm alone has it: without Node a quick build goes without, and Tifinagh is then
/// shown as the device can.
pub fn put(project: &Project, profile: Profile) -> Result<()> {
    if profile == Profile::Quick && prerequisites::node(project).is_err() {
        println!("The face of Tifinagh is left out: it comes with Node.");
        return Ok(());
    }
    let package = tools::tifinagh(project)?;
    let face = fs::read(package.join("files/noto-sans-tifinagh-tifinagh-400-normal.woff2"))
        .context("the face of Tifinagh")?;
    ensure!(sha256(&face) == SHA256, "The face of Tifinagh is not the one that is pinned.");
    fs::write(project.dist().join(FACE), face)?;
    fs::copy(package.join("LICENSE"), project.dist().join(LICENCE)).context("the licence of Tifinagh")?;
    Ok(())
}

/// Names the face by what it holds, in the style sheet too.
pub fn name_by_content(dist: &Path) -> Result<()> {
    let Ok(face) = fs::read(dist.join(FACE)) else { return Ok(()) };
    let named = name_with_hash(FACE, &sha256(&face));
    let style = fs::read_to_string(dist.join(STYLE))?;
    ensure!(style.contains(FACE), "The style sheet knows nothing of {FACE}.");
    fs::write(dist.join(STYLE), style.replace(FACE, &named))?;
    fs::rename(dist.join(FACE), dist.join(named))?;
    Ok(())
}

/// Whether a file below dist/ is downloaded by devices that have shown Tifinagh, and by no others.
pub fn is_face(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "woff2")
}

/// Whether a file below dist/ is there for whoever asks for it: no client does.
pub fn is_licence(path: &Path) -> bool {
    path.ends_with(LICENCE)
}
