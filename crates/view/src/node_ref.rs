//! References to elements.

use crate::signal::{Read, RwSignal};

/// A reference to an element: empty until the element is made.
pub struct NodeRef<E: Clone + 'static>(RwSignal<Option<E>>);

impl<E: Clone + 'static> NodeRef<E> {
    /// To no element yet.
    #[expect(clippy::new_without_default, reason = "as Leptos has it")]
    pub fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// The element; who asks while building is told again when it is made.
    pub fn get(&self) -> Option<E> {
        self.0.get()
    }

    pub(crate) fn load(&self, element: E) {
        self.0.set(Some(element));
    }
}

impl<E: Clone + 'static> Clone for NodeRef<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E: Clone + 'static> Copy for NodeRef<E> {}
