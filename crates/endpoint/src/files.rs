//! `GET /api/v1/files/{sha256}` and `POST /api/v1/files/missing`: the files that records hold, for those who see the
//! records. How they come here is `uploads`'.
//!
//! A file is named by the SHA-256 of its bytes, which nobody knows but who has the bytes or a record that holds them:
//! that somebody who knows the name learns that the office has the file gives nothing away. Its bytes he gets only by
//! his grants.

mod kind;
mod shelf;

pub use kind::{fits, kept};
pub use shelf::Shelf;

use crate::refusal::Refusal;
use crate::session::SignedIn;
use crate::store::files;
use crate::{Endpoint, body::Said};
use axum::Json;
use axum::body::Body;
use axum::extract::{Path as Part, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::sync::Arc;
use sync::Hash;
use tower_http::services::ServeFile;

/// How much may be kept.
#[derive(Clone, Copy, Debug)]
pub struct FileLimits {
    /// Bytes of one file.
    pub each: u64,
    /// Bytes that one person has brought and is sending.
    pub person: u64,
}

impl Default for FileLimits {
    fn default() -> Self {
        Self { each: 32 << 20, person: 2 << 30 }
    }
}

/// How many files are asked about at once, at most.
const AT_ONCE: usize = 1000;

/// The policy of what somebody sent: opened by itself it may do nothing, whatever it is.
const POLICY: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'; sandbox");

/// Files that somebody asks about.
#[derive(Deserialize)]
pub struct Asked {
    sha256: Vec<Hash>,
}

/// Those of them that the office has not.
#[derive(Serialize)]
pub struct Missing {
    missing: Vec<Hash>,
}

/// Which of these files the office has not: a phone that holds them sends them, also those that were lost here since.
pub async fn missing(
    State(endpoint): State<Arc<Endpoint>>,
    _: SignedIn,
    Said(Asked { sha256: asked }): Said<Asked>,
) -> Result<Json<Missing>, Refusal> {
    if asked.len() > AT_ONCE {
        return Err(Refusal::Invalid("sha256"));
    }
    let whole = files::whole_among(endpoint.store.read(), &asked).await?;
    let shelf = endpoint.shelf.clone();
    let here: HashSet<Hash> = off_thread(move || {
        let here = whole.into_iter().filter(|(sha256, size)| shelf.has(*sha256, *size));
        Ok(here.map(|(sha256, _)| sha256).collect())
    })
    .await?;
    Ok(Json(Missing { missing: asked.into_iter().filter(|sha256| !here.contains(sha256)).collect() }))
}

/// A file, or a part of it that the request names.
///
/// | somebody | gets |
/// |---|---|
/// | sees a record that holds it, or brought it | its bytes |
/// | the same, and they are not here yet, or no longer | 404, `on_its_way` |
/// | anybody else | 404, `not_found` |
pub async fn serve(
    State(endpoint): State<Arc<Endpoint>>,
    signed_in: SignedIn,
    Part(name): Part<String>,
    mut request: Request,
) -> Result<Response, Refusal> {
    let sha256 = named(&name)?;
    let whole = files::whole(endpoint.store.read(), sha256).await?;
    let brought = whole.as_ref().is_some_and(|whole| whole.person == signed_in.person);
    if !(brought || endpoint.shows(&signed_in, sha256).await?) {
        return Err(Refusal::NotFound);
    }
    let whole = whole.ok_or(Refusal::OnItsWay)?;
    let (shelf, size) = (endpoint.shelf.clone(), whole.size);
    if !off_thread(move || Ok(shelf.has(sha256, size))).await? {
        tracing::error!("a file that was whole is not here: phones that hold it are asked for it");
        return Err(Refusal::OnItsWay);
    }
    let tag = format!("\"{sha256}\"");
    let knows = request.headers().get(header::IF_NONE_MATCH).and_then(|known| known.to_str().ok());
    let mut response = if knows.is_some_and(|known| known.split(',').any(|known| known.trim() == tag)) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        // By its own names for files, which are made of times.
        for condition in [header::IF_NONE_MATCH, header::IF_MATCH, header::IF_MODIFIED_SINCE] {
            request.headers_mut().remove(condition);
        }
        ServeFile::new(endpoint.shelf.whole(sha256)).try_call(request).await?.map(Body::new)
    };
    let headers = response.headers_mut();
    headers.remove(header::LAST_MODIFIED);
    if let (Ok(kind), Ok(tag)) = (whole.media_type.parse(), tag.parse()) {
        headers.insert(header::CONTENT_TYPE, kind);
        headers.insert(header::ETAG, tag);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=31536000, immutable"));
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    if !kind::is_picture(&whole.media_type) {
        headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    }
    Ok(response)
}

/// The hash that an address names.
pub fn named(name: &str) -> Result<Hash, Refusal> {
    name.parse().map_err(|_| Refusal::NotFound)
}

/// Does what waits for the disk where nobody else waits for it.
pub async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Refusal::Broken)?
}

impl Endpoint {
    /// Whether somebody's present grants show a record that holds the file.
    async fn shows(&self, signed_in: &SignedIn, sha256: Hash) -> Result<bool, Refusal> {
        let holders = files::scopes_of_holders(self.store.read(), sha256).await?;
        let own = signed_in.grants(self).await?.with_own(signed_in.person);
        let pairs = |scopes: &[(String, String)]| {
            let pair = |(programme, commune): &(String, String)| (programme.clone(), commune.clone());
            scopes.iter().map(pair).collect::<Vec<_>>()
        };
        Ok(holders.iter().any(|scopes| own.see(pairs(scopes).iter().map(|(p, c)| (p.as_str(), c.as_str())))))
    }

    /// Whether a file is whole and here.
    pub(crate) async fn has_file(&self, sha256: Hash) -> Result<Option<u64>, Refusal> {
        let Some(whole) = files::whole(self.store.read(), sha256).await? else { return Ok(None) };
        let shelf = self.shelf.clone();
        off_thread(move || Ok(shelf.has(sha256, whole.size).then_some(whole.size))).await
    }
}
