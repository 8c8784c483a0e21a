//! Passwords: what is accepted, and how they are kept (argon2id, RFC 9106, with the crate's parameters: 19 MB, two passes).

use crate::{Endpoint, refusal::Refusal};
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use std::collections::BTreeSet;
use std::time::Duration;

const SHORTEST: usize = 10;
/// How long somebody waits while others' passwords are looked at.
const PATIENCE: Duration = Duration::from_secs(10);
/// Longer than anybody types; a bound on work.
const LONGEST: usize = 200;
/// What guessers try first, among what is long enough: the heads of published lists, and what people here would
/// write. One a line.
const TRIED_FIRST: &str = include_str!("tried_first.txt");

/// Refuses a password that is too short, or is one that guessers try first. No rules of composition (NIST SP
/// 800-63B section 5.1.1.2).
pub fn accept(password: &str, user: &str) -> Result<(), Refusal> {
    let length = password.chars().count();
    let plain = password.to_lowercase();
    let distinct: BTreeSet<char> = plain.chars().collect();
    let tried_first = TRIED_FIRST.lines().any(|line| line == plain);
    let is_the_user =
        !user.is_empty() && plain.contains(&user.to_lowercase()) && length < user.chars().count() + 6;
    if !(SHORTEST..=LONGEST).contains(&length) || distinct.len() < 4 || tried_first || is_the_user {
        return Err(Refusal::PasswordWeak);
    }
    Ok(())
}

/// What is kept of a password.
pub async fn hash(endpoint: &Endpoint, password: String) -> Result<String, Refusal> {
    let mut salt = [0; 16];
    endpoint.around.draw(&mut salt);
    let hashed = costly(endpoint, move || {
        Argon2::default()
            .hash_password_with_salt(password.as_bytes(), &salt)
            .map(|hash: PasswordHash| hash.to_string())
    });
    hashed.await?.map_err(|_| Refusal::Broken)
}

/// Whether a password is the kept one. Where nothing is kept it takes just as long to say no.
pub async fn is_right(endpoint: &Endpoint, kept: Option<String>, password: String) -> Result<bool, Refusal> {
    if password.len() > 4 * LONGEST {
        return Ok(false);
    }
    let Some(kept) = kept else {
        hash(endpoint, password).await?;
        return Ok(false);
    };
    costly(endpoint, move || {
        let kept = PasswordHash::new(&kept);
        kept.is_ok_and(|kept| Argon2::default().verify_password(password.as_bytes(), &kept).is_ok())
    })
    .await
}

async fn costly<T: Send + 'static>(
    endpoint: &Endpoint,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Refusal> {
    let place = tokio::time::timeout(PATIENCE, endpoint.hashing.acquire()).await;
    let _place = place.map_err(|_| Refusal::Busy)?.map_err(|_| Refusal::Busy)?;
    tokio::task::spawn_blocking(work).await.map_err(|_| Refusal::Broken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_tried_first_is_refused_and_nothing_is_asked_of_its_composition() {
        for (password, accepted) in [
            ("court", false),
            ("aaaaaaaaaaaa", false),
            ("1234567890", false),
            ("Password123", false),
            ("naima.2026", false),
            ("quatre chèvres au souk", true),
            ("ثلاثة جمال تحت الشجرة", true),
        ] {
            assert_eq!(accept(password, "naima").is_ok(), accepted, "{password}");
        }
    }
}
