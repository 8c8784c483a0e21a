//! Compression by the browser itself.

use super::by_name::{call, new, promised};
use js_sys::{Array, Uint8Array};

/// The text as gzip; `None` where the browser has no `CompressionStream` or it fails.
pub async fn gzip(text: &str) -> Option<Uint8Array> {
    packed("gzip", text).await
}

/// The text compressed without a frame (RFC 1951); `None` where the browser cannot, as before Chrome 103.
pub async fn deflated(text: &str) -> Option<Uint8Array> {
    packed("deflate-raw", text).await
}

async fn packed(format: &str, text: &str) -> Option<Uint8Array> {
    let compression = new("CompressionStream", &[format.into()])?;
    let blob = new("Blob", &[Array::of1(&text.into()).into()])?;
    let plain = call(&blob, "stream", &[])?;
    let packed = call(&plain, "pipeThrough", &[compression])?;
    let response = new("Response", &[packed])?;
    Some(Uint8Array::new(&promised(&response, "arrayBuffer", &[]).await?))
}
