//! `/api/v1/files`: how files come here, by tus 1.0 with creation, checksum and termination.
//!
//! The address of a file is the SHA-256 of its bytes. So a phone that has lost everything but the record goes on where
//! it was, a file that is sent twice is stored once, and one that is whole already is not sent at all. Until then what
//! has arrived belongs to the person who sends it: nobody else sees it or adds to it.
//!
//! A device that was withdrawn hands its files over as it does its log: those that its log mentions, and no others.
//!
//! How much has arrived is the length of the part on the disk, and no offset is told before the disk has it. Two
//! connections that send the same part write the same bytes in the same places; whichever ends it has it checked.

mod piece;
mod said;

use crate::files::{fits, named, off_thread};
use crate::refusal::Refusal;
use crate::session::Heard;
use crate::store::files::{self, Upload};
use crate::surroundings::DAY;
use crate::{Endpoint, files::Shelf};
use axum::extract::{Path as Part, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use piece::Place;
use record::AuthorId;
use said::{Creation, Piece};
use std::io;
use std::sync::Arc;
use sync::Hash;

pub use said::PIECE;

/// How long a part is kept that nobody goes on with.
const ABANDONED: i64 = 30 * DAY;

/// Answers those who speak another version of the protocol, and says ours in every answer.
pub async fn speak_tus(request: Request, next: Next) -> Response {
    let asks = matches!(*request.method(), Method::OPTIONS | Method::GET);
    let mut response = if asks || request.headers().get(said::RESUMABLE) == Some(&said::ONE) {
        next.run(request).await
    } else {
        Refusal::OtherTus.into_response()
    };
    let headers = response.headers_mut();
    headers.insert(said::RESUMABLE, said::ONE);
    headers.insert(said::VERSION, said::ONE);
    response
}

/// What is understood here.
pub async fn options(State(endpoint): State<Arc<Endpoint>>) -> impl IntoResponse {
    let understood = [
        (said::EXTENSION, HeaderValue::from_static("creation,checksum,termination")),
        (said::ALGORITHMS, HeaderValue::from_static("sha256,sha1")),
        (said::MAX_SIZE, endpoint.file_limits.each.into()),
    ];
    (StatusCode::NO_CONTENT, understood)
}

/// A file is to be sent. Said again it changes nothing: what has arrived stays.
pub async fn create(
    State(endpoint): State<Arc<Endpoint>>,
    heard: Heard,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let Creation { sha256, upload } = Creation::of(&headers)?;
    let there = (StatusCode::CREATED, [(header::LOCATION, format!("/api/v1/files/{sha256}"))]);
    if upload.size > endpoint.file_limits.each {
        return Err(Refusal::FileTooLarge);
    }
    let me = endpoint.sender(heard, sha256).await?;
    if endpoint.has_file(sha256).await?.is_some() {
        return Ok(there.into_response());
    }
    let mut tx = endpoint.store.write().await?;
    let before = files::upload(&mut *tx, me, sha256).await?;
    let held = files::held_by(&mut tx, me).await? - before.as_ref().map_or(0, |before| before.size);
    if held.saturating_add(upload.size) > endpoint.file_limits.person {
        return Err(Refusal::QuotaSpent);
    }
    if before.as_ref() != Some(&upload) {
        // Left by what was said otherwise before: of no use as a beginning of this.
        endpoint.drop_part(me, sha256).await?;
    }
    files::begin(&mut tx, me, sha256, &upload, endpoint.now()).await?;
    tx.commit().await?;
    Ok(there.into_response())
}

/// How much of a file is here.
pub async fn state(
    State(endpoint): State<Arc<Endpoint>>,
    heard: Heard,
    Part(name): Part<String>,
) -> Result<Response, Refusal> {
    let sha256 = named(&name)?;
    let (arrived, size) = endpoint.arrived(endpoint.sender(heard, sha256).await?, sha256).await?;
    Ok([(said::OFFSET, HeaderValue::from(arrived)), (said::LENGTH, size.into())].into_response())
}

/// A piece of a file comes.
pub async fn append(
    State(endpoint): State<Arc<Endpoint>>,
    heard: Heard,
    Part(name): Part<String>,
    request: Request,
) -> Result<Response, Refusal> {
    let sha256 = named(&name)?;
    let me = endpoint.sender(heard, sha256).await?;
    let Piece { offset, length, checksum } = Piece::of(request.headers())?;
    let (arrived, size) = endpoint.arrived(me, sha256).await?;
    if offset != arrived {
        return Err(Refusal::OtherOffset);
    }
    if length.is_some_and(|length| length > size - arrived) {
        return Err(Refusal::TooLarge);
    }
    if arrived == size {
        return Ok(said_up_to(size));
    }
    endpoint.touch(me, sha256).await?;
    let shelf = endpoint.shelf.clone();
    let file = off_thread(move || Ok(shelf.open_part(me, sha256)?)).await?;
    let place = Place { file: file.into(), begins: arrived, size };
    // By itself: who hangs up when the last byte is out stops nothing.
    let taken = tokio::spawn(async move {
        let ends = place.take(request.into_body(), checksum).await?;
        if ends == size {
            endpoint.end(me, sha256).await?;
        }
        Ok(said_up_to(ends))
    });
    taken.await.map_err(|_| Refusal::Broken)?
}

/// Nobody goes on with a file.
pub async fn terminate(
    State(endpoint): State<Arc<Endpoint>>,
    heard: Heard,
    Part(name): Part<String>,
) -> Result<StatusCode, Refusal> {
    let sha256 = named(&name)?;
    let me = endpoint.sender(heard, sha256).await?;
    files::upload(endpoint.store.read(), me, sha256).await?.ok_or(Refusal::NotFound)?;
    endpoint.forget_upload(me, sha256).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The same, for lines that let only GET and POST through.
pub async fn by_another_name(
    endpoint: State<Arc<Endpoint>>,
    heard: Heard,
    name: Part<String>,
    request: Request,
) -> Result<Response, Refusal> {
    match request.headers().get(said::METHOD).map(HeaderValue::as_bytes) {
        Some(b"PATCH") => append(endpoint, heard, name, request).await,
        Some(b"HEAD") => state(endpoint, heard, name).await,
        Some(b"DELETE") => Ok(terminate(endpoint, heard, name).await?.into_response()),
        _ => Err(Refusal::MethodNotAllowed),
    }
}

fn said_up_to(offset: u64) -> Response {
    (StatusCode::NO_CONTENT, [(said::OFFSET, HeaderValue::from(offset))]).into_response()
}

impl Endpoint {
    /// Whoever may send a file: somebody who is in, or whose device was withdrawn and has mentioned it in its log.
    async fn sender(&self, Heard(someone): Heard, sha256: Hash) -> Result<AuthorId, Refusal> {
        if someone.is_withdrawn() && !files::is_logged(self.store.read(), someone.device, sha256).await? {
            return Err(Refusal::Forbidden);
        }
        Ok(someone.person)
    }

    /// How much of a file is here of what a person is sending, or of anybody's that is whole; and how long it is.
    async fn arrived(&self, person: AuthorId, sha256: Hash) -> Result<(u64, u64), Refusal> {
        if let Some(size) = self.has_file(sha256).await? {
            return Ok((size, size));
        }
        let upload = files::upload(self.store.read(), person, sha256).await?.ok_or(Refusal::NotFound)?;
        let shelf = self.shelf.clone();
        let arrived = off_thread(move || Ok(shelf.arrived(person, sha256)?)).await?;
        if arrived >= upload.size {
            // All of it came before the endpoint was stopped.
            self.end(person, sha256).await?;
        }
        Ok((arrived, upload.size))
    }

    /// The last byte of a file is here: it is checked, and either is whole from now on or was never sent.
    ///
    /// The row comes first and the upload is forgotten last: a stop in between leaves an upload that is ended again.
    async fn end(&self, person: AuthorId, sha256: Hash) -> Result<(), Refusal> {
        let _one_after_the_other = self.ending.lock().await;
        let Some(upload) = files::upload(self.store.read(), person, sha256).await? else {
            // Another connection has ended it.
            self.drop_part(person, sha256).await?;
            return self.has_file(sha256).await?.map(drop).ok_or(Refusal::NotFound);
        };
        let (shelf, said) = (self.shelf.clone(), upload.clone());
        if let Err(refusal) = off_thread(move || check(&shelf, person, sha256, &said)).await {
            if matches!(refusal, Refusal::ChecksumDiffers | Refusal::KindDiffers) {
                self.forget_upload(person, sha256).await?;
            }
            return Err(refusal);
        }
        let mut tx = self.store.write().await?;
        files::take_in(&mut tx, person, sha256, &upload, self.now()).await?;
        tx.commit().await?;
        let shelf = self.shelf.clone();
        off_thread(move || match shelf.put(person, sha256) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && shelf.has(sha256, upload.size) => Ok(()),
            put => Ok(put?),
        })
        .await?;
        for sender in files::senders(self.store.read(), sha256).await? {
            self.forget_upload(sender, sha256).await?;
        }
        Ok(())
    }

    /// Notes that bytes come, once a day.
    async fn touch(&self, person: AuthorId, sha256: Hash) -> Result<(), Refusal> {
        let now = self.now();
        if files::touched(self.store.read(), person, sha256).await? > now - DAY {
            return Ok(());
        }
        let mut tx = self.store.write().await?;
        files::touch(&mut tx, person, sha256, now).await?;
        Ok(tx.commit().await?)
    }

    async fn drop_part(&self, person: AuthorId, sha256: Hash) -> Result<(), Refusal> {
        let shelf = self.shelf.clone();
        off_thread(move || Ok(shelf.drop_part(person, sha256)?)).await
    }

    async fn forget_upload(&self, person: AuthorId, sha256: Hash) -> Result<(), Refusal> {
        self.drop_part(person, sha256).await?;
        let mut tx = self.store.write().await?;
        files::forget(&mut tx, person, sha256).await?;
        Ok(tx.commit().await?)
    }

    /// Drops the parts of files that nobody has gone on with for thirty days: at each start, and once a day.
    pub async fn drop_abandoned_uploads(&self) {
        if let Err(refusal) = self.try_to_drop_abandoned().await {
            tracing::error!(?refusal, "abandoned uploads stay for now");
        }
    }

    async fn try_to_drop_abandoned(&self) -> Result<(), Refusal> {
        for (person, sha256) in files::abandoned(self.store.read(), self.now() - ABANDONED).await? {
            self.forget_upload(person, sha256).await?;
        }
        Ok(())
    }
}

/// Whether the part of a file is what it was said to be.
fn check(shelf: &Shelf, person: AuthorId, sha256: Hash, upload: &Upload) -> Result<(), Refusal> {
    let weighed = match shelf.weigh_part(person, sha256) {
        Err(error) if error.kind() == io::ErrorKind::NotFound && shelf.has(sha256, upload.size) => {
            return Ok(());
        }
        weighed => weighed?,
    };
    if weighed != (upload.size, sha256) {
        return Err(Refusal::ChecksumDiffers);
    }
    let (first, path) = shelf.look_at_part(person, sha256)?;
    if fits(&upload.media_type, &first, &path) { Ok(()) } else { Err(Refusal::KindDiffers) }
}
