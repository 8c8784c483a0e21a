//! The questions of a form, and what else stands in it.

use crate::{ExpressionId, Labels, ListId};
use record::{Missing, Path, Precision, RowId};
use serde::{Deserialize, Serialize};

/// A node of a definition, by its place in the order of the form.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NodeId(pub u16);

/// A place in a draft: a node, in one row if it stands in a repeat.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Place {
    /// The node.
    pub node: NodeId,
    /// The row of the repeat it stands in; none of what stands in no repeat, and of a repeat itself.
    pub row: Option<RowId>,
}

impl From<NodeId> for Place {
    fn from(node: NodeId) -> Self {
        Self { node, row: None }
    }
}

/// A question, or a group, note or calculation.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Node {
    /// Its name: unique in the form, and the field of the record.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// The group or roster it stands in; always before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<NodeId>,
    /// Its rules.
    #[serde(default, skip_serializing_if = "Bind::is_empty")]
    pub bind: Bind,
    /// The question.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub label: Labels,
    /// What helps to answer it.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub hint: Labels,
    /// How to say it aloud, where that differs from how it is written.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub aloud: Labels,
    /// What to say when the constraint is false.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub constraint_message: Labels,
    /// What to say when the answer is required and missing, where a plain "required" would not help.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub required_message: Labels,
    /// The reasons that may stand in place of an answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Missing>,
    /// How private the answer is.
    pub class: Class,
    /// How it should look, in the words of XLSForm (`field-list`, `search`, `likert`); those the client does not
    /// know it ignores.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub appearance: Vec<String>,
}

/// What a node is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Free text.
    Text,
    /// A whole number.
    Integer,
    /// A number, stored as a whole one or, with a fraction, as text.
    Decimal,
    /// An amount of money, stored in centimes; rules see dirhams. With appearance `ryals` it may be given in ryals.
    Money,
    /// A calendar date, at least as exact as this.
    Date(Precision),
    /// A time of day, stored as `09:30`.
    Time,
    /// A telephone number, stored as `+212…`.
    Phone,
    /// A code, scanned or typed.
    Barcode,
    /// A place on Earth, stored as XForms has it: latitude, longitude, altitude and accuracy in metres.
    Geopoint,
    /// A picture, taken or chosen, with at most so many pixels on its longer side. With appearance `signature` or
    /// `draw` it is drawn on the screen, with `new` it is taken on the spot.
    Image(u16),
    /// A recording of sound.
    Audio,
    /// A film.
    Video,
    /// Any other file that the office takes.
    File,
    /// Yes or no; rules see `yes` and `no`.
    YesNo,
    /// One choice of a list.
    SelectOne(ListId),
    /// Any number of choices of a list.
    SelectMultiple(ListId),
    /// A commune: one choice of a list, and half of the record's scope.
    Commune(ListId),
    /// A programme: one choice of a list, and half of the record's scope.
    Programme(ListId),
    /// Another record of this form.
    Reference(String),
    /// Words to read.
    Note,
    /// A value stored but not shown.
    Hidden,
    /// A value for other rules to read: neither shown nor stored, since what it derives from is.
    Calculate,
    /// A group; with appearance `field-list` one page.
    Group,
    /// Any number of rows of the questions in it, each row known by an identity of its own.
    Repeat,
    /// One row for each record of this form that is marked, keyed by that record: an attendance sheet.
    Roster(String),
}

/// The rules of a node.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Bind {
    /// Whether it is asked at all; always, if none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relevant: Option<ExpressionId>,
    /// Whether an answer is needed to finish; never, if none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<ExpressionId>,
    /// Whether the answer can only be read; never, if none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub readonly: Option<ExpressionId>,
    /// What must be true of an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub constraint: Option<ExpressionId>,
    /// What the answer is; with a trigger, what it becomes whenever the trigger changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calculate: Option<ExpressionId>,
    /// The questions whose change writes the calculation; a person may then write over it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub trigger: Vec<NodeId>,
    /// What stands there when a new record is opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<ExpressionId>,
    /// Which choices are offered; all, if none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub choice_filter: Option<ExpressionId>,
    /// How many rows a repeat has; as many as a person adds, if none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<ExpressionId>,
}

/// How private an answer is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
pub enum Class {
    /// Public.
    C0,
    /// Internal.
    #[default]
    C1,
    /// Personal.
    C2,
    /// Restricted: neither asked nor stored until the network has its authorisation (law 09-08).
    C3,
}

impl Node {
    /// Whether its answer is stored.
    pub fn is_stored(&self) -> bool {
        !matches!(self.kind, Kind::Note | Kind::Calculate | Kind::Group | Kind::Repeat | Kind::Roster(_))
    }

    /// Where its answer stands in a record; nothing for what is not stored. Members of a repeat or roster have a place
    /// a row: [`crate::Definition::path`].
    pub fn path(&self) -> Option<Path> {
        if self.is_stored() { Path::field(&self.name).ok() } else { None }
    }

    /// Whether other nodes stand in it.
    pub fn holds_others(&self) -> bool {
        matches!(self.kind, Kind::Group | Kind::Repeat | Kind::Roster(_))
    }

    /// The list it chooses from.
    pub fn list(&self) -> Option<ListId> {
        match self.kind {
            Kind::SelectOne(list)
            | Kind::SelectMultiple(list)
            | Kind::Commune(list)
            | Kind::Programme(list) => Some(list),
            _ => None,
        }
    }

    /// Whether a person answers it.
    pub fn is_input(&self) -> bool {
        !matches!(self.kind, Kind::Note | Kind::Hidden | Kind::Calculate | Kind::Group)
    }

    /// Whether it has this appearance.
    pub fn looks(&self, appearance: &str) -> bool {
        self.appearance.iter().any(|word| word == appearance)
    }
}

impl Bind {
    /// Whether there is no rule.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
