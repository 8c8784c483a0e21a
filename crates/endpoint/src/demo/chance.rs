//! Chance that repeats: the same region at every start.

/// A generator (SplitMix64, Steele and others, *Fast splittable pseudorandom number generators*, 2014).
pub struct Chance(pub u64);

impl Chance {
    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from `least` to `most`.
    pub fn from(&mut self, least: i64, most: i64) -> i64 {
        least + (self.bits() % (most - least + 1).unsigned_abs()) as i64
    }

    /// Whether something that happens so often in a hundred happens.
    pub fn in_a_hundred(&mut self, times: i64) -> bool {
        self.from(1, 100) <= times
    }

    /// One of several.
    pub fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[(self.bits() % of.len() as u64) as usize].clone()
    }

    /// One line of a text.
    pub fn line<'a>(&mut self, of: &'a str) -> &'a str {
        self.one(&of.lines().collect::<Vec<_>>())
    }

    /// 128 bits for an identity.
    pub fn identity(&mut self) -> u128 {
        u128::from(self.bits()) << 64 | u128::from(self.bits())
    }
}
