//! Choice lists: what a select offers.

use crate::Labels;
use serde::{Deserialize, Serialize};

/// A choice list of a definition, by its place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ListId(pub u16);

/// A list of choices, in the order in which they are offered.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ChoiceList {
    /// Its name in the form.
    pub name: String,
    /// The names of the further columns, which choice filters read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// The choices.
    pub choices: Vec<Choice>,
}

/// One choice.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Choice {
    /// What is stored. Never deleted from a list once used.
    pub code: String,
    /// What is shown.
    pub label: Labels,
    /// A cell for each of the list's further columns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<String>,
}

impl ChoiceList {
    /// The choice of this code.
    pub fn choice(&self, code: &str) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.code == code)
    }

    /// The codes, in the order in which they are offered.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.choices.iter().map(|choice| choice.code.as_str())
    }

    /// What a choice has in a column: `name` is its code, anything else a further column. Empty if it has none.
    pub fn cell<'a>(&self, choice: &'a Choice, column: &str) -> &'a str {
        if column == "name" {
            return &choice.code;
        }
        let place = self.columns.iter().position(|name| name == column);
        place.and_then(|place| choice.more.get(place)).map_or("", String::as_str)
    }
}
