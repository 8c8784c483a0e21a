//! Where the keyboard is, kept when what it is in is made anew.

use crate::page;
use crate::part::Placed;
use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement, HtmlInputElement, Node};

/// The element that has the keyboard, by its place among the nodes of a view.
pub struct Focus {
    element: HtmlElement,
    /// Which node of the view, then which child of it, and so on.
    way: Vec<u32>,
}

impl Focus {
    /// The keyboard, if it is somewhere in these.
    pub fn among(placed: &[Placed]) -> Option<Self> {
        let element: HtmlElement = page::document().active_element()?.dyn_into().ok()?;
        let mut found = None;
        let mut place = 0;
        each(placed, &mut |node| {
            if node.contains(Some(&element)) {
                found = Some((place, node.clone()));
            }
            place += 1;
        });
        let (place, top) = found?;
        let mut way = Vec::new();
        let mut node: Node = element.clone().into();
        while node != top {
            way.push(before(&node));
            node = node.parent_node()?;
        }
        way.push(place);
        way.reverse();
        Some(Self { element, way })
    }

    /// Brings the keyboard to the same place among others, if the same kind of element is there.
    pub fn give_to(self, placed: &[Placed]) {
        if let Some(element) = self.same_among(placed)
            && element.tag_name() == self.element.tag_name()
        {
            let options = FocusOptions::new();
            options.set_prevent_scroll(true);
            let _ = element.focus_with_options(&options);
            self.keep_caret(&element);
        }
    }

    fn same_among(&self, placed: &[Placed]) -> Option<HtmlElement> {
        let (first, rest) = self.way.split_first()?;
        let (mut found, mut place) = (None, 0);
        each(placed, &mut |node| {
            if place == *first {
                found = Some(node.clone());
            }
            place += 1;
        });
        let mut node = found?;
        for place in rest {
            node = node.child_nodes().item(*place)?;
        }
        node.dyn_into().ok()
    }

    fn keep_caret(&self, element: &HtmlElement) {
        let inputs = (self.element.dyn_ref::<HtmlInputElement>(), element.dyn_ref::<HtmlInputElement>());
        if let (Some(old), Some(new)) = inputs
            && let (Ok(Some(start)), Ok(Some(end))) = (old.selection_start(), old.selection_end())
        {
            let _ = new.set_selection_range(start, end);
        }
    }
}

fn each(placed: &[Placed], visit: &mut dyn FnMut(&Node)) {
    placed.iter().for_each(|placed| placed.each(visit));
}

/// How many siblings stand before a node.
fn before(node: &Node) -> u32 {
    let (mut count, mut sibling) = (0, node.previous_sibling());
    while let Some(node) = sibling {
        (count, sibling) = (count + 1, node.previous_sibling());
    }
    count
}
