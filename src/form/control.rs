//! A question on the screen: its words, its remark and problem, and the control of its type.

mod amount;
mod attachment;
mod code;
mod date;
mod options;
mod pad;
mod position;
mod reasons;
mod typed;

use super::Filling;
use super::choose::{Choose, Reference};
use super::errors::input_id;
use super::problem::problem_words;
use crate::colleagues::colleagues;
use crate::language::{Tongue, args, language, t};
use crate::parts::{Icon, icon};
use amount::Amount;
use attachment::Attachment;
use code::Code;
use date::DateAsked;
use form::{Facet, Kind, Place};
use leptos::prelude::*;
pub use options::Clear;
use options::{Many, One, YesNo};
use position::Position;
use reasons::Reasons;
use typed::Typed;

/// More choices than this become a list that is searched or unfolded.
const FEW: usize = 7;

/// A question or note.
#[component]
pub fn Control(
    filling: Filling,
    place: Place,
    /// Whether it is alone on its page: then its words are the page's heading.
    alone: bool,
) -> impl IntoView {
    let kind = filling.look(|draft| draft.definition().node(place.node).kind.clone());
    let readonly = filling.look(|draft| draft.readonly(place));
    match kind {
        Kind::Note => view! { <Words filling=filling place=place alone=alone/> }.into_any(),
        _ if readonly => view! { <Fixed filling=filling place=place/> }.into_any(),
        Kind::SelectOne(_) | Kind::Programme(_) | Kind::Commune(_) if has_few_choices(filling, place) => {
            view! { <One filling=filling place=place alone=alone/> }.into_any()
        }
        Kind::SelectOne(_) | Kind::Programme(_) | Kind::Commune(_) => {
            view! { <Choose filling=filling place=place alone=alone/> }.into_any()
        }
        Kind::SelectMultiple(_) => view! { <Many filling=filling place=place alone=alone/> }.into_any(),
        Kind::Date(least) => {
            view! { <DateAsked filling=filling place=place alone=alone least=least/> }.into_any()
        }
        Kind::Reference(form) => {
            view! { <Reference filling=filling place=place alone=alone form=form/> }.into_any()
        }
        Kind::YesNo => view! { <YesNo filling=filling place=place alone=alone/> }.into_any(),
        Kind::Money => view! { <Amount filling=filling place=place alone=alone/> }.into_any(),
        Kind::Geopoint => view! { <Position filling=filling place=place alone=alone/> }.into_any(),
        Kind::Image(_) | Kind::Audio | Kind::Video | Kind::File => {
            view! { <Attachment filling=filling place=place alone=alone/> }.into_any()
        }
        Kind::Barcode => view! { <Code filling=filling place=place alone=alone/> }.into_any(),
        Kind::Text | Kind::Integer | Kind::Decimal | Kind::Time | Kind::Phone => {
            view! { <Typed filling=filling place=place alone=alone/> }.into_any()
        }
        Kind::Hidden | Kind::Calculate | Kind::Group | Kind::Repeat | Kind::Roster(_) => ().into_any(),
    }
}

fn has_few_choices(filling: Filling, place: Place) -> bool {
    filling.look(|draft| {
        draft.choices(place).len() <= FEW && !draft.definition().node(place.node).looks("search")
    })
}

/// What surrounds every control: the words of the question, how to say it aloud, what a coordinator remarked, what
/// is wrong.
#[component]
pub fn Asked(
    filling: Filling,
    place: Place,
    alone: bool,
    /// Whether the control is several inputs: then the question is a legend, not a label.
    #[prop(optional)]
    several: bool,
    children: Children,
) -> impl IntoView {
    let language = language();
    let form = filling.look(|draft| draft.definition().clone());
    let id = input_id(filling, place);
    let wrong = Memo::new(move |_| {
        let problem = filling.told_problem(place)?;
        let kind = filling.look(|draft| draft.definition().node(place.node).kind.clone());
        Some(problem_words(language, &kind, &problem))
    });
    let optional = move || {
        (!filling.follow(place, |draft| draft.required(place)))
            .then(|| view! { " "<small>{language.say("form.optional")}</small> })
    };
    let words = {
        let form = form.clone();
        move || filling.words(language, place, &form.node(place.node).label)
    };
    let heading = match (several, alone) {
        (true, true) => view! { <legend><h1 tabindex="-1">{words}{optional}</h1></legend> }.into_any(),
        (true, false) => {
            view! { <legend><span class="question">{words}{optional}</span></legend> }.into_any()
        }
        (false, true) => {
            view! { <h1 tabindex="-1"><label for=id.clone()>{words}{optional}</label></h1> }.into_any()
        }
        (false, false) => view! { <label for=id.clone()>{words}{optional}</label> }.into_any(),
    };
    let hint = {
        let form = form.clone();
        move || {
            let labels = &form.node(place.node).hint;
            (!labels.is_empty()).then(|| filling.words(language, place, labels))
        }
    };
    let problem = move || {
        wrong.get().map(|words| view! { <p class="wrong">{icon(Icon::Warning)}<span>{words}</span></p> })
    };
    let class = move || if wrong.with(Option::is_some) { "field has-wrong" } else { "field" };
    let inside = view! {
        {heading}
        <p class="hint" id=format!("{id}-hint")>{hint}</p>
        <Aloud filling=filling place=place/>
        <Remark filling=filling place=place/>
        <div id=format!("{id}-wrong")>{problem}</div>
        {children()}
        <Reasons filling=filling place=place/>
    };
    match several {
        true => view! { <fieldset class=class aria-describedby=format!("{id}-hint {id}-wrong")>{inside}</fieldset> }.into_any(),
        false => view! { <div class=class>{inside}</div> }.into_any(),
    }
}

/// How to say the question: field workers read it to people who do not read.
#[component]
fn Aloud(filling: Filling, place: Place) -> impl IntoView {
    let language = language();
    let form = filling.look(|draft| draft.definition().clone());
    move || {
        let labels = &form.node(place.node).aloud.0;
        let own = language.tongue();
        let spoken =
            [own, Tongue::Ar, Tongue::Fr].into_iter().find(|tongue| labels.contains_key(tongue.code()))?;
        Some(view! {
            <p class="aloud">
                {icon(Icon::Speaker)}
                <span class="only-heard">{language.say("form.aloud")}</span>
                <span lang=spoken.code() dir=spoken.direction()>{labels[spoken.code()].clone()}</span>
            </p>
        })
    }
}

/// What a coordinator wrote about this answer.
#[component]
fn Remark(filling: Filling, place: Place) -> impl IntoView {
    let (language, colleagues) = (language(), colleagues());
    let remarks = filling.remarks()?;
    let path = filling.look(|draft| draft.definition().path(place))?;
    let words = remarks.fields.get(&path)?.clone();
    let by = move || {
        let name = remarks.by.map(|by| colleagues.name(by)).unwrap_or_default();
        let day = remarks.on.map(|on| language.date(on)).unwrap_or_default();
        language.view("form.remark", &args().with("name", name).with("date", day))
    };
    Some(
        view! { <p class="remark">{icon(Icon::Undo)}<span><b>{by}</b><span dir="auto">{words}</span></span></p> },
    )
}

/// Words to read to the person.
#[component]
fn Words(filling: Filling, place: Place, alone: bool) -> impl IntoView {
    let language = language();
    let form = filling.look(|draft| draft.definition().clone());
    let words = move || {
        // Its own words may have changed with an answer.
        filling.follow(place, |_| Facet::Label);
        filling.words(language, place, &form.node(place.node).label)
    };
    view! {
        <div class="note">
            {icon(Icon::Speaker)}
            <div>{match alone {
                true => view! { <h1 tabindex="-1">{words}</h1> }.into_any(),
                false => view! { <p>{words}</p> }.into_any(),
            }}</div>
        </div>
        <Aloud filling=filling place=place/>
    }
}

/// An answer that can only be read.
#[component]
fn Fixed(filling: Filling, place: Place) -> impl IntoView {
    let language = language();
    let form = filling.look(|draft| draft.definition().clone());
    let said = {
        let form = form.clone();
        move || {
            let value = filling.follow(place, |draft| draft.visible_answer(place).cloned());
            value.map(|value| super::said(language, filling.records(), &form, place.node, &value))
        }
    };
    view! {
        <div class="field">
            <span class="question">{move || filling.words(language, place, &form.node(place.node).label)}" "<small>{t("form.calculated")}</small></span>
            <p class="said" dir="auto">{said}</p>
        </div>
    }
}
