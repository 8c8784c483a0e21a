//! What stands between the tags of a component.

use crate::part::{IntoView, View};
use std::sync::Arc;

/// Children that are made once.
pub type Children = Box<dyn FnOnce() -> View>;

/// Children that may be made again.
pub type ChildrenFn = Arc<dyn Fn() -> View + Send + Sync>;

/// What `view!` calls with a closure that makes the children.
#[doc(hidden)]
pub trait ToChildren<F> {
    fn to_children(closure: F) -> Self;
}

impl<F, V> ToChildren<F> for Children
where
    F: FnOnce() -> V + 'static,
    V: IntoView,
{
    fn to_children(closure: F) -> Self {
        Box::new(move || closure().into_view())
    }
}

impl<F, V> ToChildren<F> for ChildrenFn
where
    F: Fn() -> V + Send + Sync + 'static,
    V: IntoView,
{
    fn to_children(closure: F) -> Self {
        Arc::new(move || closure().into_view())
    }
}

/// Children that are words only.
#[doc(hidden)]
pub struct ChildrenOptContainer<T>(pub T);

impl<T: IntoView + 'static> ToChildren<ChildrenOptContainer<T>> for Children {
    fn to_children(words: ChildrenOptContainer<T>) -> Self {
        Box::new(move || words.0.into_view())
    }
}

impl<T: IntoView + Clone + Send + Sync + 'static> ToChildren<ChildrenOptContainer<T>> for ChildrenFn {
    fn to_children(words: ChildrenOptContainer<T>) -> Self {
        Arc::new(move || words.0.clone().into_view())
    }
}

/// A view that a component is given and makes when it needs it; nothing, if it is given none.
#[derive(Clone)]
pub struct ViewFn(ChildrenFn);

impl ViewFn {
    /// Makes the view.
    pub fn run(&self) -> View {
        (self.0)()
    }
}

impl Default for ViewFn {
    fn default() -> Self {
        Self(Arc::new(View::default))
    }
}

impl<F, V> From<F> for ViewFn
where
    F: Fn() -> V + Send + Sync + 'static,
    V: IntoView,
{
    fn from(closure: F) -> Self {
        Self(Arc::new(move || closure().into_view()))
    }
}
