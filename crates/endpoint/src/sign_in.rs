//! The desk gets in with user name and password, and everybody gets out.

use crate::me::{self, Me};
use crate::refusal::Refusal;
use crate::session::{self, By, SetCookie, SignedIn};
use crate::source::Source;
use crate::store::people;
use crate::{Endpoint, body::Said, password};
use axum::http::StatusCode;
use axum::{Json, extract::State};
use record::{AuthorId, DeviceId};
use serde::Deserialize;
use sqlx::query_as;
use std::sync::{Arc, PoisonError};

/// What a desk that wants in says.
#[derive(Deserialize)]
pub struct Claim {
    user: String,
    password: String,
    device: DeviceId,
}

/// Lets a person in. One answer for an unknown user and a wrong password, after the same time.
pub async fn sign_in(
    State(endpoint): State<Arc<Endpoint>>,
    source: Source,
    Said(claim): Said<Claim>,
) -> Result<(SetCookie, Json<Me>), Refusal> {
    let now = endpoint.now();
    // Locked anew each time: what is held across the costly check is only the place in the queue.
    let patience = || endpoint.patience.lock().unwrap_or_else(PoisonError::into_inner);
    let wait = patience().wait(&claim.user, source, now);
    if wait > 0 {
        return Err(Refusal::TryLater((wait + 999) / 1000));
    }
    // Counted before it is checked, so that many tries at once gain nothing.
    patience().wrong(&claim.user, source, now);
    let person = check(&endpoint, &claim).await?;
    patience().right(&claim.user, source);

    let mut tx = endpoint.store.write().await?;
    if !people::add_device(&mut tx, claim.device, person, None, now).await? {
        return Err(Refusal::OtherDevice);
    }
    let cookie = session::begin(&endpoint, &mut tx, claim.device, By::Password).await?;
    let me = me::of(&endpoint, &mut tx, person, claim.device).await?;
    tx.commit().await?;
    Ok((cookie, Json(me)))
}

async fn check(endpoint: &Endpoint, claim: &Claim) -> Result<AuthorId, Refusal> {
    let found: Option<(String, String)> = query_as(
        "SELECT id, password FROM person
         WHERE lower(\"user\") = lower($1) AND active = 1 AND password IS NOT NULL",
    )
    // Nobody is called so, and not every database can be asked for it.
    .bind(claim.user.replace('\0', " "))
    .fetch_optional(endpoint.store.read())
    .await?;
    let (person, kept) = found.unzip();
    let right = password::is_right(endpoint, kept, claim.password.clone()).await?;
    match person {
        Some(person) if right => person.parse().map_err(|_| Refusal::Broken),
        _ => Err(Refusal::SignInFailed),
    }
}

/// Ends the session.
pub async fn sign_out(
    State(endpoint): State<Arc<Endpoint>>,
    signed_in: SignedIn,
) -> Result<(StatusCode, SetCookie), Refusal> {
    let mut tx = endpoint.store.write().await?;
    let cookie = signed_in.end(&mut tx).await?;
    tx.commit().await?;
    Ok((StatusCode::NO_CONTENT, cookie))
}
