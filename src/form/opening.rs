//! Opening a form: new, of a record, of a draft.

use super::remarks::Remarks;
use crate::account::Account;
use crate::browser::{clock, random};
use crate::catalogue::Catalogue;
use crate::records::{self, Problem, Records, Summary};
use form::{Draft, Kept, Kind, NodeId, Place, Screen, Surroundings};
use leptos::prelude::*;
use record::json;
use record::{RecordId, Value};
use std::collections::BTreeSet;
use sync::{Grants, Programmes};

/// A form, opened.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The draft's identity.
    pub id: String,
    /// The draft.
    pub draft: Draft,
    /// Whether it changes a record that exists.
    pub changes: bool,
    /// Whether the draft was on this phone already.
    pub stored: bool,
    /// The draft was begun under another version of the form than is in force.
    pub earlier_form: bool,
    /// The record has changed since the draft was begun.
    pub changed_elsewhere: bool,
    /// What a coordinator wrote when returning the record.
    pub remarks: Option<Remarks>,
    /// The record from whose page it was begun.
    pub about: Option<RecordId>,
    /// The carrier in which it came from a colleague.
    pub handed: Option<RecordId>,
}

/// Why a form cannot be opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotOpened {
    /// The definition has not arrived on this phone.
    NoForm,
    /// This phone does not hold the record or draft.
    NotHere,
    /// Storage cannot be read.
    Storage(Problem),
}

/// What a form may depend on: the day, and where the person works.
pub fn surroundings(catalogue: Catalogue, grants: &Grants) -> Surroundings {
    let mut around = Surroundings::on(clock::today());
    let records = || grants.list.iter().filter(|grant| grant.role.reads_records());
    if records().all(|grant| grant.programmes != Programmes::All) {
        let named = records().flat_map(|grant| match &grant.programmes {
            Programmes::Only(codes) => codes.iter().cloned().collect(),
            Programmes::All => Vec::new(),
        });
        around.programmes = Some(named.collect());
    }
    if records().all(|grant| !grant.territory.is_empty()) {
        let within = |code: &String| {
            records().any(|grant| {
                code.strip_prefix(&grant.territory)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            })
        };
        around.communes = Some(catalogue.communes().into_iter().filter(within).collect());
    }
    around
}

/// What a draft is begun with.
#[derive(Clone, Debug, Default)]
pub struct Beginning {
    /// The form.
    pub form: Option<String>,
    /// The record that is changed; none if it is a new one.
    pub record: Option<RecordId>,
    /// Answers that are known already: `about:venture,venture:<id>`.
    pub given: String,
    /// The carrier in which a colleague hands the draft over.
    pub handed: Option<RecordId>,
}

/// Opens the draft `id`: as it is stored, else a change of the record, else a new record of the form.
pub async fn open(
    id: String,
    Beginning { form, record, given, handed }: Beginning,
    (records, catalogue, grants): (Records, Catalogue, Grants),
) -> Result<Opened, NotOpened> {
    catalogue.ready().await;
    let around = untrack(|| surroundings(catalogue, &grants));
    let stored = match handed {
        Some(carrier) => records.take_handed(carrier, &id).await.map_err(NotOpened::Storage)?,
        None => records.draft(&id),
    };
    if let Some(stored) = stored {
        return take_up(&stored, (records, catalogue, around)).await;
    }
    let name = form.ok_or(NotOpened::NotHere)?;
    let definition = catalogue.form_now(&name).ok_or(NotOpened::NoForm)?;
    let Some(record) = record else {
        let mut draft = Draft::new(definition, random::record_id(), around);
        let about = give(&mut draft, &given, records);
        return Ok(Opened { about, ..opened(id, draft, false) });
    };
    let shown = records.get(record).await.map_err(NotOpened::Storage)?.ok_or(NotOpened::NotHere)?;
    let mut draft = Draft::editing(definition, &shown.record, around);
    let remarks = Remarks::of(&shown.record);
    let first = remarks.as_ref().and_then(|remarks| remarks.fields.keys().next());
    if let Some(node) = first.and_then(|path| draft.definition().find(path.as_str())) {
        draft.move_to(node);
    }
    Ok(Opened { remarks, ..opened(id, draft, true) })
}

async fn take_up(
    stored: &records::Draft,
    (records, catalogue, around): (Records, Catalogue, Surroundings),
) -> Result<Opened, NotOpened> {
    let kept: Kept = json::read(&stored.kept).map_err(|_| NotOpened::Storage(Problem::Unreadable))?;
    let definition = catalogue.form_by_hash(&kept.form, &kept.form_hash).ok_or(NotOpened::NoForm)?;
    let shown =
        if stored.changes { records.get(stored.record).await.map_err(NotOpened::Storage)? } else { None };
    let earlier_form = catalogue.form_now(&kept.form).is_some_and(|now| now.hash != kept.form_hash);
    let changed_elsewhere = shown.as_ref().is_some_and(|shown| !kept.saw.covers(&shown.record.context));
    let remarks = shown.as_ref().and_then(|shown| Remarks::of(&shown.record));
    let draft = Draft::restore(definition, kept, around);
    let opened = opened(stored.id.clone(), draft, stored.changes);
    let handed = stored.handed;
    Ok(Opened { stored: true, earlier_form, changed_elsewhere, remarks, handed, ..opened })
}

pub(super) fn opened(id: String, draft: Draft, changes: bool) -> Opened {
    Opened {
        id,
        draft,
        changes,
        stored: false,
        earlier_form: false,
        changed_elsewhere: false,
        remarks: None,
        about: None,
        handed: None,
    }
}

/// Puts the answers that are known already into a new draft, and opens it at the first page that asks for more. The
/// record it is about, if one was given.
fn give(draft: &mut Draft, given: &str, records: Records) -> Option<RecordId> {
    let form = draft.definition().clone();
    let mut nodes = BTreeSet::new();
    let mut about = None;
    for (name, code) in given.split(',').filter_map(|pair| pair.split_once(':')) {
        let Some(node) = form.find(name) else { continue };
        let row = form.repeat_around(node).map(|repeat| {
            let row = random::row_id();
            draft.add_row(repeat, row);
            row
        });
        let named = code.parse::<RecordId>().ok();
        let value = named.map_or_else(|| Value::Choice(code.to_owned()), Value::Reference);
        if let Some(path) = form.path(Place { node, row }) {
            draft.set(&path, Some(value));
            nodes.insert(node);
            about = about.or(named);
        }
    }
    let line = about.and_then(|id| records.with_index_now(|index| index.get(&id).cloned()))?;
    for (node, value) in belonging(draft, &line) {
        if let Some(path) = form.path(node.into()) {
            draft.set(&path, Some(value));
        }
    }
    let asks = |screen: &Screen| screen.nodes.iter().any(|node| !nodes.contains(node));
    if let Some(node) =
        draft.screens().iter().find(|screen| asks(screen)).and_then(|screen| screen.nodes.first())
    {
        draft.move_to(*node);
    }
    about
}

/// What is recorded about another record belongs where that one does, until somebody says otherwise.
pub fn belonging(draft: &Draft, about: &Summary) -> Vec<(NodeId, Value)> {
    let form = draft.definition();
    let answer = |node: NodeId| {
        let code = match form.node(node).kind {
            Kind::Programme(_) => &about.programme,
            Kind::Commune(_) => &about.commune,
            _ => return None,
        };
        let is_free = draft.answer(node).is_none() && !code.is_empty();
        is_free.then(|| (node, Value::Choice(code.clone())))
    };
    form.ids().filter_map(answer).collect()
}

/// Whether a draft is an attendance sheet that is being marked, not a form that is being filled.
pub fn is_sheet(draft: &records::Draft) -> bool {
    let place = json::read::<Kept>(&draft.kept).ok().and_then(|kept| kept.place);
    draft.changes && draft.form == "session" && place.as_deref() == Some("attendance")
}

/// Where a draft is taken up again.
pub fn draft_address(draft: &records::Draft) -> String {
    match is_sheet(draft) {
        true => format!("/sessions/{}/attendance", draft.record),
        false => format!("/draft/{}", draft.id),
    }
}

/// The grants of the person who has signed in.
pub fn grants(account: Account) -> Grants {
    account.me_now().map(|me| me.grants).unwrap_or_default()
}
