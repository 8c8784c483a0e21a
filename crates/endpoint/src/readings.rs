//! Who read what beyond the everyday, and why: kept for those who answer for it.

use crate::refusal::Refusal;
use crate::session::SignedIn;
use crate::{Endpoint, store::StoreError, team};
use axum::{Json, extract::State};
use record::Record;
use serde_json::{Value, json};
use sqlx::{Row, any::AnyRow, query};
use std::collections::BTreeSet;
use std::sync::Arc;
use sync::{Grants, Role};

/// Programme and commune of what was read.
pub type Scopes = BTreeSet<(String, String)>;

/// What is noted.
#[derive(Clone, Copy)]
pub enum What {
    /// The history of a record.
    History,
    /// A file for a spreadsheet.
    Export,
}

/// How many rows are told at once.
const AT_MOST: i64 = 500;

/// The scopes of these records.
pub fn scopes_of<'a>(records: impl IntoIterator<Item = &'a Record>) -> Scopes {
    let owned = |(programme, commune): (&str, &str)| (programme.to_owned(), commune.to_owned());
    records.into_iter().flat_map(|record| record.scopes().map(owned).collect::<Vec<_>>()).collect()
}

/// Notes that somebody reads so many records.
pub async fn note(
    endpoint: &Endpoint,
    reader: &SignedIn,
    what: What,
    about: &str,
    reason: &str,
    records: usize,
    scopes: &Scopes,
) -> Result<(), StoreError> {
    let mut tx = endpoint.store.write().await?;
    query(
        "INSERT INTO reading (at, person, what, about, reason, records, scopes)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(endpoint.now())
    .bind(reader.person.to_string())
    .bind(match what {
        What::History => "history",
        What::Export => "export",
    })
    .bind(about)
    .bind(reason)
    .bind(i64::try_from(records).unwrap_or(i64::MAX))
    .bind(serde_json::to_string(scopes).unwrap_or_default())
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(())
}

/// The files that were made, the latest first: all of them for an administrator; for a coordinator their own, and
/// those that hold something from their programmes and territory.
pub async fn exports(
    State(endpoint): State<Arc<Endpoint>>,
    signed_in: SignedIn,
) -> Result<Json<Value>, Refusal> {
    let own = team::desk(&endpoint, &signed_in).await?;
    let rows = query(
        "SELECT person, at, about, reason, records, scopes FROM reading WHERE what = 'export'
         ORDER BY no DESC LIMIT $1",
    )
    .bind(AT_MOST)
    .fetch_all(endpoint.store.read())
    .await?;
    let me = signed_in.person.to_string();
    let seen = rows.iter().filter_map(|row| seen(row, &own, &me).transpose());
    Ok(Json(json!({ "exports": seen.collect::<Result<Vec<_>, _>>()? })))
}

fn seen(row: &AnyRow, own: &Grants, me: &str) -> Result<Option<Value>, StoreError> {
    let unreadable = |_| StoreError::Unreadable("a reading");
    let scopes: Scopes = serde_json::from_str(row.try_get(5)?).map_err(unreadable)?;
    let person: String = row.try_get(0)?;
    let here = scopes.iter().any(|(programme, commune)| own.judge([(programme.as_str(), commune.as_str())]));
    if !(own.have(Role::Administrator) || person == me || here) {
        return Ok(None);
    }
    let about: Value = serde_json::from_str(row.try_get(2)?).map_err(unreadable)?;
    let (at, records) = (row.try_get::<i64, _>(1)?, row.try_get::<i64, _>(4)?);
    let reason: String = row.try_get(3)?;
    Ok(Some(json!({ "person": person, "at": at, "about": about, "reason": reason, "records": records })))
}
