//! The rows of repeats and rosters.

use super::Scene;
use crate::{NodeId, draft::Standing};
use record::{FlatMap, RowId, Value};

/// The rows of a repeat or roster, in the order of their identities: that in which they were added.
pub type Rows = FlatMap<RowId, Row>;

/// One row: its answers, those that are not relevant among them.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// The answers.
    pub values: FlatMap<NodeId, Value>,
    /// What is known besides, where it is not what is known of everything at first.
    pub standings: FlatMap<NodeId, Standing>,
}

impl Row {
    /// What is known of a member besides its answer.
    pub fn standing(&self, member: NodeId) -> Standing {
        self.standings.get(&member).copied().unwrap_or_default()
    }

    /// The answer of a member, if it is relevant.
    pub fn visible(&self, member: NodeId) -> Option<&Value> {
        self.values.get(&member).filter(|_| self.standing(member).relevant)
    }
}

impl Scene<'_> {
    /// The place of the row at hand among those of a repeat, from 1.
    pub(super) fn position(&self, repeat: NodeId) -> f64 {
        let (Some(rows), Some(row)) = (self.source.rows(repeat), self.row) else { return f64::NAN };
        let place = rows.values().position(|one| std::ptr::eq(one, row));
        place.map_or(f64::NAN, |place| (place + 1) as f64)
    }
}
