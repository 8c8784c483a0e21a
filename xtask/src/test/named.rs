//! Where the tests of a name are, read from the sources.

use std::{fs, path::Path};

use anyhow::Result;

/// What has to be built for the tests of one name.
#[derive(Debug, Default, PartialEq)]
pub struct Found {
    /// Crates under `crates/`, and xtask.
    pub packages: Vec<String>,
    pub client: bool,
    pub stories: bool,
}

impl Found {
    pub fn any(&self) -> bool {
        self.client || self.stories || !self.packages.is_empty()
    }
}

pub fn find(root: &Path, name: &str) -> Result<Found> {
    // `merge::laws` is found where `laws` is.
    let word = name.rsplit("::").next().unwrap_or(name);
    let mut packages = Vec::new();
    for entry in fs::read_dir(root.join("crates"))? {
        let folder = entry?.path();
        if names(&folder, word)? {
            packages.extend(folder.file_name().map(|name| name.to_string_lossy().into_owned()));
        }
    }
    packages.sort();
    if names(&root.join("xtask"), word)? {
        packages.push("xtask".to_owned());
    }
    Ok(Found {
        packages,
        client: names(&root.join("src"), word)?,
        stories: names(&root.join("tests"), word)?,
    })
}

/// Whether a file below this folder has tests, and a function or module whose name contains the word.
fn names(folder: &Path, word: &str) -> Result<bool> {
    if !folder.is_dir() {
        return Ok(false);
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let found = if path.is_dir() {
            names(&path, word)?
        } else {
            path.extension().is_some_and(|extension| extension == "rs") && {
                let module = path.file_stem().is_some_and(|stem| stem.to_string_lossy().contains(word));
                let source = fs::read_to_string(&path)?;
                has_tests(&source) && (module || defines(&source, word))
            }
        };
        if found {
            return Ok(true);
        }
    }
    Ok(false)
}

fn has_tests(source: &str) -> bool {
    ["#[test]", "::test]", "::test("].iter().any(|mark| source.contains(mark))
}

fn defines(source: &str, word: &str) -> bool {
    let words = source.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
    let mut previous = "";
    for next in words {
        if matches!(previous, "fn" | "mod") && next.contains(word) {
            return true;
        }
        previous = next;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_is_found_by_a_part_of_its_name() {
        let source = "#[test]\nfn a_phone_loses_signal() { merge(); }";
        assert!(defines(source, "loses_signal"));
        assert!(!defines(source, "merge"), "a call is not a test");
    }

    #[test]
    fn this_very_test_is_in_xtask_alone() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let found = find(root, "this_very_test_is_in_xtask").unwrap();
        assert_eq!(found, Found { packages: vec!["xtask".into()], client: false, stories: false });
    }
}
