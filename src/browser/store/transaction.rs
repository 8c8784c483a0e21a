//! One transaction.

use super::{fault, mark, request};
use crate::browser::{timeline, vault};
use js_sys::{Array, Function, Object, Promise, Reflect};
use sync::{Fault, Mode, Table, Transaction};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbKeyRange, IdbObjectStore, IdbRequest, IdbTransaction as Raw};

/// An open transaction of IndexedDB. Dropped without `commit` while it may write, it is aborted.
pub struct IdbTransaction {
    raw: Raw,
    writes: bool,
    /// Whether it asked for the disk itself.
    strict: bool,
}

/// Opens a transaction; also answers the durability that the browser granted.
///
/// `IdbTransactionOptions` lies behind web-sys's unstable flag, so the method is called by name.
pub fn begin(db: &IdbDatabase, tables: &[&str], mode: Mode) -> Result<(IdbTransaction, String), JsValue> {
    let names: Array = tables.iter().map(|table| JsValue::from_str(table)).collect();
    let (access, durability) = match mode {
        Mode::Read => ("readonly", "relaxed"),
        Mode::Relaxed => ("readwrite", "relaxed"),
        Mode::Strict => ("readwrite", "strict"),
    };
    let options = Object::new();
    Reflect::set(&options, &"durability".into(), &durability.into())?;
    let open: Function = Reflect::get(db, &"transaction".into())?.dyn_into()?;
    let raw: Raw = open.call3(db, &names, &access.into(), &options)?.dyn_into()?;
    let granted = request::property(&raw, "durability");
    Ok((IdbTransaction { raw, writes: mode != Mode::Read, strict: mode == Mode::Strict }, granted))
}

impl IdbTransaction {
    fn store(&self, table: Table) -> Result<IdbObjectStore, Fault> {
        self.in_table(table.name())
    }

    /// The table of this name.
    pub fn in_table(&self, name: &str) -> Result<IdbObjectStore, Fault> {
        self.raw.object_store(name).map_err(|error| fault(&error))
    }
}

/// Waits for a request.
pub async fn finish(request: Result<IdbRequest, JsValue>) -> Result<JsValue, Fault> {
    let request = request.map_err(|error| fault(&error))?;
    request::finish(&request).await.map_err(|error| fault(&error))
}

/// The text that a value in a table holds.
pub fn text_in(table: &'static str, key: &str, value: &JsValue) -> Result<String, Fault> {
    let opened = value.as_string().and_then(|sealed| vault::open(&sealed));
    opened.ok_or_else(|| Fault::Unreadable { table, key: key.to_owned() })
}

impl Transaction for IdbTransaction {
    async fn get(&self, table: Table, key: &str) -> Result<Option<String>, Fault> {
        let value = finish(self.store(table)?.get(&key.into())).await?;
        if value.is_undefined() { Ok(None) } else { text_in(table.name(), key, &value).map(Some) }
    }

    async fn range(&self, table: Table, from: &str, limit: usize) -> Result<Vec<(String, String)>, Fault> {
        let store = self.store(table)?;
        let range = IdbKeyRange::lower_bound(&from.into()).map_err(|error| fault(&error))?;
        // Zero means all of them to IndexedDB.
        let limit = u32::try_from(limit).unwrap_or(0);
        let keys = store.get_all_keys_with_key_and_limit(&range, limit);
        let values = store.get_all_with_key_and_limit(&range, limit);
        let keys = Array::from(&finish(keys).await?);
        let values = Array::from(&finish(values).await?);
        let row = |(key, value): (JsValue, JsValue)| {
            let key = key.as_string().unwrap_or_default();
            let text = text_in(table.name(), &key, &value)?;
            Ok((key, text))
        };
        keys.iter().zip(values.iter()).map(row).collect()
    }

    /// Not waited for: a put that fails aborts the transaction, and `commit` tells.
    async fn put(&self, table: Table, key: &str, text: &str) -> Result<(), Fault> {
        let put = self.store(table)?.put_with_key(&vault::seal(text).into(), &key.into());
        put.map(drop).map_err(|error| fault(&error))
    }

    async fn delete(&self, table: Table, key: &str) -> Result<(), Fault> {
        self.store(table)?.delete(&key.into()).map(drop).map_err(|error| fault(&error))
    }

    async fn clear(&self, table: Table) -> Result<(), Fault> {
        self.store(table)?.clear().map(drop).map_err(|error| fault(&error))
    }

    async fn commit(mut self) -> Result<(), Fault> {
        self.writes = false;
        let raw = &self.raw;
        let ended = Promise::new(&mut |complete, abort| {
            raw.set_oncomplete(Some(&complete));
            raw.set_onabort(Some(&abort));
        });
        // web-sys calls its own `commit` deprecated; the method is not.
        if request::call(raw, "commit").is_err() {
            return Err(self.why_aborted());
        }
        match JsFuture::from(ended).await {
            Ok(_) => {
                if self.strict {
                    timeline::end(&mark(&request::property(&self.raw, "durability")));
                }
                Ok(())
            }
            Err(_) => Err(self.why_aborted()),
        }
    }
}

impl IdbTransaction {
    fn why_aborted(&self) -> Fault {
        match self.raw.error() {
            Some(error) => fault(&error),
            None => Fault::Failed("the transaction was aborted".to_owned()),
        }
    }
}

impl Drop for IdbTransaction {
    fn drop(&mut self) {
        if self.writes {
            let _ = self.raw.abort();
        }
    }
}
