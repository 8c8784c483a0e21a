//! Clock and randomness, as the endpoint is given them.

use record::AuthorId;

/// What the endpoint takes from the world around it. The binary reads the real ones; tests and the demonstration
/// bring their own.
pub trait Surroundings: Send + Sync {
    /// Now: milliseconds since 1970-01-01 UTC.
    fn now(&self) -> i64;

    /// Fills bytes that nobody can guess.
    fn draw(&self, bytes: &mut [u8]);
}

/// A minute, in milliseconds.
pub const MINUTE: i64 = 60_000;
/// A day, in milliseconds.
pub const DAY: i64 = 24 * 60 * MINUTE;

/// 256 random bits as a text: a session's token, or the token of a link.
pub fn token(around: &dyn Surroundings) -> String {
    let mut bytes = [0; 32];
    around.draw(&mut bytes);
    sync::Hash(bytes).to_string()
}

/// The identity of a new person.
pub fn new_person(around: &dyn Surroundings) -> AuthorId {
    let mut bits = [0; 16];
    around.draw(&mut bits);
    AuthorId::from_random(u128::from_be_bytes(bits))
}

/// The hash under which a token or a code is kept.
pub fn kept_hash(secret: &str) -> String {
    sync::Hash::of(secret).to_string()
}
