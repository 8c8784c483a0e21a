//! Where in a record a value stands.

use crate::RowId;
use crate::text::as_text;
use std::{borrow::Borrow, fmt, str::FromStr};

/// A place in a record: a field (`sales`), a member of a row of a repeat (`tasks/<row>/due`), or a field the app
/// itself keeps (`@removed`, `@review`, `@scope/<programme>/<commune>`).
///
/// Segments are one to 64 characters of letters, digits, `_`, `-` and `.`, at most eight of them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path(String);

/// A text that names no place in a record.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a path in a record: {0:?}")]
pub struct PathError(pub String);

const ERASED: &str = "@erased";
const MAX_SEGMENT: usize = 64;
const MAX_SEGMENTS: usize = 8;

impl Path {
    /// A field by its name.
    pub fn field(name: &str) -> Result<Self, PathError> {
        name.parse()
    }

    /// A path that the app itself keeps, whose text is well formed.
    pub(crate) fn reserved(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// A member of a row of a repeat: `repeat/<row>/member`.
    pub fn in_row(repeat: &str, row: RowId, member: &str) -> Result<Self, PathError> {
        format!("{repeat}/{row}/{member}").parse()
    }

    /// Where a coordinator's judgement stands.
    pub fn review() -> Self {
        Self("@review".into())
    }

    /// Where a removal stands: of the whole record.
    pub fn removed() -> Self {
        Self("@removed".into())
    }

    /// Where it stands that the record was erased by law; the value says why. See [`crate::Record::is_erased`].
    pub fn erased() -> Self {
        Self(ERASED.into())
    }

    /// Where the removal of a row of a repeat stands.
    pub fn row_removed(repeat: &str, row: RowId) -> Result<Self, PathError> {
        format!("{repeat}/{row}/@removed").parse()
    }

    /// Where it stands that a record belongs to a programme in a commune.
    pub fn scope(programme: &str, commune: &str) -> Result<Self, PathError> {
        format!("@scope/{programme}/{commune}").parse()
    }

    /// Programme and commune, if this is a scope.
    pub fn as_scope(&self) -> Option<(&str, &str)> {
        self.0.strip_prefix("@scope/")?.split_once('/')
    }

    /// Whether what stands here outlives an erasure by law: who sees the record, and that and why it was erased.
    pub fn outlives_erasure(&self) -> bool {
        self.0 == ERASED || self.as_scope().is_some()
    }

    /// Whether the path is one that the app itself keeps, not an answer to a question.
    pub fn is_reserved(&self) -> bool {
        self.0.starts_with('@') || self.0.ends_with("/@removed")
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The segments from left to right.
    pub fn segments(&self) -> impl Iterator<Item = &str> {
        self.0.split('/')
    }
}

impl FromStr for Path {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        let well_formed = |segment: &str| {
            let name = segment.strip_prefix('@').unwrap_or(segment);
            !name.is_empty()
                && segment.chars().count() <= MAX_SEGMENT
                && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
        };
        let count = text.split('/').count();
        if count <= MAX_SEGMENTS && text.split('/').all(well_formed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(PathError(text.chars().take(80).collect()))
        }
    }
}

as_text!(Path);

impl Borrow<str> for Path {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_well_formed_places_are_paths() {
        for text in
            ["sales", "tasks/018f/due", "@review", "@scope/MICRO/10.261.01.03", "tasks/018f/@removed", "اسم"]
        {
            assert_eq!(text.parse::<Path>().unwrap().as_str(), text);
        }
        let long = "x".repeat(65);
        for text in ["", "/", "a/", "/a", "a//b", "a b", "a\u{202e}b", "<b>", "@", "a/b/c/d/e/f/g/h/i", &long]
        {
            assert!(text.parse::<Path>().is_err(), "{text:?} is no path");
        }
    }

    #[test]
    fn a_scope_names_programme_and_commune() {
        let scope = Path::scope("MICRO", "10.261.01.03").unwrap();
        assert_eq!(scope.as_scope(), Some(("MICRO", "10.261.01.03")));
        assert_eq!(Path::review().as_scope(), None);
    }
}
