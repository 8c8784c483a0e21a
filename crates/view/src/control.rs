//! Components that decide what is shown.

use crate::children::{ChildrenFn, ViewFn};
use crate::list::{Line, list};
use crate::live::live;
use crate::part::{IntoView, View};
use crate::prelude::component;
use crate::signal::{Memo, Read};
use std::hash::Hash;

/// Shows its children while a condition holds, and nothing or the fallback while it does not.
#[component]
pub fn Show<W>(
    /// What is shown.
    children: ChildrenFn,
    /// The condition.
    when: W,
    /// What is shown instead.
    #[prop(optional, into)]
    fallback: ViewFn,
) -> impl IntoView
where
    W: Fn() -> bool + Send + Sync + 'static,
{
    shown_when(Memo::new(move |_| when()), children, fallback)
}

fn shown_when(holds: Memo<bool>, children: ChildrenFn, fallback: ViewFn) -> View {
    live(Box::new(move || if holds.get() { children() } else { fallback.run() }))
}

/// A line for each thing: things whose key stays are neither drawn again nor moved without need.
#[component]
pub fn For<IF, I, T, EF, N, KF, K>(
    /// The things.
    each: IF,
    /// What a thing is known by: it is drawn again when this changes.
    key: KF,
    /// Draws one.
    children: EF,
) -> impl IntoView
where
    IF: Fn() -> I + Send + 'static,
    I: IntoIterator<Item = T> + Send + 'static,
    EF: Fn(T) -> N + Send + Clone + 'static,
    N: IntoView + 'static,
    KF: Fn(&T) -> K + Send + Clone + 'static,
    K: Eq + Hash + 'static,
    T: Send + 'static,
{
    let line = move |thing: T| {
        let children = children.clone();
        Line::new(&key(&thing), move || children(thing).into_view())
    };
    list(Box::new(move || each().into_iter().map(&line).collect()))
}
