//! Keeps every facet of a form in step with its answers.
//!
//! A changed answer marks the steps that read it in a bit set over the form's order, those of its own row alone where
//! no more is read; the lowest marked step is evaluated; if its result differs from before it marks the steps that
//! read *it*, all of which come later. So each step runs once at most in a row, nothing recurses over the graph, and
//! what does not change wakes nobody.

mod marked;
mod readers;
mod rows;
mod stored;

use super::answers::Answers;
use crate::{
    Changes, Choice, Class, Definition, ExpressionId, Facet, NodeId, Place, Step,
    evaluate::{FUEL, OutOfFuel, Patterns, Scene},
};
use chrono::NaiveDate;
use marked::Marked;
use readers::Readers;
use record::{RecordId, RowId, Value};
use std::{cell::Cell, sync::Arc};
use stored::stored;

#[derive(Clone, Debug)]
pub struct Engine {
    pub definition: Arc<Definition>,
    pub answers: Answers,
    record: RecordId,
    today: NaiveDate,
    off: Vec<bool>,
    readers: Arc<Readers>,
    patterns: Arc<Patterns>,
    marked: Marked,
    /// Rows that were made and have no defaults yet.
    bare: Vec<(NodeId, RowId)>,
}

impl Engine {
    /// Nothing answered, nothing evaluated yet.
    pub fn new(definition: Arc<Definition>, record: RecordId, today: NaiveDate, restricted: bool) -> Self {
        let nodes = definition.nodes.len();
        let mut off = vec![false; nodes];
        for (place, node) in definition.nodes.iter().enumerate() {
            let around = node.parent.is_some_and(|parent| off[usize::from(parent.0)]);
            off[place] = around || (node.class == Class::C3 && !restricted);
        }
        let repeats = definition.ids().map(|node| definition.repeat_around(node)).collect();
        Self {
            answers: Answers::none(repeats),
            record,
            today,
            off,
            readers: Arc::new(Readers::of(&definition)),
            patterns: Arc::new(Patterns::of(&definition)),
            marked: Marked::none(definition.order.len()),
            bare: Vec::new(),
            definition,
        }
    }

    /// Answers a question and brings everything that follows from it in step.
    pub fn answer(&mut self, place: Place, value: Option<Value>) -> Changes {
        let mut changes = Changes::default();
        if self.answers.put(place, value) {
            changes.note(place, Facet::Value);
            self.wake(place);
        }
        self.settle(changes)
    }

    /// Answers a member of a row of a roster and brings everything that follows from it in step.
    pub fn mark(&mut self, roster: NodeId, row: RowId, member: NodeId, value: Option<Value>) -> Changes {
        let mut changes = Changes::default();
        if self.answers.put_mark(roster, row, member, value) {
            changes.note(roster.into(), Facet::Value);
            self.wake(roster.into());
        }
        self.settle(changes)
    }

    /// Evaluates everything but what a trigger starts.
    pub fn settle_all(&mut self) {
        for (node, off) in self.off.iter().enumerate() {
            if *off {
                self.answers.make(NodeId(node as u16).into(), |standing| standing.relevant = false);
            }
        }
        for position in 0..self.definition.order.len() {
            self.mark_untriggered(position, None);
        }
        self.evaluate_marked(&mut Changes::default());
        // Defaults are for what a person begins.
        self.bare.clear();
    }

    /// Puts the form's defaults, in the order of the form.
    pub fn fill_defaults(&mut self) {
        for node in self.definition.ids() {
            for place in self.places(node) {
                self.fill_default(place, &mut Changes::default());
            }
        }
        self.settle(Changes::default());
    }

    fn fill_default(&mut self, place: Place, changes: &mut Changes) {
        let definition = Arc::clone(&self.definition);
        let node = definition.node(place.node);
        let Some(default) = node.bind.default.filter(|_| !self.is_off(place.node)) else {
            return;
        };
        let fuel = Cell::new(FUEL);
        let value = self.scene(place, &fuel).evaluate(default).ok();
        let value = value.and_then(|result| stored(&node.kind, result));
        if self.answers.put(place, value) {
            changes.note(place, Facet::Value);
            self.wake(place);
        }
        self.evaluate_marked(changes);
    }

    /// Whether the network may not ask this.
    pub fn is_off(&self, node: NodeId) -> bool {
        self.off[usize::from(node.0)]
    }

    /// The node whose rule ran out of fuel, if one did.
    pub fn too_heavy(&self) -> Option<NodeId> {
        let position = self.marked.lowest()?;
        self.definition.order.get(position).map(|step| step.node)
    }

    /// The choices that the form's filter leaves.
    pub fn choices(&self, place: Place) -> Result<Vec<&Choice>, OutOfFuel> {
        let question = self.definition.node(place.node);
        let Some(list) = question.list().map(|list| self.definition.list(list)) else {
            return Ok(Vec::new());
        };
        let Some(filter) = question.bind.choice_filter else {
            return Ok(list.choices.iter().collect());
        };
        let fuel = Cell::new(FUEL);
        let scene = self.scene(place, &fuel);
        if let Some(choices) = scene.equal_in_column(filter, list) {
            return choices;
        }
        let mut offered = Vec::new();
        for choice in &list.choices {
            if scene.choosing(list, choice).holds(filter)? {
                offered.push(choice);
            }
        }
        Ok(offered)
    }

    /// What the rules of a place are evaluated over.
    fn scene<'a>(&'a self, place: Place, fuel: &'a Cell<u32>) -> Scene<'a> {
        let scene = Scene::new(&self.definition, &self.answers, self.today, fuel);
        let scene = scene.with_patterns(&self.patterns).at(place.node, self.answers.raw(place));
        let rows = self.answers.repeat_around(place.node).and_then(|repeat| self.answers.raw_rows(repeat));
        let row = rows.zip(place.row).and_then(|(rows, row)| rows.get(&row));
        match row {
            Some(row) => scene.in_row(row),
            None => scene,
        }
    }

    /// Marks what reads the answer at a place.
    fn wake(&mut self, place: Place) {
        for reader in self.readers.of_answer(place.node) {
            self.marked.mark(reader.position, place.row.filter(|_| reader.same_row));
        }
    }

    /// Evaluates what is marked, and gives new rows their defaults.
    fn settle(&mut self, mut changes: Changes) -> Changes {
        self.evaluate_marked(&mut changes);
        while let Some((repeat, row)) = self.bare.pop() {
            for node in self.definition.members(repeat).collect::<Vec<_>>() {
                self.fill_default(Place { node, row: Some(row) }, &mut changes);
            }
        }
        changes
    }

    /// Evaluates what is marked. Whatever the fuel does not suffice for stays marked.
    fn evaluate_marked(&mut self, changes: &mut Changes) {
        let definition = Arc::clone(&self.definition);
        let fuel = Cell::new(FUEL);
        while let Some(position) = self.marked.lowest() {
            let step = definition.order[position];
            let mut places = self.places(step.node);
            if let Some(rows) = self.marked.take(position) {
                places.retain(|place| place.row.is_none_or(|row| rows.contains(&row)));
            }
            for place in places {
                match self.evaluate(step.facet, place, &fuel) {
                    Ok(true) => {
                        changes.note(place, step.facet);
                        self.wake_after(step, place);
                    }
                    Ok(false) => {}
                    Err(OutOfFuel) => return self.marked.mark(position, None),
                }
            }
        }
    }

    fn wake_after(&mut self, step: Step, place: Place) {
        if matches!(step.facet, Facet::Value | Facet::Relevant) {
            self.wake(place);
        }
        if step.facet == Facet::Relevant {
            for reader in self.readers.of_relevance(place.node) {
                self.marked.mark(reader.position, place.row.filter(|_| reader.same_row));
            }
        }
    }

    /// Evaluates one step; whether its result differs from before.
    fn evaluate(&mut self, facet: Facet, place: Place, fuel: &Cell<u32>) -> Result<bool, OutOfFuel> {
        fuel.set(fuel.get().checked_sub(1).ok_or(OutOfFuel)?);
        let definition = Arc::clone(&self.definition);
        let node = definition.node(place.node);
        let scene = self.scene(place, fuel);
        let holds = |rule: Option<ExpressionId>| rule.map_or(Ok(false), |rule| scene.holds(rule));
        Ok(match facet {
            Facet::Relevant => {
                let around = node.parent.is_none_or(|parent| self.standing_around(parent, place));
                let asked = around
                    && !self.is_off(place.node)
                    && node.bind.relevant.map_or(Ok(true), |rule| scene.holds(rule))?;
                self.answers.make(place, |standing| standing.relevant = asked)
            }
            Facet::Rows => {
                let Some(count) = node.bind.count else { return Ok(false) };
                let count = scene.evaluate(count)?.number();
                self.count_rows(place.node, count)
            }
            Facet::Readonly => {
                let readonly = holds(node.bind.readonly)?;
                self.answers.make(place, |standing| standing.readonly = readonly)
            }
            Facet::Required => {
                let required = holds(node.bind.required)?;
                self.answers.make(place, |standing| standing.required = required)
            }
            Facet::Value => {
                let Some(calculate) = node.bind.calculate else { return Ok(false) };
                let value = stored(&node.kind, scene.evaluate(calculate)?);
                self.answers.put(place, value)
            }
            Facet::Constraint => {
                let own = self.answers.raw(place);
                let asked = self.answers.standing(place).relevant
                    && own.is_some_and(|own| !matches!(own, Value::Missing(_)));
                let violated = asked && !node.bind.constraint.map_or(Ok(true), |rule| scene.holds(rule))?;
                self.answers.make(place, |standing| standing.violated = violated)
            }
            // Made afresh when a screen asks; here it is only told that they may differ.
            Facet::Label | Facet::Choices => true,
        })
    }

    /// Whether the group or repeat around a place is relevant.
    fn standing_around(&self, parent: NodeId, place: Place) -> bool {
        let row = place.row.filter(|_| self.answers.repeat_around(parent).is_some());
        self.answers.standing(Place { node: parent, row }).relevant
    }
}
