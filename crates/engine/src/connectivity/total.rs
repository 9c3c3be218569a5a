//! The rule fixed-total: how many synapses each source has.
//!
//! One idea: a uniformly random set of M pairs is a Bernoulli network with p = M / pairs to which, while it has too
//! few or too many synapses, a pair is added or removed at random. For a Bernoulli network is
//! uniform among those with its number of synapses, and a random pair added or removed keeps it so. Only
//! the numbers of synapses are needed here, because given its number the targets of a source are
//! a uniform subset of all; and about the square root of M corrections are.
//!
//! With multapses, M independent pairs are in the same way a Poisson network, in which every pair has a Poisson
//! number of synapses of mean M / pairs, to which random pairs are added or from which random
//! synapses are removed.

use super::bernoulli::BernoulliRows;
use super::poisson::poisson;
use super::subset::below_or_none;
use crate::level::{Level, Machine, Task};
use crate::random::{Purpose, Words};
use crate::threads::Crew;

/// Sources whose synapses a thread counts at a time.
const SOURCES: usize = 4096;

/// Numbers of synapses of the sources, which have `partners` possible targets each, `synapses` of all of
/// them together.
pub(super) fn out_degrees(
    (seed, projection): (u64, usize),
    partners: &[u32],
    (synapses, multapses): (u64, bool),
    crew: &Crew,
    level: Level,
) -> Vec<u32> {
    let pairs: u64 = partners.iter().map(|&k| u64::from(k)).sum();
    if synapses == 0 || (synapses >= pairs && !multapses) {
        let all = synapses > 0;
        return partners.iter().map(|&k| if all { k } else { 0 }).collect();
    }
    let words = Words::new(seed, Purpose::Degrees, projection);
    let mean = synapses as f64 / pairs as f64;
    let independent = if multapses {
        Independent::Poisson(words, mean)
    } else {
        Independent::Bernoulli(BernoulliRows::new(words, mean))
    };
    let counted = crew.make(partners.len().div_ceil(SOURCES), |part| {
        let first = part * SOURCES;
        let partners = &partners[first..partners.len().min(first + SOURCES)];
        let mut degrees = vec![0; partners.len()];
        level.run(Count {
            independent: &independent,
            first,
            partners,
            degrees: &mut degrees,
        });
        degrees
    });
    let mut degrees = counted.concat();
    level.run(Correct {
        words: &Words::new(seed, Purpose::Corrections, projection),
        partners,
        synapses,
        multapses,
        degrees: &mut degrees,
    });
    degrees
}

/// The network before it is corrected, whose pairs do not depend on each other.
enum Independent {
    Bernoulli(BernoulliRows),
    /// With the mean number of synapses of a pair.
    Poisson(Words, f64),
}

struct Count<'a> {
    independent: &'a Independent,
    /// Number of the first source.
    first: usize,
    partners: &'a [u32],
    degrees: &'a mut [u32],
}

impl Task for Count<'_> {
    #[inline(always)]
    fn run<M: Machine>(self, machine: M) {
        for (k, (&partners, degree)) in self.partners.iter().zip(self.degrees).enumerate() {
            let source = (self.first + k) as u32;
            match self.independent {
                Independent::Bernoulli(rows) => {
                    rows.visit(machine, source, 0..partners, |_| *degree += 1);
                }
                Independent::Poisson(words, mean) => {
                    let mean = mean * f64::from(partners);
                    *degree = poisson(machine, words, u64::from(source), mean);
                }
            }
        }
    }
}

struct Correct<'a> {
    words: &'a Words,
    partners: &'a [u32],
    synapses: u64,
    multapses: bool,
    degrees: &'a mut [u32],
}

impl Task for Correct<'_> {
    #[inline(always)]
    fn run<M: Machine>(self, machine: M) {
        let Self {
            words,
            partners,
            synapses,
            multapses,
            degrees,
        } = self;
        let mut total: u64 = degrees.iter().map(|&k| u64::from(k)).sum();
        let most = degrees.iter().copied().max().unwrap_or(0);
        let widest = partners.iter().copied().max().unwrap_or(0);
        let is_short = total < synapses;
        let mut number = 0;
        while total != synapses {
            // A source by the word of one stream, a place among its synapses or free pairs by another:
            // where there is no such place, nothing is done and the next words are taken.
            let sources = words.draw(machine, 0, number);
            let places = words.draw(machine, 1, number);
            number += 1;
            let bound = if is_short { widest } else { most };
            let sources = below_or_none(&sources, degrees.len() as u32);
            for (source, place) in sources.zip(below_or_none(&places, bound)) {
                let (Some(source), Some(place)) = (source, place) else {
                    continue;
                };
                let degree = &mut degrees[source as usize];
                if total == synapses {
                    break;
                }
                let taken = if multapses { 0 } else { *degree };
                if is_short && place < partners[source as usize] - taken {
                    *degree += 1;
                    total += 1;
                } else if !is_short && place < *degree {
                    *degree -= 1;
                    total -= 1;
                }
            }
        }
    }
}
