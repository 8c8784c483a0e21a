//! Files that phones without network have saved, and that somebody brings: a coordinator at the desk, or a colleague
//! whose phone has signal. What a file says is judged as if its phone had sent it (`sync::receive`); a coordinator
//! vouches for it, and that is noted.
//!
//! `file` says how such a file is written, `seal` how it is sealed and to whom, `report` what is told of it.

mod file;
mod keeping;
mod report;
mod seal;

pub use seal::{PublicKey, RescueKeys};

use crate::refusal::Refusal;
use crate::session::SignedIn;
use crate::store::office::OpenOffice;
use crate::{Endpoint, body::SaidLong, rights};
use axum::Json;
use axum::extract::{Path, State};
use file::Opened;
use record::{AuthorId, DeviceId};
use report::{Origin, Report};
use serde::Deserialize;
use serde_json::{Value, json};
use sqlx::{AnyConnection, Row, query};
use std::sync::Arc;
use sync::{Bundle, Facts, Received, Session, receive};

/// A file that somebody brings.
#[derive(Deserialize)]
pub struct Brought {
    /// All of its text.
    file: String,
    /// Whether it is to be taken in; else it is only looked into.
    #[serde(default)]
    take: bool,
}

/// What to do with a file that a colleague has brought.
#[derive(Deserialize)]
pub struct Wanted {
    take: bool,
}

/// A coordinator looks into a file, or takes it in.
pub async fn bring(
    State(endpoint): State<Arc<Endpoint>>,
    signed_in: SignedIn,
    SaidLong(brought): SaidLong<Brought>,
) -> Result<Json<Report>, Refusal> {
    must_vouch(&endpoint, &signed_in).await?;
    Ok(Json(take(&endpoint, &signed_in, brought.file, brought.take).await?))
}

/// Somebody's phone hands over a colleague's file. It is kept sealed until a coordinator has taken it in.
pub async fn carry(
    State(endpoint): State<Arc<Endpoint>>,
    signed_in: SignedIn,
    SaidLong(brought): SaidLong<Brought>,
) -> Result<Json<Value>, Refusal> {
    let (text, opened) = open(&endpoint, brought.file).await?;
    let is_new = keeping::keep(&endpoint, signed_in.person, &text, &opened).await?;
    Ok(Json(json!({ "new": is_new, "changes": opened.changes() })))
}

/// The files that colleagues have brought: those that wait, and the last of those taken in.
pub async fn carried(
    State(endpoint): State<Arc<Endpoint>>,
    signed_in: SignedIn,
) -> Result<Json<Value>, Refusal> {
    must_vouch(&endpoint, &signed_in).await?;
    Ok(Json(json!({ "files": keeping::list(&endpoint).await? })))
}

/// A coordinator looks into a file that a colleague has brought, or takes it in.
pub async fn take_carried(
    State(endpoint): State<Arc<Endpoint>>,
    signed_in: SignedIn,
    Path(id): Path<String>,
    crate::body::Said(wanted): crate::body::Said<Wanted>,
) -> Result<Json<Report>, Refusal> {
    must_vouch(&endpoint, &signed_in).await?;
    let text = keeping::text(&endpoint, &id).await?.ok_or(Refusal::NotFound)?;
    Ok(Json(take(&endpoint, &signed_in, text, wanted.take).await?))
}

/// Any coordinator may vouch for any file: the worker stands at whichever office is near. What is in it they are not
/// shown, and its author's rights are not theirs.
async fn must_vouch(endpoint: &Endpoint, signed_in: &SignedIn) -> Result<(), Refusal> {
    if rights::manages(&signed_in.grants(endpoint).await?) { Ok(()) } else { Err(Refusal::Forbidden) }
}

async fn open(endpoint: &Arc<Endpoint>, text: String) -> Result<(String, Opened), Refusal> {
    let endpoint = endpoint.clone();
    // Opening megabytes takes long enough to keep others waiting.
    let opening = tokio::task::spawn_blocking(move || {
        let opened = file::open(&text, &endpoint.rescue)?;
        Ok((text, opened))
    });
    opening.await.map_err(|_| Refusal::Broken)?
}

/// Looks into a file within a transaction, and commits it only if the file is to be taken in.
async fn take(endpoint: &Arc<Endpoint>, by: &SignedIn, text: String, takes: bool) -> Result<Report, Refusal> {
    let (text, opened) = open(endpoint, text).await?;
    let now = endpoint.now();
    let mut tx = endpoint.store.write().await?;
    let Some(bundle) = opened.bundle() else { return Ok(Report::of(&opened, Origin::default(), None)) };
    let mut origin = origin(&mut tx, bundle).await?;
    let withdrawn = origin.revoked || origin.left;
    let Some((device, person)) = origin.session else {
        origin.name = name(&mut tx, bundle.person).await?;
        return Ok(Report::of(&opened, origin, None));
    };
    let facts = Facts {
        now,
        knows_form: &|form| endpoint.catalogue.has_form(form),
        seal: &endpoint.seal,
        catalogue: &endpoint.catalogue.version,
    };
    let mut office = OpenOffice::within(tx, now);
    let received =
        receive(&mut office, &Session { device, person, withdrawn }, &opened.parts, &facts).await?;
    let report = Report::of(&opened, origin, Some(&received));
    if takes {
        keeping::note_taken(&mut office.tx, by.person, &text, &opened, &report, now).await?;
        endpoint.commit(office).await?;
        let new = received.iter().map(count_new).sum::<u64>();
        tracing::info!(by = %by.person, %device, new, "a phone's file was taken in");
    }
    Ok(report)
}

fn count_new(received: &Received) -> u64 {
    if let Received::Here { new, .. } = received { *new } else { 0 }
}

/// Whose phone a bundle is from: it must be known, or the one that it replaces.
async fn origin(db: &mut AnyConnection, bundle: &Bundle) -> Result<Origin, Refusal> {
    for device in [Some(bundle.device), bundle.replaces].into_iter().flatten() {
        let row = query(
            "SELECT p.id, p.name, d.label, CASE WHEN d.revoked_at IS NULL THEN 0 ELSE 1 END, p.active
             FROM device AS d JOIN person AS p ON p.id = d.person WHERE d.id = $1",
        )
        .bind(device.to_string())
        .fetch_optional(&mut *db)
        .await?;
        let Some(row) = row else { continue };
        let person: AuthorId = row.try_get::<&str, _>(0)?.parse().map_err(|_| Refusal::Broken)?;
        return Ok(Origin {
            session: Some((device, person)),
            name: row.try_get(1)?,
            label: row.try_get(2)?,
            revoked: row.try_get::<i64, _>(3)? == 1,
            left: row.try_get::<i64, _>(4)? == 0,
        });
    }
    Ok(Origin::default())
}

async fn name(db: &mut AnyConnection, person: AuthorId) -> Result<Option<String>, Refusal> {
    Ok(sqlx::query_scalar("SELECT name FROM person WHERE id = $1")
        .bind(person.to_string())
        .fetch_optional(db)
        .await?)
}

/// A device that a session can be made of.
type Known = (DeviceId, AuthorId);
