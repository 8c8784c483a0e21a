//! Records and drafts as lines of lists.

use crate::catalogue::catalogue;
use crate::language::{Tongue, args, language};
use crate::parts::naming::{address, form_icon, form_word, nameless, title};
use crate::parts::{Card, Icon, Status, icon};
use crate::records::{Draft, Loaded, Summary, Task, What, records};
use leptos::prelude::*;
use record::{Path, RecordId, ReviewState};
use std::sync::Arc;

/// What a line is known by: whatever of it is seen.
pub type LineKey = (RecordId, i64, &'static str);

/// What a record's line is known by.
pub fn line_key(line: &Arc<Summary>) -> LineKey {
    (line.id, line.at, Status::for_author(line).class())
}

/// A record with where it stands.
pub fn record_card(line: Arc<Summary>) -> impl IntoView {
    let status = Some(Status::for_author(&line));
    let at = line.at;
    card(line, status, Some(at))
}

/// A record by its name, without where it stands once all is well.
pub fn plain_card(line: Arc<Summary>) -> impl IntoView {
    let status = unless_well(&line);
    card(line, status, None)
}

fn unless_well(line: &Summary) -> Option<Status> {
    let status = Status::for_author(line);
    let calm = matches!(status, Status::Office | Status::Approved);
    (!calm).then_some(status)
}

/// A record on the page of one that it belongs to: without a name of its own it is called by its form, not by what it
/// is about.
pub fn related_card(line: Arc<Summary>) -> impl IntoView {
    let (language, catalogue) = (language(), catalogue());
    let own = line.name(language.tongue() == Tongue::Ar).to_owned();
    let word = language.say(form_word(&line.form));
    let (name, word) = if own.is_empty() { (word, None) } else { (own, Some(word)) };
    let time = line.day.map(|day| language.date(day)).unwrap_or_default();
    let about = {
        let line = line.clone();
        Signal::derive(move || {
            let programme = Some(catalogue.programme(&line.programme)).filter(|_| line.form == "enrolment");
            let words = [word.clone(), programme, catalogue.kind_of(&line)];
            words.into_iter().flatten().collect::<Vec<_>>().join(" · ")
        })
    };
    view! {
        <Card icon=form_icon(&line.form) href=address(&line.form, line.id) name=name time=time what=about
            status=unless_well(&line)/>
    }
}

/// Something that is due: about whom, what, by when; a tap begins it.
pub fn task_card(task: Task) -> impl IntoView {
    let (language, catalogue, records) = (language(), catalogue(), records());
    let Task { venture, what, day, late } = task;
    let (form, given) = match what {
        What::FollowUp(milestone) => ("follow_up", format!("venture:{},milestone:{milestone}", venture.id)),
        What::Visit => ("coaching", format!("about:venture,venture:{}", venture.id)),
    };
    let address = format!("/form/{form}/new?given={given}");
    let which = move || {
        let word = language.say(form_word(form));
        match what {
            What::FollowUp(code) => format!("{word} · {}", catalogue.choice("follow_up", "milestone", code)),
            What::Visit => word,
        }
    };
    let name = move || title(language, records, &venture);
    let when = move || {
        let key = if late { "due.late" } else { "due.by" };
        language.view(key, &args().with("date", language.date(day)))
    };
    let (class, status, glyph) = match late {
        true => ("card returned", "status returned", Icon::Warning),
        false => ("card", "status", Icon::Clock),
    };
    view! {
        <li class=class>
            {icon(form_icon(form))}
            <a href=address><bdi>{name}</bdi></a>
            <span class="what">{which}</span>
            <span class=status>{icon(glyph)}<span>{when}</span></span>
        </li>
    }
}

fn card(line: Arc<Summary>, status: Option<Status>, at: Option<i64>) -> impl IntoView {
    let (language, catalogue) = (language(), catalogue());
    let about = {
        let line = line.clone();
        Signal::derive(move || {
            let day = line.day.map(|day| language.date(day));
            let commune = Some(catalogue.commune(&line.commune)).filter(|name| !name.is_empty());
            // In a list of one kind, what tells two of one name apart says more than the kind.
            let word = at.map(|_| language.say(form_word(&line.form)));
            let kind = catalogue.kind_of(&line);
            let detail = Some(line.detail.clone()).filter(|detail| at.is_none() && !detail.is_empty());
            [word, kind, day, commune, detail].into_iter().flatten().collect::<Vec<_>>().join(" · ")
        })
    };
    let name = title(language, records(), &line);
    let time = at.map(|at| language.moment(at)).unwrap_or_default();
    view! {
        <Card icon=form_icon(&line.form) href=address(&line.form, line.id) name=name time=time
            what=about status=status/>
    }
}

/// A returned record: what is to be corrected, and straight to correcting it.
pub fn returned_card(line: Arc<Summary>) -> impl IntoView {
    if line.review != ReviewState::Returned || Status::for_author(&line) != Status::Returned {
        return record_card(line).into_any();
    }
    let (language, catalogue, records) = (language(), catalogue(), records());
    let id = line.id;
    let shown = records.watch(move || Some(id));
    let remark = Memo::new(move |_| {
        shown.with(|shown| {
            let Loaded::Ready(Some(shown)) = shown else { return None };
            let review = shown.record.review()?;
            let first = review.remarks.iter().next().map(|(path, words)| (Some(path.clone()), words.clone()));
            first.or_else(|| Some((None, review.reason.clone())))
        })
    });
    let form = line.form.clone();
    let field = move |path: &Path| {
        let form = catalogue.form(&form)?;
        let node = form.find(path.as_str())?;
        Some(language.label(|code| form.node(node).label.0.get(code).map(String::as_str)).to_owned())
    };
    let to_correct = move || {
        remark.with(|remark| match remark.as_ref().and_then(|(path, _)| field(path.as_ref()?)) {
            Some(field) => language.view("status.returned_field", &args().with("field", field)),
            None => language.view("status.returned", &args()),
        })
    };
    let words = move || {
        let words = remark.with(|remark| remark.as_ref().map(|(_, words)| words.clone()));
        words
            .filter(|words| !words.is_empty())
            .map(|words| view! { <span class="what" dir="auto">{words}</span> })
    };
    let name = title(language, records, &line);
    let commune = line.commune.clone();
    let about = {
        let form = line.form.clone();
        move || format!("{} · {}", language.say(form_word(&form)), catalogue.commune(&commune))
    };
    view! {
        <li class="card returned">
            {icon(form_icon(&line.form))}
            <a href=format!("/form/{}/{}", line.form, line.id)><bdi>{name}</bdi></a>
            <time><bdi>{move || language.moment(line.at)}</bdi></time>
            <span class="what">{about}</span>
            <span class="status returned">{icon(Icon::Undo)}<span>{to_correct}</span></span>
            {words}
        </li>
    }
    .into_any()
}

/// A draft, with its place.
pub fn draft_card(draft: Arc<Draft>) -> impl IntoView {
    let language = language();
    let name = if draft.title.is_empty() { language.say(nameless(&draft.form)) } else { draft.title.clone() };
    let (page, pages) = draft.place;
    let about = {
        let (form, is_sheet) = (draft.form.clone(), crate::form::is_sheet(&draft));
        Signal::derive(move || {
            let numbers =
                args().with("i", language.number(page as i64)).with("n", language.number(pages as i64));
            let place = match is_sheet {
                true => language.say("attendance.title"),
                false if page > pages => language.say("form.check.title"),
                false => language.plain("form.page", &numbers),
            };
            format!("{} · {place}", language.say(form_word(&form)))
        })
    };
    view! {
        <Card icon=form_icon(&draft.form) href=crate::form::draft_address(&draft) name=name
            time=language.moment(draft.written) what=about status=Status::Draft/>
    }
}
