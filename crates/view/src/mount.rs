//! The beginning.

use crate::page;
use crate::part::IntoView;
use any_spawner::Executor;
use upstream::prelude::Owner;

/// Puts a view at the end of the page, for as long as the page is open.
pub fn mount_to_body<V: IntoView>(view: impl FnOnce() -> V) {
    // It fails only if it has been done before.
    let _ = Executor::init_wasm_bindgen();
    let owner = Owner::new();
    let view = owner.with(|| view().into_view());
    if let Some(body) = page::document().body() {
        view.put_into(&body, None, &mut Vec::new());
    }
    std::mem::forget(owner);
}
