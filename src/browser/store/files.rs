//! Photos and files in IndexedDB, in three tables of their own: a line about each, its bytes, its thumbnail. They are
//! apart from the tables of records, so that nothing that reads records reads pictures.
//!
//! | table | under the file's SHA-256 | written |
//! |---|---|---|
//! | `files` | what is known of it, as text | strictly with its bytes; later relaxed |
//! | `bytes` | the whole file | strictly, before any answer names it |
//! | `thumbnails` | a small picture, as the address that holds it | with its bytes |

use super::transaction::{IdbTransaction, finish, text_in};
use super::{Idb, fault};
use crate::browser::vault;
use js_sys::{Array, Uint8Array};
use sync::{Fault, Mode, Transaction};
use wasm_bindgen::JsValue;

pub(super) const FILES: &str = "files";
pub(super) const BYTES: &str = "bytes";
pub(super) const THUMBNAILS: &str = "thumbnails";

/// The tables of files.
pub(super) const ALL: [&str; 3] = [FILES, BYTES, THUMBNAILS];

/// Chromium keeps large values in files beside its database, and says so where one of them is gone or broken.
const BROKEN: [&str; 2] = ["NotReadableError", "UnknownError"];

impl Idb {
    /// Keeps a file, its line and its thumbnail. When this is `Ok` it is on the disk.
    pub async fn keep_file(
        &self,
        key: &str,
        line: &str,
        bytes: &Uint8Array,
        thumbnail: Option<&str>,
    ) -> Result<(), Fault> {
        let tx = self.begin_in(&ALL, Mode::Strict)?;
        tx.put_in(FILES, key, &vault::seal(line).into())?;
        tx.put_in(BYTES, key, &vault::seal_bytes(bytes))?;
        if let Some(thumbnail) = thumbnail {
            tx.put_in(THUMBNAILS, key, &vault::seal(thumbnail).into())?;
        }
        tx.commit().await
    }

    /// Writes the lines of files anew.
    pub async fn note_files(&self, lines: &[(String, String)]) -> Result<(), Fault> {
        let tx = self.begin_in(&[FILES], Mode::Relaxed)?;
        for (key, line) in lines {
            tx.put_in(FILES, key, &vault::seal(line).into())?;
        }
        tx.commit().await
    }

    /// The lines of all files.
    pub async fn files(&self) -> Result<Vec<String>, Fault> {
        let tx = self.begin_in(&[FILES], Mode::Read)?;
        let lines = Array::from(&finish(tx.in_table(FILES)?.get_all()).await?);
        lines.iter().map(|line| text_in(FILES, "", &line)).collect()
    }

    /// A thumbnail, as an address that holds it.
    pub async fn thumbnail(&self, key: &str) -> Result<Option<String>, Fault> {
        let found = self.get_in(THUMBNAILS, key).await?;
        found.map(|value| text_in(THUMBNAILS, key, &value)).transpose()
    }

    /// The bytes of a file, if they are here and can be read.
    pub async fn bytes(&self, key: &str) -> Result<Option<Uint8Array>, Fault> {
        match self.get_in(BYTES, key).await {
            Err(Fault::Failed(told)) if BROKEN.iter().any(|name| told.starts_with(name)) => Ok(None),
            found => Ok(found?.and_then(|value| vault::open_bytes(&value))),
        }
    }

    /// Lets go of the bytes of files; their lines, which say so, and their thumbnails stay.
    pub async fn drop_bytes(&self, lines: &[(String, String)]) -> Result<(), Fault> {
        let tx = self.begin_in(&[FILES, BYTES], Mode::Relaxed)?;
        for (key, line) in lines {
            tx.put_in(FILES, key, &vault::seal(line).into())?;
            tx.delete_in(BYTES, key)?;
        }
        tx.commit().await
    }

    /// Lets go of everything about files.
    pub async fn drop_files(&self, keys: &[String]) -> Result<(), Fault> {
        let tx = self.begin_in(&ALL, Mode::Relaxed)?;
        for key in keys {
            for table in ALL {
                tx.delete_in(table, key)?;
            }
        }
        tx.commit().await
    }

    /// Lets go of all files.
    pub async fn clear_files(&self) -> Result<(), Fault> {
        let tx = self.begin_in(&ALL, Mode::Strict)?;
        for table in ALL {
            tx.in_table(table)?.clear().map_err(|error| fault(&error))?;
        }
        tx.commit().await
    }

    async fn get_in(&self, table: &str, key: &str) -> Result<Option<JsValue>, Fault> {
        let tx = self.begin_in(&[table], Mode::Read)?;
        let value = finish(tx.in_table(table)?.get(&key.into())).await?;
        Ok(Some(value).filter(|value| !value.is_undefined()))
    }
}

impl IdbTransaction {
    fn put_in(&self, table: &str, key: &str, value: &JsValue) -> Result<(), Fault> {
        self.in_table(table)?.put_with_key(value, &key.into()).map(drop).map_err(|error| fault(&error))
    }

    fn delete_in(&self, table: &str, key: &str) -> Result<(), Fault> {
        self.in_table(table)?.delete(&key.into()).map(drop).map_err(|error| fault(&error))
    }
}
