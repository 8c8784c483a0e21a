//! A photo, a signature, a recording, a film or a file in answer to a question.

use super::{Asked, pad::Pad};
use crate::browser::files::{self, Chosen};
use crate::form::Filling;
use crate::form::errors::input_id;
use crate::form::problem::file_problem;
use crate::language::{Language, language, t};
use crate::parts::{Attached, ErrorNote, Fetch, Icon, icon, undo};
use crate::records::{NotKept, records};
use form::{Kind, Place};
use leptos::prelude::*;
use leptos::task::spawn_local;
use record::{File, Value};

/// What becomes of what was taken or chosen.
#[derive(Clone, Copy, PartialEq)]
enum Keeping {
    No,
    Now,
    Failed(NotKept),
}

/// A way to answer by a file of the device's.
#[derive(Clone, Copy)]
struct Way {
    word: &'static str,
    icon: Icon,
    /// What the device offers.
    accept: Option<&'static str>,
    /// Whether it is made on the spot.
    on_the_spot: bool,
}

/// The ways to answer, the first one first.
fn ways(kind: &Kind, drawn: bool, only_new: bool) -> Vec<Way> {
    let way = |word, icon, accept, on_the_spot| Way { word, icon, accept, on_the_spot };
    let mut ways = match kind {
        Kind::Image(_) if drawn => vec![way("form.photo.paper", Icon::Camera, Some("image/*"), true)],
        Kind::Image(_) => vec![
            way("form.photo.take", Icon::Camera, Some("image/*"), true),
            way("form.photo.choose", Icon::Records, Some("image/*"), false),
        ],
        Kind::Audio => vec![
            way("form.audio.take", Icon::Speaker, Some("audio/*"), true),
            way("form.audio.choose", Icon::Records, Some("audio/*"), false),
        ],
        Kind::Video => vec![
            way("form.video.take", Icon::Camera, Some("video/*"), true),
            way("form.video.choose", Icon::Records, Some("video/*"), false),
        ],
        _ => vec![way("form.file.choose", Icon::Records, None, false)],
    };
    ways.retain(|way| way.on_the_spot || !only_new);
    ways
}

/// A question that a file answers.
#[component]
pub fn Attachment(filling: Filling, place: Place, alone: bool) -> impl IntoView {
    let (language, records, undo) = (language(), records(), undo());
    let id = input_id(filling, place);
    let (kind, signs, draws, only_new) = filling.look(|draft| {
        let question = draft.definition().node(place.node);
        let looks = |word: &str| question.looks(word);
        (question.kind.clone(), looks("signature"), looks("draw"), looks("new"))
    });
    let keeping = RwSignal::new(Keeping::No);
    let answer = Memo::new(move |_| {
        filling.follow(place, |draft| draft.answer(place).and_then(Value::as_file).cloned())
    });
    let end = move |kept: Result<File, NotKept>| {
        let outcome = match kept {
            Ok(file) => {
                filling.answer_if_open(place, Some(Value::File(Box::new(file))));
                Keeping::No
            }
            Err(why) => Keeping::Failed(why),
        };
        filling.readies(false);
        keeping.try_set(outcome);
    };
    let keep = {
        let kind = kind.clone();
        move |chosen: Chosen| {
            let kind = kind.clone();
            keeping.set(Keeping::Now);
            filling.readies(true);
            spawn_local(async move { end(records.keep_chosen(chosen, &kind).await) });
        }
    };
    let drawn = signs || draws;
    let input = {
        let id = id.clone();
        move |(number, way): (usize, Way)| {
            let keep = keep.clone();
            let chosen = move |event: web_sys::Event| files::chosen(&event).into_iter().for_each(&keep);
            let own = if number == 0 { id.clone() } else { format!("{id}-{number}") };
            let class = if number == 0 && !drawn { "btn wide pick-file main" } else { "btn wide pick-file" };
            let capture = way.on_the_spot.then_some("environment");
            view! {
                <label class=class>
                    {icon(way.icon)}<span>{t(way.word)}</span>
                    <input type="file" id=own accept=way.accept capture=capture
                        disabled=move || keeping.get() == Keeping::Now on:change=chosen/>
                </label>
            }
        }
    };
    let ways = ways(&kind, drawn, only_new);
    let pad = drawn.then(|| view! { <Pad id=id.clone() filling place signs end=Callback::new(end)/> });
    let standing = move || {
        match keeping.get() {
        Keeping::No => ().into_any(),
        Keeping::Now => view! { <progress aria-hidden="true"></progress><p class="hint">{language.say("form.file.keeping")}</p> }.into_any(),
        Keeping::Failed(why) => failure(language, why),
    }
    };
    let shown = move || answer.get().map(|file| view! { <Attached file fetch=Fetch::WhenAsked/> });
    let remove = move |_| {
        let Some(file) = answer.get_untracked() else { return };
        filling.answer(place, None);
        undo.offer(language.say("form.file.removed"), move || {
            filling.answer_if_open(place, Some(Value::File(Box::new(file))));
        });
    };
    let is_there = move || answer.with(Option::is_some) && keeping.get() != Keeping::Now;
    view! {
        <Asked filling=filling place=place alone=alone several=true>
            <div class="position" role="status">{shown}{standing}</div>
            {pad}
            {ways.into_iter().enumerate().map(input).collect_view()}
            <Show when=is_there>
                <button class="btn quiet wide" type="button" on:click=remove>{icon(Icon::Cross)}<span>{t("form.file.remove")}</span></button>
            </Show>
        </Asked>
    }
}

/// Why it was not kept, what is safe and what to do.
fn failure(language: Language, why: NotKept) -> AnyView {
    match why {
        NotKept::Storage(problem) => view! { <ErrorNote key=problem.key()/> }.into_any(),
        NotKept::Unreadable => view! { <ErrorNote key="form.file.unreadable"/> }.into_any(),
        NotKept::File(problem) => {
            let words = file_problem(language, problem);
            view! { <p class="wrong" role="alert">{icon(Icon::Warning)}<span>{words}</span></p> }.into_any()
        }
    }
}
