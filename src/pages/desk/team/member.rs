//! The team as the office tells it.

use record::{AuthorId, DeviceId};
use serde::Deserialize;
use sync::Grants;

/// Everybody whom the coordinator manages, and the coordinator.
#[derive(Clone, PartialEq, Deserialize)]
pub struct TeamList {
    pub people: Vec<Member>,
}

/// Somebody of the team.
#[derive(Clone, PartialEq, Deserialize)]
pub struct Member {
    pub id: AuthorId,
    pub name: String,
    /// The user name, if they sign in at a desk.
    #[serde(default)]
    pub user: Option<String>,
    pub active: bool,
    pub grants: Grants,
    #[serde(default)]
    pub phones: Vec<Phone>,
    #[serde(default)]
    pub open_code: Option<OpenCode>,
}

/// A code that still lets a phone in.
#[derive(Clone, Copy, PartialEq, Deserialize)]
pub struct OpenCode {
    pub expires_at: i64,
}

/// One of their devices, as it last described itself.
#[derive(Clone, PartialEq, Deserialize)]
pub struct Phone {
    pub device: DeviceId,
    #[serde(default)]
    pub label: Option<String>,
    pub enrolled_at: i64,
    #[serde(default)]
    pub last_seen: Option<i64>,
    #[serde(default)]
    pub revoked_at: Option<i64>,
    #[serde(default)]
    pub app_version: Option<String>,
    /// How many changes it said it had not sent.
    #[serde(default)]
    pub unsent: Option<u32>,
    #[serde(default)]
    pub storage: Option<Storage>,
}

/// What a device said of its storage, in bytes.
#[derive(Clone, Copy, PartialEq, Deserialize)]
pub struct Storage {
    pub usage: Option<u64>,
    pub quota: Option<u64>,
}

impl Storage {
    /// How much is free, in bytes.
    pub fn free(self) -> Option<u64> {
        Some(self.quota?.saturating_sub(self.usage?))
    }
}

impl Phone {
    /// Whether it is still let in.
    pub fn is_in_use(&self) -> bool {
        self.revoked_at.is_none()
    }
}

impl Member {
    /// When the office last heard of one of their devices that are in use.
    pub fn last_seen(&self) -> Option<i64> {
        self.in_use().filter_map(|phone| phone.last_seen).max()
    }

    /// How many changes their devices said they had not sent; `None` if none has said.
    pub fn unsent(&self) -> Option<i64> {
        let said: Vec<i64> = self.in_use().filter_map(|phone| phone.unsent.map(i64::from)).collect();
        (!said.is_empty()).then(|| said.iter().sum())
    }

    fn in_use(&self) -> impl Iterator<Item = &Phone> {
        self.phones.iter().filter(|phone| phone.is_in_use())
    }
}
