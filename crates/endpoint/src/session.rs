//! Who is speaking: an opaque token in a cookie, kept as a hash, bound to a device. Nothing a message says about its
//! author is believed; this is.

use crate::refusal::Refusal;
use crate::store::{Store, StoreError};
use crate::surroundings::{DAY, MINUTE, kept_hash, token};
use crate::{Endpoint, store::people};
use axum::extract::FromRequestParts;
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderName, request::Parts};
use record::{AuthorId, DeviceId};
use sqlx::{AnyConnection, Row, query, query_scalar};
use std::sync::Arc;
use sync::Grants;

/// `__Host-`: the browser takes it only over a secure connection, for this host alone and for all of it.
const COOKIE_NAME: &str = "__Host-tiwizi";
/// As long as browsers keep a cookie at most.
const COOKIE_SECONDS: i64 = 400 * 24 * 60 * 60;
/// How long a phone may lie in a drawer, and how long one enrolment lasts at most.
const PHONE: (i64, i64) = (400 * DAY, 1200 * DAY);
/// How long a desk may stay unused, and how long one sign-in lasts at most.
const DESK: (i64, i64) = (30 * DAY, 90 * DAY);
/// How exactly it is kept when a session was last used.
const NOTED_EVERY: i64 = 60 * MINUTE;

/// How somebody got in.
#[derive(Clone, Copy)]
pub enum By {
    /// With a code that a coordinator gave out.
    Code,
    /// With user name and password.
    Password,
}

/// The person and the device of a live session.
pub struct SignedIn {
    /// The device that the session is bound to.
    pub device: DeviceId,
    /// The person whose device it is.
    pub person: AuthorId,
    /// Whether the device was revoked, or the person has left.
    withdrawn: bool,
    token: String,
    noted_at: i64,
}

/// Somebody who may send what they have saved: whoever is in, and a device that was withdrawn since. Nothing may be
/// told to the latter.
pub struct Heard(pub SignedIn);

/// A header that sets the cookie.
pub type SetCookie = [(HeaderName, String); 1];

impl FromRequestParts<Arc<Endpoint>> for SignedIn {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, endpoint: &Arc<Endpoint>) -> Result<Self, Refusal> {
        let Heard(someone) = Heard::from_request_parts(parts, endpoint).await?;
        if someone.withdrawn { Err(Refusal::SignInNeeded) } else { Ok(someone) }
    }
}

impl FromRequestParts<Arc<Endpoint>> for Heard {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, endpoint: &Arc<Endpoint>) -> Result<Self, Refusal> {
        let token = cookie(&parts.headers).ok_or(Refusal::SignInNeeded)?;
        let now = endpoint.now();
        let row = query(include_str!("../queries/signed_in.sql"))
            .bind(kept_hash(token))
            .bind(now - PHONE.0)
            .bind(now - DESK.0)
            .bind(now - PHONE.1)
            .bind(now - DESK.1)
            .fetch_optional(endpoint.store.read())
            .await?
            .ok_or(Refusal::SignInNeeded)?;
        let identity = |column| row.try_get::<&str, _>(column);
        Ok(Self(SignedIn {
            device: identity(0)?.parse().map_err(|_| StoreError::Unreadable("device"))?,
            person: identity(2)?.parse().map_err(|_| StoreError::Unreadable("person"))?,
            withdrawn: row.try_get::<i64, _>(3)? > 0,
            token: token.to_owned(),
            noted_at: row.try_get(1)?,
        }))
    }
}

impl SignedIn {
    /// Somebody who needs no cookie: of the demonstration.
    pub fn in_person(device: DeviceId, person: AuthorId, now: i64) -> Self {
        Self { device, person, withdrawn: false, token: String::new(), noted_at: now }
    }

    /// The person's present grants.
    pub async fn grants(&self, endpoint: &Endpoint) -> Result<Grants, StoreError> {
        people::grants(endpoint.store.read(), self.person, None).await
    }

    /// Whether the session is still open: while something long is answered it may end.
    pub async fn is_live(&self, endpoint: &Endpoint) -> Result<bool, StoreError> {
        let sessions: i64 = query_scalar(
            "SELECT count(*) FROM session AS s JOIN device AS d ON d.id = s.device
             JOIN person AS p ON p.id = d.person
             WHERE s.token = $1 AND d.revoked_at IS NULL AND p.active = 1",
        )
        .bind(kept_hash(&self.token))
        .fetch_one(endpoint.store.read())
        .await?;
        Ok(sessions > 0)
    }

    /// Whether the device was revoked, or the person has left: it is heard, and told nothing.
    pub fn is_withdrawn(&self) -> bool {
        self.withdrawn
    }

    /// Whether the session speaks for a device: its own, or one that came out of the same browser profile.
    pub async fn speaks_for(&self, db: &mut AnyConnection, device: DeviceId) -> Result<bool, StoreError> {
        if device == self.device {
            return Ok(true);
        }
        let same: i64 = query_scalar(
            "SELECT count(*) FROM device AS own JOIN device AS other USING (family, person)
             WHERE own.id = $1 AND other.id = $2
               AND (own.revoked_at IS NULL) = (other.revoked_at IS NULL)",
        )
        .bind(self.device.to_string())
        .bind(device.to_string())
        .fetch_one(db)
        .await?;
        Ok(same > 0)
    }

    /// Notes that the session lives, at most once an hour.
    pub async fn note_use(&self, db: &mut AnyConnection, now: i64) -> Result<(), StoreError> {
        if now - self.noted_at < NOTED_EVERY {
            return Ok(());
        }
        query("UPDATE session SET used_at = $2 WHERE token = $1")
            .bind(kept_hash(&self.token))
            .bind(now)
            .execute(&mut *db)
            .await?;
        query("UPDATE device SET last_seen = $2 WHERE id = $1")
            .bind(self.device.to_string())
            .bind(now)
            .execute(db)
            .await?;
        Ok(())
    }

    /// The cookie once more, so that the browser's 400 days begin again.
    pub fn renewed(&self) -> SetCookie {
        set_cookie(&self.token, COOKIE_SECONDS)
    }

    /// Ends the session.
    pub async fn end(&self, db: &mut AnyConnection) -> Result<SetCookie, StoreError> {
        query("DELETE FROM session WHERE token = $1").bind(kept_hash(&self.token)).execute(db).await?;
        Ok(set_cookie("", 0))
    }
}

/// Begins a session of a device.
pub async fn begin(
    endpoint: &Endpoint,
    db: &mut AnyConnection,
    device: DeviceId,
    by: By,
) -> Result<SetCookie, StoreError> {
    let token = token(&*endpoint.around);
    query("INSERT INTO session (token, device, by, made_at, used_at) VALUES ($1, $2, $3, $4, $4)")
        .bind(kept_hash(&token))
        .bind(device.to_string())
        .bind(match by {
            By::Code => "code",
            By::Password => "password",
        })
        .bind(endpoint.now())
        .execute(db)
        .await?;
    Ok(set_cookie(&token, COOKIE_SECONDS))
}

/// Forgets the sessions that no longer open anything.
pub async fn forget_expired(store: &Store, now: i64) -> Result<(), StoreError> {
    let mut tx = store.write().await?;
    query("DELETE FROM session WHERE used_at < $1 OR made_at < $2")
        .bind(now - PHONE.0)
        .bind(now - PHONE.1)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

fn set_cookie(token: &str, seconds: i64) -> SetCookie {
    let attributes = "HttpOnly; Secure; SameSite=Strict; Path=/";
    [(SET_COOKIE, format!("{COOKIE_NAME}={token}; {attributes}; Max-Age={seconds}"))]
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE_NAME).map(|(_, token)| token)
}
