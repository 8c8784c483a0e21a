//! What somebody who is in may know about themselves, the endpoint and their colleagues.

use crate::refusal::Refusal;
use crate::rescue::PublicKey;
use crate::session::{SetCookie, SignedIn};
use crate::store::{StoreError, people};
use crate::{Endpoint, catalogue};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::{Json, response::IntoResponse};
use record::{AuthorId, DeviceId};
use serde::Serialize;
use serde_json::{Value, json};
use sqlx::{AnyConnection, query_scalar};
use std::sync::Arc;
use sync::Grants;

/// Who somebody is, on which device, and what they may do.
#[derive(Serialize)]
pub struct Me {
    person: Person,
    device: DeviceId,
    grants: Grants,
    network: Network,
    server_time: i64,
}

#[derive(Serialize)]
struct Person {
    id: AuthorId,
    name: String,
}

#[derive(Serialize)]
struct Network {
    name: String,
    /// To which devices seal what they save to a file.
    key: Option<PublicKey>,
}

/// `Me` of a person on a device.
pub async fn of(
    endpoint: &Endpoint,
    db: &mut AnyConnection,
    person: AuthorId,
    device: DeviceId,
) -> Result<Me, StoreError> {
    let name = query_scalar("SELECT name FROM person WHERE id = $1")
        .bind(person.to_string())
        .fetch_one(&mut *db)
        .await?;
    Ok(Me {
        person: Person { id: person, name },
        device,
        grants: people::grants(db, person, None).await?,
        network: Network { name: endpoint.network.clone(), key: endpoint.rescue.public().cloned() },
        server_time: endpoint.now(),
    })
}

/// Who is speaking.
pub async fn me(
    State(endpoint): State<Arc<Endpoint>>,
    signed_in: SignedIn,
) -> Result<(SetCookie, Json<Me>), Refusal> {
    let mut db = endpoint.store.read().acquire().await?;
    let me = of(&endpoint, &mut db, signed_in.person, signed_in.device).await?;
    Ok((signed_in.renewed(), Json(me)))
}

/// The names of colleagues, to show who wrote what, and who of them works with records. Also those who have left: their
/// work stays.
pub async fn directory(
    State(endpoint): State<Arc<Endpoint>>,
    _signed_in: SignedIn,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let people = people::at_work(endpoint.store.read()).await?;
    let told = |(id, name, works): (String, String, bool)| json!({ "id": id, "name": name, "works": works });
    let people: Vec<Value> = people.into_iter().map(told).collect();
    let text = json!({ "people": people }).to_string();
    let version = crate::surroundings::kept_hash(&text);
    Ok(catalogue::unless_known(&headers, &version, text.into()).into_response())
}

/// Whether the endpoint answers, its database included.
pub async fn health(State(endpoint): State<Arc<Endpoint>>) -> Result<Json<Value>, Refusal> {
    let _: i64 = query_scalar("SELECT 1").fetch_one(endpoint.store.read()).await?;
    Ok(Json(json!({ "ok": true })))
}
