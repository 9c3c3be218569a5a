//! Targets of `cargo fuzz`: libFuzzer finds inputs by what code they reach, this crate damages them and checks
//! what the parsers promise.
//!
//! One idea: the promises, the seeds and the damage are those of the test `any_input` of adexnet-io, which runs on any
//! toolchain; here is only what libFuzzer needs. `scripts/fuzz.sh` runs all targets.

#[allow(dead_code)]
#[path = "../../crates/io/tests/any_input/harness/mod.rs"]
mod harness;

use harness::memory::Counting;
use harness::{Random, Scratch};
use std::path::Path;
use std::sync::OnceLock;

#[doc(hidden)]
pub use libfuzzer_sys;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The repository.
fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// A parser under test.
#[derive(Debug, Clone, Copy)]
pub struct Target(harness::Parser);

macro_rules! targets {
    ($($parser:ident)*) => {
        #[allow(non_upper_case_globals, missing_docs)]
        impl Target {
            $(pub const $parser: Self = Self(harness::Parser::$parser);)*
        }
    };
}

targets! {
    Npy Npz Sparse Edges Spikes MatrixMarket Connectivity Checkpoint Records Network Set Quantity
    Expression Slice
}

/// A program has one target, and these are its seeds.
static SEEDS: OnceLock<Vec<Vec<u8>>> = OnceLock::new();

/// Of so many damaged inputs one begins with a seed again: there is no corpus at first.
const ANEW: usize = 8;

thread_local! {
    static SCRATCH: Scratch = Scratch::new();
}

impl Target {
    /// Lets the parser read an input, and panics if it breaks a promise.
    pub fn check(self, input: &[u8]) {
        SCRATCH.with(|scratch| {
            harness::check(self.0, input, scratch);
        });
    }

    /// Damages the input in `data`, of `size` bytes, or now and then a seed, and returns the new size.
    pub fn damage(self, data: &mut [u8], size: usize, seed: u32) -> usize {
        let seeds = SEEDS.get_or_init(|| self.0.seeds());
        let mut random = Random::of_case(0, u64::from(seed));
        let damaged = if size < 2 || random.one_in(ANEW) {
            self.0.damaged(seeds, &mut random)
        } else {
            self.0.damage(&data[..size], seeds, &mut random)
        };
        let length = damaged.len().min(data.len());
        data[..length].copy_from_slice(&damaged[..length]);
        length
    }
}

/// The program that libFuzzer runs for a parser. Half of the changes are those of libFuzzer.
#[macro_export]
macro_rules! target {
    ($parser:ident) => {
        $crate::libfuzzer_sys::fuzz_target!(|input: &[u8]| $crate::Target::$parser.check(input));

        $crate::libfuzzer_sys::fuzz_mutator!(|data: &mut [u8],
                                              size: usize,
                                              max_size: usize,
                                              seed: u32| {
            if seed % 2 == 0 {
                $crate::libfuzzer_sys::fuzzer_mutate(data, size, max_size)
            } else {
                $crate::Target::$parser.damage(&mut data[..max_size], size, seed)
            }
        });
    };
}
