//! Who is likely to be at a session: those enrolled in its programme in its commune, then those who came to its earlier
//! sessions, then whoever was registered for the programme there.

use crate::records::{Index, Summary};
use record::RecordId;
use std::collections::BTreeSet;

/// The states of an enrolment in which nobody comes any more.
const GONE: [&str; 4] = ["not_eligible", "dropped_out", "transferred", "withdrawn"];

/// The people expected at one programme's sessions in one commune.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct Expected {
    enrolled: BTreeSet<RecordId>,
    came: BTreeSet<RecordId>,
    registered: BTreeSet<RecordId>,
}

impl Expected {
    /// Those expected where and for what: a programme's code and a commune's.
    pub fn at(index: &Index, (programme, commune): &(String, String)) -> Self {
        let mut expected = Self::default();
        let here =
            |line: &&Summary| line.programme == *programme && line.commune == *commune && !line.removed;
        for line in index.values().map(AsRef::as_ref).filter(here) {
            match line.form.as_str() {
                "enrolment" if !GONE.contains(&line.kind.as_str()) => expected.enrolled.extend(line.about),
                "session" => expected.came.extend(&line.present),
                "person" => drop(expected.registered.insert(line.id)),
                _ => {}
            }
        }
        expected
    }

    /// In which group somebody comes, from 0; `None` if they are not expected.
    pub fn place(&self, line: &Summary) -> Option<usize> {
        let groups = [&self.enrolled, &self.came, &self.registered];
        groups.into_iter().position(|group| group.contains(&line.id))
    }
}
