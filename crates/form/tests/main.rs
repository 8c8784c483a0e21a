//! What `form` promises, one promise a module.
#![allow(clippy::unwrap_used)] // functions beside tests are tests too, which the lint does not see

mod catalogue;
mod expressions;
mod hostile;
mod incremental;
mod keys;
mod kinds;
mod outcomes;
mod peers;
mod refusals;
mod repeats;
mod small;
mod transcripts;
