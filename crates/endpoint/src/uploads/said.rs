//! What the headers of tus 1.0 say: <https://tus.io/protocols/resumable-upload>.

use crate::files::kept;
use crate::refusal::Refusal;
use crate::store::files::Upload;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use base64::prelude::{BASE64_STANDARD, Engine};
use sha2::{Digest, Sha256};
use sync::Hash;

pub const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
pub const VERSION: HeaderName = HeaderName::from_static("tus-version");
pub const EXTENSION: HeaderName = HeaderName::from_static("tus-extension");
pub const MAX_SIZE: HeaderName = HeaderName::from_static("tus-max-size");
pub const ALGORITHMS: HeaderName = HeaderName::from_static("tus-checksum-algorithm");
pub const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
pub const LENGTH: HeaderName = HeaderName::from_static("upload-length");
pub const METADATA: HeaderName = HeaderName::from_static("upload-metadata");
pub const CHECKSUM: HeaderName = HeaderName::from_static("upload-checksum");
/// For lines that let only GET and POST through.
pub const METHOD: HeaderName = HeaderName::from_static("x-http-method-override");

/// The one version of the protocol.
pub const ONE: HeaderValue = HeaderValue::from_static("1.0.0");
/// What a piece of a file says it is.
pub const PIECE: &str = "application/offset+octet-stream";

/// A file that is to be sent.
pub struct Creation {
    /// Under which name: the hash of its bytes.
    pub sha256: Hash,
    /// What it will be.
    pub upload: Upload,
}

/// A piece of it.
pub struct Piece {
    /// Where it begins.
    pub offset: u64,
    /// How long it is said to be.
    pub length: Option<u64>,
    /// What its bytes must hash to.
    pub checksum: Option<Checksum>,
}

/// A hash that a piece is to have, and the one it has so far.
pub enum Checksum {
    /// SHA-1, which the protocol asks for.
    Sha1(Box<sha1_smol::Sha1>, Vec<u8>),
    /// SHA-256.
    Sha256(Box<Sha256>, Vec<u8>),
}

impl Creation {
    /// Reads what a creation says.
    pub fn of(headers: &HeaderMap) -> Result<Self, Refusal> {
        let size =
            number(headers, &LENGTH).filter(|size| *size > 0).ok_or(Refusal::Invalid("upload-length"))?;
        let metadata = text(headers, &METADATA).unwrap_or_default();
        let said = |name: &str| {
            let mut pairs = metadata.split(',').filter_map(|pair| pair.trim().split_once(' '));
            let (_, value) = pairs.find(|(key, _)| *key == name)?;
            String::from_utf8(BASE64_STANDARD.decode(value.trim()).ok()?).ok()
        };
        let sha256 =
            said("sha256").and_then(|sha256| sha256.parse().ok()).ok_or(Refusal::Invalid("sha256"))?;
        let media_type = said("media_type").ok_or(Refusal::Invalid("media_type"))?;
        let media_type = kept(&media_type).ok_or(Refusal::KindNotKept)?.to_owned();
        Ok(Self { sha256, upload: Upload { size, media_type } })
    }
}

impl Piece {
    /// Reads what a piece says of itself.
    pub fn of(headers: &HeaderMap) -> Result<Self, Refusal> {
        if text(headers, &header::CONTENT_TYPE) != Some(PIECE) {
            return Err(Refusal::NotAPiece);
        }
        let checksum = text(headers, &CHECKSUM).map(Checksum::of).transpose()?;
        let offset = number(headers, &OFFSET).ok_or(Refusal::Invalid("upload-offset"))?;
        Ok(Self { offset, length: number(headers, &header::CONTENT_LENGTH), checksum })
    }
}

impl Checksum {
    /// Begins with what a header says.
    fn of(said: &str) -> Result<Self, Refusal> {
        let (algorithm, hash) = said.split_once(' ').ok_or(Refusal::Unreadable)?;
        let hash = BASE64_STANDARD.decode(hash.trim()).map_err(|_| Refusal::Unreadable)?;
        match algorithm {
            "sha1" => Ok(Self::Sha1(Box::default(), hash)),
            "sha256" => Ok(Self::Sha256(Box::default(), hash)),
            _ => Err(Refusal::Unreadable),
        }
    }

    /// Goes on with more bytes.
    pub fn add(&mut self, bytes: &[u8]) {
        match self {
            Self::Sha1(sum, _) => sum.update(bytes),
            Self::Sha256(sum, _) => sum.update(bytes),
        }
    }

    /// Whether the bytes were those that were meant.
    pub fn holds(self) -> bool {
        match self {
            Self::Sha1(sum, said) => sum.digest().bytes()[..] == said,
            Self::Sha256(sum, said) => sum.finalize()[..] == said,
        }
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Option<u64> {
    let said = text(headers, name)?;
    said.bytes().all(|b| b.is_ascii_digit()).then(|| said.parse().ok()).flatten()
}
