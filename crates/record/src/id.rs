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

/// Digits and letters that are not taken for each other when they are read aloud or copied by hand (Crockford's base
/// 32: no I, L, O, U).
const READABLE: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

impl RecordId {
    /// A number by which people name a record to each other: `7K3M-Q0ZD`, from the first 40 bits of the identity. Of
    /// twenty thousand networks of ten thousand records, one has a number twice.
    pub fn number(self) -> String {
        let bits = self.0.as_u128() >> 88;
        let sign = |place: u32| char::from(READABLE[(bits >> (5 * (7 - place))) as usize & 31]);
        let part = |places: std::ops::Range<u32>| places.map(sign).collect::<String>();
        format!("{}-{}", part(0..4), part(4..8))
    }
}

impl RowId {
    /// A row begun at a moment, in milliseconds since 1970-01-01 UTC, and told from others of it by random bits: rows
    /// sort in the order in which they were added (UUID version 7, RFC 9562 section 5.7).
    pub fn begun(millis: u64, random: u128) -> Self {
        let [_, _, _, _, _, _, random @ ..] = random.to_be_bytes();
        Self(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }

    /// The row at a place, from 0, of a repeat whose rows are counted: the same on every device, and rows sort by
    /// their place (UUID version 8, RFC 9562 section 5.8).
    pub fn counted(record: RecordId, repeat: &str, place: u32) -> Self {
        let mut bytes =
            Self::derived("row", &[&record.to_string(), repeat, &place.to_string()]).0.into_bytes();
        bytes[..4].copy_from_slice(&place.to_be_bytes());
        Self(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }
}

identity!(
    /// A member of staff: whoever makes changes.
    AuthorId
);
identity!(
    /// One installation of the app; owns one log.
    DeviceId
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_has_a_number_that_can_be_read_aloud() {
        for (id, number) in [
            ("00000000-0000-4000-8000-000000000000", "0000-0000"),
            ("ffffffff-ffff-4fff-8fff-ffffffffffff", "ZZZZ-ZZZZ"),
            ("08864298-e8c1-4000-8000-000000000000", "1234-5678"),
        ] {
            assert_eq!(id.parse::<RecordId>().unwrap().number(), number);
        }
    }

    #[test]
    fn rows_sort_in_the_order_in_which_they_were_added_or_counted() {
        let begun = [(5, u128::MAX), (6, 0), (1_795_000_000_000, 7)].map(|(at, bits)| RowId::begun(at, bits));
        assert!(begun.is_sorted());
        assert_eq!(begun[2].0.get_version_num(), 7);
        let record = RecordId::from_random(1);
        let counted: Vec<RowId> = (0..300).map(|place| RowId::counted(record, "tasks", place)).collect();
        assert!(counted.is_sorted());
        assert_eq!(counted[299].0.get_version_num(), 8);
        assert_ne!(RowId::counted(record, "bodies", 0), counted[0]);
        assert_eq!(RowId::counted(record, "tasks", 0), counted[0], "the same on every device");
    }
}
