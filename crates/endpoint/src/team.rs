//! People and what they may do, as the desk sees and changes them.

use crate::refusal::Refusal;
use crate::session::SignedIn;
use crate::store::people::{self, Member};
use crate::surroundings::{DAY, kept_hash, new_person};
use crate::{Endpoint, body::Said, code, password, rights};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use record::AuthorId;
use serde::Deserialize;
use serde_json::{Value, json};
use sqlx::{AnyConnection, query};
use std::sync::Arc;
use sync::{Grant, Grants};

/// A new person.
#[derive(Deserialize)]
pub struct Newcomer {
    name: String,
    grants: Vec<Grant>,
    #[serde(default)]
    user: Option<String>,
    #[serde(default)]
    password: Option<String>,
}

/// What is to be different about a person.
#[derive(Deserialize)]
pub struct Difference {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    grants: Option<Vec<Grant>>,
    /// The version of the grants that the new ones take the place of; unsaid, whichever there is.
    #[serde(default)]
    over: Option<u32>,
    #[serde(default)]
    active: Option<bool>,
}

/// The people whom the one asking manages, and the one asking.
pub async fn team(
    State(endpoint): State<Arc<Endpoint>>,
    signed_in: SignedIn,
) -> Result<Json<Value>, Refusal> {
    let own = desk(&endpoint, &signed_in).await?;
    let mut db = endpoint.store.read().acquire().await?;
    let everybody = people::team(&mut db, endpoint.now()).await?;
    let seen = |member: &Member| member.id == signed_in.person || rights::may_manage(&own, &member.grants);
    let seen: Vec<Member> = everybody.into_iter().filter(seen).collect();
    Ok(Json(json!({ "people": seen })))
}

/// Adds a person.
pub async fn add(
    State(endpoint): State<Arc<Endpoint>>,
    signed_in: SignedIn,
    Said(newcomer): Said<Newcomer>,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let own = desk(&endpoint, &signed_in).await?;
    may_give_all(&own, &newcomer.grants)?;
    let name = rights::acceptable_name(&newcomer.name)?;
    let account = match (newcomer.user, newcomer.password) {
        (None, None) => None,
        (Some(user), Some(password)) => {
            let user = rights::acceptable_user(&user)?;
            password::accept(&password, &user)?;
            Some((user, password::hash(&endpoint, password).await?))
        }
        (None, Some(_)) => return Err(Refusal::Invalid("user")),
        (Some(_), None) => return Err(Refusal::Invalid("password")),
    };
    let account = account.as_ref().map(|(user, kept)| (user.as_str(), kept.as_str()));
    let (person, now) = (new_person(&*endpoint.around), endpoint.now());
    let mut tx = endpoint.store.write().await?;
    if let Some((user, _)) = account
        && people::has_user(&mut tx, user).await?
    {
        return Err(Refusal::UserTaken);
    }
    people::add(&mut tx, person, &name, account, now).await?;
    people::grant(&mut tx, person, &newcomer.grants, Some(signed_in.person), now).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(json!({ "id": person }))))
}

/// Changes a person's name, grants, or whether they are active. Nobody changes their own grants but an
/// administrator, and the last administrator stays one. Grants that somebody else gave meanwhile are not replaced
/// unseen.
pub async fn change(
    State(endpoint): State<Arc<Endpoint>>,
    signed_in: SignedIn,
    Path(person): Path<String>,
    Said(difference): Said<Difference>,
) -> Result<StatusCode, Refusal> {
    let own = desk(&endpoint, &signed_in).await?;
    let now = endpoint.now();
    let mut tx = endpoint.store.write().await?;
    let person = managed(&mut tx, &own, &person).await?;
    if let Some(name) = &difference.name {
        people::rename(&mut tx, person, &rights::acceptable_name(name)?).await?;
    }
    if let Some(grants) = &difference.grants {
        may_give_all(&own, grants)?;
        let present = people::grants(&mut *tx, person, None).await?.version;
        if difference.over.is_some_and(|seen| seen != present) {
            return Err(Refusal::ChangedMeanwhile);
        }
        people::grant(&mut tx, person, grants, Some(signed_in.person), now).await?;
    }
    if let Some(active) = difference.active {
        people::set_active(&mut tx, person, active).await?;
    }
    if !people::has_administrator(&mut *tx).await? {
        return Err(Refusal::LastAdministrator);
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Every version of what a person may do, with who gave it and when.
pub async fn versions(
    State(endpoint): State<Arc<Endpoint>>,
    signed_in: SignedIn,
    Path(person): Path<String>,
) -> Result<Json<Value>, Refusal> {
    let own = desk(&endpoint, &signed_in).await?;
    let mut db = endpoint.store.read().acquire().await?;
    let person = managed(&mut db, &own, &person).await?;
    Ok(Json(json!({ "versions": people::versions(&mut *db, person).await? })))
}

/// Makes a one-time code with which the person's phone gets in. It is shown once; those made before no longer open.
pub async fn new_code(
    State(endpoint): State<Arc<Endpoint>>,
    signed_in: SignedIn,
    Path(person): Path<String>,
) -> Result<Json<Value>, Refusal> {
    let own = desk(&endpoint, &signed_in).await?;
    let mut tx = endpoint.store.write().await?;
    let person = match person.parse() {
        Ok(person) if person == signed_in.person => person,
        _ => managed(&mut tx, &own, &person).await?,
    };
    let (code, expires_at) = open_code(&endpoint, &mut tx, person, Some(signed_in.person)).await?;
    tx.commit().await?;
    let link = endpoint.enrolment_link(&code);
    Ok(Json(json!({ "code": code, "link": link, "expires_at": expires_at })))
}

/// Opens a new code in place of the person's others.
pub async fn open_code(
    endpoint: &Endpoint,
    db: &mut AnyConnection,
    person: AuthorId,
    by: Option<AuthorId>,
) -> Result<(String, i64), Refusal> {
    let (code, now) = (code::draw(&*endpoint.around), endpoint.now());
    query("DELETE FROM code WHERE person = $1 AND used_by IS NULL")
        .bind(person.to_string())
        .execute(&mut *db)
        .await?;
    query("INSERT INTO code (hash, person, made_by, made_at, expires_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(kept_hash(&code::plain(&code)))
        .bind(person.to_string())
        .bind(by.map(|by| by.to_string()))
        .bind(now)
        .bind(now + DAY)
        .execute(db)
        .await?;
    Ok((code, now + DAY))
}

/// The grants of somebody at the desk; everybody else is refused.
pub async fn desk(endpoint: &Endpoint, signed_in: &SignedIn) -> Result<Grants, Refusal> {
    let own = signed_in.grants(endpoint).await?;
    if rights::manages(&own) { Ok(own) } else { Err(Refusal::Forbidden) }
}

fn may_give_all(own: &Grants, grants: &[Grant]) -> Result<(), Refusal> {
    rights::acceptable_grants(grants)?;
    if grants.iter().all(|grant| rights::may_give(own, grant)) { Ok(()) } else { Err(Refusal::Forbidden) }
}

/// A person whom the one asking manages. Somebody out of reach and nobody at all look alike.
async fn managed(db: &mut AnyConnection, own: &Grants, person: &str) -> Result<AuthorId, Refusal> {
    let person = person.parse().map_err(|_| Refusal::Forbidden)?;
    let theirs = people::grants(&mut *db, person, None).await?;
    let exists = theirs.version > 0;
    if exists && rights::may_manage(own, &theirs) { Ok(person) } else { Err(Refusal::Forbidden) }
}

impl Endpoint {
    /// The link that a code goes by.
    pub(crate) fn enrolment_link(&self, code: &str) -> String {
        format!("{}/enrol/{code}", self.public_url)
    }
}
