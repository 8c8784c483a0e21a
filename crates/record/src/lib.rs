//! What is known: a [`Record`] is what all the [`Change`]s made to it, by anybody, on any device, add up to.
//!
//! Two people may change one record without hearing of each other. Both stay: who wrote a field *having seen*
//! the other's value replaces it, who had not stands beside it as a dispute until a person decides.
//!
//! ```
//! use record::*;
//! let record = RecordId::derived("example", &["fatima"]);
//! let (naima, brahim) = (AuthorId::derived("staff", &["naima"]), AuthorId::derived("staff", &["brahim"]));
//! let sales = Path::field("sales").unwrap();
//! let change = |actor, author, at, saw: &Context, amount| Change {
//!     record, dot: Dot { actor: Actor(actor), n: 1 }, saw: saw.clone(), form: "follow_up".into(), form_version: 1,
//!     author, at: HybridTime::from_millis(at), on: "2026-11-21".parse().unwrap(),
//!     redacted: None,
//!     edits: [(sales.clone(), Some(Value::Integer(amount)))].into(),
//! };
//!
//! // Naïma and Brahim both write the month's sales, neither having seen the other's figure.
//! let mut known = Record::new(record, "follow_up");
//! known.apply(&change(1, naima, 1_000, &Context::default(), 4200));
//! known.apply(&change(2, brahim, 2_000, &Context::default(), 210));
//! assert_eq!(known.shown(&sales), Some(&Value::Integer(210)));
//! assert_eq!(known.disputes(), [&sales]);
//!
//! // A coordinator who has seen both settles it.
//! let seen = known.context.clone();
//! known.apply(&change(3, naima, 3_000, &seen, 4200));
//! assert!(known.disputes().is_empty());
//! ```
//!
//! What is deliberately not here: input and output, a clock, randomness, forms, rights. Bytes are frozen by the
//! golden files in `golden/`.

#![warn(missing_docs)]

mod change;
mod context;
mod date;
pub mod decimal;
mod file;
mod flat;
mod handover;
mod hash;
mod id;
pub mod json;
mod path;
mod record;
mod review;
mod text;
mod time;
mod value;

pub use change::{Change, Proposal};
pub use context::{Actor, Context, Dot, DotError};
pub use date::{DateError, PartialDate, Precision};
pub use file::File;
pub use flat::{FlatMap, FlatSet, sort_by, sort_by_key};
pub use handover::{CARRIER, PERSON};
pub use hash::{Hash, HashError};
pub use id::{AuthorId, DeviceId, RecordId, RowId};
pub use path::{Path, PathError};
pub use record::{Record, Removal, Stamp, Version};
pub use review::{Review, ReviewState, Verdict};
pub use time::HybridTime;
pub use value::{Missing, Value};
