//! What the office has set aside becomes a draft again.

use super::opening::{NotOpened, surroundings};
use super::{Filling, opening};
use crate::catalogue::Catalogue;
use crate::records::{DraftId, Records};
use form::Draft;
use leptos::prelude::*;
use record::{Change, RecordId};
use std::sync::Arc;
use sync::Grants;

/// The record that a new record becomes when it is sent again after it was set aside. It follows from the change, so
/// that it is made once however often somebody begins to correct it.
pub fn again(change: &Change) -> RecordId {
    let dot = format!("{:?}", change.dot);
    RecordId::derived("again", &[&change.record.to_string(), &dot])
}

/// Makes a draft of a change, or finds the one there is: over the record as it is now, if this phone holds it, else
/// of a new record.
pub async fn correct_again(
    change: &Change,
    (records, catalogue, grants): (Records, Catalogue, Grants),
) -> Result<DraftId, NotOpened> {
    catalogue.ready().await;
    let record = again(change);
    let id = format!("again-{record}");
    if records.draft(&id).is_some() {
        return Ok(id);
    }
    let definition = catalogue.form_now(&change.form).ok_or(NotOpened::NoForm)?;
    let around = untrack(|| surroundings(catalogue, &grants));
    let shown = records.get(change.record).await.map_err(NotOpened::Storage)?;
    let changes = shown.is_some();
    let mut draft = match shown {
        Some(shown) => Draft::editing(definition, &shown.record, around),
        None => Draft::new(definition, record, around),
    };
    for (path, value) in &change.edits {
        draft.set(path, value.clone());
    }
    Filling::new(Arc::new(opening::opened(id.clone(), draft, changes)), records).keep();
    Ok(id)
}
