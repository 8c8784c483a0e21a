//! A record being returned: what must be corrected, on single answers and on the whole. Kept apart from the page, so
//! that nothing typed is lost when the record is read again.

use crate::browser::{clock, keyboard};
use crate::language::{args, language, t, t_with};
use crate::parts::{Icon, icon};
use leptos::prelude::*;
use record::{FlatMap, Path, RecordId};

/// What is being written. Provided to the parts of the page.
#[derive(Clone, Copy)]
pub struct Returning {
    open: RwSignal<bool>,
    reason: RwSignal<String>,
    remarks: RwSignal<FlatMap<Path, String>>,
    missing: RwSignal<bool>,
}

/// What a coordinator wrote: a reason, and remarks on answers.
pub type Written = (String, FlatMap<Path, String>);

impl Returning {
    /// Nothing is being returned.
    pub fn new() -> Self {
        Self {
            open: RwSignal::new(false),
            reason: RwSignal::new(String::new()),
            remarks: RwSignal::new(FlatMap::new()),
            missing: RwSignal::new(false),
        }
    }

    /// Forgets what was written whenever another record is opened.
    pub fn follow(self, record: Memo<Option<RecordId>>) -> Self {
        Effect::watch(move || record.get(), move || self.stop());
        self
    }

    /// Whether a record is being returned.
    pub fn is_open(self) -> bool {
        self.open.get()
    }

    /// The same, not followed.
    pub fn is_open_now(self) -> bool {
        self.open.get_untracked()
    }

    /// Begins, with the pen on the reason.
    pub fn start(self) {
        self.open.set(true);
        focus_soon("reason");
    }

    /// Leaves it, and answers what was written, if anything was.
    pub fn leave(self) -> Option<Written> {
        let written = (self.reason.get_untracked(), self.remarks.get_untracked());
        self.stop();
        let is_something = !written.0.is_empty() || written.1.values().any(|text| !text.is_empty());
        is_something.then_some(written)
    }

    /// Takes up what was left.
    pub fn resume(self, (reason, remarks): Written) {
        self.reason.set(reason);
        self.remarks.set(remarks);
        self.start();
    }

    /// Leaves it.
    pub fn stop(self) {
        self.open.set(false);
        self.reason.set(String::new());
        self.remarks.set(FlatMap::new());
        self.missing.set(false);
    }

    /// What was written; nothing, with the sentence that says so, while no reason stands anywhere.
    pub fn written(self) -> Option<Written> {
        let reason = self.reason.get_untracked().trim().to_owned();
        let written = |(path, text): (Path, String)| {
            let text = text.trim().to_owned();
            (!text.is_empty()).then_some((path, text))
        };
        let remarks: FlatMap<Path, String> =
            self.remarks.get_untracked().into_iter().filter_map(written).collect();
        let missing = reason.is_empty() && remarks.is_empty();
        self.missing.set(missing);
        if missing {
            focus_soon("reason");
            return None;
        }
        Some((reason, remarks))
    }
}

/// The button that opens a remark on an answer, or the remark.
#[component]
pub fn Remark(path: Path, label: String) -> impl IntoView {
    // Where an entry is only told, nothing is returned.
    use_context::<Returning>().map(|returning| view! { <OnAnswer returning path label/> })
}

#[component]
fn OnAnswer(returning: Returning, path: Path, label: String) -> impl IntoView {
    let id = format!("remark-{}", path.as_str().replace('/', "-"));
    let stands = Memo::new({
        let path = path.clone();
        move |_| returning.remarks.with(|remarks| remarks.contains_key(&path))
    });
    let word = t("desk.review.remark_add");
    let language = language();
    move || {
        let (path, label, id) = (path.clone(), label.clone(), id.clone());
        if !returning.is_open() {
            return ().into_any();
        }
        if !stands.get() {
            let about = language.plain("desk.review.remark_on", &args().with("field", label));
            let begin = move |_| {
                returning.remarks.update(|remarks| {
                    remarks.insert(path.clone(), String::new());
                });
                focus_soon(&id);
            };
            return view! {
                <button class="btn quiet small" type="button" aria-label=about on:click=begin>
                    {icon(Icon::Flag)}{word}
                </button>
            }
            .into_any();
        }
        let text =
            returning.remarks.with_untracked(|remarks| remarks.get(&path).cloned().unwrap_or_default());
        let write = move |event| {
            returning.missing.set(false);
            returning.remarks.update(|remarks| {
                remarks.insert(path.clone(), event_target_value(&event));
            });
        };
        view! {
            <label class="remark-for">
                <span>{t_with("desk.review.remark_on", move || args().with("field", label.clone()))}</span>
                <textarea id=id rows="2" dir="auto" on:input=write>{text}</textarea>
            </label>
        }
        .into_any()
    }
}

/// The reason for the record as a whole.
#[component]
pub fn Reason() -> impl IntoView {
    let returning: Returning = expect_context();
    let language = language();
    let wrong = move || {
        returning.missing.get().then(|| {
            view! { <p class="wrong" role="alert">{icon(Icon::Warning)}<span>{language.say("desk.review.reason_required")}</span></p> }
        })
    };
    view! {
        <div class="remark-for">
            <span><label for="reason">{t("desk.review.reason")}</label></span>
            <small id="reason-hint">{t("desk.review.reason.hint")}</small>
            {wrong}
            <textarea id="reason" rows="2" dir="auto" aria-describedby="reason-hint"
                prop:value=move || returning.reason.get()
                on:input=move |event| {
                    returning.missing.set(false);
                    returning.reason.set(event_target_value(&event));
                }></textarea>
        </div>
    }
}

/// Puts the pen on what is about to appear.
fn focus_soon(id: &str) {
    let id = id.to_owned();
    leptos::task::spawn_local(async move {
        clock::pause(0).await;
        keyboard::focus(&id);
    });
}
