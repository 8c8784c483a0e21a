//! `GET /api/v1/records/{id}/history`: who changed what in a record, from what to what. Devices hold only what records
//! add up to; the logs are here.

use crate::readings::{self, What};
use crate::refusal::Refusal;
use crate::session::SignedIn;
use crate::{Endpoint, store::StoreError};
use axum::Json;
use axum::extract::{Path as Part, State};
use axum::http::Uri;
use record::{AuthorId, Change, Dot, Path, Record, RecordId, Value};
use serde::Serialize;
use sqlx::{Row, any::AnyRow, query, query_scalar};
use std::collections::BTreeMap;
use std::sync::Arc;
use sync::{Act, Outcome, Payload};

/// How many events come at once.
const PAGE: usize = 50;

/// What is told of a record: the latest events first.
#[derive(Serialize)]
pub struct History {
    events: Vec<Event>,
    /// Whether there is more behind them.
    more: bool,
}

/// One change.
#[derive(Serialize)]
struct Event {
    author: AuthorId,
    at: i64,
    received_at: i64,
    /// It was held first, and a coordinator took it in.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    admitted: bool,
    edits: Vec<Edit>,
}

/// One place before and after it.
#[derive(Serialize)]
struct Edit {
    path: Path,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<Value>,
}

/// The history of a record that the one asking judges; of any other, as of none, it is not there.
pub async fn history(
    State(endpoint): State<Arc<Endpoint>>,
    signed_in: SignedIn,
    Part(id): Part<String>,
    address: Uri,
) -> Result<Json<History>, Refusal> {
    let skip = skip(&address)?;
    let own = signed_in.grants(&endpoint).await?;
    let id: RecordId = id.parse().map_err(|_| Refusal::NotFound)?;
    let body: Option<String> = query_scalar("SELECT body FROM record WHERE id = $1")
        .bind(id.to_string())
        .fetch_optional(endpoint.store.read())
        .await?;
    let record: Record = serde_json::from_str(&body.ok_or(Refusal::NotFound)?)
        .map_err(|_| StoreError::Unreadable("record"))?;
    if !own.judge(record.scopes()) {
        return Err(Refusal::NotFound);
    }
    let rows = query(include_str!("../queries/history.sql"))
        .bind(id.to_string())
        .fetch_all(endpoint.store.read())
        .await?;
    let mut events = events(&record, rows.iter().map(taken_in).collect::<Result<_, _>>()?);
    if skip == 0 {
        let scopes = readings::scopes_of([&record]);
        let about = id.to_string();
        readings::note(&endpoint, &signed_in, What::History, &about, "", 1, &scopes).await?;
    }
    let more = events.len() > skip.saturating_add(PAGE);
    events = events.into_iter().rev().skip(skip).take(PAGE).collect();
    Ok(Json(History { events, more }))
}

/// How many of the latest events the one asking has already: `?skip=50`.
fn skip(address: &Uri) -> Result<usize, Refusal> {
    let skip = address.query().map(|query| query.strip_prefix("skip=").and_then(|skip| skip.parse().ok()));
    skip.unwrap_or(Some(0)).ok_or(Refusal::Invalid("skip"))
}

/// A change that was taken in, when it arrived, and whether a coordinator had to admit it.
struct TakenIn {
    change: Change,
    received_at: i64,
    admitted: bool,
}

fn taken_in(row: &AnyRow) -> Result<TakenIn, StoreError> {
    let unreadable = |what| StoreError::Unreadable(what);
    let payload = Payload::from_kept(row.try_get(0)?).ok_or(unreadable("payload"))?;
    let Ok(Act::Change(change)) = payload.act() else { return Err(unreadable("change")) };
    let outcome: Outcome = serde_json::from_str(row.try_get(2)?).map_err(|_| unreadable("outcome"))?;
    Ok(TakenIn { change, received_at: row.try_get(1)?, admitted: outcome == Outcome::Admitted })
}

/// The changes in the order of their stamps, each with what it replaced: as people saw the record change.
fn events(record: &Record, changes: Vec<TakenIn>) -> Vec<Event> {
    let mut once: BTreeMap<Dot, TakenIn> = BTreeMap::new();
    for taken_in in changes {
        once.entry(taken_in.change.dot).or_insert(taken_in);
    }
    let mut changes: Vec<TakenIn> = once.into_values().collect();
    changes.sort_by_key(|taken_in| (taken_in.change.at, taken_in.change.dot));
    let mut so_far = Record::new(record.id, &record.form);
    let mut events = Vec::with_capacity(changes.len());
    for TakenIn { change, received_at, admitted } in changes {
        let edit = |(path, after): (&Path, &Option<Value>)| Edit {
            path: path.clone(),
            before: so_far.shown(path).cloned(),
            after: after.clone(),
        };
        let edits = change.edits.iter().filter(|(path, _)| path.as_scope().is_none()).map(edit).collect();
        let (author, at) = (change.author, change.at.millis());
        so_far.apply(&change);
        events.push(Event { author, at, received_at, admitted, edits });
    }
    events
}
