//! Questions to the endpoint beside the exchange: signing in, colleagues' names, the desk's people and phones. They
//! need the network; whatever a page must be able to do without signal goes through [`crate::records`] instead.

use crate::browser::transport::{self, Reply, Silence};
use crate::records::NotYours;
use record::{Hash, json};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// Why the office did not do what was asked. What a person reads of it is the text under [`Refusal::key`].
#[derive(Clone, PartialEq, Debug)]
pub enum Refusal {
    /// There is no way to the office from here.
    NoNetwork,
    /// The way is there, and too slow.
    TimedOut,
    /// The office said no, and why.
    Said {
        /// The status of the answer.
        status: u16,
        /// Its code: `code_used`, `sign_in_failed`, `forbidden`, …
        code: String,
        /// Seconds after which to try again.
        retry_after: Option<u32>,
    },
    /// The office's answer could not be read.
    Garbled,
    /// The office agreed, and this device's store is not free for the person.
    NotYours(NotYours),
}

#[derive(Deserialize)]
struct Said {
    error: String,
    retry_after: Option<u32>,
}

impl Refusal {
    /// The key of the sentence that says what happened, what is safe and what to do. A page that asked something
    /// special looks at [`Refusal::code`] first.
    pub fn key(&self) -> &'static str {
        match self {
            Self::NoNetwork => "error.network",
            Self::TimedOut => "error.busy",
            Self::Said { status: 401, .. } => "error.sign_in",
            Self::Said { status: 403, .. } => "error.rights",
            Self::Said { status: 426, .. } => "error.too_old",
            Self::Said { status: 429 | 500.., .. } => "error.busy",
            Self::Said { status: 400 | 413 | 415, .. } => "error.refused",
            Self::Said { .. } | Self::Garbled => "error.unexpected",
            Self::NotYours(NotYours::Unsent(_)) => "enrol.unsent",
            Self::NotYours(NotYours::Problem(problem)) => problem.key(),
        }
    }

    /// The code of the office's no; empty if it did not answer.
    pub fn code(&self) -> &str {
        match self {
            Self::Said { code, .. } => code,
            _ => "",
        }
    }
}

/// Asks.
pub async fn get<T: DeserializeOwned>(path: &str) -> Result<T, Refusal> {
    read(transport::get(path).await)
}

/// Asks, and answers the text as it came.
pub async fn get_text(path: &str) -> Result<String, Refusal> {
    let reply = transport::get(path).await;
    match reply {
        Ok(Reply { status: 200, body, .. }) => Ok(body),
        refused => read::<Never>(refused).map(|never| match never {}),
    }
}

/// Whether the office has a file that this person may see; if not, why.
pub async fn has_file(sha256: Hash) -> Result<(), Refusal> {
    match transport::look_for_file(sha256).await {
        Ok(Reply { status: 200..=299, .. }) => Ok(()),
        refused => read::<Never>(refused).map(|never| match never {}),
    }
}

/// Tells, and answers the text as it came.
pub async fn post_for_text(path: &str, body: &impl Serialize) -> Result<String, Refusal> {
    match transport::post(path, &written(body)?).await {
        Ok(Reply { status: 200, body, .. }) => Ok(body),
        refused => read::<Never>(refused).map(|never| match never {}),
    }
}

/// No text reads as this.
#[derive(Deserialize)]
enum Never {}

/// Tells, and reads the answer; `()` where there is none.
pub async fn post<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Result<T, Refusal> {
    read(transport::post(path, &written(body)?).await)
}

/// Replaces, and reads the answer; `()` where there is none.
pub async fn put<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Result<T, Refusal> {
    read(transport::put(path, &written(body)?).await)
}

/// The code of an office's no, in the body of its answer.
pub fn code_in(body: &str) -> Option<String> {
    json::read::<Said>(body).ok().map(|said| said.error)
}

fn written(body: &impl Serialize) -> Result<String, Refusal> {
    serde_json::to_string(body).map_err(|_| Refusal::Garbled)
}

fn read<T: DeserializeOwned>(reply: Result<Reply, Silence>) -> Result<T, Refusal> {
    let reply = reply.map_err(|silence| match silence {
        Silence::NoNetwork => Refusal::NoNetwork,
        Silence::TimedOut => Refusal::TimedOut,
    })?;
    match reply.status {
        200..=299 => {
            let body = if reply.body.is_empty() { "null" } else { &reply.body };
            json::read(body).map_err(|_| Refusal::Garbled)
        }
        status => match json::read::<Said>(&reply.body) {
            Ok(Said { error, retry_after }) => Err(Refusal::Said { status, code: error, retry_after }),
            Err(_) => Err(Refusal::Garbled),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(status: u16, body: &str) -> Result<Reply, Silence> {
        Ok(Reply { status, body: body.to_owned(), offset: None })
    }

    #[test]
    fn an_answer_is_read_or_says_why_not() {
        assert_eq!(read::<u32>(reply(200, "7")), Ok(7));
        assert_eq!(read::<()>(reply(204, "")), Ok(()));
        assert_eq!(read::<u32>(reply(200, "<html>")), Err(Refusal::Garbled));
        assert_eq!(read::<u32>(reply(502, "<html>")), Err(Refusal::Garbled));
        assert_eq!(read::<u32>(Err(Silence::TimedOut)), Err(Refusal::TimedOut));
        let refused = read::<u32>(reply(429, r#"{"error":"try_later","retry_after":30}"#)).unwrap_err();
        assert_eq!((refused.key(), refused.code()), ("error.busy", "try_later"));
    }
}
