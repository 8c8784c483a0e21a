//! What becomes of a browser's files while it is closed.

use super::phone::Phone;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// What may happen to the files of a database while the browser is closed.
#[derive(Clone, Copy, Debug)]
pub enum Damage {
    /// Each file ends in its middle.
    Truncated,
    /// Each file is as long as before, and holds nothing that was written.
    Overwritten,
}

/// Damages all files of a phone's database.
pub fn damages(phone: &Phone, damage: Damage) {
    let folder = phone.profile().join("Default/IndexedDB");
    let files = databases(folder.clone());
    assert!(!files.is_empty(), "no database in {}", folder.display());
    files.iter().for_each(|file| damages_file(file, damage));
}

fn damages_file(file: &Path, damage: Damage) {
    let bytes = fs::read(file).expect("a file of the database");
    let broken = match damage {
        Damage::Truncated => bytes[..bytes.len() / 2].to_vec(),
        Damage::Overwritten => vec![0x5a; bytes.len()],
    };
    fs::write(file, broken).expect("damaged");
}

/// The files that the browser keeps large values in, apart from the database, are damaged, or go.
pub fn damages_large_values(phone: &Phone, damage: Option<Damage>) {
    let mut files = databases(phone.profile().join("Default/IndexedDB"));
    let is_apart = |part: Component| Path::new(&part).extension().is_some_and(|ending| ending == "blob");
    files.retain(|file| file.components().any(is_apart));
    assert!(!files.is_empty(), "no large value");
    for file in files {
        match damage {
            Some(damage) => damages_file(&file, damage),
            None => fs::remove_file(&file).expect("a large value"),
        }
    }
}

fn databases(folder: PathBuf) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.flatten().map(|entry| entry.path());
    paths.flat_map(|path| if path.is_dir() { databases(path) } else { vec![path] }).collect()
}
