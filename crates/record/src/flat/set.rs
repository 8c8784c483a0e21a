//! A set in a sorted vector.

use super::sort_by;
use std::borrow::Borrow;
use std::fmt;

/// A set of few things, in order.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FlatSet<T> {
    /// Nothing twice, ascending.
    items: Vec<T>,
}

impl<T> FlatSet<T> {
    /// An empty set.
    pub const fn new() -> Self {
        Self { items: Vec::new() }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// All, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.items.iter()
    }

    /// The least.
    pub fn first(&self) -> Option<&T> {
        self.items.first()
    }

    /// The greatest.
    pub fn last(&self) -> Option<&T> {
        self.items.last()
    }

    /// Keeps those of which this is true.
    pub fn retain(&mut self, keep: impl FnMut(&T) -> bool) {
        self.items.retain(keep);
    }
}

impl<T: Ord> FlatSet<T> {
    fn find<Q: Ord + ?Sized>(&self, item: &Q) -> Result<usize, usize>
    where
        T: Borrow<Q>,
    {
        self.items.binary_search_by(|own| own.borrow().cmp(item))
    }

    /// Whether it is in the set.
    pub fn contains<Q: Ord + ?Sized>(&self, item: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        self.find(item).is_ok()
    }

    /// Adds one; whether it is new.
    pub fn insert(&mut self, item: T) -> bool {
        let found = self.find(&item);
        if let Err(place) = found {
            self.items.insert(place, item);
        }
        found.is_err()
    }

    /// Takes one out; whether it was there.
    pub fn remove<Q: Ord + ?Sized>(&mut self, item: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        let found = self.find(item);
        if let Ok(place) = found {
            self.items.remove(place);
        }
        found.is_ok()
    }

    /// What is in one of the two only: here, in order, then there.
    pub fn symmetric_difference<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a T> {
        self.difference(other).chain(other.difference(self))
    }

    /// What is here and not there, in order.
    pub fn difference<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a T> {
        self.iter().filter(|item| !other.contains(*item))
    }
}

impl<T> Default for FlatSet<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: fmt::Debug> fmt::Debug for FlatSet<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl<T: Ord> From<Vec<T>> for FlatSet<T> {
    fn from(mut items: Vec<T>) -> Self {
        if !items.is_sorted_by(|one, next| one < next) {
            sort_by(&mut items, T::cmp);
            items.dedup();
        }
        Self { items }
    }
}

impl<T: Ord, const N: usize> From<[T; N]> for FlatSet<T> {
    fn from(items: [T; N]) -> Self {
        Vec::from(items).into()
    }
}

impl<T: Ord> FromIterator<T> for FlatSet<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        items.into_iter().collect::<Vec<_>>().into()
    }
}

impl<T: Ord> Extend<T> for FlatSet<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, more: I) {
        let mut items = std::mem::take(&mut self.items);
        items.extend(more);
        *self = items.into();
    }
}

impl<'a, T: Ord + Copy> Extend<&'a T> for FlatSet<T> {
    fn extend<I: IntoIterator<Item = &'a T>>(&mut self, more: I) {
        self.extend(more.into_iter().copied());
    }
}

impl<T> IntoIterator for FlatSet<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a FlatSet<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn does_what_a_tree_does(
            first in proptest::collection::vec(0..30u8, 0..40),
            more in proptest::collection::vec(0..30u8, 0..40),
        ) {
            let mut set: FlatSet<u8> = first.iter().copied().collect();
            let mut tree: BTreeSet<u8> = first.into_iter().collect();
            for item in &more {
                prop_assert_eq!(set.contains(item), tree.contains(item));
                prop_assert_eq!(set.remove(&(item / 2)), tree.remove(&(item / 2)));
                prop_assert_eq!(set.insert(*item), tree.insert(*item));
            }
            set.extend(more.iter().map(|item| item / 3));
            tree.extend(more.iter().map(|item| item / 3));
            prop_assert!(set.iter().eq(tree.iter()));
            prop_assert_eq!(serde_json::to_string(&set).unwrap(), serde_json::to_string(&tree).unwrap());
            let read: FlatSet<u8> = serde_json::from_str(&serde_json::to_string(&tree).unwrap()).unwrap();
            prop_assert_eq!(read, set);
        }
    }
}
