//! Clients of tus that we did not write send files to the program. They are pinned in `tests/clients`, and installed by
//! `cargo xtask test`, which says where.

use crate::program::Program;
use crate::sending::{Sent, photo};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const SIZE: usize = 400_000;
const STOP_AFTER: usize = 150_000;
/// How much both send in one piece.
const PIECE: usize = 65_536;

fn scripts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/clients")
}

/// Runs a client. It prints how many bytes were taken in from each of its attempts.
async fn taken(client: &mut Command, sent: &Sent) -> Vec<usize> {
    let program = Program::new();
    program.starts();
    let root = program.first_administrator();
    let naima = program.enrols(&root, "Naïma").await;
    let file = program.path("stand.png");
    fs::write(&file, &sent.bytes).unwrap();
    client.arg(format!("http://{}/api/v1/files", program.address())).arg(naima.cookie()).arg(file);
    let ended = client.arg(sent.sha256().to_string()).arg(STOP_AFTER.to_string()).output().unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    assert_eq!(naima.arrived(sent), Some(SIZE));
    let name = sent.sha256().to_string();
    let lies = program.path("data/files").join(&name[..2]).join(&name);
    assert_eq!(fs::read(lies).unwrap(), sent.bytes);
    serde_json::from_slice(&ended.stdout).unwrap()
}

#[tokio::test]
#[ignore = "needs the client that `cargo xtask test` installs"]
async fn tus_js_client_goes_on_where_it_was_stopped_and_what_is_whole_takes_in_nothing() {
    let mut node = Command::new("node");
    node.env("NODE_PATH", env::var_os("TIWIZI_TUS_JS").expect("cargo xtask test says where"))
        .arg(scripts().join("send.cjs"));
    let taken = taken(&mut node, &photo(1, SIZE)).await;
    let [stopped, rest, again] = taken.try_into().unwrap();
    assert!((STOP_AFTER..STOP_AFTER + PIECE).contains(&stopped), "{stopped}");
    // Of the piece in which it was stopped, some may have come without its being told.
    assert!((SIZE - PIECE..=SIZE).contains(&(stopped + rest)), "{stopped} and {rest}");
    assert_eq!(again, 0);
}

#[tokio::test]
#[ignore = "needs the client that `cargo xtask test` installs"]
async fn tuspy_goes_on_where_it_was_stopped_each_piece_with_its_checksum() {
    let mut python = Command::new(env::var_os("TIWIZI_TUSPY").expect("cargo xtask test says where"));
    python.arg(scripts().join("send.py"));
    assert_eq!(taken(&mut python, &photo(2, SIZE)).await, [STOP_AFTER, SIZE - STOP_AFTER]);
}
