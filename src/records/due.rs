//! Which ventures are to be asked this week what became of them: derived from the lines, so that two phones that hold
//! the same records have the same tasks.

use super::{Records, Summary};
use chrono::NaiveDate;
use indicator::{Due, due};
use record::RecordId;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A follow-up that somebody has to do.
#[derive(Clone, PartialEq, Debug)]
pub struct Task {
    /// Of which venture.
    pub venture: Arc<Summary>,
    /// At which milestone, and when.
    pub due: Due,
}

impl Records {
    /// The follow-ups that are due, followed: by commune, the communes and the tasks in each by their day, so that
    /// what is late comes first.
    pub fn due(self, today: NaiveDate) -> Vec<(String, Vec<Task>)> {
        let mut tasks: Vec<Task> = self.with_index(|index| {
            let lines = || index.values().filter(|line| !line.removed);
            let follow_up = |line: &Arc<Summary>| Some((line.about?, line.kind.clone()));
            let done: BTreeSet<(RecordId, String)> =
                lines().filter(|line| line.form == "follow_up").filter_map(follow_up).collect();
            let task = |line: &Arc<Summary>| {
                let is_done = |milestone: &str| done.contains(&(line.id, milestone.to_owned()));
                Some(Task { due: due(line.day?, is_done, today)?, venture: line.clone() })
            };
            lines().filter(|line| line.form == "venture").filter_map(task).collect()
        });
        tasks.sort_by_key(|task| (task.due.day, task.venture.id));
        let mut communes: Vec<(String, Vec<Task>)> = Vec::new();
        for task in tasks {
            match communes.iter_mut().find(|(commune, _)| *commune == task.venture.commune) {
                Some((_, tasks)) => tasks.push(task),
                None => communes.push((task.venture.commune.clone(), vec![task])),
            }
        }
        communes
    }
}
