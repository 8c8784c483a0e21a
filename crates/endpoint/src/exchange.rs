//! `POST /api/v1/sync`: the decisions are `sync::answer`'s; here they get their transaction.

use crate::refusal::Refusal;
use crate::session::{Heard, SetCookie, SignedIn};
use crate::store::office::OpenOffice;
use crate::{Endpoint, body::Said, endpoint::begin_epoch};
use axum::{Json, extract::State};
use std::sync::Arc;
use sync::{Compared, Facts, Request, Response, Session, answer};

/// The most bytes of records that one answer states, whatever a device asks for.
const LONGEST_PAGE: u32 = 2 << 20;

/// One exchange with a device, in one transaction. A device that was withdrawn may still send. The answer leaves when it is on disk; repeated however often, a
/// request changes nothing more.
pub async fn exchange(
    State(endpoint): State<Arc<Endpoint>>,
    Heard(signed_in): Heard,
    Said(mut request): Said<Request>,
) -> Result<(SetCookie, Json<Response>), Refusal> {
    request.limit = request.limit.min(LONGEST_PAGE);
    let response = endpoint.exchange(&signed_in, &request).await?;
    if let Response::TooOld { .. } = response {
        return Err(Refusal::TooOld);
    }
    Ok((signed_in.renewed(), Json(response)))
}

impl Endpoint {
    /// One exchange with the device of somebody who is in.
    pub(crate) async fn exchange(
        &self,
        signed_in: &SignedIn,
        request: &Request,
    ) -> Result<Response, Refusal> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let was_away = self.store.was_away();
        if was_away {
            begin_epoch(&mut tx, &*self.around).await?;
            tracing::warn!("the line to the database was cut: a new epoch begins");
        }
        let device = if signed_in.speaks_for(&mut tx, request.device).await? {
            request.device
        } else {
            let replaced = request.replaces.ok_or(Refusal::OtherDevice)?;
            let free = is_free(&mut tx, request.device).await?;
            if !(free && signed_in.speaks_for(&mut tx, replaced).await?) {
                return Err(Refusal::OtherDevice);
            }
            replaced
        };
        signed_in.note_use(&mut tx, now).await?;
        let session = Session { device, person: signed_in.person, withdrawn: signed_in.is_withdrawn() };
        let facts = Facts {
            now,
            knows_form: &|form| self.catalogue.has_form(form),
            seal: &self.seal,
            catalogue: &self.catalogue.version,
        };
        let mut office = OpenOffice::within(tx, now);
        let response = answer(&mut office, &session, request, &facts).await?;
        self.commit(office).await?;
        if was_away {
            self.store.is_back();
        }
        if let Response::Answer(answer) = &response
            && let Some(Compared::Mended(records @ 1..)) = answer.compared
        {
            tracing::warn!(records, "a comparison has put records right");
        }
        Ok(response)
    }
}

/// Whether no device has that identity yet: a new one cannot be somebody else's.
async fn is_free(db: &mut sqlx::AnyConnection, device: record::DeviceId) -> Result<bool, Refusal> {
    let devices: i64 = sqlx::query_scalar("SELECT count(*) FROM device WHERE id = $1")
        .bind(device.to_string())
        .fetch_one(db)
        .await?;
    Ok(devices == 0)
}
