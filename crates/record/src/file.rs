//! A photo or another file, as a record holds it.

use crate::Hash;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What a record says of a file. The bytes travel by themselves, after the words, under the name of their hash: a
/// record may be known long before them.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// The hash of the bytes.
    pub sha256: Hash,
    /// How many bytes there are.
    pub size: u64,
    /// What they are, as in HTTP: `image/jpeg`.
    pub media_type: String,
    /// What the person or the phone called it; for people to read, never a path.
    pub name: String,
}

impl File {
    /// What it is called; by its hash, if nobody gave it a name.
    pub fn called(&self) -> Cow<'_, str> {
        if self.name.is_empty() { self.sha256.to_string().into() } else { (&self.name).into() }
    }
}
