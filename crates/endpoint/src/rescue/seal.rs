//! The network's key pair: phones seal their files to the public half, which every device is given; the private half
//! lies in the data folder, apart from database and backups.
//!
//! A network that changes its key keeps the old one beside it: whatever was sealed to it can still be opened.

use crate::folder::{Folder, FolderError};
use aes_gcm::aead::{AeadInOut, KeyInit};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::read::DeflateDecoder;
use p256::SecretKey;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io::Read;
use sync::SealKey;

/// The longest that a part may be unpacked: phones cut theirs at about 30 kB, and one change may be longer.
const LONGEST_PART: u64 = 8 << 20;

/// A public key as a JWK (RFC 7517, RFC 7518 section 6.2).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PublicKey {
    kty: String,
    crv: String,
    x: String,
    y: String,
    /// Its thumbprint (RFC 7638).
    #[serde(default)]
    kid: String,
}

/// The keys with which phones' files are opened.
pub struct RescueKeys {
    /// The one to which phones seal, then earlier ones.
    keys: Vec<(PublicKey, SecretKey)>,
}

/// The protected header of a JWE.
#[derive(Deserialize)]
struct Header {
    alg: String,
    enc: String,
    kid: String,
    epk: PublicKey,
    #[serde(default)]
    zip: Option<String>,
}

impl RescueKeys {
    /// The keys in a folder. If there is none in force, the next one is derived from the key of the seals: endpoints
    /// that share a database, and one that is set up anew, come to the same.
    pub fn of(folder: &Folder, seal: &SealKey) -> Result<Self, FolderError> {
        let mut keys: Vec<_> = folder.rescue_keys()?.into_iter().map(with_public_half).collect();
        if !folder.has_rescue_key() {
            let next = next(seal, keys.len());
            folder.keep_rescue_key(&next)?;
            keys.insert(0, with_public_half(next));
        }
        Ok(Self { keys })
    }

    /// The key to which phones seal; there always is one.
    pub fn public(&self) -> Option<&PublicKey> {
        self.keys.first().map(|(public, _)| public)
    }

    /// Whether a key of that name is here.
    pub fn has(&self, kid: &str) -> bool {
        self.keys.iter().any(|(public, _)| public.kid == kid)
    }

    /// What a JWE in compact serialisation holds; `None` if it is none that was sealed to one of the keys, or if a
    /// bit of it has changed since.
    pub fn open(&self, compact: &str) -> Option<Vec<u8>> {
        let pieces: [&str; 5] = compact.split('.').collect::<Vec<_>>().try_into().ok()?;
        let [protected, key, iv, text, tag] = pieces;
        let header: Header = serde_json::from_slice(&decoded(protected)?).ok()?;
        if header.alg != "ECDH-ES" || header.enc != "A256GCM" || !key.is_empty() {
            return None;
        }
        let (_, secret) = self.keys.iter().find(|(public, _)| public.kid == header.kid)?;
        let agreed = secret.diffie_hellman(&header.epk.point()?);
        let key = derived(agreed.raw_secret_bytes(), "A256GCM", ["", ""], 256);
        let iv: [u8; 12] = decoded(iv)?.try_into().ok()?;
        let tag: [u8; 16] = decoded(tag)?.try_into().ok()?;
        let mut plain = decoded(text)?;
        plain.extend(tag);
        let cipher = Aes256Gcm::new(&key.into());
        cipher.decrypt_in_place(&Nonce::from(iv), protected.as_bytes(), &mut plain).ok()?;
        match header.zip.as_deref() {
            None => Some(plain),
            Some("DEF") => {
                let mut unpacked = Vec::new();
                DeflateDecoder::new(&*plain).take(LONGEST_PART + 1).read_to_end(&mut unpacked).ok()?;
                (unpacked.len() as u64 <= LONGEST_PART).then_some(unpacked)
            }
            Some(_) => None,
        }
    }
}

impl PublicKey {
    fn of(key: &SecretKey) -> Self {
        // Uncompressed (SEC 1 section 2.3.3): 4, then x and y.
        let point = key.public_key().to_sec1_bytes();
        let coordinate = |from: usize| URL_SAFE_NO_PAD.encode(&point[from..from + 32]);
        let (x, y) = (coordinate(1), coordinate(33));
        let canonical = format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#);
        let kid = URL_SAFE_NO_PAD.encode(Sha256::digest(canonical));
        Self { kty: "EC".into(), crv: "P-256".into(), x, y, kid }
    }

    /// The point of the curve, if it is one.
    fn point(&self) -> Option<p256::PublicKey> {
        if self.kty != "EC" || self.crv != "P-256" {
            return None;
        }
        let (x, y) = (decoded(&self.x)?, decoded(&self.y)?);
        let uncompressed = [&[4][..], &x, &y].concat();
        p256::PublicKey::from_sec1_bytes(&uncompressed).ok()
    }
}

fn with_public_half(key: SecretKey) -> (PublicKey, SecretKey) {
    (PublicKey::of(&key), key)
}

/// The key that comes after so many earlier ones. Nearly every 32 bytes are a key: all below the order of the curve
/// but zero.
fn next(seal: &SealKey, earlier: usize) -> SecretKey {
    let mut bytes: [u8; 32] = Sha256::new_with_prefix("the key of phones' files")
        .chain_update((earlier as u64).to_be_bytes())
        .chain_update(seal.0)
        .finalize()
        .into();
    loop {
        if let Ok(key) = SecretKey::from_slice(&bytes) {
            return key;
        }
        bytes = Sha256::digest(bytes).into();
    }
}

/// Concat KDF (NIST SP 800-56A section 5.8.1) as RFC 7518 section 4.6.2 wants it: for an algorithm, information about
/// the two parties, and a key of so many bits, at most 256, for which one round of SHA-256 is enough.
fn derived(agreed: &[u8], algorithm: &str, parties: [&str; 2], bits: u32) -> [u8; 32] {
    let mut hash = Sha256::new_with_prefix(1u32.to_be_bytes());
    hash.update(agreed);
    for field in [algorithm, parties[0], parties[1]] {
        hash.update((field.len() as u32).to_be_bytes());
        hash.update(field);
    }
    hash.update(bits.to_be_bytes());
    hash.finalize().into()
}

fn decoded(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_agreed_on_is_that_of_the_standard() {
        // RFC 7518 appendix C: Bob's key and Alice's ephemeral one.
        let bob = decoded("VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw").unwrap();
        let alice = PublicKey {
            kty: "EC".into(),
            crv: "P-256".into(),
            x: "gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0".into(),
            y: "SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps".into(),
            kid: String::new(),
        };
        let agreed = SecretKey::from_slice(&bob).unwrap().diffie_hellman(&alice.point().unwrap());
        let key = derived(agreed.raw_secret_bytes(), "A128GCM", ["Alice", "Bob"], 128);
        assert_eq!(URL_SAFE_NO_PAD.encode(&key[..16]), "VqqN6vgjbSBcIijNcacQGg");
    }
}
