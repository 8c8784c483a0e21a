//! Values that are kept for as long as their owner, and tell nobody when they change.

use super::{Held, Value, typed, typed_mut};
use send_wrapper::SendWrapper;
use std::marker::PhantomData;
use std::rc::Rc;
use upstream::prelude as leptos;
use upstream::prelude::{GetValue, UpdateValue};

/// A value by which nothing is run again.
pub struct StoredValue<T> {
    cell: leptos::StoredValue<Held>,
    of: PhantomData<fn() -> T>,
}

impl<T: 'static> StoredValue<T> {
    /// With this value at first. It goes with the owner in which it is made.
    pub fn new(value: T) -> Self {
        Self { cell: cell(Rc::new(value)), of: PhantomData }
    }

    /// Looks at the value.
    #[track_caller]
    pub fn with_value<U>(&self, look: impl FnOnce(&T) -> U) -> U {
        look(typed(&read(self.cell)))
    }

    /// Looks at the value; `None` if it is gone.
    pub fn try_with_value<U>(&self, look: impl FnOnce(&T) -> U) -> Option<U> {
        let value = read(self.cell);
        value.is_some().then(|| look(typed(&value)))
    }

    /// The value.
    #[track_caller]
    pub fn get_value(&self) -> T
    where
        T: Clone,
    {
        self.with_value(T::clone)
    }

    /// Another value from now on; nothing happens if it is gone.
    pub fn set_value(&self, value: T) {
        put(self.cell, Rc::new(value));
    }

    /// Changes the value in its place; nothing happens if it is gone.
    pub fn update_value(&self, change: impl FnOnce(&mut T)) {
        self.try_update_value(change);
    }

    /// Changes the value in its place, and answers what the change does; `None` if it is gone.
    pub fn try_update_value<U>(&self, change: impl FnOnce(&mut T) -> U) -> Option<U> {
        let mut value = take(self.cell)?;
        let answer = change(typed_mut(&mut value));
        put(self.cell, value);
        Some(answer)
    }
}

impl<T> Clone for StoredValue<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for StoredValue<T> {}

fn cell(value: Value) -> leptos::StoredValue<Held> {
    leptos::StoredValue::new(SendWrapper::new(Some(value)))
}

fn read(cell: leptos::StoredValue<Held>) -> Option<Value> {
    cell.try_get_value()?.take()
}

fn take(cell: leptos::StoredValue<Held>) -> Option<Value> {
    cell.try_update_value(|held| Option::take(held))?
}

fn put(cell: leptos::StoredValue<Held>, value: Value) {
    cell.try_update_value(|held| **held = Some(value));
}
