//! Maps and sets in one sorted vector each, for what is small: the fields of a record, the marks of a roster.
//!
//! They say and store the same as `BTreeMap` and `BTreeSet`, whose balanced trees cost a phone several kilobytes of
//! code for each pair of types. Inserting moves what stands behind; whatever may hold tens of thousands, such as the
//! index of all records, stays in a tree.

mod map;
mod serial;
mod set;
mod sort;

pub use map::FlatMap;
pub use set::FlatSet;
pub use sort::{sort_by, sort_by_key};
