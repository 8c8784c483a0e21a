//! What people and machines do, one thing a step.

use crate::line::Fate;
use crate::phone::OpenForm;
use crate::world::{COMMUNES, PROGRAMMES, World};
use futures_executor::block_on;
use record::{
    Actor, CARRIER, Context, FlatMap, HybridTime, Path, Proposal, RecordId, Review, Value, Verdict,
};
use sync::memory::{Failure, Fuse};
use sync::{Act, Batch, Decision, Fault, Outcome, Stopped};

const FIELDS: [&str; 4] = ["sales", "stage", "phone", "tasks/018f/due"];

impl World {
    pub(crate) fn happen(&mut self) {
        let living: Vec<usize> = self.living().map(|(at, _)| at).collect();
        let at = self.pick(&living);
        match self.below(212) {
            0..44 => self.open_a_form(at),
            44..98 => self.save(at),
            98..146 => self.exchange(at),
            146..153 => self.deliver_a_stray_request(),
            153..159 => self.decide(at),
            159..164 => self.jump_the_clock(at),
            164..168 => self.start_again(at),
            168..171 => self.open_or_close_a_tab(at),
            171..176 => self.change_grants(at),
            176..179 => self.have_the_storage_copied(at),
            179..181 => self.roll_the_phone_back(at),
            181..183 => self.empty_the_store(at),
            183..185 => self.cut_the_stores_tail(at),
            185 => self.copy_the_phone(at),
            186 => self.lose_the_phone(at),
            187..190 => self.back_up_the_endpoint(),
            190..192 => self.verify_a_backup(),
            192..194 => self.restart_the_endpoint(),
            194..196 => self.restore_the_endpoint(),
            196 => self.publish_a_form(),
            197..200 => self.save_to_a_file(at),
            200..203 => self.take_in_a_file(),
            203..209 => self.hand_a_draft_over(at),
            _ => self.crash_the_endpoint(at),
        }
    }

    /// Somebody opens a form on a record that is on the screen, or a new one.
    fn open_a_form(&mut self, at: usize) {
        let tab = self.below(self.phones[at].tabs.len());
        let local = &self.phones[at].tabs[tab].local;
        let held: Vec<RecordId> = {
            let summaries = block_on(local.summaries()).expect("no fault is planned");
            summaries.into_iter().map(|(id, _)| id).collect()
        };
        let new_form = if self.one_in(10) { "survey" } else { "visit" };
        let opened = if held.is_empty() || self.one_in(4) {
            // Some records have a natural key: two phones that make one offline make the same.
            let record = if self.one_in(2) {
                RecordId::derived("enrolment", &[&self.below(3).to_string()])
            } else {
                RecordId::from_random(u128::from(self.bits()) << 64 | u128::from(self.bits()))
            };
            let shown = block_on(local.shown(record)).expect("no fault is planned");
            match shown {
                Some(shown) => {
                    OpenForm { record, form: shown.record.form, saw: shown.record.context, is_new: false }
                }
                None => OpenForm { record, form: new_form.into(), saw: Context::default(), is_new: true },
            }
        } else {
            let record = self.pick(&held);
            let shown = block_on(local.shown(record)).expect("no fault is planned");
            // A carrier is no record that a form opens on.
            let Some(shown) = shown.filter(|shown| shown.record.form != CARRIER) else { return };
            OpenForm { record, form: shown.record.form, saw: shown.record.context, is_new: false }
        };
        self.tell(|| format!("phone {at} tab {tab} opens {} of {}", opened.form, short(opened.record)));
        self.phones[at].tabs[tab].open.push(opened);
    }

    /// Somebody saves a form opened earlier, whatever has arrived meanwhile.
    fn save(&mut self, at: usize) {
        if self.phones[at].tabs.iter().all(|tab| tab.open.is_empty()) {
            self.open_a_form(at);
        }
        let Some(tab) = self.phones[at].tabs.iter().position(|tab| !tab.open.is_empty()) else { return };
        let which = self.below(self.phones[at].tabs[tab].open.len());
        let last = self.phones[at].tabs[tab].open.len() - 1;
        self.phones[at].tabs[tab].open.swap(which, last);
        let OpenForm { saw, is_new, .. } = &self.phones[at].tabs[tab].open[last];
        let edits = self.some_edits(at, saw, *is_new);
        self.save_these(at, tab, edits);
    }

    /// Saves these edits of the form that was opened last.
    fn save_these(&mut self, at: usize, tab: usize, edits: FlatMap<Path, Option<Value>>) {
        let Some(OpenForm { record, form, saw, .. }) = self.phones[at].tabs[tab].open.pop() else { return };
        let on = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).expect("a date");
        let form_version = self.draw(1..4) as u32;
        if form_version > 1 {
            self.note("form upgraded in flight");
        }
        let author = self.phones[at].person;
        let written: Vec<String> = edits.iter().map(|(path, value)| format!("{path}={value:?}")).collect();
        let proposal = Proposal { record, saw, form, form_version, author, on, edits };
        self.light_a_fuse(at, 9);
        let actor = Actor(self.bits());
        let phone = &self.phones[at];
        let saved = block_on(phone.tabs[tab].local.save(proposal, None, self.clock_of(at), || actor));
        phone.store.set_fuse(None);
        self.tell(|| {
            let dot = saved.as_ref().map(|saved| saved.change.dot.to_string());
            format!("phone {at} tab {tab} saves {}: {} ({dot:?})", short(record), written.join(", "))
        });
        match saved {
            Ok(saved) => {
                phone.journal.borrow_mut().keep(&saved.entry, &saved.standing);
                self.ledger.borrow_mut().saved(&saved);
            }
            Err(Fault::Full) => {}
            Err(_) => self.start_again(at),
        }
    }

    /// Somebody hands a draft of a record over, or ends that.
    fn hand_a_draft_over(&mut self, at: usize) {
        let tab = self.below(self.phones[at].tabs.len());
        let local = &self.phones[at].tabs[tab].local;
        let held = block_on(local.summaries()).expect("no fault is planned");
        let held: Vec<RecordId> = held.into_iter().map(|(id, _)| id).collect();
        if held.is_empty() {
            return;
        }
        self.note("draft handed over");
        let of = self.pick(&held);
        let carrier = of.carrier();
        let shown = block_on(local.shown(carrier)).expect("no fault is planned");
        let saw = shown.map(|shown| shown.record.context).unwrap_or_default();
        let path = |text: &str| -> Path { text.parse().expect("a path") };
        let goes_on = !self.one_in(3);
        let draft = goes_on.then(|| Value::Text("half of it".into()));
        let mut edits: FlatMap<Path, Option<Value>> = [
            (path("@handover/d1"), draft),
            (path("@handover/d1/of"), goes_on.then_some(Value::Reference(of))),
        ]
        .into();
        let other = self.phones[self.below(self.phones.len())].person;
        for person in [self.phones[at].person, other] {
            edits.insert(Path::person_scope(person), Some(Value::Flag(true)));
        }
        let is_new = saw == Context::default();
        self.phones[at].tabs[tab].open.push(OpenForm { record: carrier, form: CARRIER.into(), saw, is_new });
        self.save_these(at, tab, edits);
    }

    fn some_edits(&self, at: usize, saw: &Context, is_new: bool) -> FlatMap<Path, Option<Value>> {
        let path = |text: &str| -> Path { text.parse().expect("a path") };
        let mut edits = FlatMap::new();
        for _ in 0..=self.below(2) {
            let value = match self.below(9) {
                0 => None,
                1 => Some(Value::Other(serde_json::json!({ "hologram": 1.5 }))),
                _ => Some(Value::Integer(self.draw(0..3))),
            };
            edits.insert(path(self.pick(&FIELDS)), value);
        }
        let scope = || Path::scope(self.pick(&PROGRAMMES), self.pick(&COMMUNES)).expect("a path");
        if is_new {
            edits.insert(scope(), Some(Value::Flag(true)));
        } else if self.one_in(6) {
            self.note("record moved between scopes");
            edits.insert(scope(), (!self.one_in(2)).then_some(Value::Flag(true)));
        } else if self.one_in(12) {
            self.note("record removed");
            edits.insert(Path::removed(), Some(Value::Seen(saw.clone())));
        }
        if !is_new && self.one_in(if at == 0 { 12 } else { 60 }) {
            self.note("record erased by law");
            edits.insert(Path::erased(), Some(Value::Text("asked for".into())));
        }
        if !is_new && (at == 0 && self.one_in(2) || self.one_in(20)) {
            let verdict = if self.one_in(2) { Verdict::Approved } else { Verdict::Returned };
            let judged =
                Review { verdict, judged: saw.clone(), reason: String::new(), remarks: FlatMap::new() };
            edits.insert(Path::review(), Some(Value::Review(Box::new(judged))));
        }
        edits
    }

    /// The store may fail at one of the next steps.
    fn light_a_fuse(&self, at: usize, within: i64) {
        let (failure, what) = match self.below(10) {
            0 => (Failure::Crash, "crash at a storage step"),
            1 => (Failure::CrashAfter, "crash at a storage step, commit kept"),
            2 => (Failure::Full, "disk full"),
            _ => return,
        };
        self.note(what);
        let steps = self.draw(0..within) as u32;
        self.tell(|| format!("phone {at}: {what}, after {steps} steps"));
        self.phones[at].store.set_fuse(Some(Fuse { steps, failure }));
    }

    fn exchange(&mut self, at: usize) {
        let tab = self.below(self.phones[at].tabs.len());
        let fate = Fate::drawn(self.below(24));
        self.light_a_fuse(at, 90);
        let mut batch = Batch::starting_at(self.draw(100..4_000) as usize);
        let outcome = self.run(at, tab, fate, &mut batch);
        self.phones[at].store.set_fuse(None);
        self.tell(|| format!("phone {at} tab {tab} exchanges, {fate:?}: {outcome:?}"));
        if let Err(Stopped::Fault(_)) = outcome {
            self.start_again(at);
        }
    }

    /// A coordinator, or somebody who is none, decides about an entry that is held, or no longer is.
    fn decide(&mut self, at: usize) {
        let at = if self.one_in(4) { at } else { 0 };
        let aside: Vec<_> = {
            let office = self.office.borrow();
            let entries =
                office.logs.iter().flat_map(|(device, log)| log.entries.values().map(|e| (*device, e)));
            let aside = entries.filter(|(_, e)| matches!(e.outcome, Outcome::Held(_) | Outcome::Dismissed));
            aside.filter_map(|(device, e)| Some((device, e.index, e.change?))).collect()
        };
        if self.phones[at].lost || aside.is_empty() {
            return;
        }
        let (device, index, (record, dot)) = self.pick(&aside);
        let clock = self.clock_of(at);
        let author = self.phones[at].person;
        let decision = Decision { device, index, record, dot, author, at: HybridTime::from_millis(clock) };
        let admits = self.one_in(2);
        let act = if admits { Act::Admit(decision) } else { Act::Dismiss(decision) };
        self.note(if admits { "entry admitted" } else { "entry dismissed" });
        self.tell(|| format!("phone {at} decides about {} {dot}: admits {admits}", short(record)));
        let phone = &self.phones[at];
        let entry = block_on(phone.tabs[0].local.decide(act, clock)).expect("no fault is planned");
        let standing = block_on(phone.tabs[0].local.standing()).expect("a good store");
        phone.journal.borrow_mut().keep(&entry, &standing.expect("an enrolled phone"));
    }

    fn jump_the_clock(&mut self, at: usize) {
        self.note("clock jumps");
        self.phones[at].skew = self.draw(-90_000_000_000..90_000_000_000);
        self.tell(|| format!("phone {at}: its clock is off by {} h", self.phones[at].skew / 3_600_000));
    }

    /// Programmes and territories are given, taken away, and given back.
    fn change_grants(&mut self, at: usize) {
        if self.phones[at].person == self.phones[0].person {
            return;
        }
        self.note("grants changed");
        let list = self.some_grants();
        self.tell(|| format!("the person of phone {at} is granted {list:?}"));
        self.give_grants(self.phones[at].person, list);
    }

    fn publish_a_form(&mut self) {
        self.note("form published after it was used");
        self.tell(|| "the endpoint gets the form of the survey".into());
        self.forms.insert("survey");
    }
}

/// A record's name in a story.
pub(crate) fn short(id: RecordId) -> String {
    id.to_string().chars().take(6).collect()
}
