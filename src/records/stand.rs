//! Where records stand for whoever wrote them.

use super::{Place, Summary};
use record::ReviewState;

/// Where a record stands for its author: always exactly one, what asks most for a person first.
///
/// | place | review | stands |
/// |---|---|---|
/// | held | – | held |
/// | waiting | – | waiting |
/// | at the office | returned | returned |
/// | at the office | approved | approved |
/// | at the office | any other | to be reviewed |
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Stand {
    /// The office holds a change back.
    Held,
    /// Saved on this phone, not yet at the office.
    Waiting,
    /// A coordinator has returned it.
    Returned,
    /// A coordinator has approved it.
    Approved,
    /// At the office, and not judged yet.
    ToReview,
}

impl Summary {
    /// Where it stands for its author.
    pub fn stand(&self) -> Stand {
        match (self.place, self.review) {
            (Place::Held, _) => Stand::Held,
            (Place::Waiting, _) => Stand::Waiting,
            (Place::Office, ReviewState::Returned) => Stand::Returned,
            (Place::Office, ReviewState::Approved) => Stand::Approved,
            (Place::Office, _) => Stand::ToReview,
        }
    }
}
