//! Bodies: JSON, gzip welcome, and never longer than a bound, counted packed and unpacked.
//!
//! [`Said`] is the last argument of a handler, so that who is speaking is known before a byte of it is read.

use crate::refusal::Refusal;
use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};
use bytes::Bytes;
use flate2::read::GzDecoder;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::de::DeserializeOwned;
use std::{io::Read, time::Duration};
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::SizeAbove;

/// The longest body as it arrives.
pub const LONGEST: usize = 2 << 20;
// One entry always has room in a request, or a phone that saved it could never send again.
const _: () = assert!(sync::LONGEST_ENTRY * 4 <= LONGEST);
/// The longest body unpacked.
pub const LONGEST_UNPACKED: usize = 8 << 20;
/// The longest file that a phone has saved and somebody brings, packed or not: months of work without network.
pub const LONGEST_FILE: usize = 16 << 20;
/// The longest that a body may take to arrive: 2 MB would need 17 kB/s, and a phone on 2G sends batches of 32 kB.
const PATIENCE: Duration = Duration::from_secs(120);

/// What the request's body says.
pub struct Said<T>(pub T);

/// What the body of a request says that carries a whole file.
pub struct SaidLong<T>(pub T);

/// How long a body may be, as it arrives and unpacked.
type Bounds = [usize; 2];

impl<T: DeserializeOwned + Send + 'static, S: Send + Sync> FromRequest<S> for Said<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        read(request, [LONGEST, LONGEST_UNPACKED]).await.map(Self)
    }
}

impl<T: DeserializeOwned + Send + 'static, S: Send + Sync> FromRequest<S> for SaidLong<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        read(request, [LONGEST_FILE; 2]).await.map(Self)
    }
}

async fn read<T: DeserializeOwned + Send + 'static>(request: Request, longest: Bounds) -> Result<T, Refusal> {
    let (head, body) = request.into_parts();
    let packed = is_packed(&head.headers)?;
    if !is_json(&head.headers) {
        return Err(Refusal::NotJson);
    }
    let bytes = arrive(&head.headers, body, longest[0]).await?;
    // Unpacking and reading megabytes takes long enough to keep others waiting.
    let reading = tokio::task::spawn_blocking(move || {
        let bytes = if packed { unpack(&bytes, longest[1])? } else { bytes };
        serde_json::from_slice(&bytes).map_err(|_| Refusal::Unreadable)
    });
    reading.await.map_err(|_| Refusal::Unreadable)?
}

async fn arrive(headers: &HeaderMap, body: Body, longest: usize) -> Result<Bytes, Refusal> {
    let announced = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length: usize| length > longest) {
        return Err(Refusal::TooLarge);
    }
    let collected = tokio::time::timeout(PATIENCE, Limited::new(body, longest).collect()).await;
    match collected.map_err(|_| Refusal::TooSlow)? {
        Ok(whole) => Ok(whole.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(Refusal::TooLarge),
        Err(_) => Err(Refusal::Unreadable),
    }
}

fn unpack(packed: &[u8], longest: usize) -> Result<Bytes, Refusal> {
    let mut unpacked = Vec::new();
    let bound = longest as u64 + 1;
    GzDecoder::new(packed).take(bound).read_to_end(&mut unpacked).map_err(|_| Refusal::Unreadable)?;
    if unpacked.len() > longest { Err(Refusal::TooLarge) } else { Ok(unpacked.into()) }
}

fn is_packed(headers: &HeaderMap) -> Result<bool, Refusal> {
    match headers.get(CONTENT_ENCODING).map(HeaderValue::as_bytes) {
        None | Some(b"identity") => Ok(false),
        Some(b"gzip") => Ok(true),
        Some(_) => Err(Refusal::Unreadable),
    }
}

/// Whether a body says that it is JSON: what a form of another site cannot send unasked.
pub fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}

/// Packs answers longer than a kilobyte for those who can unpack them.
pub fn gzip_answers() -> CompressionLayer<SizeAbove> {
    CompressionLayer::new().compress_when(SizeAbove::new(1024))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A body of which nothing more arrives.
    struct Stalled;

    impl hyper::body::Body for Stalled {
        type Data = Bytes;
        type Error = std::convert::Infallible;

        fn poll_frame(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Result<hyper::body::Frame<Bytes>, Self::Error>>> {
            std::task::Poll::Pending
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_does_not_arrive_is_not_waited_for() {
        let arrived = arrive(&HeaderMap::new(), Body::new(Stalled), LONGEST).await;
        assert_eq!(arrived.err(), Some(Refusal::TooSlow));
    }
}
