//! What `include_dir!` puts into the binary is no Rust, so cargo must be told to look at it.

fn main() {
    println!("cargo::rerun-if-changed=../../catalogue");
    if std::env::var_os("CARGO_FEATURE_EMBED").is_some() {
        println!("cargo::rerun-if-changed=../../dist");
    }
}
