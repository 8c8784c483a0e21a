//! A gate that is closed until something is ready.

use js_sys::{Function, Promise};
use std::future::Future;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Whoever comes waits until it opens; after that nobody waits.
pub struct Gate {
    opened: Promise,
    open: Option<Function>,
}

impl Gate {
    /// A closed gate.
    pub fn closed() -> Self {
        let mut open = None;
        let opened = Promise::new(&mut |resolve, _| open = Some(resolve));
        Self { opened, open }
    }

    /// Opens it, for ever.
    pub fn open(&self) {
        if let Some(open) = &self.open {
            let _ = open.call0(&JsValue::UNDEFINED);
        }
    }

    /// Waits until it is open.
    pub fn passed(&self) -> impl Future<Output = ()> + use<> {
        let opened = JsFuture::from(self.opened.clone());
        async move {
            let _ = opened.await;
        }
    }
}
