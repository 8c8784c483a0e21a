//! Entries that a coordinator must look at. The decision is not made here: admitting and dismissing are acts in the
//! coordinator's own log (`sync::Act`).

use crate::refusal::Refusal;
use crate::session::SignedIn;
use crate::{Endpoint, store::StoreError};
use axum::{Json, extract::State};
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use sqlx::{Row, any::AnyRow, query};
use std::collections::BTreeSet;
use std::sync::Arc;
use sync::{Act, Grants, Outcome, Payload, Reason, Role};

/// One held entry.
#[derive(Serialize)]
struct Held {
    device: String,
    index: i64,
    author: String,
    at: i64,
    reason: Reason,
    record: Option<String>,
    form: Option<String>,
    payload: Box<RawValue>,
}

/// How many are shown at once; those decided about make room.
const AT_MOST: usize = 500;

/// The held entries within the reach of the coordinator who asks, the oldest first.
pub async fn held(
    State(endpoint): State<Arc<Endpoint>>,
    signed_in: SignedIn,
) -> Result<Json<Value>, Refusal> {
    let own = signed_in.grants(&endpoint).await?;
    if !own.have(Role::Coordinator) {
        return Err(Refusal::Forbidden);
    }
    let rows = query(include_str!("../queries/held.sql")).fetch_all(endpoint.store.read()).await?;
    let within_reach = rows.iter().filter_map(|row| within_reach(row, &own).transpose());
    let entries: Vec<Held> = within_reach.take(AT_MOST).collect::<Result<_, _>>()?;
    Ok(Json(json!({ "entries": entries })))
}

/// The entry, if its record has ever been in a scope that the coordinator judges, or if it would bring it there.
fn within_reach(row: &AnyRow, own: &Grants) -> Result<Option<Held>, StoreError> {
    let unreadable = |what| move |_| StoreError::Unreadable(what);
    let payload: String = row.try_get(6)?;
    let change = match Payload::from_kept(payload.clone()).and_then(|payload| payload.act().ok()) {
        Some(Act::Change(change)) => Some(change),
        _ => None,
    };
    let ever: Option<String> = row.try_get(7)?;
    let mut scopes: BTreeSet<(String, String)> =
        ever.map_or(Ok(BTreeSet::new()), |ever| serde_json::from_str(&ever)).map_err(unreadable("scopes"))?;
    let brings = change.iter().flat_map(|change| change.edits.keys()).filter_map(|path| path.as_scope());
    scopes.extend(brings.map(|(programme, commune)| (programme.to_owned(), commune.to_owned())));
    if !own.judge(scopes.iter().map(|(programme, commune)| (programme.as_str(), commune.as_str()))) {
        return Ok(None);
    }
    let Outcome::Held(reason) = serde_json::from_str(row.try_get(4)?).map_err(unreadable("outcome"))? else {
        return Ok(None);
    };
    Ok(Some(Held {
        device: row.try_get(0)?,
        index: row.try_get(1)?,
        author: row.try_get(2)?,
        at: row.try_get(3)?,
        reason,
        record: row.try_get(5)?,
        form: change.map(|change| change.form),
        payload: RawValue::from_string(payload).map_err(unreadable("payload"))?,
    }))
}
