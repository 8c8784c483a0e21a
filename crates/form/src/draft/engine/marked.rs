//! A set of positions in the order of evaluation, each for all rows or for some.

use record::{FlatMap, FlatSet, RowId};

/// Positions, as bits.
#[derive(Clone, Debug)]
pub struct Marked {
    words: Vec<u64>,
    /// No word before this one has a bit.
    first: usize,
    /// The rows for which alone a position is marked; a marked position that has none here is marked for all.
    rows: FlatMap<usize, FlatSet<RowId>>,
}

impl Marked {
    /// No position of so many.
    pub fn none(positions: usize) -> Self {
        Self { words: vec![0; positions.div_ceil(64)], first: 0, rows: FlatMap::new() }
    }

    /// Adds a position, for one row or for all.
    pub fn mark(&mut self, position: usize, row: Option<RowId>) {
        let bit = 1 << (position % 64);
        let marked_before = self.words[position / 64] & bit != 0;
        self.words[position / 64] |= bit;
        self.first = self.first.min(position / 64);
        match row {
            None => drop(self.rows.remove(&position)),
            Some(row) if !marked_before => drop(self.rows.insert(position, [row].into())),
            Some(row) => {
                if let Some(rows) = self.rows.get_mut(&position) {
                    rows.insert(row);
                }
            }
        }
    }

    /// Takes a position out; the rows for which alone it was marked, if not for all.
    pub fn take(&mut self, position: usize) -> Option<FlatSet<RowId>> {
        self.words[position / 64] &= !(1 << (position % 64));
        while self.words.get(self.first) == Some(&0) {
            self.first += 1;
        }
        self.rows.remove(&position)
    }

    /// The lowest position in it.
    pub fn lowest(&self) -> Option<usize> {
        let ahead = self.words.iter().enumerate().skip(self.first);
        let mut filled = ahead.filter(|(_, word)| **word != 0);
        filled.next().map(|(place, word)| place * 64 + word.trailing_zeros() as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_comes_first_also_when_marked_later() {
        let mut marked = Marked::none(200);
        assert_eq!(marked.lowest(), None);
        marked.mark(150, None);
        marked.mark(70, None);
        marked.take(70);
        marked.mark(3, None);
        assert_eq!(marked.lowest(), Some(3));
        marked.take(3);
        assert_eq!(marked.lowest(), Some(150));
        marked.take(150);
        assert_eq!(marked.lowest(), None);
    }

    #[test]
    fn a_position_is_marked_for_some_rows_until_it_is_for_all() {
        let [one, two] = [1, 2].map(RowId::from_random);
        let mut marked = Marked::none(10);
        marked.mark(4, Some(one));
        marked.mark(4, Some(two));
        assert_eq!(marked.take(4), Some([one, two].into()));
        marked.mark(4, Some(one));
        marked.mark(4, None);
        marked.mark(4, Some(two));
        assert_eq!(marked.take(4), None, "for all");
        marked.mark(4, Some(two));
        assert_eq!(marked.take(4), Some([two].into()));
    }
}
