//! What changes after it was made: the place in the page of what a closure shows.

mod focus;

use crate::page;
use crate::part::{Part, Placed, View};
use crate::scope::effect;
use focus::Focus;
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::Node;

/// A place in the page whose content changes. It ends in a marker, so that it is found when it is empty.
pub struct Live {
    marker: Node,
    placed: RefCell<Vec<Placed>>,
}

impl Live {
    /// An empty place, not in the page yet: until then its nodes lie in a fragment of their own.
    pub(crate) fn new() -> Rc<Self> {
        let marker: Node = page::marker().into();
        page::put(&page::fragment(), &marker, None);
        Rc::new(Self { marker, placed: RefCell::default() })
    }

    pub(crate) fn marker(&self) -> &Node {
        &self.marker
    }

    /// Where its nodes are now; `None` once the page has let go of it.
    pub(crate) fn parent(&self) -> Option<Node> {
        self.marker.parent_node()
    }

    pub(crate) fn each(&self, visit: &mut dyn FnMut(&Node)) {
        for placed in self.placed.borrow().iter() {
            placed.each(visit);
        }
        visit(&self.marker);
    }

    /// Puts back what is there after a list has put it in order.
    pub(crate) fn hold(&self, placed: Vec<Placed>) {
        self.placed.replace(placed);
    }

    /// Shows something else. Words that take the place of words change the node that has them; who was in an input
    /// that comes again stays in it.
    fn show(&self, view: View) {
        let Some(parent) = self.parent() else { return };
        let old = self.placed.take();
        if let (Some(words), [Placed::Node(node)]) = (view.as_text(), old.as_slice())
            && node.node_type() == Node::TEXT_NODE
        {
            node.set_node_value(Some(words));
            self.placed.replace(old);
            return;
        }
        let focus = Focus::among(&old);
        let mut placed = Vec::new();
        view.put_into(&parent, Some(&self.marker), &mut placed);
        if let Some(focus) = focus {
            focus.give_to(&placed);
        }
        old.iter().for_each(Placed::take_out);
        self.placed.replace(placed);
    }
}

/// What a closure shows: shown again whenever a signal that it read has changed.
pub fn live(mut closure: Box<dyn FnMut() -> View>) -> View {
    let live = Live::new();
    let shown = Rc::clone(&live);
    effect(move || shown.show(closure()));
    View::of(Part::Live(live))
}
