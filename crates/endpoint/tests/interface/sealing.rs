//! What a phone's browser does with what waits: its parts sealed to the network's key, a line each. Written here anew
//! from the standards, so that two of us must agree.

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::{Compression, read::DeflateEncoder};
use p256::{PublicKey, SecretKey};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::io::Read;
use sync::Part;

/// A file of these parts, sealed to a key as the endpoint gives it out.
pub fn file(key: &Value, parts: &[Part]) -> String {
    let mut lines = vec![format!(r#"{{"tiwizi":1,"kid":{},"made_at":1795248000000}}"#, key["kid"])];
    for part in parts {
        let plain = serde_json::to_vec(part).unwrap();
        lines.push(line(key, &plain, part.number as u8, part.number.is_multiple_of(2)));
    }
    lines.join("\n") + "\n"
}

/// A line that holds a text, compressed or not.
pub fn line(key: &Value, plain: &[u8], chance: u8, packed: bool) -> String {
    let to = [&[4][..], &decoded(&key["x"]), &decoded(&key["y"])].concat();
    let to = PublicKey::from_sec1_bytes(&to).unwrap();
    let own = SecretKey::from_slice(&[chance.max(1); 32]).unwrap();
    let point = own.public_key().to_sec1_bytes();
    let epk = format!(
        r#"{{"kty":"EC","crv":"P-256","x":"{}","y":"{}"}}"#,
        encoded(&point[1..33]),
        encoded(&point[33..])
    );
    let zip = if packed { r#","zip":"DEF""# } else { "" };
    let header = format!(r#"{{"alg":"ECDH-ES","enc":"A256GCM","kid":{},"epk":{epk}{zip}}}"#, key["kid"]);
    let protected = encoded(header.as_bytes());
    let agreed = own.diffie_hellman(&to);
    // RFC 7518 section 4.6.2: round 1, Z, the algorithm, two parties without information, 256 bits.
    let mut input = vec![0, 0, 0, 1];
    input.extend(agreed.raw_secret_bytes());
    input.extend(b"\0\0\0\x07A256GCM\0\0\0\0\0\0\0\0\0\0\x01\0");
    let content_key: [u8; 32] = Sha256::digest(&input).into();
    let mut text = plain.to_vec();
    if packed {
        text.clear();
        DeflateEncoder::new(plain, Compression::best()).read_to_end(&mut text).unwrap();
    }
    let iv = [chance; 12];
    let payload = Payload { msg: &text, aad: protected.as_bytes() };
    let sealed = Aes256Gcm::new(&content_key.into()).encrypt(&Nonce::from(iv), payload).unwrap();
    let (text, tag) = sealed.split_at(sealed.len() - 16);
    format!("{protected}..{}.{}.{}", encoded(&iv), encoded(text), encoded(tag))
}

fn encoded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn decoded(text: &Value) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text.as_str().unwrap()).unwrap()
}
