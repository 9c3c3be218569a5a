//! What every parser promises, whatever the input; and inputs that put it to the test.
//!
//! One idea: an input is read or refused, never more. So a case needs no expected result. It is a damaged
//! version of an honest input, and what is checked is that the parser neither panics nor takes its time, that it
//! takes no more memory than a multiple of the input's size, that it leaves the file system as it was, and that
//! what it does accept makes sense ([`parsers`]).
//!
//! Two programs share this folder: the test `any_input`, which runs on any toolchain, with inputs that
//! [`mutation`] makes from the seeds; and the targets of `cargo fuzz` in the folder `fuzz`, whose inputs
//! come from libFuzzer, with the same mutations.

pub(crate) mod memory;
mod mutation;
mod parsers;
mod random;
mod scratch;
mod seeds;
mod small_run;

pub(crate) use parsers::Parser;
pub(crate) use random::Random;
pub(crate) use scratch::Scratch;

use std::time::{Duration, Instant};

/// Longest time for a case. The slowest parser takes half a millisecond, so this is no measurement: it notices
/// inputs of a few characters that ask for hours.
const LONGEST: Duration = Duration::from_secs(20);

/// Longest input that is made, in bytes.
pub(crate) const MAX_INPUT: usize = 1 << 16;

/// What became of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It was read, and what was read makes sense.
    Read,
    /// It was refused, with a reason.
    Refused,
}

impl Outcome {
    pub(crate) fn of<T, E>(result: &Result<T, E>) -> Self {
        match result {
            Ok(_) => Self::Read,
            Err(_) => Self::Refused,
        }
    }
}

/// Lets a parser read an input.
///
/// # Panics
/// If it panics, takes more memory than it may, takes long, touches files, or accepts nonsense.
pub(crate) fn check(parser: Parser, input: &[u8], scratch: &Scratch) -> Outcome {
    let read = parser.prepare(input, scratch);
    let start = Instant::now();
    let (highest, outcome) = memory::highest(read);
    let time = start.elapsed();
    let limit = parser.memory_limit(input.len());
    assert!(
        highest <= limit,
        "{} bytes of input took {highest} bytes of memory; accepted are {limit}",
        input.len()
    );
    assert!(time <= LONGEST, "{time:?} are too long");
    outcome
}
