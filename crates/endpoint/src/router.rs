//! What the endpoint answers, as a table of contents.

use crate::{
    Endpoint, body, catalogue, client, enrol, exchange, export, files, headers, held, history, logging, me,
    phones, readings, refusal, rescue, setup, sign_in, team, uploads,
};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{any, get, post, put};
use std::sync::Arc;
use tower_http::catch_panic::CatchPanicLayer;

/// All routes, with what is done around each of them: the outermost last.
pub fn router(endpoint: Arc<Endpoint>) -> Router {
    let uploads = Router::new()
        .route("/files", post(uploads::create).options(uploads::options))
        .route(
            "/files/{sha256}",
            get(files::serve)
                .head(uploads::state)
                .patch(uploads::append)
                .delete(uploads::terminate)
                .post(uploads::by_another_name)
                .options(uploads::options),
        )
        .method_not_allowed_fallback(refusal::no_such_method)
        .layer(from_fn(uploads::speak_tus))
        // A piece is bounded by the length of its file, and never in memory.
        .layer(DefaultBodyLimit::disable());

    let api = Router::new()
        .route("/health", get(me::health))
        // Getting in, and out.
        .route("/setup/{token}", get(setup::is_open))
        .route("/setup", post(setup::set_up))
        .route("/enrol", post(enrol::enrol))
        .route("/sign-in", post(sign_in::sign_in))
        .route("/sign-out", post(sign_in::sign_out))
        // Everybody who is in.
        .route("/me", get(me::me))
        .route("/directory", get(me::directory))
        .route("/catalogue", get(catalogue::catalogue))
        .route("/phone", post(phones::note))
        .route("/sync", post(exchange::exchange))
        .route("/bundle/carried", get(rescue::carried).post(rescue::carry))
        // The desk.
        .route("/catalogue/desk", get(catalogue::desk))
        .route("/team", get(team::team).post(team::add))
        .route("/team/{person}", put(team::change))
        .route("/team/{person}/grants", get(team::versions))
        .route("/team/{person}/code", post(team::new_code))
        .route("/phones/{device}/revoke", post(phones::revoke))
        .route("/bundle", post(rescue::bring))
        .route("/bundle/carried/{id}", post(rescue::take_carried))
        .route("/held", get(held::held))
        .route("/records/{id}/history", get(history::history))
        .route("/export", post(export::export))
        .route("/exports", get(readings::exports))
        .route("/files/missing", post(files::missing))
        .fallback(refusal::no_such_route)
        .method_not_allowed_fallback(refusal::no_such_method)
        .layer(body::gzip_answers())
        // Behind it: files are packed by themselves.
        .merge(uploads)
        .layer(from_fn(headers::only_from_our_own_page));

    Router::new()
        .nest("/api/v1", api)
        .route("/api", any(refusal::no_such_route))
        .route("/api/", any(refusal::no_such_route))
        .route("/api/{*rest}", any(refusal::no_such_route))
        .fallback(client::file)
        .layer(CatchPanicLayer::custom(refusal::after_a_panic))
        .layer(from_fn(headers::not_stored_unless_said))
        .layer(from_fn_with_state(endpoint.clone(), headers::security))
        .layer(from_fn(logging::requests))
        .with_state(endpoint)
}
