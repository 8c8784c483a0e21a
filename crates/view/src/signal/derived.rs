//! Whatever can be read, as one type.

use super::{Memo, Read, RwSignal, Value};
use crate::scope::untrack;
use send_wrapper::SendWrapper;
use std::any::Any;
use std::rc::Rc;
use upstream::prelude as leptos;
use upstream::prelude::GetValue;

/// A value that may change, wherever it comes from.
pub struct Signal<T>(Source<T>);

enum Source<T> {
    Cell(RwSignal<T>),
    Memo(Memo<T>),
    Closure(Closure),
}

type Closure = leptos::StoredValue<SendWrapper<Rc<dyn Derive>>>;

impl<T: 'static> Signal<T> {
    /// What a closure tells, asked each time.
    pub fn derive(closure: impl Fn() -> T + 'static) -> Self {
        Self(Source::Closure(store(Rc::new(closure))))
    }
}

impl<T: 'static> Read for Signal<T> {
    type Value = T;

    fn read(&self, tracked: bool) -> Option<Rc<dyn Any>> {
        match &self.0 {
            Source::Cell(cell) => cell.read(tracked),
            Source::Memo(memo) => memo.read(tracked),
            Source::Closure(closure) => ask(*closure, tracked),
        }
    }
}

impl<T> Clone for Signal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Signal<T> {}

impl<T> Clone for Source<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Source<T> {}

impl<T> From<RwSignal<T>> for Signal<T> {
    fn from(cell: RwSignal<T>) -> Self {
        Self(Source::Cell(cell))
    }
}

impl<T> From<Memo<T>> for Signal<T> {
    fn from(memo: Memo<T>) -> Self {
        Self(Source::Memo(memo))
    }
}

impl<T: 'static> From<T> for Signal<T> {
    fn from(value: T) -> Self {
        RwSignal::new(value).into()
    }
}

impl From<&str> for Signal<String> {
    fn from(value: &str) -> Self {
        value.to_owned().into()
    }
}

impl<T: Default + 'static> Default for Signal<T> {
    fn default() -> Self {
        T::default().into()
    }
}

/// A closure that tells a value, whatever its type.
trait Derive {
    fn derive(&self) -> Value;
}

impl<T: 'static, F: Fn() -> T> Derive for F {
    fn derive(&self) -> Value {
        Rc::new(self())
    }
}

fn store(closure: Rc<dyn Derive>) -> Closure {
    leptos::StoredValue::new(SendWrapper::new(closure))
}

fn ask(closure: Closure, tracked: bool) -> Option<Value> {
    let closure = closure.try_get_value()?;
    Some(if tracked { closure.derive() } else { untrack(|| closure.derive()) })
}

/// What can be given to a component where it wants something else: its `Into`, and closures as signals.
pub trait IntoReactiveValue<T, Kind> {
    /// What the component wants.
    fn into_reactive_value(self) -> T;
}

/// The kinds, so that a closure may become one thing here and another there.
#[doc(hidden)]
pub struct Same;
#[doc(hidden)]
pub struct OfClosure;
#[doc(hidden)]
pub struct OfWords;

impl<T, I: Into<T>> IntoReactiveValue<T, Same> for I {
    fn into_reactive_value(self) -> T {
        self.into()
    }
}

impl<T: 'static, F: Fn() -> T + 'static> IntoReactiveValue<Signal<T>, OfClosure> for F {
    fn into_reactive_value(self) -> Signal<T> {
        Signal::derive(self)
    }
}

impl<F: Fn() -> &'static str + 'static> IntoReactiveValue<Signal<String>, OfWords> for F {
    fn into_reactive_value(self) -> Signal<String> {
        Signal::derive(move || self().to_owned())
    }
}
