//! The part of the client that phones have.

fn main() {
    tiwizi::field();
}
