//! The first administrator gets in with the link that the endpoint printed when it started. There is no default
//! password.

use crate::me::{self, Me};
use crate::refusal::Refusal;
use crate::session::{self, By, SetCookie};
use crate::store::{StoreError, people};
use crate::surroundings::{kept_hash, new_person};
use crate::{Endpoint, body::Said, password, rights};
use axum::Json;
use axum::extract::{Path, State};
use record::DeviceId;
use serde::Deserialize;
use serde_json::{Value, json};
use sqlx::{any::AnyExecutor, query, query_scalar};
use std::sync::Arc;
use sync::{Grant, Programmes, Role};

/// What the first administrator says.
#[derive(Deserialize)]
pub struct First {
    token: String,
    name: String,
    user: String,
    password: String,
    device: DeviceId,
}

/// Whether the link still opens.
pub async fn is_open(
    State(endpoint): State<Arc<Endpoint>>,
    Path(token): Path<String>,
) -> Result<Json<Value>, Refusal> {
    let valid = opens(endpoint.store.read(), &token).await?;
    Ok(Json(json!({ "valid": valid })))
}

/// Makes the first administrator, once, and lets them in.
pub async fn set_up(
    State(endpoint): State<Arc<Endpoint>>,
    Said(first): Said<First>,
) -> Result<(SetCookie, Json<Me>), Refusal> {
    if !opens(endpoint.store.read(), &first.token).await? {
        return Err(Refusal::CodeUnknown);
    }
    let name = rights::acceptable_name(&first.name)?;
    let user = rights::acceptable_user(&first.user)?;
    password::accept(&first.password, &user)?;
    let kept = password::hash(&endpoint, first.password).await?;

    let (person, now) = (new_person(&*endpoint.around), endpoint.now());
    let mut tx = endpoint.store.write().await?;
    if !opens(&mut *tx, &first.token).await? || people::has_administrator(&mut *tx).await? {
        return Err(Refusal::CodeUnknown);
    }
    query("DELETE FROM setup").execute(&mut *tx).await?;
    people::add(&mut tx, person, &name, Some((&user, &kept)), now).await?;
    people::grant(&mut tx, person, &[administrator()], None, now).await?;
    if !people::add_device(&mut tx, first.device, person, None, now).await? {
        return Err(Refusal::OtherDevice);
    }
    let cookie = session::begin(&endpoint, &mut tx, first.device, By::Password).await?;
    let me = me::of(&endpoint, &mut tx, person, first.device).await?;
    tx.commit().await?;
    Ok((cookie, Json(me)))
}

async fn opens(db: impl AnyExecutor<'_>, token: &str) -> Result<bool, StoreError> {
    let links: i64 = query_scalar("SELECT count(*) FROM setup WHERE hash = $1")
        .bind(kept_hash(token))
        .fetch_one(db)
        .await?;
    Ok(links > 0)
}

/// The grant of whoever manages people and devices, everywhere.
pub fn administrator() -> Grant {
    Grant { role: Role::Administrator, programmes: Programmes::All, territory: String::new() }
}
