//! Forms and lists, compiled when the endpoint starts: the catalogue inside the binary, with the folder
//! `data/catalogue/` lying over it file by file.

mod desk;
mod sources;

use crate::Endpoint;
use crate::refusal::Refusal;
use crate::session::SignedIn;
use crate::surroundings::kept_hash;
use axum::extract::State;
use axum::http::header::{CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use desk::Desk;
use form::compile::{ExternalLists, choice_list_csv, xlsform_markdown};
use form::{ChoiceList, Definition};
use serde::Serialize;
use sources::{Sources, Table};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The forms and lists in force.
pub struct Catalogue {
    /// Names this content.
    pub version: String,
    json: Bytes,
    /// What the desk alone is told, and the name of that content.
    desk: (String, Bytes),
    forms: BTreeMap<String, Arc<Definition>>,
    communes: Table,
}

/// Why a catalogue cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// A file cannot be read.
    #[error("{path}: {error}")]
    File { path: PathBuf, error: std::io::Error },
    /// A list is no table.
    #[error("{path}: {error}")]
    Table { path: String, error: csv::Error },
    /// A form, a list, the targets or the map have to be mended.
    #[error("catalogue/{path}\n  {}", .errors.join("\n  "))]
    Form { path: String, errors: Vec<String> },
    /// What was compiled cannot be written as JSON.
    #[error("the catalogue cannot be written: {0}")]
    Unwritable(#[from] serde_json::Error),
}

/// What devices get.
#[derive(Serialize)]
struct Bundle<'a> {
    version: &'a str,
    forms: Vec<&'a Definition>,
    communes: &'a Table,
    programmes: &'a Table,
    souks: &'a Table,
}

impl Catalogue {
    /// Compiles the shipped catalogue with a folder over it, which need not be there.
    pub fn compile(over: &Path) -> Result<Self, CatalogueError> {
        let sources = Sources::gather(over)?;
        let forms = definitions(&sources)?;
        let (communes, programmes) = (sources.table("communes.csv")?, sources.table("programmes.csv")?);
        let souks = sources.table("souks.csv")?;
        let desk = serde_json::to_string(&Desk::read(&sources, &programmes, &communes)?)?;
        let desk = (kept_hash(&desk), desk.into());
        let all = forms.iter().collect();
        let mut bundle =
            Bundle { version: "", forms: all, communes: &communes, programmes: &programmes, souks: &souks };
        let version = kept_hash(&serde_json::to_string(&bundle)?);
        bundle.version = &version;
        let json = serde_json::to_vec(&bundle)?.into();
        let forms = forms.into_iter().map(|form| (form.name.clone(), Arc::new(form))).collect();
        Ok(Self { json, version, desk, forms, communes })
    }

    /// Whether a form of this name is in force.
    pub fn has_form(&self, name: &str) -> bool {
        self.forms.contains_key(name)
    }

    /// The form of this name.
    pub fn form(&self, name: &str) -> Option<Arc<Definition>> {
        self.forms.get(name).cloned()
    }

    /// The communes, row by row.
    pub fn communes(&self) -> &Table {
        &self.communes
    }
}

fn definitions(sources: &Sources) -> Result<Vec<Definition>, CatalogueError> {
    let mended = |path: &str, errors: Vec<form::compile::Error>| CatalogueError::Form {
        path: path.into(),
        errors: errors.iter().map(ToString::to_string).collect(),
    };
    let list = |(path, text): (&str, &str)| -> Result<(String, ChoiceList), CatalogueError> {
        let name = path.trim_end_matches(".csv");
        Ok((path.into(), choice_list_csv(name, text).map_err(|errors| mended(path, errors))?))
    };
    let lists = ExternalLists {
        files: sources.lists().map(list).collect::<Result<_, _>>()?,
        records: sources.forms().filter_map(|(path, _)| sources::form_name(path)).collect(),
    };
    let form = |(path, text)| xlsform_markdown(text, &lists).map_err(|errors| mended(path, errors));
    sources.forms().map(form).collect()
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

/// What the desk alone is told, as one JSON text.
pub async fn desk(
    State(endpoint): State<Arc<Endpoint>>,
    _signed_in: SignedIn,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let (version, json) = &endpoint.catalogue.desk;
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn the_shipped_catalogue_compiles_and_a_folder_lies_over_it() {
        let folder = tempfile::tempdir().unwrap();
        let shipped = Catalogue::compile(&folder.path().join("none")).unwrap();
        for form in
            ["person", "session", "organisation", "enrolment", "merchant", "venture", "coaching", "follow_up"]
        {
            assert!(shipped.has_form(form), "{form}");
        }
        assert!(!shipped.has_form("visit"));
        let bundle: serde_json::Value = serde_json::from_slice(&shipped.json).unwrap();
        assert_eq!(bundle["version"], shipped.version);
        assert_eq!(bundle["communes"].as_array().unwrap().len(), 53);
        assert_eq!(bundle["programmes"].as_array().unwrap().len(), 5);
        for souk in bundle["souks"].as_array().unwrap() {
            let is_its = |commune: &serde_json::Value| commune["code"] == souk["commune"];
            assert!(bundle["communes"].as_array().unwrap().iter().any(is_its), "{souk}");
        }

        let desk: serde_json::Value = serde_json::from_slice(&shipped.desk.1).unwrap();
        let is_on_the_map = |commune: &serde_json::Value| {
            desk["map"]["outlines"]
                .as_array()
                .unwrap()
                .iter()
                .any(|outline| outline["code"] == commune["code"])
        };
        assert!(bundle["communes"].as_array().unwrap().iter().all(is_on_the_map));

        fs::create_dir(folder.path().join("desk")).unwrap();
        fs::write(folder.path().join("desk/targets.csv"), "programme,indicator,target,from,to,source\n")
            .unwrap();
        fs::write(folder.path().join("programmes.csv"), "code,name_fr\nMARCH,Marchands\n").unwrap();
        let own = Catalogue::compile(folder.path()).unwrap();
        assert!(own.has_form("person") && own.version != shipped.version);
        let bundle: serde_json::Value = serde_json::from_slice(&own.json).unwrap();
        assert_eq!(bundle["programmes"], serde_json::json!([{ "code": "MARCH", "name_fr": "Marchands" }]));
    }

    #[test]
    fn a_target_that_must_be_mended_is_named_with_its_row() {
        let folder = tempfile::tempdir().unwrap();
        let targets = "programme,indicator,target,from,to,source\nMARCH,merchants,147,,,\nMARCH,x,1,,,\n";
        fs::create_dir(folder.path().join("desk")).unwrap();
        fs::write(folder.path().join("desk/targets.csv"), targets).unwrap();
        let error = Catalogue::compile(folder.path()).err().unwrap().to_string();
        assert_eq!(error, "catalogue/desk/targets.csv\n  row 3, indicator: there is no indicator \"x\"");
    }

    #[test]
    fn a_form_that_must_be_mended_is_named_with_its_place() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("forms")).unwrap();
        fs::write(
            folder.path().join("forms/visit.md"),
            "## survey\n\n| type | name |\n|---|---|\n| txt | a |\n",
        )
        .unwrap();
        let error = Catalogue::compile(folder.path()).err().unwrap().to_string();
        assert!(error.starts_with("catalogue/forms/visit.md\n"), "{error}");
        assert!(error.contains("\n  survey, row 5, type: there is no type \"txt\""), "{error}");
    }
}
