//! The endpoint as those who use it meet it: through its routes, mostly without a wire.

mod bodies;
mod exchange;
mod files;
mod getting_in;
mod headers;
mod team;
mod wire;
mod world;
