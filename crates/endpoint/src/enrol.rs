//! A phone gets in with a code that a coordinator gave out.

use crate::me::{self, Me};
use crate::refusal::Refusal;
use crate::session::{self, By, SetCookie};
use crate::store::people;
use crate::surroundings::{DAY, kept_hash};
use crate::{Endpoint, body::Said, code, phones};
use axum::{Json, extract::State};
use record::{AuthorId, DeviceId};
use serde::Deserialize;
use sqlx::{AnyConnection, Row, query};
use std::sync::Arc;

/// What a phone that wants in says.
#[derive(Deserialize)]
pub struct Enrolment {
    code: String,
    device: DeviceId,
    #[serde(default)]
    label: Option<String>,
}

/// Takes a device in as the code's person's. The same code from the same device within a day gets the same answer:
/// a cookie is written late, and an answer can be lost.
pub async fn enrol(
    State(endpoint): State<Arc<Endpoint>>,
    Said(said): Said<Enrolment>,
) -> Result<(SetCookie, Json<Me>), Refusal> {
    let now = endpoint.now();
    let label = said.label.as_deref().map(phones::label);
    let mut tx = endpoint.store.write().await?;
    let person = use_code(&mut tx, &said.code, said.device, now).await?;
    if !people::add_device(&mut tx, said.device, person, label.as_deref(), now).await? {
        return Err(Refusal::OtherDevice);
    }
    let cookie = session::begin(&endpoint, &mut tx, said.device, By::Code).await?;
    let me = me::of(&endpoint, &mut tx, person, said.device).await?;
    tx.commit().await?;
    Ok((cookie, Json(me)))
}

/// | the code is | then |
/// |---|---|
/// | not known, or its person is not active | unknown |
/// | used by this device, not more than a day ago | used again |
/// | used by another device | used |
/// | not used, and its day is over | expired |
/// | not used | used |
async fn use_code(
    db: &mut AnyConnection,
    typed: &str,
    device: DeviceId,
    now: i64,
) -> Result<AuthorId, Refusal> {
    let hash = kept_hash(&code::plain(typed));
    let row = query(
        "SELECT p.id, c.expires_at, c.used_by FROM code AS c JOIN person AS p ON p.id = c.person
         WHERE c.hash = $1 AND p.active = 1",
    )
    .bind(&hash)
    .fetch_optional(&mut *db)
    .await?
    .ok_or(Refusal::CodeUnknown)?;
    let person = row.try_get::<&str, _>(0)?.parse().map_err(|_| Refusal::Broken)?;
    let (expires_at, used_by): (i64, Option<String>) = (row.try_get(1)?, row.try_get(2)?);
    match used_by {
        Some(by) if by == device.to_string() && now < expires_at + DAY => Ok(person),
        Some(_) => Err(Refusal::CodeUsed),
        None if now >= expires_at => Err(Refusal::CodeExpired),
        None => {
            query("UPDATE code SET used_by = $2 WHERE hash = $1")
                .bind(&hash)
                .bind(device.to_string())
                .execute(db)
                .await?;
            Ok(person)
        }
    }
}
