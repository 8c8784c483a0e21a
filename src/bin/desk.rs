//! The part of the client that coordinators have.

fn main() {
    tiwizi::desk();
}
