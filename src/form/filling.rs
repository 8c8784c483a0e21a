//! A form being filled, as controls see it: the engine's draft, and who must look again after an answer.

use super::opening::{Opened, belonging};
use super::remarks::Remarks;
use crate::browser::{clock, random};
use crate::language::Language;
use crate::lasting::{Lasting, lasting};
use crate::records::{self, Records, Summary};
use form::{Changes, Draft, Labels, NodeId, Piece, Place, Problem, Screen};
use leptos::prelude::*;
use record::{FlatSet, Path, Record, RecordId, RowId, Value, Version};
use std::sync::Arc;

/// A form being filled. It is seldom opened more than a hundred times before the page is loaded again, and what lasts
/// of it is sixty bytes: its signals go with its page.
pub type Filling = Lasting<Filled>;

/// What a [`Filling`] points at.
pub struct Filled {
    draft: StoredValue<Draft>,
    opened: StoredValue<Arc<Opened>>,
    /// What follows a question, in whichever row, looks again when its trigger is pulled.
    questions: StoredValue<Vec<ArcTrigger>>,
    pages: Trigger,
    /// The questions whose problems are said: those that *Next* or *Save* found wrong.
    told: RwSignal<FlatSet<Place>>,
    /// Whether something was answered since the form was opened, or the draft was stored before.
    kept: RwSignal<bool>,
    /// Whether a photo is being made ready: until it is an answer, nobody goes on.
    readying: RwSignal<bool>,
    records: Records,
}

impl Filling {
    /// Fills what was opened.
    pub fn new(opened: Arc<Opened>, records: Records) -> Self {
        let draft = opened.draft.clone();
        let questions = draft.definition().ids().map(|_| ArcTrigger::new()).collect();
        lasting(Filled {
            kept: RwSignal::new(opened.stored),
            draft: StoredValue::new(draft),
            opened: StoredValue::new(opened),
            questions: StoredValue::new(questions),
            pages: Trigger::new(),
            told: RwSignal::new(FlatSet::new()),
            readying: RwSignal::new(false),
            records,
        })
    }

    /// The draft's identity.
    pub fn id(self) -> String {
        self.opened.with_value(|opened| opened.id.clone())
    }

    /// What the form was opened with.
    pub fn opened(self) -> Arc<Opened> {
        self.opened.get_value()
    }

    /// The record it makes or changes.
    pub fn record(self) -> RecordId {
        self.look(Draft::record)
    }

    /// The coordinator's remarks.
    pub fn remarks(self) -> Option<Remarks> {
        self.opened.with_value(|opened| opened.remarks.clone())
    }

    /// Looks at the draft once.
    pub fn look<T>(self, look: impl FnOnce(&Draft) -> T) -> T {
        self.draft.with_value(look)
    }

    /// Looks at the draft, again whenever something about the question changes.
    pub fn follow<T>(self, place: Place, look: impl FnOnce(&Draft) -> T) -> T {
        self.questions.with_value(|questions| questions[usize::from(place.node.0)].track());
        self.look(look)
    }

    /// The pages, followed.
    pub fn screens(self) -> Vec<Screen> {
        self.pages.track();
        self.look(Draft::screens)
    }

    /// The pages, as they are now.
    pub fn screens_now(self) -> Vec<Screen> {
        self.look(Draft::screens)
    }

    /// The page of a row of the repeat of this name, followed; none if the row is gone.
    pub fn row_screen(self, repeat: &str, row: RowId) -> Option<Screen> {
        self.pages.track();
        self.row_screen_now(repeat, row)
    }

    /// The same, as it is now.
    pub fn row_screen_now(self, repeat: &str, row: RowId) -> Option<Screen> {
        self.look(|draft| draft.row_screen(draft.definition().find(repeat)?, row))
    }

    /// Adds a row to a repeat; which one.
    pub fn add_row(self, repeat: NodeId) -> RowId {
        let row = random::row_id();
        self.take_in(|draft| draft.add_row(repeat, row));
        row
    }

    /// Takes a row out of a repeat; what is given back puts it in again.
    pub fn remove_row(self, repeat: NodeId, row: RowId) -> impl Fn() + Copy + 'static {
        self.take_in(|draft| draft.remove_row(repeat, row));
        move || self.take_in(|draft| draft.add_row(repeat, row))
    }

    /// What a page is called in its address: the name of its group, else of its first question.
    pub fn screen_name(self, screen: &Screen) -> String {
        let node = screen.group.or_else(|| screen.nodes.first().copied());
        self.look(|draft| node.map(|node| draft.definition().node(node).name.clone())).unwrap_or_default()
    }

    /// Gives the draft another place.
    pub(super) fn move_draft(self, place: impl FnOnce(&mut Draft)) {
        self.draft.update_value(place);
    }

    /// Answers a question.
    pub fn answer(self, place: Place, value: Option<Value>) {
        if let Some(path) = self.path(place) {
            self.work_at(place);
            self.set(&path, value);
        }
    }

    /// Whether the form is still on the screen: whoever waited for something may have left it meanwhile.
    pub fn is_open(self) -> bool {
        self.draft.try_with_value(|_| ()).is_some()
    }

    /// Answers a question, if the form is still open: a picture takes a moment to be made ready.
    pub fn answer_if_open(self, place: Place, value: Option<Value>) {
        if self.is_open() {
            self.answer(place, value);
        }
    }

    /// Whether a photo or file is being made ready, followed.
    pub fn is_readying(self) -> bool {
        self.readying.get()
    }

    /// A photo or file is being made ready, or no longer.
    pub fn readies(self, readying: bool) {
        self.readying.try_set(readying);
    }

    /// What is recorded about another record belongs where that one does, until somebody says otherwise.
    pub fn belongs_with(self, about: &Summary) {
        for (node, value) in self.look(|draft| belonging(draft, about)) {
            if let Some(path) = self.path(node.into()) {
                self.set(&path, Some(value));
            }
        }
    }

    /// Answers a question with what was typed.
    pub fn type_in(self, place: Place, text: &str) {
        if let Some(path) = self.path(place) {
            self.work_at(place);
            self.take_in(|draft| draft.type_in(&path, text));
        }
    }

    /// Puts a value at a place of the record: an answer, or a member of a row.
    pub fn set(self, path: &Path, value: Option<Value>) {
        self.take_in(|draft| draft.set(path, value));
    }

    fn path(self, place: Place) -> Option<Path> {
        self.look(|draft| draft.definition().path(place))
    }

    fn take_in(self, act: impl FnOnce(&mut Draft) -> Changes) {
        let changes = self.draft.try_update_value(act).unwrap_or_default();
        if changes.is_empty() {
            return;
        }
        if self.kept.get_untracked() || self.is_touched() {
            self.keep();
            self.kept.set(true);
        }
        let questions = self.questions.get_value();
        let changed: FlatSet<NodeId> = changes.places().map(|place| place.node).collect();
        for node in changed {
            questions[usize::from(node.0)].notify();
        }
        if changes.change_pages() {
            self.pages.notify();
        }
    }

    /// Whether there is something to lose.
    pub fn is_touched(self) -> bool {
        self.look(Draft::is_touched)
    }

    /// Whether the draft is kept on this phone, followed.
    pub fn is_kept(self) -> bool {
        self.kept.get()
    }

    /// Keeps the draft on this phone.
    pub(super) fn keep(self) {
        let screens = self.screens_now();
        let place = self.place_among(&screens) + 1;
        let opened = self.opened();
        let kept = self.look(Draft::kept);
        let Ok(text) = serde_json::to_string(&kept) else { return };
        self.records.keep_draft(records::Draft {
            id: opened.id.clone(),
            form: kept.form.clone(),
            form_version: kept.form_version,
            record: kept.record,
            changes: opened.changes,
            title: self.title(&kept),
            place: (place, screens.len()),
            written: clock::now(),
            kept: text,
            handed: opened.handed,
        });
    }

    /// What the record will be called in lists, so far.
    fn title(self, kept: &form::Kept) -> String {
        let mut record = Record::new(kept.record, &kept.form);
        let dot = record::Dot { actor: record::Actor(0), n: 1 };
        for (path, value) in &kept.answers {
            record.fields.insert(path.clone(), vec![Version { dot, value: Some(value.clone()) }]);
        }
        self.look(|draft| draft.definition().title_of(&record, ""))
    }

    /// What is wrong with an answer and has been said, followed.
    pub fn told_problem(self, place: Place) -> Option<Problem> {
        if self.told.with(|told| told.contains(&place)) {
            self.follow(place, |draft| draft.problem(place))
        } else {
            None
        }
    }

    /// Whether these questions are all right; says what is not.
    pub fn tell_problems(self, places: &[Place]) -> bool {
        let wrong = |place: &&Place| self.look(|draft| draft.problem(**place)).is_some();
        self.tell(places.iter().filter(wrong).copied().collect())
    }

    /// Whether everything is all right; says what is not.
    pub fn tell_all_problems(self) -> bool {
        self.tell(self.look(|draft| draft.problems().into_iter().map(|error| error.place).collect()))
    }

    fn tell(self, wrong: Vec<Place>) -> bool {
        let none = wrong.is_empty();
        if !none {
            self.told.update(|told| told.extend(wrong));
        }
        none
    }

    /// Everything that has been said to be wrong, followed.
    pub fn told(self) -> Vec<Place> {
        self.told.with(|told| told.iter().copied().collect())
    }

    /// The first row of a repeat in which something is wrong.
    pub fn wrong_row(self, repeat: NodeId) -> Option<RowId> {
        self.look(|draft| {
            let of_it = |place: &Place| draft.definition().repeat_around(place.node) == Some(repeat);
            draft.problems().into_iter().map(|error| error.place).find(of_it)?.row
        })
    }

    /// A text that stands at a place of the form, in the language spoken, with the answers it names, followed.
    pub fn words(self, language: Language, place: Place, labels: &Labels) -> Vec<AnyView> {
        let text = language.label(|code| labels.0.get(code).map(String::as_str));
        let labels = Labels([(String::new(), text.to_owned())].into());
        let element = |piece: Piece<'_>| match piece {
            Piece::Words(words) => words.to_owned().into_any(),
            Piece::Answer(name) => view! { <bdi>{self.said(language, name, place)}</bdi> }.into_any(),
        };
        labels.pieces("", "").into_iter().map(element).collect()
    }

    /// The question as one string, for attributes and the summary of errors.
    pub fn question(self, language: Language, node: NodeId) -> String {
        self.look(|draft| {
            let labels = &draft.definition().node(node).label;
            language.label(|code| labels.0.get(code).map(String::as_str)).to_owned()
        })
    }

    fn said(self, language: Language, name: &str, beside: Place) -> String {
        let Some(place) = self.look(|draft| draft.definition().named_beside(name, beside)) else {
            return String::new();
        };
        self.follow(place, |draft| {
            let value = draft.visible_answer(place);
            value.map(|value| super::said(language, self.records, draft.definition(), place.node, value))
        })
        .unwrap_or_default()
    }

    /// What this phone holds.
    pub fn records(self) -> Records {
        self.records
    }
}
