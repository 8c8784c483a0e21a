//! What a record is called in lists.

use super::Definition;
use crate::{
    NodeId,
    evaluate::{FUEL, Rows, Scene, Source},
};
use chrono::NaiveDate;
use record::{Record, Value};
use std::cell::Cell;

/// The answers of a record, as it is shown.
struct Shown<'a> {
    definition: &'a Definition,
    record: &'a Record,
}

impl Source for Shown<'_> {
    fn answer(&self, node: NodeId) -> Option<&Value> {
        self.record.field(&self.definition.node(node).name)
    }

    fn rows(&self, _roster: NodeId) -> Option<&Rows> {
        None
    }
}

impl Definition {
    /// The title of a record, from its answers, in the script of the language where the form says so. Empty if
    /// nothing that makes the title is answered.
    pub fn title_of(&self, record: &Record, language: &str) -> String {
        let titles = &self.record_title;
        let Some(title) = titles.get(language).or_else(|| titles.get("")).or_else(|| titles.values().next())
        else {
            return String::new();
        };
        let source = Shown { definition: self, record };
        // Titles never depend on the day: the compiler refuses those that do.
        let fuel = Cell::new(FUEL);
        let scene = Scene::new(self, &source, NaiveDate::default(), &fuel);
        scene.evaluate(*title).map_or_else(|_| String::new(), |title| title.text().into_owned())
    }
}
