//! What can be counted from the records that are held.

/// One indicator.
///
/// | code | counts | of which records |
/// |---|---|---|
/// | `merchants` | people | with a merchant's profile |
/// | `enrolled` | people | with an enrolment that is enrolled, active or completed |
/// | `supported` | people | who were present at a session, or were visited: themselves, or as owner of a venture |
/// | `reached` | people | who were present at a session |
/// | `sessions` | sessions | that have begun |
/// | `attendances` | presences | people × sessions: never mixed with people |
/// | `visits` | coaching visits | |
/// | `organisations` | organisations | that were visited |
/// | `launched` | ventures | whose stage is *launched* or later |
/// | `alive` | of the launched | those whose last follow-up found them operating or in a seasonal pause |
/// | `approved` | of all records | those approved as they stand |
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Measure {
    /// People with a merchant's profile.
    Merchants,
    /// People enrolled in a programme.
    Enrolled,
    /// People who received at least one service.
    Supported,
    /// People present at a session.
    Reached,
    /// Sessions held.
    Sessions,
    /// Presences at sessions.
    Attendances,
    /// Coaching visits.
    Visits,
    /// Organisations visited.
    Organisations,
    /// Ventures launched.
    Launched,
    /// Ventures alive, of those launched.
    Alive,
    /// Records approved, of all.
    Approved,
}

impl Measure {
    /// All, in the order in which they are told.
    pub const ALL: [Self; 11] = [
        Self::Merchants,
        Self::Enrolled,
        Self::Supported,
        Self::Reached,
        Self::Sessions,
        Self::Attendances,
        Self::Visits,
        Self::Organisations,
        Self::Launched,
        Self::Alive,
        Self::Approved,
    ];

    /// The code by which targets and addresses name it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Merchants => "merchants",
            Self::Enrolled => "enrolled",
            Self::Supported => "supported",
            Self::Reached => "reached",
            Self::Sessions => "sessions",
            Self::Attendances => "attendances",
            Self::Visits => "visits",
            Self::Organisations => "organisations",
            Self::Launched => "launched",
            Self::Alive => "alive",
            Self::Approved => "approved",
        }
    }

    /// The one of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.code() == code)
    }

    /// Whether it counts people, each once, by sex and by the commune they live in.
    pub fn counts_people(self) -> bool {
        matches!(self, Self::Merchants | Self::Enrolled | Self::Supported | Self::Reached)
    }

    /// Whether it is a part of a whole, and its target a percentage.
    pub fn is_rate(self) -> bool {
        matches!(self, Self::Alive | Self::Approved)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_measure_has_a_code_of_its_own() {
        for measure in Measure::ALL {
            assert_eq!(Measure::from_code(measure.code()), Some(measure));
        }
        assert_eq!(Measure::from_code("turnover"), None);
    }
}
