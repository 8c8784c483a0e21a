//! The queue: which records wait for this coordinator, which of them are shown, which one is open, and the way from
//! one to the next.

use super::filter::{Filter, waits};
use crate::browser::keyboard;
use crate::pages::desk::decide::{Judge, judge};
use crate::records::{Records, Summary, records};
use leptos::prelude::*;
use leptos::router::NavigateOptions;
use leptos::router::{use_location, use_navigate};
use record::RecordId;
use std::sync::Arc;

type Go = Box<dyn Fn(String)>;

/// The queue. Provided to the list and the open record.
#[derive(Clone, Copy)]
pub struct Queue {
    pub filter: Filter,
    /// Every record that the coordinator may judge, the latest first.
    pub all: Memo<Vec<Arc<Summary>>>,
    /// Those that the filter leaves.
    pub lines: Memo<Vec<Arc<Summary>>>,
    open: Memo<Option<RecordId>>,
    /// Where in the list the open record stood when it was last in it.
    place: RwSignal<usize>,
    go: StoredValue<Go>,
}

/// How many records wait for a judgement of this person.
pub fn waiting(records: Records, judge: Judge) -> usize {
    records.with_index(|index| {
        index.values().filter(|line| !line.removed && waits(line) && judge.may_judge(line)).count()
    })
}

/// Provides the queue.
pub fn provide() -> Queue {
    let (records, judge) = (records(), judge());
    let path = use_location().pathname;
    let navigate = use_navigate();
    let filter = Filter::new();
    let all = Memo::new(move |_| {
        records.with_index(|index| {
            let mine = index.values().filter(|line| !line.removed && judge.may_judge(line));
            let mut mine: Vec<Arc<Summary>> = mine.cloned().collect();
            mine.sort_by_key(|line| std::cmp::Reverse(line.answered));
            mine
        })
    });
    let lines = Memo::new(move |_| all.with(|all| filter.choose(records, all)));
    let open = Memo::new(move |_| path.with(|path| path.strip_prefix("/desk/record/")?.parse().ok()));
    let place = RwSignal::new(0);
    Effect::new(move || {
        let at = lines.with(|lines| lines.iter().position(|line| Some(line.id) == open.get()));
        if let Some(at) = at {
            place.set(at);
        }
    });
    let go: Go = Box::new(move |to| navigate(&to, NavigateOptions { scroll: false, ..Default::default() }));
    let queue = Queue { filter, all, lines, open, place, go: StoredValue::new(go) };
    provide_context(queue);
    queue
}

impl Queue {
    /// The record that is open, followed.
    pub fn open(self) -> Option<RecordId> {
        self.open.get()
    }

    /// The same as a signal.
    pub fn open_memo(self) -> Memo<Option<RecordId>> {
        self.open
    }

    /// Opens the next record of the list, or the one before.
    pub fn step(self, forward: bool) {
        let open = self.open.get_untracked();
        let to = self.lines.with_untracked(|lines| {
            let at = lines.iter().position(|line| Some(line.id) == open);
            next_place(lines.len(), at, open.is_some(), self.place.get_untracked(), forward)
                .map(|place| lines[place].id)
        });
        if let Some(to) = to {
            self.go(Some(to));
        }
    }

    /// The record to open once this one is judged: the next in the list, else the one before.
    pub fn after(self, id: RecordId) -> Option<RecordId> {
        self.lines.with_untracked(|lines| {
            let at = lines.iter().position(|line| line.id == id)?;
            let next = lines.get(at + 1).or_else(|| lines.get(at.checked_sub(1)?));
            next.map(|line| line.id)
        })
    }

    /// Opens a record; the list alone if there is none.
    pub fn go(self, id: Option<RecordId>) {
        let to = id.map_or_else(|| "/desk".to_owned(), |id| format!("/desk/record/{id}"));
        self.go.try_with_value(|go| go(to));
        leptos::task::spawn_local(async {
            crate::browser::clock::pause(0).await;
            keyboard::reveal(".row[aria-current]");
        });
    }
}

/// The place to go to in a list of `length`: `at` is where the open record stands, `was` where it stood before it was
/// judged and left the list.
fn next_place(length: usize, at: Option<usize>, open: bool, was: usize, forward: bool) -> Option<usize> {
    let last = length.checked_sub(1)?;
    Some(match (at, forward) {
        (Some(at), true) => (at + 1).min(last),
        (Some(at), false) => at.saturating_sub(1),
        (None, true) if open => was.min(last),
        (None, false) if open => was.saturating_sub(1).min(last),
        (None, _) => 0,
    })
}

#[cfg(test)]
mod tests {
    use super::next_place;

    #[test]
    fn the_way_through_the_list_ends_at_its_ends() {
        // length, at, open, was, forward | place
        for (length, at, open, was, forward, place) in [
            (0, None, false, 0, true, None),
            (3, None, false, 0, true, Some(0)),
            (3, Some(0), true, 0, true, Some(1)),
            (3, Some(2), true, 2, true, Some(2)),
            (3, Some(0), true, 0, false, Some(0)),
            (3, None, true, 1, true, Some(1)),
            (3, None, true, 1, false, Some(0)),
            (3, None, true, 3, true, Some(2)),
        ] {
            assert_eq!(next_place(length, at, open, was, forward), place, "{length} {at:?} {was} {forward}");
        }
    }
}
