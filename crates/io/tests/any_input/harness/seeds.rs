//! Honest inputs, from which damage starts: files that numpy and scipy wrote (`scripts/make_fixtures.py`), files
//! that this crate and its runs write, the examples, and the texts in the folder `seeds`.

use super::{Parser, Scratch, small_run};
use adexnet_io::files::{Edges, FileError, NpzWriter, write_csr_npz, write_edges_npz};
use ndarray::array;
use sprs::CsMatI;
use std::fs;
use std::path::Path;

/// Longest file that is a seed, in bytes: what is short is quickly damaged everywhere.
const LONGEST: u64 = 2_500;

const NETWORK: &str = include_str!("../seeds/network.toml");
const SETS: &str = include_str!("../seeds/set.txt");
const QUANTITIES: &str = include_str!("../seeds/quantity.txt");
const EXPRESSIONS: &str = include_str!("../seeds/expression.txt");
const SLICES: &str = include_str!("../seeds/slice.txt");

/// The seeds of a parser.
pub(super) fn of(parser: Parser) -> Vec<Vec<u8>> {
    match parser {
        Parser::Npy => fixtures(&["bool", "half", "version"], ".npy"),
        Parser::Npz => fixtures(&[""], ".npz"),
        Parser::Sparse => {
            let mut seeds = fixtures(&["csr_", "csc", "coo."], ".npz");
            seeds.push(written(write_matrix));
            seeds
        }
        Parser::Edges => {
            let mut seeds = fixtures(&["edges_"], ".npz");
            seeds.push(written(write_edges));
            seeds
        }
        Parser::Spikes => vec![written(write_spikes), written(write_other_spikes)],
        Parser::MatrixMarket => [fixtures(&[""], ".mtx"), fixtures(&[""], ".mtx.gz")].concat(),
        Parser::Connectivity => [
            Parser::Npy,
            Parser::Sparse,
            Parser::Edges,
            Parser::MatrixMarket,
        ]
        .into_iter()
        .flat_map(of)
        .collect(),
        Parser::Network => {
            let mut seeds = files(&crate::root().join("examples/networks"), &[""], ".toml");
            seeds.push(NETWORK.into());
            seeds
        }
        Parser::Checkpoint => {
            let files = small_run::files().into_iter();
            files.map(|files| files.checkpoint).collect()
        }
        Parser::Records => {
            let files = small_run::files().into_iter();
            files.map(|files| files.index).collect()
        }
        Parser::Set => texts(SETS),
        Parser::Quantity => texts(QUANTITIES),
        Parser::Expression => texts(EXPRESSIONS),
        Parser::Slice => texts(SLICES),
    }
}

/// Each line is a text.
fn texts(lines: &str) -> Vec<Vec<u8>> {
    lines.lines().map(Into::into).collect()
}

fn fixtures(starts: &[&str], end: &str) -> Vec<Vec<u8>> {
    files(&crate::root().join("crates/io/tests/data"), starts, end)
}

/// The files of a folder that are not long and whose names begin and end so, in the order of their names.
fn files(folder: &Path, starts: &[&str], end: &str) -> Vec<Vec<u8>> {
    let entries = fs::read_dir(folder).expect("the repository is complete");
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("it can be read").path())
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let is_short = path.metadata().is_ok_and(|data| data.len() <= LONGEST);
            is_short && name.ends_with(end) && starts.iter().any(|start| name.starts_with(start))
        })
        .collect();
    paths.sort();
    let read = |path| fs::read(path).expect("it can be read");
    paths.into_iter().map(read).collect()
}

/// What `write` writes into a file.
fn written(write: fn(&Path) -> Result<(), FileError>) -> Vec<u8> {
    let scratch = Scratch::new();
    let path = scratch.folder().join("seed");
    write(&path).expect("a file can be written");
    fs::read(path).expect("it was written")
}

fn write_matrix(path: &Path) -> Result<(), FileError> {
    let matrix = CsMatI::new(
        (3, 4),
        vec![0, 2, 2, 4],
        vec![1, 3, 0, 2],
        vec![2.0, -8.0, 1.0, 0.5],
    );
    write_csr_npz(path, &matrix)
}

fn write_edges(path: &Path) -> Result<(), FileError> {
    let edges = Edges {
        sources: vec![0, 1, 1],
        targets: vec![2, 0, 0],
        weights: Some(vec![0.1, -8.0, 2.0]),
        delays: Some(vec![0.0, 1.5, 150.0]),
    };
    write_edges_npz(path, &edges)
}

fn write_spikes(path: &Path) -> Result<(), FileError> {
    let mut npz = NpzWriter::create(path)?;
    npz.add("i", &array![3_u32, 0, 1])?;
    npz.add("t", &array![0.0102, 0.5, 0.5])?;
    npz.finish()
}

fn write_other_spikes(path: &Path) -> Result<(), FileError> {
    let mut npz = NpzWriter::create(path)?;
    npz.add("t", &array![1_i16, 0])?;
    npz.add("i", &array![7_i64, 2])?;
    npz.add_texts("units", &["s"])?;
    npz.finish()
}
