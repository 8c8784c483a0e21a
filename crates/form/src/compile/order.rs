//! Sorts what there is to evaluate, once: whatever is read before what reads it (Kahn's algorithm, taking at each
//! turn the first that is ready in the order of the form, so that the same form always gives the same order).

use super::{Fault, parser::plain, survey::Survey};
use crate::{Definition, Facet, NodeId, Step};
use std::collections::{BTreeMap, BTreeSet};

impl Survey<'_> {
    /// Fills in the order, or reports the rules that wait for each other.
    pub fn sort(&mut self) {
        let waits = waits(&self.definition);
        let mut left: BTreeMap<Step, usize> =
            waits.iter().map(|(step, reads)| (*step, reads.len())).collect();
        let mut wakes: BTreeMap<Step, Vec<Step>> = BTreeMap::new();
        for (step, reads) in &waits {
            for read in reads {
                wakes.entry(*read).or_default().push(*step);
            }
        }
        let mut ready: BTreeSet<Step> =
            left.iter().filter(|(_, count)| **count == 0).map(|(step, _)| *step).collect();
        while let Some(step) = ready.pop_first() {
            self.definition.order.push(step);
            left.remove(&step);
            for woken in wakes.get(&step).into_iter().flatten() {
                if let Some(count) = left.get_mut(woken) {
                    *count -= 1;
                    if *count == 0 {
                        ready.insert(*woken);
                    }
                }
            }
        }
        if !left.is_empty() {
            self.report_cycle(&waits, &left.into_keys().collect());
        }
    }

    /// Of what could not be sorted, one cycle: from any step, on to one it waits for, until one comes again.
    fn report_cycle(&mut self, waits: &BTreeMap<Step, BTreeSet<Step>>, stuck: &BTreeSet<Step>) {
        let mut way: Vec<Step> = Vec::new();
        let mut at = stuck.first().copied();
        while let Some(step) = at {
            if let Some(start) = way.iter().position(|known| *known == step) {
                way.drain(..start);
                break;
            }
            way.push(step);
            at = waits.get(&step).and_then(|reads| reads.iter().find(|read| stuck.contains(read)).copied());
        }
        let mut nodes: Vec<NodeId> = way.iter().map(|step| step.node).collect();
        nodes.sort_unstable();
        nodes.dedup();
        let row = |node: &NodeId| self.rows[usize::from(node.0)].line;
        let cycle: Vec<(String, usize)> =
            nodes.iter().map(|node| (self.definition.node(*node).name.clone(), row(node))).collect();
        let first = cycle.first().map_or(0, |(_, row)| *row);
        self.fault("survey", first, "", plain(Fault::Cycle(cycle)));
    }
}

/// What each step waits for.
fn waits(definition: &Definition) -> BTreeMap<Step, BTreeSet<Step>> {
    let steps: BTreeSet<Step> = definition.steps().into_iter().collect();
    let answer_of =
        |node: NodeId| [Facet::Relevant, Facet::Rows, Facet::Value].map(|facet| Step { node, facet });
    let waits = |step: &Step| {
        let bind = &definition.node(step.node).bind;
        let mut reads: Vec<NodeId> = definition.step_reads(*step).iter().map(|read| read.node).collect();
        if step.facet == Facet::Value {
            reads.extend(&bind.trigger);
            // `.` in a calculation is what stood there before.
            reads.retain(|read| *read != step.node);
        }
        let mut waits: BTreeSet<Step> = reads.into_iter().flat_map(answer_of).collect();
        // There is nothing in a row before there is the row.
        waits.extend(definition.repeat_around(step.node).map(|node| Step { node, facet: Facet::Rows }));
        match step.facet {
            Facet::Relevant => {
                let parent = definition.node(step.node).parent;
                waits.extend(parent.map(|node| Step { node, facet: Facet::Relevant }));
            }
            Facet::Value | Facet::Rows => {
                waits.insert(Step { node: step.node, facet: Facet::Relevant });
            }
            _ => waits.extend(answer_of(step.node)),
        }
        waits.retain(|wait| steps.contains(wait));
        waits
    };
    steps.iter().map(|step| (*step, waits(step))).collect()
}
