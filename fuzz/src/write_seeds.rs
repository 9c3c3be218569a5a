//! Writes the seeds of all targets: `cargo run --bin write_seeds -- FOLDER`.

use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let folder = std::env::args_os().nth(1).map(PathBuf::from);
    adexnet_fuzz::write_seeds(&folder.unwrap_or_else(|| "corpus".into()))
}
