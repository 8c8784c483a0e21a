//! Identities: 128 bits each, drawn at random on the device or derived from a natural key.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

macro_rules! identity {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// An identity from 128 random bits, which the caller draws.
            pub fn from_random(bits: u128) -> Self {
                Self(uuid::Builder::from_random_bytes(bits.to_be_bytes()).into_uuid())
            }

            /// The identity that belongs to a natural key: the same key gives the same identity on every device
            /// (UUID version 5, RFC 9562 section 5.5).
            pub fn derived(kind: &str, key: &[&str]) -> Self {
                let mut name = kind.to_owned();
                for part in key {
                    name.push('\u{1f}');
                    name.push_str(part);
                }
                Self(Uuid::new_v5(&NAMESPACE, name.as_bytes()))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    };
}

/// The namespace of derived identities; it can never change, or two phones would make two records of one key.
const NAMESPACE: Uuid = Uuid::from_u128(0x7469_7769_7a69_4001_8001_7265_636f_7264);

identity!(
    /// One record: a person, an organisation, a session.
    RecordId
);
identity!(
    /// One row of a repeat within a record. Rows are known by identity, never by position.
    RowId
);
identity!(
    /// A member of staff: whoever makes changes.
    AuthorId
);
identity!(
    /// One installation of the app; owns one log.
    DeviceId
);
