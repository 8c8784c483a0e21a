//! The texts that a catalogue is made of, and its lists as they stand.

use super::CatalogueError;
use include_dir::{Dir, include_dir};
use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

static SHIPPED: Dir = include_dir!("$CARGO_MANIFEST_DIR/../../catalogue");

/// A list as one object a row, named by its columns.
pub type Table = Vec<BTreeMap<String, String>>;

/// Texts by their path in the catalogue: `forms/person.md`.
pub struct Sources(BTreeMap<String, String>);

impl Sources {
    /// What is shipped, with what lies over it.
    pub fn gather(over: &Path) -> Result<Self, CatalogueError> {
        let mut texts = shipped(&SHIPPED);
        lay_over(&mut texts, over, over)?;
        Ok(Self(texts))
    }

    /// The forms, with their paths.
    pub fn forms(&self) -> impl Iterator<Item = (&str, &str)> {
        self.all().filter(|(path, _)| form_name(path).is_some())
    }

    /// The lists that forms choose from, with their paths.
    pub fn lists(&self) -> impl Iterator<Item = (&str, &str)> {
        self.all().filter(|(path, _)| path.ends_with(".csv") && !path.contains('/'))
    }

    /// A text without its byte order mark; empty if there is none.
    pub fn text(&self, path: &str) -> &str {
        self.0.get(path).map(String::as_str).unwrap_or_default().trim_start_matches('\u{feff}')
    }

    /// A list row by row.
    pub fn table(&self, path: &str) -> Result<Table, CatalogueError> {
        let mut rows = csv::Reader::from_reader(self.text(path).as_bytes());
        let rows: Result<Table, csv::Error> = rows.deserialize().collect();
        rows.map_err(|error| CatalogueError::Table { path: path.into(), error })
    }

    fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }
}

/// The name of the form at a path, if it is one.
pub fn form_name(path: &str) -> Option<String> {
    Some(path.strip_prefix("forms/")?.strip_suffix(".md")?.to_owned())
}

fn shipped(folder: &Dir) -> BTreeMap<String, String> {
    let text =
        |file: &include_dir::File| Some((file.path().to_str()?.to_owned(), file.contents_utf8()?.to_owned()));
    folder.files().filter_map(text).chain(folder.dirs().flat_map(shipped)).collect()
}

fn lay_over(texts: &mut BTreeMap<String, String>, root: &Path, folder: &Path) -> Result<(), CatalogueError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error| CatalogueError::File { path, error }
    };
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(failed(folder))?,
    };
    for entry in entries {
        let path = entry.map_err(failed(folder))?.path();
        if path.is_dir() {
            lay_over(texts, root, &path)?;
        } else if let Some(name) = path.strip_prefix(root).ok().and_then(Path::to_str) {
            let text = fs::read_to_string(&path).map_err(failed(&path))?;
            texts.insert(name.replace('\\', "/"), text);
        }
    }
    Ok(())
}
