//! Files on their way to the endpoint, as a phone sends them, a header at a time.

use crate::world::*;
use axum::body::Body;
use axum::http::{Request, request::Builder};
use base64::prelude::{BASE64_STANDARD, Engine};
use record::File;
use sync::Hash;

/// Something to send.
#[derive(Clone)]
pub struct Sent {
    pub bytes: Vec<u8>,
    pub media_type: &'static str,
}

/// A photo of so many bytes: a picture of 1280 by 960, as far as its head goes.
pub fn photo(seed: u32, size: usize) -> Sent {
    Sent { bytes: picture(seed, size, 1280, 960), media_type: "image/png" }
}

pub fn picture(seed: u32, size: usize, width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(width.to_be_bytes().into_iter().chain(height.to_be_bytes()).chain([8, 2, 0, 0, 0]));
    let mut next = seed;
    while bytes.len() < size {
        next = next.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        bytes.extend(next.to_be_bytes());
    }
    bytes.truncate(size);
    bytes
}

impl Sent {
    pub fn sha256(&self) -> Hash {
        Hash::of(&self.bytes)
    }

    pub fn path(&self) -> String {
        format!("/api/v1/files/{}", self.sha256())
    }

    /// As a record holds it.
    pub fn value(&self) -> record::Value {
        record::Value::File(Box::new(File {
            sha256: self.sha256(),
            size: self.bytes.len() as u64,
            media_type: self.media_type.into(),
            name: "stand.png".into(),
        }))
    }

    pub fn metadata(&self) -> String {
        let said = |text: &str| BASE64_STANDARD.encode(text);
        let sha256 = said(&self.sha256().to_string());
        format!("sha256 {sha256}, media_type {},filename {}", said(self.media_type), said("stand.png"))
    }
}

pub fn tus(method: &str, path: &str) -> Builder {
    Request::builder().method(method).uri(path).header("x-tiwizi", "1").header("tus-resumable", "1.0.0")
}

impl Visitor {
    pub async fn creates(&self, sent: &Sent, world: &World) -> Reply {
        self.creates_as(sent, &sent.bytes.len().to_string(), world).await
    }

    pub async fn creates_as(&self, sent: &Sent, length: &str, world: &World) -> Reply {
        let request = tus("POST", "/api/v1/files").header("upload-metadata", sent.metadata());
        self.ask(request.header("upload-length", length).body(Body::empty()).unwrap(), world).await
    }

    pub async fn sends_piece(
        &self,
        path: &str,
        offset: u64,
        bytes: impl Into<Body>,
        checksum: Option<&str>,
        world: &World,
    ) -> Reply {
        let mut request = tus("PATCH", path).header("content-type", "application/offset+octet-stream");
        if let Some(checksum) = checksum {
            request = request.header("upload-checksum", checksum);
        }
        self.ask(request.header("upload-offset", offset).body(bytes.into()).unwrap(), world).await
    }

    /// Everything in one piece.
    pub async fn sends(&self, sent: &Sent, world: &World) -> Reply {
        let created = self.creates(sent, world).await;
        assert_eq!(created.status, 201, "{}", created.text());
        self.sends_piece(&sent.path(), 0, sent.bytes.clone(), None, world).await
    }

    /// How much is there, and of how much.
    pub async fn arrived(&self, sent: &Sent, world: &World) -> Option<(u64, u64)> {
        let reply = self.ask(tus("HEAD", &sent.path()).body(Body::empty()).unwrap(), world).await;
        let number = |name| reply.header(name).parse().unwrap();
        match reply.status.as_u16() {
            200 => Some((number("upload-offset"), number("upload-length"))),
            404 => None,
            status => panic!("{status} {}", reply.text()),
        }
    }
}

/// Every file below a folder, by its name.
pub fn files_below(folder: &std::path::Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            names.extend(files_below(&entry.path()));
        } else {
            names.push(entry.file_name().into_string().unwrap());
        }
    }
    names.sort();
    names
}
