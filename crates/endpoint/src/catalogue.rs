//! Forms and lists, compiled when the endpoint starts: the catalogue inside the binary, with the folder
//! `data/catalogue/` lying over it file by file.

use crate::Endpoint;
use crate::refusal::Refusal;
use crate::session::SignedIn;
use crate::surroundings::kept_hash;
use axum::extract::State;
use axum::http::header::{CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use include_dir::{Dir, include_dir};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

static SHIPPED: Dir = include_dir!("$CARGO_MANIFEST_DIR/../../catalogue");

/// The forms and lists in force.
pub struct Catalogue {
    /// Names this content.
    pub version: String,
    json: Bytes,
    forms: BTreeSet<String>,
}

/// Why a catalogue cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// A file cannot be read.
    #[error("{path}: {error}")]
    File { path: PathBuf, error: io::Error },
    /// A list is no table.
    #[error("{path}: {error}")]
    Table { path: String, error: csv::Error },
}

/// Texts by their path in the catalogue: `forms/person.md`.
type Sources = BTreeMap<String, String>;

impl Catalogue {
    /// Compiles the shipped catalogue with a folder over it, which need not be there.
    pub fn compile(over: &Path) -> Result<Self, CatalogueError> {
        let mut sources = shipped(&SHIPPED);
        lay_over(&mut sources, over, over)?;
        let forms: BTreeSet<String> = sources.keys().filter_map(|path| form_name(path)).collect();
        let body = json!({
            "forms": [],
            "communes": table(&sources, "communes.csv")?,
            "programmes": table(&sources, "programmes.csv")?,
        });
        let version = kept_hash(&body.to_string());
        let Value::Object(mut body) = body else { unreachable!() };
        body.insert("version".into(), json!(version));
        Ok(Self { json: Value::Object(body).to_string().into(), version, forms })
    }

    /// Whether a form of this name is in force.
    pub fn has_form(&self, name: &str) -> bool {
        self.forms.contains(name)
    }
}

/// The catalogue as one JSON text.
pub async fn catalogue(
    State(endpoint): State<Arc<Endpoint>>,
    _signed_in: SignedIn,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let Catalogue { version, json, .. } = &endpoint.catalogue;
    Ok(unless_known(&headers, version, json.clone()))
}

/// A JSON text under a version: nothing but a word if the one asking has it already.
pub fn unless_known(headers: &HeaderMap, version: &str, text: Bytes) -> Response {
    let tag = format!("\"{version}\"");
    let known = headers.get(IF_NONE_MATCH).and_then(|known| known.to_str().ok());
    // A proxy that packs an answer weakens its tag.
    if known.is_some_and(|known| known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag)) {
        return (StatusCode::NOT_MODIFIED, [(ETAG, tag)]).into_response();
    }
    ([(ETAG, tag), (CONTENT_TYPE, "application/json".into())], text).into_response()
}

fn shipped(folder: &Dir) -> Sources {
    let texts = folder
        .files()
        .filter_map(|file| Some((file.path().to_str()?.to_owned(), file.contents_utf8()?.to_owned())));
    texts.chain(folder.dirs().flat_map(shipped)).collect()
}

fn lay_over(sources: &mut Sources, root: &Path, folder: &Path) -> Result<(), CatalogueError> {
    let failed = |error| CatalogueError::File { path: folder.to_owned(), error };
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(failed)?,
    };
    for entry in entries {
        let path = entry.map_err(failed)?.path();
        if path.is_dir() {
            lay_over(sources, root, &path)?;
        } else if let Some(name) = path.strip_prefix(root).ok().and_then(Path::to_str) {
            let text = fs::read_to_string(&path)
                .map_err(|error| CatalogueError::File { path: path.clone(), error })?;
            sources.insert(name.replace('\\', "/"), text);
        }
    }
    Ok(())
}

fn form_name(path: &str) -> Option<String> {
    Some(path.strip_prefix("forms/")?.strip_suffix(".md")?.to_owned())
}

/// A list as one object a row, named by its columns.
fn table(sources: &Sources, path: &str) -> Result<Value, CatalogueError> {
    let text = sources.get(path).map(String::as_str).unwrap_or_default();
    let mut rows = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows: Result<Vec<Map<String, Value>>, csv::Error> = rows
        .deserialize()
        .map(|row: Result<BTreeMap<String, String>, csv::Error>| {
            Ok(row?.into_iter().map(|(column, value)| (column, Value::String(value))).collect())
        })
        .collect();
    Ok(json!(rows.map_err(|error| CatalogueError::Table { path: path.into(), error })?))
}
