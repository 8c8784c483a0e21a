//! Keeps every facet of a form in step with its answers.
//!
//! A changed answer marks the steps that read it in a bit set over the form's order; the lowest marked step is
//! evaluated; if its result differs from before it marks the steps that read *it*, all of which come later. So each
//! step runs once at most, nothing recurses over the graph, and what does not change wakes nobody.

mod marked;
mod readers;

use super::answers::Answers;
use crate::{
    Changes, Choice, Class, Definition, ExpressionId, Facet, Kind, NodeId, Step,
    evaluate::{FUEL, OutOfFuel, Patterns, Scene},
    operand::Operand,
};
use chrono::NaiveDate;
use marked::Marked;
use readers::Readers;
use record::{RecordId, Value};
use std::{cell::Cell, sync::Arc};

#[derive(Clone, Debug)]
pub struct Engine {
    pub definition: Arc<Definition>,
    pub answers: Answers,
    today: NaiveDate,
    off: Vec<bool>,
    readonly: Vec<bool>,
    required: Vec<bool>,
    violated: Vec<bool>,
    readers: Arc<Readers>,
    patterns: Arc<Patterns>,
    marked: Marked,
}

impl Engine {
    /// Nothing answered, nothing evaluated yet.
    pub fn new(definition: Arc<Definition>, today: NaiveDate, restricted: bool) -> Self {
        let nodes = definition.nodes.len();
        let mut off = vec![false; nodes];
        for (place, node) in definition.nodes.iter().enumerate() {
            let around = node.parent.is_some_and(|parent| off[usize::from(parent.0)]);
            off[place] = around || (node.class == Class::C3 && !restricted);
        }
        Self {
            answers: Answers::none(nodes),
            today,
            off,
            readonly: vec![false; nodes],
            required: vec![false; nodes],
            violated: vec![false; nodes],
            readers: Arc::new(Readers::of(&definition)),
            patterns: Arc::new(Patterns::of(&definition)),
            marked: Marked::none(definition.order.len()),
            definition,
        }
    }

    /// Answers a question and brings everything that follows from it in step.
    pub fn answer(&mut self, node: NodeId, value: Option<Value>) -> Changes {
        let mut changes = Changes::default();
        if self.answers.put(node, value) {
            changes.note(node, Facet::Value);
            self.wake(node);
        }
        self.settle(changes)
    }

    /// Answers a member of a row and brings everything that follows from it in step.
    pub fn answer_row(
        &mut self,
        roster: NodeId,
        row: RecordId,
        member: NodeId,
        value: Option<Value>,
    ) -> Changes {
        let mut changes = Changes::default();
        if self.answers.put_row(roster, row, member, value) {
            changes.note(roster, Facet::Value);
            self.wake(roster);
        }
        self.settle(changes)
    }

    /// Evaluates everything but what a trigger starts.
    pub fn settle_all(&mut self) {
        for (node, off) in self.off.iter().enumerate() {
            if *off {
                self.answers.make_relevant(NodeId(node as u16), false);
            }
        }
        for (position, step) in self.definition.order.iter().enumerate() {
            let triggered =
                step.facet == Facet::Value && !self.definition.node(step.node).bind.trigger.is_empty();
            if !triggered {
                self.marked.mark(position);
            }
        }
        self.settle(Changes::default());
    }

    /// Puts the form's defaults, in the order of the form.
    pub fn fill_defaults(&mut self) {
        let definition = Arc::clone(&self.definition);
        for node in definition.ids() {
            let question = definition.node(node);
            let Some(default) = question.bind.default.filter(|_| !self.is_off(node)) else {
                continue;
            };
            let fuel = Cell::new(FUEL);
            let value =
                self.scene(&fuel).evaluate(default).ok().and_then(|result| stored(&question.kind, result));
            self.answer(node, value);
        }
    }

    /// Whether the network may not ask this.
    pub fn is_off(&self, node: NodeId) -> bool {
        self.off[usize::from(node.0)]
    }

    /// Whether a rule makes the answer one that can only be read.
    pub fn is_readonly(&self, node: NodeId) -> bool {
        self.readonly[usize::from(node.0)]
    }

    /// Whether an answer is needed, were the question relevant.
    pub fn is_required(&self, node: NodeId) -> bool {
        self.required[usize::from(node.0)]
    }

    /// Whether the answer breaks the constraint.
    pub fn is_violated(&self, node: NodeId) -> bool {
        self.violated[usize::from(node.0)]
    }

    /// The node whose rule ran out of fuel, if one did.
    pub fn too_heavy(&self) -> Option<NodeId> {
        let position = self.marked.lowest()?;
        self.definition.order.get(position).map(|step| step.node)
    }

    /// The choices that the form's filter leaves.
    pub fn choices(&self, node: NodeId) -> Result<Vec<&Choice>, OutOfFuel> {
        let question = self.definition.node(node);
        let Some(list) = question.list().map(|list| self.definition.list(list)) else {
            return Ok(Vec::new());
        };
        let Some(filter) = question.bind.choice_filter else {
            return Ok(list.choices.iter().collect());
        };
        let fuel = Cell::new(FUEL);
        let scene = self.scene(&fuel).at(self.answers.raw(node));
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

    fn scene<'a>(&'a self, fuel: &'a Cell<u32>) -> Scene<'a> {
        Scene::new(&self.definition, &self.answers, self.today, fuel).with_patterns(&self.patterns)
    }

    /// Marks what reads the answer of a node.
    fn wake(&mut self, node: NodeId) {
        for position in self.readers.of_answer(node) {
            self.marked.mark(*position);
        }
    }

    /// Evaluates what is marked. Whatever the fuel does not suffice for stays marked.
    fn settle(&mut self, mut changes: Changes) -> Changes {
        let definition = Arc::clone(&self.definition);
        let fuel = Cell::new(FUEL);
        while let Some(position) = self.marked.lowest() {
            let step = definition.order[position];
            match self.evaluate(step, &fuel) {
                Ok(differs) => {
                    self.marked.unmark(position);
                    if differs {
                        changes.note(step.node, step.facet);
                        self.wake_after(step);
                    }
                }
                Err(OutOfFuel) => break,
            }
        }
        changes
    }

    fn wake_after(&mut self, step: Step) {
        if matches!(step.facet, Facet::Value | Facet::Relevant) {
            self.wake(step.node);
        }
        if step.facet == Facet::Relevant {
            for position in self.readers.of_relevance(step.node) {
                self.marked.mark(*position);
            }
        }
    }

    /// Evaluates one step; whether its result differs from before.
    fn evaluate(&mut self, step: Step, fuel: &Cell<u32>) -> Result<bool, OutOfFuel> {
        fuel.set(fuel.get().checked_sub(1).ok_or(OutOfFuel)?);
        let definition = Arc::clone(&self.definition);
        let (node, place) = (definition.node(step.node), usize::from(step.node.0));
        let own = self.answers.raw(step.node);
        let scene = self.scene(fuel).at(own);
        let holds = |rule: Option<ExpressionId>| rule.map_or(Ok(false), |rule| scene.holds(rule));
        Ok(match step.facet {
            Facet::Relevant => {
                let around = node.parent.is_none_or(|parent| self.answers.is_relevant(parent));
                let asked = around
                    && !self.off[place]
                    && node.bind.relevant.map_or(Ok(true), |rule| scene.holds(rule))?;
                self.answers.make_relevant(step.node, asked)
            }
            Facet::Readonly => {
                let readonly = holds(node.bind.readonly)?;
                std::mem::replace(&mut self.readonly[place], readonly) != readonly
            }
            Facet::Required => {
                let required = holds(node.bind.required)?;
                std::mem::replace(&mut self.required[place], required) != required
            }
            Facet::Value => {
                let Some(calculate) = node.bind.calculate else {
                    return Ok(false);
                };
                let value = stored(&node.kind, scene.evaluate(calculate)?);
                self.answers.put(step.node, value)
            }
            Facet::Constraint => {
                let asked = self.answers.is_relevant(step.node)
                    && own.is_some_and(|own| !matches!(own, Value::Missing(_)));
                let violated = asked && !node.bind.constraint.map_or(Ok(true), |rule| scene.holds(rule))?;
                std::mem::replace(&mut self.violated[place], violated) != violated
            }
            // Made afresh when a screen asks; here it is only told that they may differ.
            Facet::Label | Facet::Choices => true,
        })
    }
}

/// A computed result as an answer to a question of this kind.
fn stored(kind: &Kind, result: Operand<'_>) -> Option<Value> {
    let text = |result: Operand<'_>| Some(result.text().into_owned()).filter(|text| !text.is_empty());
    match kind {
        Kind::SelectOne(_) | Kind::Commune(_) | Kind::Programme(_) => text(result).map(Value::Choice),
        Kind::SelectMultiple(_) => {
            text(result).map(|codes| Value::Choices(codes.split_whitespace().map(String::from).collect()))
        }
        Kind::Date(_) => result.date().map(Value::Date),
        Kind::Text | Kind::Phone => text(result).map(Value::Text),
        Kind::Reference(_) => text(result).and_then(|id| id.parse().ok()).map(Value::Reference),
        _ => result.into_value(),
    }
}
