//! IndexedDB as a [`sync::Backing`], and photos and files beside it. Everything is sealed by the vault on its way in and
//! opened on its way out.
//!
//! Chromium's default durability has been *relaxed* since version 121: a save asks for *strict*, and what the browser
//! granted is read back ([`Idb::last_strict`]) so that it can be shown and tested.

mod files;
mod open;
mod request;
mod transaction;

pub use open::{ANOTHER_TAB, open};
pub(super) use request::property;

use super::timeline;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use sync::{Backing, Fault, Mode, Table};
use transaction::IdbTransaction;
use wasm_bindgen::JsValue;
use web_sys::IdbDatabase;

/// The open database.
#[derive(Clone)]
pub struct Idb {
    db: IdbDatabase,
    state: Rc<State>,
}

/// What happens to the database while it is open.
#[derive(Default)]
struct State {
    /// A newer version of the app wants to change the database: it has been closed for it.
    newer: Cell<bool>,
    /// The browser has closed it by itself: its files are gone or broken.
    lost: Cell<bool>,
    /// The durability that the browser granted to the last transaction that asked for *strict*.
    last_strict: RefCell<Option<String>>,
}

impl Idb {
    /// The durability that the browser granted to the last transaction that asked for *strict*; `None` before one.
    pub fn last_strict(&self) -> Option<String> {
        self.state.last_strict.borrow().clone()
    }
}

impl Backing for Idb {
    type Tx = IdbTransaction;

    async fn begin(&self, tables: &[Table], mode: Mode) -> Result<IdbTransaction, Fault> {
        self.begin_in(&tables.iter().map(|table| table.name()).collect::<Vec<_>>(), mode)
    }
}

impl Idb {
    /// Opens a transaction over the tables of these names.
    fn begin_in(&self, tables: &[&str], mode: Mode) -> Result<IdbTransaction, Fault> {
        if self.state.newer.get() {
            return Err(Fault::Newer);
        }
        if self.state.lost.get() {
            return Err(lost());
        }
        let (tx, durability) = transaction::begin(&self.db, tables, mode).map_err(|error| fault(&error))?;
        if mode == Mode::Strict {
            timeline::begin(&mark(&durability));
            *self.state.last_strict.borrow_mut() = Some(durability);
        }
        Ok(tx)
    }
}

/// In the browser's timeline: `store strict`. Whoever watches a save sees what was granted to it, and how long it took.
fn mark(durability: &str) -> String {
    format!("store {durability}")
}

/// The database is gone while the app runs: emptied by the person or the browser, or its files broke. The app must be
/// opened again; it then puts back what the second copies hold.
fn lost() -> Fault {
    Fault::Unreadable { table: "all", key: String::new() }
}

/// What a JavaScript error means.
fn fault(error: &JsValue) -> Fault {
    match request::name(error).as_str() {
        "QuotaExceededError" => Fault::Full,
        "VersionError" => Fault::Newer,
        "SecurityError" => Fault::Blocked(request::told(error)),
        _ => Fault::Failed(request::told(error)),
    }
}
