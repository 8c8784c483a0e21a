//! Where in a form its draft is: the page at which it will be taken up again.

use super::Filling;
use form::{Draft, NodeId, Place, Screen};
use leptos::prelude::*;

impl Filling {
    /// Which page has the question that the draft is at; behind the last one if only checking is left.
    pub fn place_among(self, screens: &[Screen]) -> usize {
        if self.look(Draft::is_at_end) {
            return screens.len();
        }
        let Some(place) = self.look(Draft::place) else { return 0 };
        screens.iter().position(|screen| screen.nodes.contains(&place)).unwrap_or(0)
    }

    /// The person has come to a page; none is the one that checks. Where a draft is taken up again is the furthest
    /// page: whoever goes back to look at an answer has not lost their place.
    pub fn come_to(self, screen: Option<&Screen>) {
        let screens = self.screens_now();
        let place = screen.map_or(screens.len(), |screen| screen.place_among(&screens).unwrap_or_default());
        if place >= self.place_among(&screens) {
            self.move_to(screen);
        }
    }

    /// The draft will be taken up again at this page; without one, where the answers are checked.
    pub fn move_to(self, screen: Option<&Screen>) {
        match screen {
            // Not within a row of a repeat, but at the repeat.
            Some(screen) => {
                let node = screen.group.filter(|_| screen.row.is_some()).or(screen.nodes.first().copied());
                node.into_iter().for_each(|node| self.move_to_question(node));
            }
            None => self.move_draft(Draft::move_to_end),
        }
        if untrack(|| self.is_kept()) {
            self.keep();
        }
    }

    /// Remembers that the person is at this question.
    pub fn move_to_question(self, node: NodeId) {
        self.move_draft(|draft| draft.move_to(node));
    }

    /// A question is answered: the work is there.
    pub(super) fn work_at(self, place: Place) {
        let around = place.row.and_then(|_| self.look(|draft| draft.definition().repeat_around(place.node)));
        self.move_to_question(around.unwrap_or(place.node));
    }
}
