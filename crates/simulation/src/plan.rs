//! What one history is made of: a seed, a size, and which of its steps are left out.

use fastrand::Rng;
use std::collections::BTreeSet;
use std::fmt;

/// One history. The same plan gives the same history, to the byte.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Plan {
    /// From which everything random is drawn.
    pub seed: u64,
    /// How many phones there are at the start.
    pub devices: usize,
    /// How many things happen.
    pub steps: usize,
    /// Only these of the steps happen, if told; that is how a failing history is made short.
    pub only: Option<BTreeSet<usize>>,
}

impl Plan {
    /// A history of a seed with everything that happens in it.
    pub fn of(seed: u64, devices: usize, steps: usize) -> Self {
        Self { seed, devices, steps, only: None }
    }

    /// The steps that happen.
    pub fn steps(&self) -> Vec<usize> {
        let happens = |step: &usize| self.only.as_ref().is_none_or(|only| only.contains(step));
        (0..self.steps).filter(happens).collect()
    }

    /// The chance of one step. Each step has its own, so that leaving one out leaves the others as they were.
    pub(crate) fn chance(&self, step: u64) -> Rng {
        // SplitMix64: neighbouring seeds and steps give unrelated numbers.
        let mut z = self.seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ step.wrapping_mul(0xd1b5_4a32_d192_ed03);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Rng::with_seed(z ^ (z >> 31))
    }
}

impl fmt::Display for Plan {
    /// As it is given to the command.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "--seed {} --devices {} --steps {}", self.seed, self.devices, self.steps)?;
        if let Some(only) = &self.only {
            let steps: Vec<String> = only.iter().map(ToString::to_string).collect();
            write!(f, " --only {}", steps.join(","))?;
        }
        Ok(())
    }
}
