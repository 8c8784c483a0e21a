//! Lines that are known by keys: a line whose key stays is neither made again nor moved without need.

use crate::live::Live;
use crate::part::{Part, Placed, View};
use crate::scope::{effect, untrack};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;
use upstream::prelude::Owner;
use web_sys::Node;

/// A line to be shown.
pub struct Line {
    key: u64,
    make: Box<dyn FnOnce() -> View>,
}

impl Line {
    /// A line that is known by this key. Keys are compared by 64 bits of their hash: among ten thousand lines, two
    /// are taken for one once in 10¹¹ lists.
    pub fn new(key: &impl Hash, make: impl FnOnce() -> View + 'static) -> Self {
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        Self { key: hasher.finish(), make: Box::new(make) }
    }
}

/// A line in the page, with what its making has brought about.
struct Kept {
    key: u64,
    placed: Vec<Placed>,
    owner: Owner,
}

impl Kept {
    fn take_out(self) {
        self.owner.cleanup();
        self.placed.iter().for_each(Placed::take_out);
    }
}

/// The lines that a closure tells, shown again whenever a signal that it read has changed.
pub fn list(mut lines: Box<dyn FnMut() -> Vec<Line>>) -> View {
    let live = Live::new();
    let shown = Rc::clone(&live);
    let owner = Owner::current().unwrap_or_default();
    let mut kept = Vec::new();
    effect(move || {
        let lines = lines();
        untrack(|| show(&shown, &owner, &mut kept, lines));
    });
    View::of(Part::Live(live))
}

/// Makes the new lines, takes out those that went, and moves only what stands in the wrong place.
fn show(live: &Live, owner: &Owner, kept: &mut Vec<Kept>, lines: Vec<Line>) {
    let Some(parent) = live.parent() else { return };
    let mut old = HashMap::new();
    for line in kept.drain(..) {
        if let Some(double) = old.insert(line.key, line) {
            double.take_out();
        }
    }
    for line in lines {
        kept.push(old.remove(&line.key).unwrap_or_else(|| make(owner, &parent, live.marker(), line)));
    }
    old.into_values().for_each(Kept::take_out);
    put_in_order(&parent, live.marker(), kept);
    // The place holds nodes only to move and to remove them: the lines hold the rest.
    let mut nodes = Vec::new();
    for placed in kept.iter().flat_map(|line| &line.placed) {
        nodes.push(match placed {
            Placed::Node(node) => Placed::Node(node.clone()),
            Placed::Live(live) => Placed::Live(Rc::clone(live)),
        });
    }
    live.hold(nodes);
}

fn make(owner: &Owner, parent: &Node, marker: &Node, line: Line) -> Kept {
    let owner = owner.with(Owner::new);
    let mut placed = Vec::new();
    owner.with(line.make).put_into(parent, Some(marker), &mut placed);
    Kept { key: line.key, placed, owner }
}

fn put_in_order(parent: &Node, marker: &Node, kept: &[Kept]) {
    let mut next = marker.clone();
    for placed in kept.iter().rev().flat_map(|line| line.placed.iter().rev()) {
        if placed.last().next_sibling().as_ref() != Some(&next) {
            placed.move_to(parent, Some(&next));
        }
        next = placed.first().unwrap_or(next);
    }
}
