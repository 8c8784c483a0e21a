//! From XLSForm to a [`Definition`], or to every reason why not, each with its place and, where there is one, a
//! suggestion.
//!
//! A form is a Markdown file that a coordinator can read: prose, and under the headings `survey`, `choices` and
//! `settings` tables with the columns of XLSForm. A sheet may be spread over several tables, each with its own
//! header, so that a table is no wider than its questions need. The layout of pyxform's own tests (`| survey |` on a
//! line, the sheet's rows indented by an empty cell) is read too.

mod choices;
mod error;
mod fold;
mod header;
mod lexer;
mod markdown;
mod names;
mod nearest;
mod order;
mod parser;
mod rules;
mod settings;
mod survey;
mod types;

use crate::{ChoiceList, Definition};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

pub use choices::choice_list_csv;
pub use error::{Error, Fault, Note, Remark};

/// What a form may name that stands outside it.
#[derive(Clone, Debug, Default)]
pub struct ExternalLists {
    /// Choice lists by file name: what `select_one_from_file communes.csv` chooses from.
    pub files: BTreeMap<String, ChoiceList>,
    /// The forms whose records may be chosen: `select_one_from_file person.csv` when `person` is among them.
    pub records: BTreeSet<String>,
}

/// A form that was read, and what its author should know all the same.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The form.
    pub definition: Definition,
    /// What was read otherwise than it stands, or left out because it only changes looks.
    pub notes: Vec<Note>,
}

/// Compiles an XLSForm in Markdown tables.
pub fn xlsform_markdown(text: &str, lists: &ExternalLists) -> Result<Definition, Vec<Error>> {
    read(text, lists).map(|reading| reading.definition)
}

/// Compiles an XLSForm in Markdown tables, with notes.
pub fn read(text: &str, lists: &ExternalLists) -> Result<Reading, Vec<Error>> {
    let workbook = markdown::workbook(text);
    let mut survey = survey::Survey::read(&workbook, lists);
    survey.read_rules();
    survey.sort();
    let survey::Survey { mut definition, errors, notes, .. } = survey;
    if errors.is_empty() {
        definition.hash = hash(&definition);
        Ok(Reading { definition, notes })
    } else {
        Err(errors)
    }
}

/// The SHA-256 of a definition's content, in hexadecimal.
fn hash(definition: &Definition) -> String {
    let bytes = serde_json::to_vec(definition).unwrap_or_default();
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
