//! What a first visit downloads.

use std::{fs, path::Path};

use anyhow::{Result, ensure};

use crate::{
    client::{self, Profile},
    face::{is_face, is_licence},
    finish::{files_below, is_for_installing},
    project::Project,
    stages::Stages,
    tools,
};

/// Bytes; on a line of 2G, about a minute.
const LIMIT: u64 = 350_000;

/// Everything in dist/: what the page needs at once, and what the service worker keeps for later. Told apart are the
/// desk's part, which only those download who open the desk, and then not the phones' part, the face of Tifinagh, and the
/// pictures that a browser fetches one of when the app is put on a home screen.
pub fn size(project: &Project) -> Result<()> {
    let mut stages = Stages::of(2);
    stages.run("tools", || tools::install(project, Profile::Release))?;
    stages.run("client", || client::build(project, Profile::Release))?;
    let Downloads { phone, desk, faces, icons } = downloads(project)?;
    println!("\nThe first visit of a phone downloads, in brotli bytes:\n");
    let total = told(&phone);
    println!("{total:>9}  in all, of {LIMIT}");
    println!("\nOpening the desk downloads besides:\n");
    println!("{:>9}  in all", told(&desk));
    println!("\nShowing Tifinagh downloads besides, once:\n");
    told(&faces);
    println!("\nPutting the app on a home screen downloads one of:\n");
    told(&icons);
    ensure!(total <= LIMIT, "The client is {} bytes above the limit.", total - LIMIT);
    Ok(())
}

/// Brotli bytes that the first visit of a phone downloads from what is in dist/.
pub fn first_visit(project: &Project) -> Result<u64> {
    Ok(downloads(project)?.phone.iter().map(|(bytes, _)| bytes).sum())
}

/// Files with their brotli bytes, the largest first.
struct Downloads {
    phone: Vec<(u64, String)>,
    desk: Vec<(u64, String)>,
    faces: Vec<(u64, String)>,
    icons: Vec<(u64, String)>,
}

fn downloads(project: &Project) -> Result<Downloads> {
    let dist = project.dist();
    let mut files = Vec::new();
    for path in files_below(&dist)?.into_iter().filter(|path| !is_licence(path)) {
        files.push((sent(&path)?, path.strip_prefix(&dist)?.display().to_string()));
    }
    files.sort_by(|one, other| other.cmp(one));
    let (icons, files): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|(_, name)| is_for_installing(Path::new(name)));
    let (faces, files): (Vec<_>, Vec<_>) = files.into_iter().partition(|(_, name)| is_face(Path::new(name)));
    let (desk, phone) = files.into_iter().partition(|(_, name)| is_of_desk(name));
    Ok(Downloads { phone, desk, faces, icons })
}

/// The desk's part of the client, and its words.
fn is_of_desk(name: &str) -> bool {
    name.starts_with("desk") || name.starts_with("locales/desk/")
}

fn told(files: &[(u64, String)]) -> u64 {
    for (bytes, name) in files {
        println!("{bytes:>9}  {name}");
    }
    files.iter().map(|(bytes, _)| bytes).sum()
}

/// The brotli copy where there is one.
fn sent(path: &Path) -> Result<u64> {
    let copy = format!("{}.br", path.display());
    Ok(fs::metadata(copy).or_else(|_| fs::metadata(path))?.len())
}
