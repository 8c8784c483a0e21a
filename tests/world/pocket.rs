//! A store that costs nothing and never fails, under the client's own rules: what a phone keeps between two exchanges.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use sync::{Backing, Fault, Mode, Table, Transaction};

/// The store; clones share it. As nothing here fails, writing needs no taking back.
#[derive(Clone, Default)]
pub struct Pocket {
    tables: Rc<RefCell<BTreeMap<Table, BTreeMap<String, String>>>>,
}

impl Pocket {
    /// A store that holds these rows of a table, and nothing else.
    pub fn with(table: Table, rows: impl IntoIterator<Item = (String, String)>) -> Self {
        let pocket = Self::default();
        pocket.tables.borrow_mut().insert(table, rows.into_iter().collect());
        pocket
    }

    /// The rows of a table.
    pub fn rows(&self, table: Table) -> Vec<(String, String)> {
        self.tables
            .borrow()
            .get(&table)
            .into_iter()
            .flatten()
            .map(|(key, text)| (key.clone(), text.clone()))
            .collect()
    }
}

impl Backing for Pocket {
    type Tx = Self;

    async fn begin(&self, _: &[Table], _: Mode) -> Result<Self, Fault> {
        Ok(self.clone())
    }
}

impl Transaction for Pocket {
    async fn get(&self, table: Table, key: &str) -> Result<Option<String>, Fault> {
        Ok(self.tables.borrow().get(&table).and_then(|rows| rows.get(key)).cloned())
    }

    async fn range(&self, table: Table, from: &str, limit: usize) -> Result<Vec<(String, String)>, Fault> {
        let tables = self.tables.borrow();
        let rows = tables.get(&table).into_iter().flat_map(|rows| rows.range(from.to_owned()..));
        Ok(rows.take(limit).map(|(key, text)| (key.clone(), text.clone())).collect())
    }

    async fn put(&self, table: Table, key: &str, text: &str) -> Result<(), Fault> {
        self.tables.borrow_mut().entry(table).or_default().insert(key.to_owned(), text.to_owned());
        Ok(())
    }

    async fn delete(&self, table: Table, key: &str) -> Result<(), Fault> {
        self.tables.borrow_mut().entry(table).or_default().remove(key);
        Ok(())
    }

    async fn clear(&self, table: Table) -> Result<(), Fault> {
        self.tables.borrow_mut().remove(&table);
        Ok(())
    }

    async fn commit(self) -> Result<(), Fault> {
        Ok(())
    }
}
