//! Signals, of any type outside and of **one type** within.
//!
//! Leptos compiles its signals once for each type of value: kilobytes a type. Here the value lies behind `Rc<dyn Any>`,
//! Leptos' signals are compiled once, and a signal of one more type costs next to nothing. Names and behaviour are
//! those of Leptos: what is read by a memo, an effect or a view runs that again when it changes; what is read or
//! changed after its owner has gone, or changed while it is being read, is a fault of the program.

mod derived;
mod memo;
mod stored;

pub use derived::{IntoReactiveValue, Signal};
pub use memo::Memo;
pub use stored::StoredValue;

use send_wrapper::SendWrapper;
use std::any::Any;
use std::marker::PhantomData;
use std::rc::Rc;
use upstream::prelude as leptos;
use upstream::prelude::{GetUntracked, Notify, Track, UpdateUntracked};

/// A value, shared with those who are reading it.
type Value = Rc<dyn Any>;

/// A value in Leptos' hands; none while it is being changed.
type Held = SendWrapper<Option<Value>>;

/// What can be read.
pub trait Read {
    /// What is read.
    type Value: 'static;

    /// The value, if it is there; if tracked, whoever is running now is run again when it changes.
    #[doc(hidden)]
    fn read(&self, tracked: bool) -> Option<Rc<dyn Any>>;

    /// Whoever is running now is run again when this changes.
    fn track(&self) {
        self.read(true);
    }

    /// Looks at the value; whoever is running now is run again when it changes.
    #[track_caller]
    fn with<U>(&self, look: impl FnOnce(&Self::Value) -> U) -> U {
        look(typed(&self.read(true)))
    }

    /// Looks at the value as it is now.
    #[track_caller]
    fn with_untracked<U>(&self, look: impl FnOnce(&Self::Value) -> U) -> U {
        look(typed(&self.read(false)))
    }

    /// The value; whoever is running now is run again when it changes.
    #[track_caller]
    fn get(&self) -> Self::Value
    where
        Self::Value: Clone,
    {
        self.with(Self::Value::clone)
    }

    /// The value as it is now.
    #[track_caller]
    fn get_untracked(&self) -> Self::Value
    where
        Self::Value: Clone,
    {
        self.with_untracked(Self::Value::clone)
    }

    /// Looks at the value as it is now; `None` if it is gone.
    fn try_with_untracked<U>(&self, look: impl FnOnce(&Self::Value) -> U) -> Option<U> {
        let value = self.read(false);
        value.is_some().then(|| look(typed(&value)))
    }

    /// The value as it is now; `None` if it is gone.
    fn try_get_untracked(&self) -> Option<Self::Value>
    where
        Self::Value: Clone,
    {
        self.try_with_untracked(Self::Value::clone)
    }
}

/// A value that can be set.
pub struct RwSignal<T> {
    cell: leptos::RwSignal<Held>,
    of: PhantomData<fn() -> T>,
}

impl<T: 'static> RwSignal<T> {
    /// With this value at first. It goes with the owner in which it is made.
    pub fn new(value: T) -> Self {
        Self { cell: cell(Rc::new(value)), of: PhantomData }
    }

    /// Another value from now on; nothing happens if the signal is gone.
    pub fn set(&self, value: T) {
        put(self.cell, Rc::new(value));
    }

    /// Another value from now on; tells whether the signal is still there.
    pub fn try_set(&self, value: T) -> bool {
        put(self.cell, Rc::new(value))
    }

    /// Changes the value in its place; nothing happens if the signal is gone.
    pub fn update(&self, change: impl FnOnce(&mut T)) {
        self.try_update(change);
    }

    /// Changes the value in its place, and answers what the change does; `None` if the signal is gone.
    pub fn try_update<U>(&self, change: impl FnOnce(&mut T) -> U) -> Option<U> {
        let mut value = take(self.cell)?;
        let answer = change(typed_mut(&mut value));
        put(self.cell, value);
        Some(answer)
    }
}

impl<T: 'static> Read for RwSignal<T> {
    type Value = T;

    fn read(&self, tracked: bool) -> Option<Rc<dyn Any>> {
        read(self.cell, tracked)
    }
}

impl<T: Default + 'static> Default for RwSignal<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> Clone for RwSignal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for RwSignal<T> {}

// None of these knows the type of the value, so each is compiled once.

fn cell(value: Value) -> leptos::RwSignal<Held> {
    leptos::RwSignal::new(SendWrapper::new(Some(value)))
}

fn read(cell: leptos::RwSignal<Held>, tracked: bool) -> Option<Value> {
    if tracked {
        cell.track();
    }
    cell.try_get_untracked()?.take()
}

fn take(cell: leptos::RwSignal<Held>) -> Option<Value> {
    cell.try_update_untracked(|held| Option::take(held))?
}

fn put(cell: leptos::RwSignal<Held>, value: Value) -> bool {
    let is_there = cell.try_update_untracked(|held| **held = Some(value)).is_some();
    cell.notify();
    is_there
}

#[expect(clippy::expect_used, reason = "a fault of the program")]
#[track_caller]
fn typed<T: 'static>(value: &Option<Value>) -> &T {
    value
        .as_ref()
        .and_then(|value| value.downcast_ref())
        .expect("a signal that is there and not being changed")
}

#[expect(clippy::expect_used, reason = "a fault of the program")]
fn typed_mut<T: 'static>(value: &mut Value) -> &mut T {
    Rc::get_mut(value).and_then(<dyn Any>::downcast_mut).expect("a signal that is not being read")
}
