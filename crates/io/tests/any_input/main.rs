//! Any input is read or refused: damaged, truncated and hostile files and texts for every parser, in any number.
//!
//!     cargo test --release -p adexnet-io --test any_input
//!     ADEXNET_CASES=1000000 cargo test --release -p adexnet-io --test any_input -- --nocapture --test-threads=1
//!
//! `ADEXNET_CASES` is the number of cases for each parser, `ADEXNET_SEED` makes others of them, and
//! `ADEXNET_FIRST` is the number of the first. A case that fails leaves its input in `target/tmp`. See
//! docs/testing.md.

mod crafted;
mod harness;

use harness::memory::{self, Counting};
use harness::{Outcome, Parser, Random, Scratch, check};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;
use std::time::Instant;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Cases for each parser that are tried without being asked for: a second or two for all of them, if optimised.
const CASES: u64 = 1_000;

/// Cases after which the file system is looked at.
const LOOK_EVERY: u64 = 500;

/// The repository.
fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// A number from the environment.
fn setting(name: &str, default: u64) -> u64 {
    match std::env::var(name) {
        Ok(text) => text
            .parse()
            .unwrap_or_else(|_| panic!("{name}={text:?} is no whole number")),
        Err(_) => default,
    }
}

/// Tries a parser with its seeds and with damaged versions of them.
fn try_out(parser: Parser) {
    let scratch = Scratch::new();
    let seeds = parser.seeds();
    for seed in &seeds {
        check(parser, seed, &scratch);
    }
    let seed = setting("ADEXNET_SEED", 0);
    let first = setting("ADEXNET_FIRST", 0);
    let count = setting("ADEXNET_CASES", CASES);
    let start = Instant::now();
    let mut read = 0_u64;
    for case in first..first + count {
        memory::announce(parser.name(), case);
        let mut random = Random::of_case(seed, case);
        let input = parser.damaged(&seeds, &mut random);
        let tried = catch_unwind(AssertUnwindSafe(|| check(parser, &input, &scratch)));
        match tried {
            Ok(outcome) => read += u64::from(outcome == Outcome::Read),
            Err(panic) => {
                eprintln!(
                    "case {case} of {}, with {}",
                    parser.name(),
                    keep(parser, case, &input)
                );
                resume_unwind(panic);
            }
        }
        if case % LOOK_EVERY == 0 {
            scratch.check(parser.file_name());
        }
    }
    scratch.check(parser.file_name());
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{:16} {count:9} cases, {read:9} read, {:9} refused, {seconds:.0} s",
        parser.name(),
        count - read
    );
}

/// Keeps an input in a file, and tells where.
fn keep(parser: Parser, case: u64, input: &[u8]) -> String {
    let name = format!("any_input-{}-{case}", parser.name());
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    match std::fs::write(&path, input) {
        Ok(()) => path.display().to_string(),
        Err(error) => format!("an input that could not be kept ({error})"),
    }
}

/// Honest inputs must be read, or nothing behind the first check is ever reached.
#[test]
fn most_seeds_are_read() {
    let scratch = Scratch::new();
    for &parser in Parser::ALL {
        let seeds = parser.seeds();
        let read = |seed: &&Vec<u8>| check(parser, seed, &scratch) == Outcome::Read;
        let count = seeds.iter().filter(read).count();
        assert!(
            2 * count >= seeds.len() && count > 0,
            "{count} of {} seeds of {} are read",
            seeds.len(),
            parser.name()
        );
        if let Some(name) = parser.file_name() {
            std::fs::remove_file(scratch.folder().join(name)).expect("the input can be removed");
        }
    }
}

macro_rules! parsers {
    ($($test:ident: $parser:ident,)*) => {
        $(
            #[test]
            fn $test() {
                try_out(Parser::$parser);
            }
        )*

        /// If this fails, a parser has no test.
        #[test]
        fn every_parser_is_tried_out() {
            assert_eq!(Parser::ALL, [$(Parser::$parser),*]);
        }
    };
}

parsers! {
    npy_arrays: Npy,
    npz_archives: Npz,
    sparse_matrices: Sparse,
    edge_lists: Edges,
    spike_lists: Spikes,
    matrix_market_texts: MatrixMarket,
    connectivity_of_any_kind: Connectivity,
    checkpoints: Checkpoint,
    indices_of_records: Records,
    networks: Network,
    assignments: Set,
    quantities: Quantity,
    expressions: Expression,
    slices: Slice,
}
