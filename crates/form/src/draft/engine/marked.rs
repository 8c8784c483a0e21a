//! A set of positions in the order of evaluation.

/// Positions, as bits.
#[derive(Clone, Debug)]
pub struct Marked {
    words: Vec<u64>,
    /// No word before this one has a bit.
    first: usize,
}

impl Marked {
    /// No position of so many.
    pub fn none(positions: usize) -> Self {
        Self { words: vec![0; positions.div_ceil(64)], first: 0 }
    }

    /// Adds a position.
    pub fn mark(&mut self, position: usize) {
        self.words[position / 64] |= 1 << (position % 64);
        self.first = self.first.min(position / 64);
    }

    /// Takes a position out.
    pub fn unmark(&mut self, position: usize) {
        self.words[position / 64] &= !(1 << (position % 64));
        while self.words.get(self.first) == Some(&0) {
            self.first += 1;
        }
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
    use super::Marked;

    #[test]
    fn the_lowest_comes_first_also_when_marked_later() {
        let mut marked = Marked::none(200);
        assert_eq!(marked.lowest(), None);
        marked.mark(150);
        marked.mark(70);
        marked.unmark(70);
        marked.mark(3);
        assert_eq!(marked.lowest(), Some(3));
        marked.unmark(3);
        assert_eq!(marked.lowest(), Some(150));
        marked.unmark(150);
        assert_eq!(marked.lowest(), None);
    }
}
