//! What lasts as long as the page: one pointer, however much it holds.
//!
//! Every piece of a page takes the language, the records and the exchange along into its closures. Copied there whole,
//! they would be a tenth of the client.

use std::ops::Deref;

/// Something that lasts as long as the page, held by a pointer.
pub struct Lasting<T: 'static>(&'static T);

/// From now on it lasts: its memory is never given back.
pub fn lasting<T>(value: T) -> Lasting<T> {
    Lasting(Box::leak(Box::new(value)))
}

impl<T> Clone for Lasting<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Lasting<T> {}

impl<T> Deref for Lasting<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0
    }
}
