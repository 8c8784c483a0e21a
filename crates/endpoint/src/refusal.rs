//! Every way of saying no: which status, and which code a person's sentence is found by (`error.<code>` in
//! `locales/`). Said here once.

use crate::store::StoreError;
use axum::Json;
use axum::body::Body;
use axum::http::{Response, StatusCode, header};
use axum::response::IntoResponse;
use serde_json::json;
use std::any::Any;
use std::io;

/// Seconds after which it is worth to ask again where there is too much to do.
const SOON: &str = "5";

/// Why a request is not answered as asked.
#[derive(Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No session, or one that has expired or was revoked.
    SignInNeeded,
    /// Wrong user name or password; never which.
    SignInFailed,
    /// Too many wrong passwords; seconds to wait.
    TryLater(i64),
    /// The grants do not allow it.
    Forbidden,
    /// The session belongs to another device.
    OtherDevice,
    /// The header that only our own page can send is not there.
    HeaderMissing,
    /// The code or the link is not known.
    CodeUnknown,
    /// The code's day is over.
    CodeExpired,
    /// Another device has used the code.
    CodeUsed,
    /// There is nothing of that name.
    NotFound,
    /// There is something of that name, but it cannot be used so.
    MethodNotAllowed,
    /// The body is not JSON, and does not say it is.
    NotJson,
    /// The body cannot be read.
    Unreadable,
    /// The body is longer than allowed.
    TooLarge,
    /// The body did not arrive in time.
    TooSlow,
    /// A field of the body is not acceptable; which.
    Invalid(&'static str),
    /// The file is longer than any may be.
    FileTooLarge,
    /// The person has brought and is sending as much as one may.
    QuotaSpent,
    /// Files of that kind are not kept.
    KindNotKept,
    /// The bytes are of another kind than they were said to be; what came is dropped.
    KindDiffers,
    /// The bytes are not those that were meant; what came of them is dropped.
    ChecksumDiffers,
    /// The piece begins where what has arrived does not end.
    OtherOffset,
    /// The body is no piece of a file, and does not say it is.
    NotAPiece,
    /// Another version of tus is spoken, or none.
    OtherTus,
    /// A record holds the file, but its bytes are not here.
    OnItsWay,
    /// The disk is full.
    NoRoom,
    /// Somebody else has that user name.
    UserTaken,
    /// The password is too short, or one of those tried first.
    PasswordWeak,
    /// Nobody would be left to administer the network.
    LastAdministrator,
    /// Somebody else changed it since it was read.
    ChangedMeanwhile,
    /// A file that is none that a phone has saved.
    NotAPhonesFile,
    /// A phone's file of a version that came after this one.
    NewerFile,
    /// A phone's file that is sealed to a key that is not here.
    OtherKey,
    /// The device's app speaks a protocol that is no longer answered.
    TooOld,
    /// Too much to do just now.
    Busy,
    /// Something is wrong here; the log says what.
    Broken,
}

impl Refusal {
    fn status_and_code(&self) -> (StatusCode, &'static str) {
        match self {
            Self::Unreadable => (StatusCode::BAD_REQUEST, "unreadable"),
            Self::SignInNeeded => (StatusCode::UNAUTHORIZED, "sign_in_needed"),
            Self::SignInFailed => (StatusCode::UNAUTHORIZED, "sign_in_failed"),
            Self::Forbidden => (StatusCode::FORBIDDEN, "forbidden"),
            Self::OtherDevice => (StatusCode::FORBIDDEN, "other_device"),
            Self::HeaderMissing => (StatusCode::FORBIDDEN, "header_missing"),
            Self::CodeUnknown => (StatusCode::NOT_FOUND, "code_unknown"),
            Self::NotFound => (StatusCode::NOT_FOUND, "not_found"),
            Self::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed"),
            Self::TooSlow => (StatusCode::REQUEST_TIMEOUT, "too_slow"),
            Self::CodeUsed => (StatusCode::CONFLICT, "code_used"),
            Self::UserTaken => (StatusCode::CONFLICT, "user_taken"),
            Self::LastAdministrator => (StatusCode::CONFLICT, "last_administrator"),
            Self::ChangedMeanwhile => (StatusCode::CONFLICT, "changed_meanwhile"),
            Self::CodeExpired => (StatusCode::GONE, "code_expired"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
            Self::NotJson => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "not_json"),
            Self::Invalid(_) => (StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            Self::PasswordWeak => (StatusCode::UNPROCESSABLE_ENTITY, "password_weak"),
            Self::NotAPhonesFile => (StatusCode::UNPROCESSABLE_ENTITY, "not_a_phones_file"),
            Self::NewerFile => (StatusCode::UNPROCESSABLE_ENTITY, "newer_file"),
            Self::OtherKey => (StatusCode::UNPROCESSABLE_ENTITY, "other_key"),
            Self::TooOld => (StatusCode::UPGRADE_REQUIRED, "too_old"),
            Self::TryLater(_) => (StatusCode::TOO_MANY_REQUESTS, "try_later"),
            Self::OnItsWay => (StatusCode::NOT_FOUND, "on_its_way"),
            Self::OtherOffset => (StatusCode::CONFLICT, "other_offset"),
            Self::OtherTus => (StatusCode::PRECONDITION_FAILED, "other_tus"),
            Self::FileTooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "file_too_large"),
            Self::QuotaSpent => (StatusCode::PAYLOAD_TOO_LARGE, "quota_spent"),
            Self::KindNotKept => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "kind_not_kept"),
            Self::KindDiffers => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "kind_differs"),
            Self::NotAPiece => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "not_a_piece"),
            Self::ChecksumDiffers => (checksum_mismatch(), "checksum_differs"),
            Self::NoRoom => (StatusCode::INSUFFICIENT_STORAGE, "no_room"),
            Self::Busy => (StatusCode::SERVICE_UNAVAILABLE, "busy"),
            Self::Broken => (StatusCode::INTERNAL_SERVER_ERROR, "broken"),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response<Body> {
        let (status, code) = self.status_and_code();
        match self {
            Self::TryLater(seconds) => {
                let after = [(header::RETRY_AFTER, seconds.to_string())];
                (status, after, Json(json!({ "error": code, "retry_after": seconds }))).into_response()
            }
            Self::Busy => {
                let after = [(header::RETRY_AFTER, SOON)];
                (status, after, Json(json!({ "error": code }))).into_response()
            }
            Self::Invalid(field) => (status, Json(json!({ "error": code, "field": field }))).into_response(),
            _ => (status, Json(json!({ "error": code }))).into_response(),
        }
    }
}

/// The status that tus has for it, and HTTP has not.
fn checksum_mismatch() -> StatusCode {
    StatusCode::from_u16(460).unwrap_or(StatusCode::BAD_REQUEST)
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        tracing::error!(%error, "the disk failed");
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::NoRoom,
            _ => Self::Broken,
        }
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the database failed");
        if error.is_passing() { Self::Busy } else { Self::Broken }
    }
}

impl From<sqlx::Error> for Refusal {
    fn from(error: sqlx::Error) -> Self {
        StoreError::from(error).into()
    }
}

/// The answer to a path under `/api` that names nothing: never the page.
pub async fn no_such_route() -> Refusal {
    Refusal::NotFound
}

/// The answer to a path that is there, asked in a way that it is not.
pub async fn no_such_method() -> Refusal {
    Refusal::MethodNotAllowed
}

/// The answer when a handler broke: one request fails, the endpoint stands. What the panic said may hold a value
/// of somebody's record, so it is not logged.
pub fn after_a_panic(_said: Box<dyn Any + Send>) -> Response<Body> {
    tracing::error!("a request broke its handler");
    Refusal::Broken.into_response()
}
