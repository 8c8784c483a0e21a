//! Randomness from the browser's cryptographic source.

use super::clock;
use record::{Actor, DeviceId, RecordId, RowId};

fn fill(bytes: &mut [u8]) {
    let source = web_sys::window().and_then(|window| window.crypto().ok());
    let filled = source.is_some_and(|crypto| crypto.get_random_values_with_u8_array(bytes).is_ok());
    assert!(filled, "the browser gives no randomness");
}

fn bits() -> u128 {
    let mut bytes = [0; 16];
    fill(&mut bytes);
    u128::from_ne_bytes(bytes)
}

/// What must never be the same twice under one key.
pub fn nonce() -> [u8; 12] {
    let mut bytes = [0; 12];
    fill(&mut bytes);
    bytes
}

/// A new record's identity.
pub fn record_id() -> RecordId {
    RecordId::from_random(bits())
}

/// A new row's identity: rows sort in the order in which they were added.
pub fn row_id() -> RowId {
    RowId::begun(clock::now().unsigned_abs(), bits())
}

/// A new installation's identity.
pub fn device_id() -> DeviceId {
    DeviceId::from_random(bits())
}

/// A new counter's identity.
pub fn actor() -> Actor {
    Actor(bits() as u64)
}

/// A number from 0 to 1.
pub fn fraction() -> f64 {
    js_sys::Math::random()
}

/// A new draft's identity.
pub fn draft_id() -> String {
    record_id().to_string()
}
