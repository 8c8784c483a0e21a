//! One line a request: what kind, how it ended, how long it took. No addresses, no paths with what is in them (a
//! path can hold a code), no identities.

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;

/// Logs each request after its answer is made. The route is its pattern, `/api/v1/team/{person}`.
pub async fn requests(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let route = route.as_ref().map_or("file", MatchedPath::as_str);
    let (status, millis) = (response.status().as_u16(), began.elapsed().as_millis() as u64);
    tracing::info!(%method, route, status, millis, "answered");
    response
}
