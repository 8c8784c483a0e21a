//! One thing a page: what stands together, and the answers for the check page.

use super::Draft;
use crate::{FieldError, Kind, NodeId, Place};
use record::{Path, RowId, Value};

/// One page of the form.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Screen {
    /// The group whose page it is, if it is one's.
    pub group: Option<NodeId>,
    /// The row it is about, if it is the page of one row of a repeat.
    pub row: Option<RowId>,
    /// The questions and notes on it, in order; at least one. A roster or repeat is alone on its page.
    pub nodes: Vec<NodeId>,
}

impl Screen {
    /// Which of the pages it is; the page of a row is the one of its repeat.
    pub fn place_among(&self, screens: &[Self]) -> Option<usize> {
        let is_of_it = |screen: &Self| match (self.row, self.group) {
            (Some(_), Some(repeat)) => screen.nodes.contains(&repeat),
            _ => screen == self,
        };
        screens.iter().position(is_of_it)
    }

    /// The places of its questions and notes.
    pub fn places(&self) -> impl Iterator<Item = Place> + use<'_> {
        self.nodes.iter().map(|node| Place { node: *node, row: self.row })
    }
}

impl Draft {
    /// The pages, as they are with the present answers. A group that looks like a `field-list` is one page, every
    /// other question is one of its own; a page of which nothing is relevant is none.
    pub fn screens(&self) -> Vec<Screen> {
        let definition = self.definition();
        let mut screens: Vec<Screen> = Vec::new();
        for node in definition.ids().filter(|node| self.is_shown(*node)) {
            let group = self.page_around(node);
            match screens.last_mut() {
                Some(screen) if group.is_some() && screen.group == group => screen.nodes.push(node),
                _ => screens.push(Screen { group, row: None, nodes: vec![node] }),
            }
        }
        screens
    }

    /// The page of a row, reached from the page of its repeat; none if the row is gone.
    pub fn row_screen(&self, repeat: NodeId, row: RowId) -> Option<Screen> {
        let members = self.definition().members(repeat);
        let nodes = members.filter(|node| self.is_seen(Place { node: *node, row: Some(row) })).collect();
        let is_repeat = self.definition().node(repeat).kind == Kind::Repeat;
        let there = is_repeat && self.engine.answers.has_row(repeat, row);
        there.then_some(Screen { group: Some(repeat), row: Some(row), nodes })
    }

    /// Every question that is asked, with its answer if it has one: what the check page lists.
    pub fn answers(&self) -> Vec<(NodeId, Option<&Value>)> {
        let shown = self.definition().ids().filter(|node| self.is_shown(*node));
        let asked = shown.filter(|node| self.definition().node(*node).is_input());
        asked.map(|node| (node, self.answer(node))).collect()
    }

    /// Everything that is in the way of finishing, in the order of the form.
    pub fn problems(&self) -> Vec<FieldError> {
        let named = |place: Place| {
            let path = self.definition().path(place);
            path.or_else(|| Path::field(&self.definition().node(place.node).name).ok())
        };
        let at = |place: Place| {
            let problem = self.problem(place)?;
            Some(FieldError { path: named(place)?, place, problem })
        };
        let heavy = self.engine.too_heavy().filter(|node| !self.relevant(*node));
        let heavy = heavy.and_then(|node| {
            let place = node.into();
            Some(FieldError { path: named(place)?, place, problem: crate::Problem::TooHeavy })
        });
        self.places().into_iter().filter_map(at).chain(heavy).collect()
    }

    /// Whether the node stands on a page of its own or a group's.
    fn is_shown(&self, node: NodeId) -> bool {
        self.definition().rows_around(node).is_none() && self.is_seen(node.into())
    }

    fn is_seen(&self, place: Place) -> bool {
        let kind = &self.definition().node(place.node).kind;
        !matches!(kind, Kind::Group | Kind::Hidden | Kind::Calculate) && self.relevant(place)
    }

    /// The outermost group around a node that is one page.
    fn page_around(&self, node: NodeId) -> Option<NodeId> {
        let definition = self.definition();
        let mut found = None;
        let mut around = definition.node(node).parent;
        while let Some(group) = around {
            if definition.node(group).looks("field-list") {
                found = Some(group);
            }
            around = definition.node(group).parent;
        }
        if matches!(definition.node(node).kind, Kind::Repeat | Kind::Roster(_)) { None } else { found }
    }
}
