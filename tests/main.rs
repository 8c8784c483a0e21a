//! The promises of the whole system, told as stories in a user's words: a real browser, a real endpoint on a real
//! database, and between them a network that fails in every way that networks fail. `cargo xtask test` builds what
//! they need; `cargo xtask test NAME` tells one of them.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a story that cannot go on has failed")]

mod a_working_day;
mod answers;
mod bad_link;
mod desk;
mod disputes;
mod entry;
mod erasing;
mod field_day;
mod handover;
mod held;
mod indicators;
mod keyboard;
mod kills;
mod languages;
mod layouts;
mod leaving;
mod locales;
mod obstacles;
mod offline;
mod organisation;
mod photos;
mod pictures;
mod proof;
mod rescue;
mod review;
mod rights;
mod screens;
mod states;
mod strangers;
mod tabs;
mod tifinagh;
mod triggers;
mod truth;
mod updates;
mod world;
