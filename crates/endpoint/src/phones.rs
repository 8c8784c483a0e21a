//! Devices: what they say of themselves, and the end of one.

use crate::refusal::Refusal;
use crate::session::SignedIn;
use crate::store::people;
use crate::{Endpoint, body::Said, rights, team};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sqlx::query;
use std::sync::Arc;

/// How a device is.
#[derive(Deserialize)]
pub struct Note {
    app_version: String,
    unsent: u32,
    storage: Storage,
    /// What its person calls it, if they have said.
    #[serde(default)]
    label: Option<String>,
}

/// What a device says of its storage, in bytes.
#[derive(Serialize, Deserialize)]
struct Storage {
    usage: Option<u64>,
    quota: Option<u64>,
    persisted: Option<bool>,
}

/// What a person calls a device, as it can be kept and shown: a line of 80 characters.
pub fn label(said: &str) -> String {
    said.chars().filter(|c| !c.is_control()).take(80).collect()
}

/// Keeps what a device says of itself, for the desk's list. Answers what a device must know for the day on which it
/// finds no network: the key to which it then seals its work.
pub async fn note(
    State(endpoint): State<Arc<Endpoint>>,
    signed_in: SignedIn,
    Said(note): Said<Note>,
) -> Result<Json<Value>, Refusal> {
    let version: String = note.app_version.chars().filter(char::is_ascii_graphic).take(40).collect();
    let label = note.label.as_deref().map(label);
    let mut tx = endpoint.store.write().await?;
    query(
        "UPDATE device SET app_version = $2, unsent = $3, storage = $4, last_seen = $5,
            label = coalesce($6, label) WHERE id = $1",
    )
    .bind(signed_in.device.to_string())
    .bind(version)
    .bind(i64::from(note.unsent))
    .bind(serde_json::to_string(&note.storage).unwrap_or_default())
    .bind(endpoint.now())
    .bind(label)
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(Json(json!({ "key": endpoint.rescue.public() })))
}

/// Withdraws a device at once, and every device that came out of the same browser profile: they share its cookie. It
/// may still send what was saved on it, and is told nothing more.
pub async fn revoke(
    State(endpoint): State<Arc<Endpoint>>,
    signed_in: SignedIn,
    Path(device): Path<String>,
) -> Result<StatusCode, Refusal> {
    let own = team::desk(&endpoint, &signed_in).await?;
    let device = device.parse().map_err(|_| Refusal::Forbidden)?;
    let mut tx = endpoint.store.write().await?;
    let owner = people::owner_of(&mut tx, device).await?.ok_or(Refusal::Forbidden)?;
    let theirs = people::grants(&mut *tx, owner, None).await?;
    if owner != signed_in.person && !rights::may_manage(&own, &theirs) {
        return Err(Refusal::Forbidden);
    }
    people::revoke(&mut tx, device, endpoint.now()).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
