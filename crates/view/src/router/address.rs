//! Addresses within the client.

use crate::page;
use web_sys::Url;

/// An address of this client: path and query, as browsers write them.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Address {
    /// `/people/7`
    pub path: String,
    /// `?state=returned`, or nothing.
    pub query: String,
}

impl Address {
    /// Where the browser is.
    pub fn of_page() -> Self {
        let location = page::window().location();
        Self { path: location.pathname().unwrap_or_default(), query: location.search().unwrap_or_default() }
    }

    /// Of a whole address or one relative to this page; `None` if it is none.
    pub fn read(address: &str) -> Option<Self> {
        let here = page::window().location().href().ok()?;
        let url = Url::new_with_base(address, &here).ok()?;
        Some(Self { path: url.pathname(), query: url.search() })
    }

    /// As it stands in the history.
    pub fn whole(&self) -> String {
        format!("{}{}", self.path, self.query)
    }
}
