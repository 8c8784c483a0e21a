//! Which page of a form an address names.

use leptos::router::ParamsMap;
use record::RowId;

/// A page of a form.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// Before the first page: keep the draft, or delete it.
    Leave,
    /// The page of a group or question of this name.
    Page {
        /// The group's or question's name.
        name: String,
        /// Whether it was opened from the check page, to change one answer.
        from_check: bool,
    },
    /// The page of one row of a repeat.
    Row {
        /// The repeat's name.
        repeat: String,
        /// The row.
        row: RowId,
    },
    /// All answers, to be read to the person.
    Check,
    /// Saved on this phone.
    Saved,
}

impl Step {
    /// The page of a group or question, on the way through the form.
    pub fn page(name: &str) -> Self {
        Self::Page { name: name.to_owned(), from_check: false }
    }

    /// The page of a group or question, to change one answer.
    pub fn change(name: &str) -> Self {
        Self::Page { name: name.to_owned(), from_check: true }
    }

    /// The page that an address names.
    pub fn read(query: &ParamsMap) -> Self {
        let row = query.get("row").and_then(|row| row.parse().ok());
        if let (Some(repeat), Some(row)) = (query.get("page"), row) {
            return Self::Row { repeat, row };
        }
        match (query.get("page"), query.get("step").as_deref()) {
            (Some(name), step) => Self::Page { name, from_check: step == Some("change") },
            (None, Some("check")) => Self::Check,
            (None, Some("saved")) => Self::Saved,
            (None, _) => Self::Leave,
        }
    }

    /// The part of an address that names it.
    pub fn query(&self) -> String {
        match self {
            Self::Leave => String::new(),
            Self::Page { name, from_check: false } => format!("page={name}"),
            Self::Page { name, from_check: true } => format!("page={name}&step=change"),
            Self::Row { repeat, row } => format!("page={repeat}&row={row}"),
            Self::Check => "step=check".into(),
            Self::Saved => "step=saved".into(),
        }
    }
}
