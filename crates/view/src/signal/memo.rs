//! What is worked out of other signals, and kept until they change.

use super::{Held, Read, Value};
use send_wrapper::SendWrapper;
use std::any::Any;
use std::marker::PhantomData;
use std::rc::Rc;
use upstream::prelude as leptos;
use upstream::prelude::{GetUntracked, Track};

/// A value that is worked out again when a signal that it read has changed, and tells so only if it is another then.
pub struct Memo<T> {
    memo: leptos::Memo<Held>,
    of: PhantomData<fn() -> T>,
}

impl<T: PartialEq + 'static> Memo<T> {
    /// What a closure works out; it is given the value before.
    pub fn new(compute: impl Fn(Option<&T>) -> T + 'static) -> Self {
        Self { memo: memo(Box::new(Typed { compute, of: PhantomData })), of: PhantomData }
    }
}

impl<T: 'static> Read for Memo<T> {
    type Value = T;

    fn read(&self, tracked: bool) -> Option<Rc<dyn Any>> {
        read(self.memo, tracked)
    }
}

impl<T> Clone for Memo<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Memo<T> {}

/// A closure that works out a value, whatever its type.
trait Compute {
    /// The new value; `None` if it is as before.
    fn compute(&self, before: Option<&Value>) -> Option<Value>;
}

struct Typed<F, T> {
    compute: F,
    of: PhantomData<fn() -> T>,
}

impl<T: PartialEq + 'static, F: Fn(Option<&T>) -> T> Compute for Typed<F, T> {
    fn compute(&self, before: Option<&Value>) -> Option<Value> {
        let before = before.and_then(|value| value.downcast_ref());
        let value = (self.compute)(before);
        (before != Some(&value)).then(|| Rc::new(value) as Value)
    }
}

fn memo(compute: Box<dyn Compute>) -> leptos::Memo<Held> {
    let compute = SendWrapper::new(compute);
    leptos::Memo::new_owning(move |before: Option<Held>| {
        let before = before.and_then(SendWrapper::take);
        let value = compute.compute(before.as_ref());
        let is_another = value.is_some();
        (SendWrapper::new(value.or(before)), is_another)
    })
}

fn read(memo: leptos::Memo<Held>, tracked: bool) -> Option<Value> {
    if tracked {
        memo.track();
    }
    memo.try_get_untracked()?.take()
}
