//! One thing a page: what stands together, and the answers for the check page.

use super::Draft;
use crate::{FieldError, Kind, NodeId};
use record::{Path, Value};

/// One page of the form.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Screen {
    /// The group whose page it is, if it is one's.
    pub group: Option<NodeId>,
    /// The questions and notes on it, in order; at least one. A roster is alone on its page.
    pub nodes: Vec<NodeId>,
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
                _ => screens.push(Screen { group, nodes: vec![node] }),
            }
        }
        screens
    }

    /// Every question that is asked, with its answer if it has one: what the check page lists.
    pub fn answers(&self) -> Vec<(NodeId, Option<&Value>)> {
        let shown = self.definition().ids().filter(|node| self.is_shown(*node));
        let asked = shown.filter(|node| self.definition().node(*node).is_input());
        asked.map(|node| (node, self.answer(node))).collect()
    }

    /// Everything that is in the way of finishing, in the order of the form.
    pub fn problems(&self) -> Vec<FieldError> {
        let at = |node: NodeId| {
            let problem = self.problem(node)?;
            let path = Path::field(&self.definition().node(node).name).ok()?;
            Some(FieldError { path, node, problem })
        };
        let heavy = self.engine.too_heavy().filter(|node| !self.relevant(*node));
        let heavy = heavy.and_then(|node| {
            let path = Path::field(&self.definition().node(node).name).ok()?;
            Some(FieldError { path, node, problem: crate::Problem::TooHeavy })
        });
        let members = |node: &NodeId| self.roster_around(*node).is_none();
        self.definition().ids().filter(members).filter_map(at).chain(heavy).collect()
    }

    /// Whether the node stands on a page of its own or a group's.
    fn is_shown(&self, node: NodeId) -> bool {
        let kind = &self.definition().node(node).kind;
        let unseen = matches!(kind, Kind::Group | Kind::Hidden | Kind::Calculate);
        !unseen && self.relevant(node) && self.roster_around(node).is_none()
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
        if matches!(definition.node(node).kind, Kind::Roster(_)) { None } else { found }
    }
}
