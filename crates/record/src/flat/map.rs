//! A map in a sorted vector.

use super::sort_by;
use std::borrow::Borrow;
use std::fmt;
use std::ops::Index;

/// A map of few entries, in the order of its keys.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FlatMap<K, V> {
    /// No key twice, ascending.
    entries: Vec<(K, V)>,
}

/// The place of a key in a map: see [`FlatMap::entry`].
pub struct Slot<'a, K, V> {
    map: &'a mut FlatMap<K, V>,
    key: K,
}

type Ref<'a, K, V> = fn(&'a (K, V)) -> (&'a K, &'a V);

impl<K, V> FlatMap<K, V> {
    /// An empty map.
    pub const fn new() -> Self {
        Self { entries: Vec::new() }
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entries, in the order of the keys.
    pub fn iter(&self) -> std::iter::Map<std::slice::Iter<'_, (K, V)>, Ref<'_, K, V>> {
        self.entries.iter().map(|(key, value)| (key, value))
    }

    /// The keys, in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &K> + ExactSizeIterator + Clone {
        self.entries.iter().map(|(key, _)| key)
    }

    /// The values, in the order of the keys.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &V> + ExactSizeIterator + Clone {
        self.entries.iter().map(|(_, value)| value)
    }

    /// The same, to be changed.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.entries.iter_mut().map(|(_, value)| value)
    }

    /// The keys alone.
    pub fn into_keys(self) -> impl Iterator<Item = K> {
        self.entries.into_iter().map(|(key, _)| key)
    }

    /// The values alone, in the order of the keys.
    pub fn into_values(self) -> impl Iterator<Item = V> {
        self.entries.into_iter().map(|(_, value)| value)
    }

    /// The entry with the greatest key.
    pub fn last_key_value(&self) -> Option<(&K, &V)> {
        self.entries.last().map(|(key, value)| (key, value))
    }

    /// Keeps the entries of which this is true.
    pub fn retain(&mut self, mut keep: impl FnMut(&K, &mut V) -> bool) {
        self.entries.retain_mut(|(key, value)| keep(key, value));
    }
}

impl<K: Ord, V> FlatMap<K, V> {
    /// The place of a key, or the place where it would stand.
    fn find<Q: Ord + ?Sized>(&self, key: &Q) -> Result<usize, usize>
    where
        K: Borrow<Q>,
    {
        self.entries.binary_search_by(|(own, _)| own.borrow().cmp(key))
    }

    /// What stands under a key.
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.find(key).ok().map(|place| &self.entries[place].1)
    }

    /// The same, to be changed.
    pub fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        self.find(key).ok().map(|place| &mut self.entries[place].1)
    }

    /// The key as it stands in the map, with what stands under it.
    pub fn get_key_value<Q: Ord + ?Sized>(&self, key: &Q) -> Option<(&K, &V)>
    where
        K: Borrow<Q>,
    {
        self.find(key).ok().map(|place| (&self.entries[place].0, &self.entries[place].1))
    }

    /// Whether something stands under a key.
    pub fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.find(key).is_ok()
    }

    /// Puts a value under a key; what stood there.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.find(&key) {
            Ok(place) => Some(std::mem::replace(&mut self.entries[place].1, value)),
            Err(place) => {
                self.entries.insert(place, (key, value));
                None
            }
        }
    }

    /// Takes out what stands under a key.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        self.find(key).ok().map(|place| self.entries.remove(place).1)
    }

    /// The place of a key, to be filled if it is empty.
    pub fn entry(&mut self, key: K) -> Slot<'_, K, V> {
        Slot { map: self, key }
    }
}

impl<'a, K: Ord, V> Slot<'a, K, V> {
    /// What stands there, put there first if nothing does.
    pub fn or_insert_with(self, value: impl FnOnce() -> V) -> &'a mut V {
        let Self { map, key } = self;
        let place = map.find(&key).unwrap_or_else(|place| {
            map.entries.insert(place, (key, value()));
            place
        });
        &mut map.entries[place].1
    }

    /// The same.
    pub fn or_insert(self, value: V) -> &'a mut V {
        self.or_insert_with(|| value)
    }

    /// The same, with the usual value of the type.
    pub fn or_default(self) -> &'a mut V
    where
        V: Default,
    {
        self.or_insert_with(V::default)
    }
}

impl<K, V> Default for FlatMap<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for FlatMap<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

/// Of entries with one key the last stays.
impl<K: Ord, V> From<Vec<(K, V)>> for FlatMap<K, V> {
    fn from(mut entries: Vec<(K, V)>) -> Self {
        if !entries.is_sorted_by(|one, next| one.0 < next.0) {
            sort_by(&mut entries, |one, other| one.0.cmp(&other.0));
            entries.dedup_by(|later, kept| {
                let same = later.0 == kept.0;
                if same {
                    std::mem::swap(&mut later.1, &mut kept.1);
                }
                same
            });
        }
        Self { entries }
    }
}

impl<K: Ord, V, const N: usize> From<[(K, V); N]> for FlatMap<K, V> {
    fn from(entries: [(K, V); N]) -> Self {
        Vec::from(entries).into()
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for FlatMap<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        entries.into_iter().collect::<Vec<_>>().into()
    }
}

impl<K: Ord, V> Extend<(K, V)> for FlatMap<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, more: I) {
        let mut entries = std::mem::take(&mut self.entries);
        entries.extend(more);
        *self = entries.into();
    }
}

impl<K, V> IntoIterator for FlatMap<K, V> {
    type Item = (K, V);
    type IntoIter = std::vec::IntoIter<(K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

impl<'a, K, V> IntoIterator for &'a FlatMap<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = std::iter::Map<std::slice::Iter<'a, (K, V)>, Ref<'a, K, V>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<K: Ord + Borrow<Q>, V, Q: Ord + ?Sized> Index<&Q> for FlatMap<K, V> {
    type Output = V;

    fn index(&self, key: &Q) -> &V {
        match self.find(key) {
            Ok(place) => &self.entries[place].1,
            Err(_) => panic!("nothing stands under this key"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn does_what_a_tree_does(
            first in proptest::collection::vec((0..30u8, 0..9u8), 0..40),
            more in proptest::collection::vec((0..30u8, 0..9u8), 0..40),
            gone in proptest::collection::vec(0..30u8, 0..20),
        ) {
            let mut map: FlatMap<u8, u8> = first.iter().copied().collect();
            let mut tree: BTreeMap<u8, u8> = first.into_iter().collect();
            for (key, value) in &more {
                prop_assert_eq!(map.get(key), tree.get(key));
                prop_assert_eq!(map.insert(*key, *value), tree.insert(*key, *value));
            }
            for key in gone {
                prop_assert_eq!(map.remove(&key), tree.remove(&key));
                prop_assert_eq!(*map.entry(key / 2).or_default(), *tree.entry(key / 2).or_default());
            }
            map.extend(more.iter().rev().copied());
            tree.extend(more.iter().rev().copied());
            prop_assert!(map.iter().eq(tree.iter()));
            prop_assert_eq!(serde_json::to_string(&map).unwrap(), serde_json::to_string(&tree).unwrap());
            let read: FlatMap<u8, u8> = serde_json::from_str(&serde_json::to_string(&tree).unwrap()).unwrap();
            prop_assert_eq!(read, map);
        }
    }
}
