//! Seals what waits to the network's key, by the browser's own cryptography: a line for each part, as
//! `crates/endpoint/src/rescue/file.rs` describes. Nothing leaves a phone as a file unless it is sealed.

use super::by_name::{get, object, of_the_page, promised};
use super::{gzip, random};
use js_sys::Uint8Array;
use serde::{Deserialize, Serialize};
use sync::{Hash, Part};
use wasm_bindgen::JsValue;

/// The network's public key, a point of P-256: its coordinates and its thumbprint, as the office gives it out.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct NetworkKey {
    /// Names it.
    pub kid: String,
    x: String,
    y: String,
}

/// A file of these parts, made at `now`; `None` where the browser has no cryptography, as outside secure contexts.
pub async fn file(key: &NetworkKey, parts: &[Part], now: i64) -> Option<String> {
    let sealer = Sealer::to(key).await?;
    let mut text = format!("{{\"tiwizi\":1,\"kid\":\"{}\",\"made_at\":{now}}}\n", key.kid);
    for part in parts {
        text.push_str(&sealer.line(&serde_json::to_string(part).ok()?).await?);
        text.push('\n');
    }
    Some(text)
}

struct Sealer {
    subtle: JsValue,
    ecdh: JsValue,
    to: JsValue,
    kid: String,
}

impl Sealer {
    async fn to(key: &NetworkKey) -> Option<Self> {
        let subtle = get(&of_the_page("crypto")?, "subtle")?;
        let ecdh = object(r#"{"name":"ECDH","namedCurve":"P-256"}"#, &[])?;
        let jwk = object(&point(&key.x, &key.y), &[])?;
        let no_use = js_sys::Array::new().into();
        let to =
            promised(&subtle, "importKey", &["jwk".into(), jwk, ecdh.clone(), false.into(), no_use]).await?;
        Some(Self { to, subtle, ecdh, kid: key.kid.clone() })
    }

    /// One JWE in compact serialisation, with a key of its own.
    async fn line(&self, plain: &str) -> Option<String> {
        let subtle = &self.subtle;
        let usages = object(r#"["deriveBits"]"#, &[])?;
        let own = promised(subtle, "generateKey", &[self.ecdh.clone(), false.into(), usages]).await?;
        let public = promised(subtle, "exportKey", &["jwk".into(), get(&own, "publicKey")?]).await?;
        let coordinate = |name| get(&public, name)?.as_string();
        let (packed, zip) = match gzip::deflated(plain).await {
            Some(packed) => (packed, r#","zip":"DEF""#),
            None => (Uint8Array::from(plain.as_bytes()), ""),
        };
        let protected = base64url(
            format!(
                r#"{{"alg":"ECDH-ES","enc":"A256GCM","kid":"{}","epk":{}{zip}}}"#,
                self.kid,
                point(&coordinate("x")?, &coordinate("y")?)
            )
            .as_bytes(),
        );
        let with = object(r#"{"name":"ECDH"}"#, &[("public", &self.to)])?;
        let agreed = promised(subtle, "deriveBits", &[with, get(&own, "privateKey")?, 256.into()]).await?;
        let key = Uint8Array::from(&content_key(&Uint8Array::new(&agreed).to_vec())[..]);
        let usages = object(r#"["encrypt"]"#, &[])?;
        let key = promised(
            subtle,
            "importKey",
            &["raw".into(), key.into(), "AES-GCM".into(), false.into(), usages],
        )
        .await?;
        let iv = random::nonce();
        let with = object(
            r#"{"name":"AES-GCM"}"#,
            &[
                ("iv", &Uint8Array::from(&iv[..])),
                ("additionalData", &Uint8Array::from(protected.as_bytes())),
            ],
        )?;
        let sealed = promised(subtle, "encrypt", &[with, key, packed.into()]).await?;
        let sealed = Uint8Array::new(&sealed).to_vec();
        // The browser puts the tag of 16 bytes at the end.
        let (text, tag) = sealed.split_at(sealed.len().checked_sub(16)?);
        Some(format!("{protected}..{}.{}.{}", base64url(&iv), base64url(text), base64url(tag)))
    }
}

/// A point of the curve as a JWK.
fn point(x: &str, y: &str) -> String {
    format!(r#"{{"kty":"EC","crv":"P-256","x":"{x}","y":"{y}"}}"#)
}

/// The key for A256GCM from the secret agreed on (RFC 7518 section 4.6.2): one round of SHA-256 over round number,
/// secret, algorithm, two empty parties and the key's length in bits, each field with its length.
fn content_key(agreed: &[u8]) -> [u8; 32] {
    let algorithm = &b"\0\0\0\x07A256GCM\0\0\0\0\0\0\0\0\0\0\x01\0"[..];
    Hash::of([&[0, 0, 0, 1], agreed, algorithm].concat()).0
}

/// Base64 in the alphabet for addresses, without padding (RFC 4648 section 5).
fn base64url(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits =
            three.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..=three.len() {
            text.push(char::from(ALPHABET[(bits >> (18 - 6 * place)) as usize & 63]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_written_as_the_standard_says() {
        // RFC 4648 section 10, in the other alphabet and without padding.
        for (bytes, text) in [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64url(bytes.as_bytes()), text);
        }
        assert_eq!(base64url(&[0xfb, 0xff, 0xbf]), "-_-_");
    }
}
