//! What a draft knows of the world around it: everything that a form may depend on is passed in.

use chrono::NaiveDate;
use record::FlatSet;

/// The facts a draft is opened with. They stay as they are while it is open.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Surroundings {
    /// The local calendar date.
    pub today: NaiveDate,
    /// The programmes the person may work in; all, if none are named.
    pub programmes: Option<FlatSet<String>>,
    /// The communes the person may work in; all, if none are named.
    pub communes: Option<FlatSet<String>>,
    /// Whether the network is authorised to ask for class C3.
    pub restricted: bool,
}

impl Surroundings {
    /// A day, with every programme and commune, without class C3.
    pub fn on(today: NaiveDate) -> Self {
        Self { today, programmes: None, communes: None, restricted: false }
    }
}
