//! What is said around every answer, errors included, and what every request that changes something must say.

use crate::{Endpoint, body::is_json, refusal::Refusal, uploads::PIECE};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

const OPENER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");

/// The header that a page of another site cannot send: it would have to ask first, and is never answered.
const OURS: HeaderName = HeaderName::from_static("x-tiwizi");

/// The policy of answers that are data: shown as a page they may do nothing at all.
const DATA_POLICY: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");

/// Tells the browser what the page may do, which is little, and that data is no page. What only pages heed is left
/// out of data: an exchange with nothing new is to stay below a kilobyte.
pub async fn security(State(endpoint): State<Arc<Endpoint>>, request: Request, next: Next) -> Response {
    let is_data = request
        .uri()
        .path()
        .strip_prefix("/api")
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(RESOURCE, HeaderValue::from_static("same-origin"));
    if is_data {
        headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(DATA_POLICY);
    } else {
        headers.insert(header::CONTENT_SECURITY_POLICY, endpoint.client.policy());
        headers.insert(OPENER, HeaderValue::from_static("same-origin"));
        headers.insert(
            PERMISSIONS,
            HeaderValue::from_static(
                "camera=(self), geolocation=(self), microphone=(), payment=(), usb=(), interest-cohort=()",
            ),
        );
    }
    if endpoint.is_https() {
        // Not for subdomains: they may be somebody else's affair.
        let two_years = HeaderValue::from_static("max-age=63072000");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, two_years);
    }
    response
}

/// What the interface answers is in no cache: it is about people. Files say themselves how long they last.
pub async fn not_stored_unless_said(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

fn is_piece(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == PIECE)
}

/// Refuses what a page of another site could make a browser send: everything that changes something needs our
/// header, and a body must be JSON or a piece of a file, and say so: no form of another site can.
pub async fn only_from_our_own_page(request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        if request.headers().get(OURS).map(HeaderValue::as_bytes) != Some(b"1") {
            return Refusal::HeaderMissing.into_response();
        }
        let length = request.headers().get(header::CONTENT_LENGTH).map(HeaderValue::as_bytes);
        let has_body = length.is_some_and(|length| length != b"0")
            || request.headers().contains_key(header::TRANSFER_ENCODING);
        if has_body && !is_json(request.headers()) && !is_piece(request.headers()) {
            return Refusal::NotJson.into_response();
        }
    }
    next.run(request).await
}
