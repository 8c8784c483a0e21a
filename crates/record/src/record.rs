//! The record, and how changes and whole states of it come together.

use crate::{AuthorId, Change, Context, Dot, HybridTime, Path, RecordId, Value};
use crate::{FlatMap, FlatSet};
use serde::{Deserialize, Serialize, Serializer};

/// What all known changes to one record add up to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Record {
    /// Which record.
    pub id: RecordId,
    /// The form that made it.
    pub form: String,
    /// The versions of each path, by dot. Two whose values differ are a dispute.
    pub fields: FlatMap<Path, Vec<Version>>,
    /// Every change taken in.
    pub context: Context,
    /// Dots known to be superseded on a path that have not been taken in yet. Normally empty; it keeps an
    /// overwritten value from rising again when its overwriter arrives first.
    #[serde(default, skip_serializing_if = "FlatMap::is_empty")]
    pub over: FlatMap<Path, Context>,
    /// Changes that a coordinator has decided not to take in.
    #[serde(default, skip_serializing_if = "FlatSet::is_empty")]
    pub dismissed: FlatSet<Dot>,
    /// Who and when, for the dots that still hold a value.
    pub stamps: FlatMap<Dot, Stamp>,
}

/// A value of one path together with the change that wrote it. In JSON `["actor.n", value]`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Deserialize)]
#[serde(from = "(Dot, Option<Value>)")]
pub struct Version {
    /// The change that wrote it.
    pub dot: Dot,
    /// What it wrote; `None` cleared the path.
    pub value: Option<Value>,
}

/// Who made a change, and when. In JSON `["author", at]`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(from = "(AuthorId, HybridTime)", into = "(AuthorId, HybridTime)")]
pub struct Stamp {
    /// Who.
    pub author: AuthorId,
    /// When.
    pub at: HybridTime,
}

/// Whether a record, or a row of a repeat, still stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Removal {
    /// It stands.
    None,
    /// It is removed, by somebody who had seen all there is.
    Removed,
    /// Somebody removed it without having seen what somebody else wrote: a person must decide.
    Disputed,
}

impl Record {
    /// A record of which nothing is known yet.
    pub fn new(id: RecordId, form: &str) -> Self {
        Self {
            id,
            form: form.to_owned(),
            fields: FlatMap::new(),
            context: Context::default(),
            over: FlatMap::new(),
            dismissed: FlatSet::new(),
            stamps: FlatMap::new(),
        }
    }

    /// Takes in a change. Any order, any number of times gives the same record.
    ///
    /// For each edited path, with `dot` the change's own:
    ///
    /// | what is known | what happens |
    /// |---|---|
    /// | `dot` is in the context | nothing: taken in before |
    /// | a version whose dot the change saw | dropped: overwritten knowingly |
    /// | a version whose dot the change did not see | stays beside the new one |
    /// | `dot` is not in `over` of the path | the new version is added |
    /// | `dot` is in `over` of the path | not added: its overwriter came first |
    /// | the change saw a dot that is not in the context | remembered in `over` |
    pub fn apply(&mut self, change: &Change) {
        if self.context.contains(change.dot) {
            return;
        }
        for (path, value) in &change.edits {
            let versions = self.fields.entry(path.clone()).or_default();
            versions.retain(|version| !change.saw.contains(version.dot));
            let overwritten_already = self.over.get(path).is_some_and(|over| over.contains(change.dot));
            if !overwritten_already {
                let at = versions.partition_point(|version| version.dot < change.dot);
                versions.insert(at, Version { dot: change.dot, value: value.clone() });
            }
            if !self.context.covers(&change.saw) {
                self.over.entry(path.clone()).or_default().extend(&change.saw);
            }
        }
        self.context.insert(change.dot);
        self.stamps.insert(change.dot, Stamp { author: change.author, at: change.at });
        self.forget_what_is_settled();
    }

    /// Takes in another state of the same record. Commutative, associative and idempotent.
    ///
    /// | a version of a path is | its dot, in the other state | it |
    /// |---|---|---|
    /// | in both | – | stays |
    /// | in one | not in the context, not in `over` of the path | stays: the other has not heard of it |
    /// | in one | in the context | goes: the other has heard of it and of its overwriter |
    /// | in one | in `over` of the path | goes: the other knows its overwriter |
    ///
    /// Context and `over` are united; what is in the context leaves `over` and `dismissed`. An erasure in either state
    /// erases the answers of both.
    pub fn merge(&mut self, other: &Self) {
        let paths: FlatSet<Path> = self.fields.keys().chain(other.fields.keys()).cloned().collect();
        for path in paths {
            let theirs = other.fields.get(&path).map_or(&[][..], Vec::as_slice);
            let ours = self.fields.get(&path).map_or(&[][..], Vec::as_slice);
            let stays = |version: &&Version, here: &[Version], there: &Self| {
                here.iter().any(|v| v.dot == version.dot) || !there.has_superseded(&path, version.dot)
            };
            let mut kept: FlatMap<Dot, Version> = FlatMap::new();
            let ours = ours.iter().filter(|v| stays(v, theirs, other));
            let theirs =
                theirs.iter().filter(|v| stays(v, self.fields.get(&path).map_or(&[], Vec::as_slice), self));
            for version in ours.chain(theirs) {
                // One dot with two values cannot come about honestly; taking the greater keeps the laws all the same.
                let slot = kept.entry(version.dot).or_insert_with(|| version.clone());
                if *slot < *version {
                    *slot = version.clone();
                }
            }
            self.fields.insert(path, kept.into_values().collect());
        }
        for (path, over) in &other.over {
            self.over.entry(path.clone()).or_default().extend(over);
        }
        for (dot, stamp) in &other.stamps {
            let mine = self.stamps.entry(*dot).or_insert(*stamp);
            *mine = (*mine).max(*stamp);
        }
        self.form = self.form.clone().min(other.form.clone());
        self.context.extend(&other.context);
        self.dismissed.extend(&other.dismissed);
        self.forget_what_is_settled();
    }

    /// Notes that a coordinator has decided not to take a change in. It never enters the context: a change that
    /// is not taken in overwrites nothing.
    pub fn dismiss(&mut self, dot: Dot) {
        if !self.context.contains(dot) {
            self.dismissed.insert(dot);
        }
    }

    fn has_superseded(&self, path: &Path, dot: Dot) -> bool {
        self.context.contains(dot) || self.over.get(path).is_some_and(|over| over.contains(dot))
    }

    /// Whether the record was erased by law, on demand of whom it is about. Nothing undoes that: of an erased record
    /// only its scopes and the erasure itself are kept, whatever else is taken into it, in whatever order. Its
    /// context goes on, so that both sides still agree on what was taken in.
    pub fn is_erased(&self) -> bool {
        self.fields.contains_key(&Path::erased())
    }

    pub(crate) fn forget_what_is_settled(&mut self) {
        self.fields.retain(|_, versions| !versions.is_empty());
        if self.is_erased() {
            self.fields.retain(|path, _| path.outlives_erasure());
            self.over.retain(|path, _| path.outlives_erasure());
        }
        for over in self.over.values_mut() {
            over.subtract(&self.context);
        }
        self.over.retain(|_, over| !over.is_empty());
        self.dismissed.retain(|dot| !self.context.contains(*dot));
        let holding: FlatSet<Dot> = self.fields.values().flatten().map(|version| version.dot).collect();
        self.stamps.retain(|dot, _| holding.contains(dot));
    }

    /// Every version, with its path.
    pub fn versions(&self) -> impl Iterator<Item = (&Path, &Version)> {
        self.fields.iter().flat_map(|(path, versions)| versions.iter().map(move |version| (path, version)))
    }

    /// Every version that somebody answered: all but reviews, scopes, an erasure, and drafts handed over.
    pub fn answers(&self) -> impl Iterator<Item = (&Path, &Version)> {
        let kept_by_the_app =
            |path: &Path| path.outlives_erasure() || *path == Path::review() || path.is_handover();
        self.versions().filter(move |(path, _)| !kept_by_the_app(path))
    }

    /// The version of a path that is shown: the one with the greatest `(at, dot)`.
    pub fn shown_version(&self, path: &Path) -> Option<&Version> {
        self.fields
            .get(path)?
            .iter()
            .max_by_key(|version| (self.stamp(version.dot).map(|s| s.at), version.dot))
    }

    /// The value of a path that is shown. Empty and cleared are the same to the eye.
    pub fn shown(&self, path: &Path) -> Option<&Value> {
        self.shown_version(path)?.value.as_ref()
    }

    /// The value shown of a field by its name.
    pub fn field(&self, name: &str) -> Option<&Value> {
        let (path, _) = self.fields.get_key_value(name)?;
        self.shown(path)
    }

    /// Who wrote a version, and when.
    pub fn stamp(&self, dot: Dot) -> Option<Stamp> {
        self.stamps.get(&dot).copied()
    }

    /// The latest stamp of the record: when it was last written.
    pub fn last_written(&self) -> Option<Stamp> {
        self.stamps.values().copied().max_by_key(|stamp| stamp.at)
    }

    /// Whether a path has versions whose values differ. Equal values are no dispute.
    pub fn is_disputed(&self, path: &Path) -> bool {
        let versions = self.fields.get(path).map_or(&[][..], Vec::as_slice);
        versions.windows(2).any(|pair| pair[0].value != pair[1].value)
    }

    /// The paths in dispute. A draft that was taken back and handed on at once is none: see [`Record::handovers`].
    pub fn disputes(&self) -> Vec<&Path> {
        self.fields.keys().filter(|path| !path.is_handover() && self.is_disputed(path)).collect()
    }

    /// Programme and commune of each scope the record belongs to.
    pub fn scopes(&self) -> impl Iterator<Item = (&str, &str)> {
        let standing = |versions: &[Version]| versions.iter().any(|v| v.value == Some(Value::Flag(true)));
        self.fields
            .iter()
            .filter(move |(_, versions)| standing(versions))
            .filter_map(|(path, _)| path.as_scope())
    }

    /// Whether the record as a whole still stands.
    pub fn removal(&self) -> Removal {
        self.removal_at(&Path::removed(), "")
    }

    /// Whether lists and files show it: it is not removed, and has an answer. An erased record has none, nor has what only
    /// carries drafts.
    pub fn is_listed(&self) -> bool {
        self.removal() != Removal::Removed && self.answers().next().is_some()
    }

    /// The places of a repeat's rows that stand, `repeat/<row>`, in the order of the rows: those with an answer.
    pub fn rows(&self, repeat: &str) -> Vec<&str> {
        let row = |path: &'_ Path| {
            let (row, _) = path.as_str().rsplit_once('/')?;
            let (name, _) = row.split_once('/')?;
            let is_answer = !matches!(self.shown(path), None | Some(Value::Seen(_)));
            (name == repeat && is_answer && self.row_removal(row) != Removal::Removed).then_some(row.len())
        };
        let places = self.fields.keys().filter_map(|path| Some(&path.as_str()[..row(path)?]));
        let mut rows: Vec<&str> = places.collect();
        rows.dedup();
        rows
    }

    /// Whether a row of a repeat still stands; `row` is its place, `repeat/<row>`.
    pub fn row_removal(&self, row: &str) -> Removal {
        match format!("{row}/@removed").parse() {
            Ok(path) => self.removal_at(&path, &format!("{row}/")),
            Err(_) => Removal::None,
        }
    }

    fn removal_at(&self, path: &Path, beneath: &str) -> Removal {
        let Some(Value::Seen(seen)) = self.shown(path) else {
            return Removal::None;
        };
        let unseen = self.answers().any(|(p, version)| {
            p != path
                && p.as_str().starts_with(beneath)
                && version.value.is_some()
                && !seen.contains(version.dot)
        });
        if unseen || self.is_disputed(path) { Removal::Disputed } else { Removal::Removed }
    }
}

impl From<(Dot, Option<Value>)> for Version {
    fn from((dot, value): (Dot, Option<Value>)) -> Self {
        Self { dot, value }
    }
}

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.dot, &self.value).serialize(serializer)
    }
}

impl From<(AuthorId, HybridTime)> for Stamp {
    fn from((author, at): (AuthorId, HybridTime)) -> Self {
        Self { author, at }
    }
}

impl From<Stamp> for (AuthorId, HybridTime) {
    fn from(stamp: Stamp) -> Self {
        (stamp.author, stamp.at)
    }
}
