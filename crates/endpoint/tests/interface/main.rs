//! The endpoint as those who use it meet it: through its routes, mostly without a wire.

#![allow(clippy::unwrap_used)] // functions beside tests are tests too, which the lint does not see

mod altered;
mod bodies;
mod clients;
mod demo;
mod erased;
mod exchange;
mod export;
mod files;
mod getting_in;
mod headers;
mod history;
mod kept_files;
mod log;
mod program;
mod rescue;
mod sealing;
mod sending;
mod server;
mod shared;
mod shown_files;
mod taken_away;
mod team;
mod uploads;
mod way_back;
mod wire;
mod withdrawn;
mod world;
