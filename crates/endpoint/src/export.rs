//! `POST /api/v1/export`: records as a file for spreadsheets. A reason is asked, and who took what, when and why is
//! noted before the first byte leaves. The file is made while it is sent, and rights are looked at anew for each part of
//! it: what is taken away meanwhile is not in it.

mod cell;
mod columns;

use crate::readings::{self, Scopes, What};
use crate::refusal::Refusal;
use crate::session::SignedIn;
use crate::store::StoreError;
use crate::{Endpoint, body::Said};
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use columns::{Columns, Values};
use csv::{QuoteStyle, WriterBuilder};
use record::{AuthorId, Record, RecordId};
use serde::{Deserialize, Serialize};
use sqlx::{Row, query, query_as};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::{io, pin::Pin};
use sync::{Grants, Role};
use tokio::sync::mpsc;

/// What somebody wants.
#[derive(Deserialize)]
pub struct Wanted {
    form: String,
    language: Language,
    values: Values,
    reason: String,
    /// These records; all that the person judges, if none are named.
    #[serde(default)]
    records: Option<BTreeSet<RecordId>>,
}

/// The language of heads and labels.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Arabic.
    Ar,
    /// French.
    Fr,
    /// English.
    En,
}

impl Language {
    fn code(self) -> &'static str {
        match self {
            Self::Ar => "ar",
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// Spreadsheets of Morocco and France expect the semicolon, where the comma divides numbers.
    fn delimiter(self) -> u8 {
        if self == Self::En { b',' } else { b';' }
    }
}

/// So many records are read at a time.
const PART: i64 = 200;
/// Without it spreadsheets take the file for another alphabet.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The file.
pub async fn export(
    State(endpoint): State<Arc<Endpoint>>,
    signed_in: SignedIn,
    Said(wanted): Said<Wanted>,
) -> Result<Response, Refusal> {
    let own = signed_in.grants(&endpoint).await?;
    if !own.have(Role::Coordinator) {
        return Err(Refusal::Forbidden);
    }
    let reason = acceptable_reason(&wanted.reason)?;
    if !endpoint.catalogue.has_form(&wanted.form) {
        return Err(Refusal::Invalid("form"));
    }
    let (records, scopes) = count(&endpoint, &own, &wanted).await?;
    let about = serde_json::json!({
        "form": wanted.form, "language": wanted.language, "values": wanted.values,
        "chosen": wanted.records.is_some(),
    });
    let about = about.to_string();
    readings::note(&endpoint, &signed_in, What::Export, &about, &reason, records, &scopes).await?;
    let (sender, parts) = mpsc::channel(1);
    let name = format!("attachment; filename=\"tiwizi-{}.csv\"", wanted.form);
    tokio::spawn(write(endpoint, signed_in, wanted, sender));
    let heads = [(CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((heads, Body::new(Parts(parts))).into_response())
}

/// Why, in words that somebody can read later.
fn acceptable_reason(reason: &str) -> Result<String, Refusal> {
    let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    let hides = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let fine = (3..=300).contains(&reason.chars().count()) && !reason.contains(hides);
    if fine { Ok(reason) } else { Err(Refusal::Invalid("reason")) }
}

/// How many records the file will have, and their scopes.
async fn count(endpoint: &Endpoint, own: &Grants, wanted: &Wanted) -> Result<(usize, Scopes), StoreError> {
    let (mut records, mut scopes, mut after) = (0, Scopes::new(), String::new());
    while let Some(part) = next(endpoint, own, wanted, &mut after).await? {
        records += part.len();
        scopes.extend(readings::scopes_of(&part));
    }
    Ok((records, scopes))
}

/// The next part of what is wanted and may be read; `None` at the end. A record that is written meanwhile is neither
/// left out nor there twice, because the order is that of the identities.
async fn next(
    endpoint: &Endpoint,
    own: &Grants,
    wanted: &Wanted,
    after: &mut String,
) -> Result<Option<Vec<Record>>, StoreError> {
    let rows = query("SELECT id, body FROM record WHERE form = $1 AND id > $2 ORDER BY id LIMIT $3")
        .bind(&wanted.form)
        .bind(after.as_str())
        .bind(PART)
        .fetch_all(endpoint.store.read())
        .await?;
    let Some(last) = rows.last() else { return Ok(None) };
    *after = last.try_get(0)?;
    let mut part = Vec::new();
    for row in &rows {
        let id = row.try_get::<&str, _>(0)?.parse().map_err(|_| StoreError::Unreadable("record"))?;
        if wanted.records.as_ref().is_some_and(|records| !records.contains(&id)) {
            continue;
        }
        let record: Record =
            serde_json::from_str(row.try_get(1)?).map_err(|_| StoreError::Unreadable("record"))?;
        if own.judge(record.scopes()) && record.is_listed() {
            part.push(record);
        }
    }
    Ok(Some(part))
}

type Sender = mpsc::Sender<Result<Bytes, io::Error>>;

/// Writes the file part by part, as fast as it is taken. Whatever fails cuts it short, and the reader sees that.
async fn write(endpoint: Arc<Endpoint>, reader: SignedIn, wanted: Wanted, sender: Sender) {
    if let Err(error) = write_parts(&endpoint, &reader, &wanted, &sender).await {
        // Whoever stopped reading does not hear it.
        let _ = sender.send(Err(error)).await;
    }
}

async fn write_parts(
    endpoint: &Endpoint,
    reader: &SignedIn,
    wanted: &Wanted,
    sender: &Sender,
) -> io::Result<()> {
    let definition = endpoint.catalogue.form(&wanted.form).ok_or(io::ErrorKind::NotFound)?;
    let columns = Columns::of(&definition, wanted.language, wanted.values, endpoint.zone);
    let names = names(endpoint).await.map_err(io::Error::other)?;
    let heads = lines(wanted.language, [columns.heads()])?;
    let mut open = sender.send(Ok([BYTE_ORDER_MARK.as_bytes(), &heads].concat().into())).await.is_ok();
    let mut after = String::new();
    while open {
        let own = reader.grants(endpoint).await.map_err(io::Error::other)?;
        if !own.have(Role::Coordinator) || !reader.is_live(endpoint).await.map_err(io::Error::other)? {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        let Some(part) = next(endpoint, &own, wanted, &mut after).await.map_err(io::Error::other)? else {
            return Ok(());
        };
        let author = |record: &Record| {
            let stamps = record.answers().filter_map(|(_, version)| record.stamp(version.dot));
            let first = stamps.min_by_key(|stamp| stamp.at);
            first.and_then(|stamp| names.get(&stamp.author)).map_or("", String::as_str)
        };
        let lines = lines(wanted.language, part.iter().map(|record| columns.cells(record, author(record))))?;
        open = sender.send(Ok(lines.into())).await.is_ok();
    }
    Ok(())
}

/// Lines of the file. Every cell stands in quotes, so that no program divides it elsewhere.
fn lines(language: Language, cells: impl IntoIterator<Item = Vec<String>>) -> io::Result<Vec<u8>> {
    let mut writer = WriterBuilder::new()
        .delimiter(language.delimiter())
        .quote_style(QuoteStyle::Always)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for line in cells {
        writer.write_record(line)?;
    }
    writer.into_inner().map_err(|error| io::Error::other(error.to_string()))
}

async fn names(endpoint: &Endpoint) -> Result<BTreeMap<AuthorId, String>, StoreError> {
    let people: Vec<(String, String)> =
        query_as("SELECT id, name FROM person").fetch_all(endpoint.store.read()).await?;
    Ok(people.into_iter().filter_map(|(id, name)| Some((id.parse().ok()?, name))).collect())
}

/// The parts of a body as they are made.
struct Parts(mpsc::Receiver<Result<Bytes, io::Error>>);

impl hyper::body::Body for Parts {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        around: &mut Context<'_>,
    ) -> Poll<Option<Result<hyper::body::Frame<Bytes>, io::Error>>> {
        self.0.poll_recv(around).map(|part| part.map(|part| part.map(hyper::body::Frame::data)))
    }
}
