//! Every answer, to be read to the person, and saving.

use super::errors::Errors;
use super::page::Kept;
use super::{Ended, Filling, Step, Way, ended, leave, said};
use crate::account::account;
use crate::browser::{clock, page};
use crate::language::{args, language, t};
use crate::parts::{Attached, ErrorNote, Fetch, Icon, Note, Phone, Tone, naming};
use crate::records::{Problem, records};
use form::{Kind, Place, Screen};
use leptos::prelude::*;
use leptos::task::spawn_local;
use record::{RecordId, Value};

/// What is happening to the record.
#[derive(Clone, Copy, PartialEq)]
enum Saving {
    No,
    Now,
    Failed(Problem),
    /// It is as it was: there is nothing to save.
    Nothing,
    /// There is one already of the same person, programme, milestone: whatever makes its identity.
    There(RecordId),
}

#[component]
pub fn Check(filling: Filling, way: Way) -> impl IntoView {
    let (language, account, ended) = (language(), account(), ended());
    filling.come_to(None);
    let saving = RwSignal::new(Saving::No);
    let errors_shown = RwSignal::new(false);
    // The button is at hand wherever the page has been scrolled to; what is said is not.
    let tell = move |said| {
        saving.set(said);
        page::focus_on("not-saved");
    };
    let save = move |_| {
        if saving.get_untracked() == Saving::Now {
            return;
        }
        if !filling.tell_all_problems() {
            errors_shown.set(true);
            return page::focus_on("errors");
        }
        if filling.opened().changes && !filling.is_touched() {
            return tell(Saving::Nothing);
        }
        let record = filling.record();
        if !filling.opened().changes && filling.records().with_index_now(|index| index.contains_key(&record))
        {
            return tell(Saving::There(record));
        }
        let Some(me) = account.me_now() else { return tell(Saving::Failed(Problem::NobodySignedIn)) };
        let Ok(proposal) = filling.look(|draft| draft.finish(me.person.id, clock::today())) else { return };
        saving.set(Saving::Now);
        spawn_local(async move {
            let outcome = finish(filling, ended, proposal).await;
            // Who has left meanwhile stays where they are.
            if !filling.is_open() {
                return;
            }
            match outcome {
                Saving::No => {
                    saving.set(Saving::No);
                    way.replace(&Step::Saved);
                }
                not_saved => tell(not_saved),
            }
        });
    };
    let steps = ViewFn::from(move || {
        view! {
            <button class="btn" type="button" on:click=move |_| way.back()>{t("form.back")}</button>
            <button class="btn main" type="button" disabled=move || saving.get() == Saving::Now || filling.is_readying() on:click=save>
                {move || language.say(if saving.get() == Saving::Now { "form.saving" } else { "form.save" })}
            </button>
        }
    });
    let form_name = StoredValue::new(filling.look(|draft| draft.definition().name.clone()));
    let title = naming::form_word(&form_name.get_value());
    view! {
        <Phone title=title class="check" steps=steps leave=leave::out(filling, way, None)>
            <progress class="through" max="1" value="1" aria-hidden="true"></progress>
            <Kept filling=filling/>
            <Show when=move || errors_shown.get()><Errors filling=filling places=Signal::derive(move || filling.told())/></Show>
            <div id="not-saved" tabindex="-1">{move || match saving.get() {
                Saving::Failed(problem) => Some(view! { <ErrorNote key=problem.key()/> }.into_any()),
                Saving::Nothing => Some(view! { <p class="note" role="alert">{t("form.saved.nothing")}</p> }.into_any()),
                Saving::There(record) => Some(view! {
                    <Note tone=Tone::Warn icon=Icon::Info title=Signal::derive(t("form.there"))>
                        <div class="acts"><a class="btn" href=naming::address(form_name.get_value().as_str(), record)>{t("form.saved.open")}</a></div>
                    </Note>
                }.into_any()),
                Saving::No | Saving::Now => None,
            }}</div>
            <h1 tabindex="-1">{t("form.check.title")}</h1>
            <p class="hint">{t("form.check.hint")}</p>
            {screens(filling).into_iter().map(|screen| view! { <Answers filling=filling way=way screen=screen/> }).collect_view()}
            <leave::ToColleague filling=filling/>
        </Phone>
    }
}

/// The pages, each repeat followed by those of its rows.
fn screens(filling: Filling) -> Vec<Screen> {
    let mut screens = Vec::new();
    for screen in filling.screens_now() {
        let nodes = screen.nodes.clone();
        screens.push(screen);
        for node in nodes {
            let row_screens = |draft: &form::Draft| {
                let rows = draft.rows(node).into_iter();
                rows.filter_map(|row| draft.row_screen(node, row)).collect::<Vec<_>>()
            };
            screens.extend(filling.look(row_screens));
        }
    }
    screens
}

/// Saves; only a transaction that is on the disk ends the draft.
async fn finish(filling: Filling, ended: Ended, proposal: record::Proposal) -> Saving {
    let (id, form) = (filling.id(), filling.look(|draft| draft.definition().name.clone()));
    match filling.records().save(proposal, Some(&id)).await {
        Ok(record) => {
            ended.end(&id, Some((form, record)));
            Saving::No
        }
        Err(problem) => Saving::Failed(problem),
    }
}

/// The answers of one page, each with *Change*.
#[component]
fn Answers(filling: Filling, way: Way, screen: Screen) -> impl IntoView {
    let language = language();
    let form = filling.look(|draft| draft.definition().clone());
    let places: Vec<Place> = screen.places().filter(|place| form.node(place.node).is_input()).collect();
    if places.is_empty() {
        return ().into_any();
    }
    let name = filling.screen_name(&screen);
    let change = match screen.row {
        Some(row) => Step::Row { repeat: name, row },
        None => Step::change(&name),
    };
    let heading = screen.group.map(|group| {
        let form = form.clone();
        let number = screen.row.and_then(|row| {
            let place = filling.look(|draft| draft.rows(group).iter().position(|one| *one == row))?;
            Some(format!(" {}", place + 1))
        });
        view! { <h2>{move || filling.words(language, group.into(), &form.node(group).label)}{number}</h2> }
    });
    let line = move |place: Place| {
        let change = change.clone();
        let address = way.address(&change);
        let question = move || filling.question(language, place.node);
        let answer = {
            let form = form.clone();
            move || match filling.follow(place, |draft| draft.visible_answer(place).cloned()) {
                Some(Value::File(file)) => {
                    view! { <dd><Attached file=*file fetch=Fetch::WhenAsked/></dd> }.into_any()
                }
                Some(value) => {
                    let words = said(language, records(), &form, place.node, &value);
                    match form.node(place.node).kind {
                        Kind::Phone | Kind::Money | Kind::Time | Kind::Barcode | Kind::Geopoint => {
                            view! { <dd><bdi dir="ltr" class="code">{words}</bdi></dd> }.into_any()
                        }
                        _ => view! { <dd dir="auto">{words}</dd> }.into_any(),
                    }
                }
                None if matches!(form.node(place.node).kind, Kind::Roster(_)) => {
                    let marks = filling.look(|draft| draft.marks(place.node).len());
                    view! { <dd>{language.view("people.count", &args().count(marks))}</dd> }.into_any()
                }
                None if form.node(place.node).kind == Kind::Repeat => {
                    let rows = filling.look(|draft| draft.rows(place.node).len());
                    view! { <dd>{language.view("form.rows.count", &args().count(rows))}</dd> }.into_any()
                }
                None => view! { <dd class="none">{language.say("form.no_answer")}</dd> }.into_any(),
            }
        };
        let go = move |event: leptos::ev::MouseEvent| {
            event.prevent_default();
            way.go(&change);
        };
        let heard = move || language.plain("form.check.change_what", &args().with("question", question()));
        view! {
            <div>
                <dt>{question}</dt>
                {answer}
                <dd><a href=address on:click=go>{t("form.check.change")}<span class="only-heard">{heard}</span></a></dd>
            </div>
        }
    };
    view! { {heading}<dl class="answers">{places.into_iter().map(line).collect_view()}</dl> }.into_any()
}
