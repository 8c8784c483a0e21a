//! One page of a form: at most three inputs that belong together, Back above, Next below.

use super::control::Control;
use super::errors::Errors;
use super::leave;
use super::namesakes::PerhapsHere;
use super::refused::Refused;
use super::{Filling, Repeat, Roster, Step, Way};
use crate::browser::page as browser_page;
use crate::colleagues::colleagues;
use crate::language::{args, language, t};
use crate::parts::{Icon, Note, Phone, Tone, icon, naming};
use crate::records::Keeping;
use form::{Kind, NodeId, Screen};
use leptos::prelude::*;

#[component]
pub fn Page(filling: Filling, way: Way, step: Step) -> impl IntoView {
    // A page opened for one thing leads back to where it was opened.
    let returns = matches!(step, Step::Row { .. } | Step::Page { from_check: true, .. });
    // An answer given meanwhile may have made the page disappear.
    let otherwise = match &step {
        Step::Row { repeat, .. } => Step::page(repeat),
        _ => Step::Check,
    };
    let here = Memo::new(move |_| match &step {
        Step::Row { repeat, row } => filling.row_screen(repeat, *row),
        Step::Page { name, .. } => {
            filling.screens().into_iter().find(|screen| filling.screen_name(screen) == *name)
        }
        _ => None,
    });
    let Some(screen) = here.get_untracked() else {
        way.replace(&otherwise);
        return ().into_any();
    };
    filling.come_to(Some(&screen));
    let errors_shown = RwSignal::new(false);
    let next = move || {
        let Some(screen) = here.get_untracked() else { return way.go(&Step::Check) };
        if !filling.tell_problems(&screen.places().collect::<Vec<_>>()) {
            errors_shown.set(true);
            return browser_page::focus_on("errors");
        }
        if let Some(row) = screen.nodes.first().and_then(|repeat| filling.wrong_row(*repeat)) {
            let repeat = filling.screen_name(&screen);
            if let Some(screen) = filling.row_screen_now(&repeat, row) {
                filling.tell_problems(&screen.places().collect::<Vec<_>>());
            }
            return way.go(&Step::Row { repeat, row });
        }
        if returns {
            return way.back();
        }
        let screens = filling.screens_now();
        let place = screens.iter().position(|one| *one == screen).map_or(0, |place| place + 1);
        match screens.get(place) {
            Some(after) => way.go(&Step::page(&filling.screen_name(after))),
            None => way.go(&Step::Check),
        }
    };
    let places = move || here.get().map(|screen| screen.places().collect::<Vec<_>>()).unwrap_or_default();
    let alone = inputs(filling, &screen) == 1 && screen.group.is_none();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        next();
    };
    let kind =
        screen.nodes.first().map(|node| filling.look(|draft| draft.definition().node(*node).kind.clone()));
    let steps = ViewFn::from(move || {
        let back = move |_| way.back();
        view! {
            <button class="btn" type="button" on:click=back>{t("form.back")}</button>
            <button class="btn main" type="submit" form="page" disabled=move || filling.is_readying()>{t("form.next")}</button>
        }
    });
    let title = filling.look(|draft| naming::form_word(&draft.definition().name));
    let leave = leave::out(filling, way, Some(screen.clone()));
    view! {
        <Phone title=title class="ask" steps=steps leave=leave>
            <Through filling=filling here=here/>
            <Kept filling=filling/>
            <form id="page" class="ask" novalidate on:submit=submit>
                <Show when=move || errors_shown.get()><Errors filling=filling places=Signal::derive(places)/></Show>
                <About filling=filling screen=screen.clone()/>
                <GroupHeading filling=filling screen=screen.clone()/>
                <Before filling=filling/>
                {match kind {
                    Some(Kind::Repeat) => view! {
                        <Heading filling=filling node=screen.nodes[0]/>
                        <Repeat filling=filling way=way node=screen.nodes[0]/>
                    }
                    .into_any(),
                    Some(Kind::Roster(_)) => view! { <Heading filling=filling node=screen.nodes[0]/><Roster filling=filling node=screen.nodes[0]/> }.into_any(),
                    _ => view! {
                        <For each=places key=|place| *place children=move |place| view! {
                            <Control filling=filling place=place alone=alone/>
                        }/>
                    }
                    .into_any(),
                }}
                <Refused filling=filling way=way screen=screen.clone()/>
                <PerhapsHere filling=filling screen=screen/>
            </form>
        </Phone>
    }
    .into_any()
}

fn inputs(filling: Filling, screen: &Screen) -> usize {
    let is_input = |node: &&NodeId| filling.look(|draft| draft.definition().node(**node).is_input());
    screen.nodes.iter().filter(is_input).count()
}

/// How far through the form the page is.
#[component]
fn Through(filling: Filling, here: Memo<Option<Screen>>) -> impl IntoView {
    let language = language();
    let place = Memo::new(move |_| {
        let screens = filling.screens();
        let place = here.with(|here| here.as_ref()?.place_among(&screens));
        (place.map_or(0, |place| place + 1), screens.len())
    });
    let label = move || {
        let (page, pages) = place.get();
        let numbers = args().with("i", language.number(page as i64)).with("n", language.number(pages as i64));
        language.plain("form.page", &numbers)
    };
    // The check page is the last step: the line is full only there.
    view! { <progress class="through" max=move || place.get().1 + 1 value=move || place.get().0 aria-label=label></progress> }
}

/// The record that this one is about, on the pages that do not ask for it.
#[component]
fn About(filling: Filling, screen: Screen) -> impl IntoView {
    let (language, records) = (language(), filling.records());
    let about = filling.look(|draft| {
        let mut answers = draft.answers().into_iter().filter(|(node, _)| !screen.nodes.contains(node));
        answers.find_map(|(_, value)| value?.as_reference())
    });
    about.map(|id| {
        let line = move || records.summary(id);
        let name = move || line().map(|line| naming::title(language, records, &line));
        view! { <p class="where about">{move || line().map(|line| icon(naming::form_icon(&line.form)))}<bdi>{name}</bdi></p> }
    })
}

/// Says that nothing will be lost.
#[component]
pub fn Kept(filling: Filling) -> impl IntoView {
    let (language, records) = (language(), filling.records());
    let line = move || {
        match records.keeping() {
        Keeping::Kept => view! { <p class="kept">{icon(Icon::Check)}<span>{language.say("form.kept")}</span></p> }.into_any(),
        Keeping::Soon => view! { <p class="kept">{icon(Icon::Pencil)}<span>{language.say("form.keeping")}</span></p> }.into_any(),
        Keeping::Failed(_) => view! {
            <p class="wrong" role="alert">{icon(Icon::Warning)}<span>{language.say("form.not_kept")}</span></p>
            <button class="btn" type="button" on:click=move |_| records.write_drafts_now()>{t("app.retry")}</button>
        }
        .into_any(),
    }
    };
    view! { <Show when=move || filling.is_kept()>{line}</Show> }
}

/// The heading of a page with several questions: the name of their group.
#[component]
fn GroupHeading(filling: Filling, screen: Screen) -> impl IntoView {
    let place = |draft: &form::Draft| {
        let rows = draft.rows(screen.group?);
        rows.iter().position(|row| Some(*row) == screen.row)
    };
    let number = filling.look(place).map(|place| place + 1);
    screen.group.map(|group| view! { <Heading filling=filling node=group number=number/> })
}

/// The words of a group or sheet as the page's heading.
#[component]
fn Heading(
    filling: Filling,
    node: NodeId,
    /// Which row of the repeat the page is about.
    #[prop(default = None)]
    number: Option<usize>,
) -> impl IntoView {
    let language = language();
    let form = filling.look(|draft| draft.definition().clone());
    let hint = form.clone();
    let hint = move || {
        let labels = &hint.node(node).hint;
        (!labels.is_empty())
            .then(|| view! { <p class="hint">{filling.words(language, node.into(), labels)}</p> })
    };
    view! {
        <h1 tabindex="-1">
            {move || filling.words(language, node.into(), &form.node(node).label)}
            {number.map(|number| format!(" {number}"))}
        </h1>
        {hint}
    }
}

/// What the person must know before answering: what was returned, what changed meanwhile.
#[component]
fn Before(filling: Filling) -> impl IntoView {
    let (language, colleagues) = (language(), colleagues());
    let opened = filling.opened();
    let remarks = opened.remarks.clone().filter(|remarks| !remarks.general.is_empty());
    let general = remarks.map(|remarks| {
        let by = move || {
            let name = remarks.by.map(|by| colleagues.name(by)).unwrap_or_default();
            let day = remarks.on.map(|on| language.date(on)).unwrap_or_default();
            language.view("form.remark_general", &args().with("name", name).with("date", day))
        };
        view! {
            <p class="remark">{icon(Icon::Undo)}<span><b>{by}</b><span dir="auto">{remarks.general.clone()}</span></span></p>
        }
    });
    view! {
        {general}
        {opened.changed_elsewhere.then(|| view! {
            <Note tone=Tone::Warn icon=Icon::Info title=Signal::derive(t("form.changed_elsewhere"))/>
        })}
        {opened.earlier_form.then(|| view! {
            <Note tone=Tone::Neutral icon=Icon::Info title=Signal::derive(t("form.earlier_form"))/>
        })}
    }
}
