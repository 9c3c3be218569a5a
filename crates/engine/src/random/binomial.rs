//! Binomially distributed numbers, each from one random word.

use super::DRAW;

/// The binomial distribution of the number of successes in n trials of probability p.
///
/// A number is found by inversion: it is as many as there are values of the distribution function, times 2^32, that do
/// not exceed the word. Probabilities are thus right to 2^-32, and what lies beyond that in the tails is never drawn.
#[derive(Debug, Clone)]
pub(crate) struct Binomial {
    /// Smallest number that is drawn.
    smallest: u32,
    /// For each larger number the first word that gives it.
    first_words: Vec<u32>,
}

impl Binomial {
    /// For p > 0 and n > 0; a p that rounding has made larger than 1 is 1.
    pub(crate) fn new(n: u32, p: f64) -> Self {
        debug_assert!(n > 0 && p > 0.0);
        if p >= 1.0 {
            return Self {
                smallest: n,
                first_words: Vec::new(),
            };
        }
        let (first, probabilities) = probabilities(n, p);
        let mut binomial = Self {
            smallest: first,
            first_words: Vec::new(),
        };
        let mut below = 0.0;
        for (k, probability) in (first..n).zip(probabilities) {
            below += probability;
            let word = (below * 4_294_967_296.0).round();
            if word >= 4_294_967_296.0 {
                break;
            }
            if word == 0.0 {
                binomial.smallest = k + 1;
            } else {
                binomial.first_words.push(word as u32);
            }
        }
        binomial
    }

    /// The numbers of 128 words.
    #[inline(always)]
    pub(crate) fn counts(&self, words: &[u32; DRAW]) -> [u32; DRAW] {
        let mut counts = [self.smallest; DRAW];
        for &first in &self.first_words {
            for (count, &word) in counts.iter_mut().zip(words) {
                *count += u32::from(word >= first);
            }
        }
        counts
    }
}

/// The first number that may be drawn, and the probabilities of it and of those that follow.
///
/// Each follows from its neighbour by their ratio, from the most frequent number outwards, and their sum is 1: so errors
/// stay as small for a large n as for a small one.
fn probabilities(n: u32, p: f64) -> (u32, Vec<f64>) {
    let (trials, odds) = (f64::from(n), p / (1.0 - p));
    let mean = trials * p;
    // Numbers so far from the mean are never drawn.
    let spread = 10.0 * (mean * (1.0 - p)).sqrt() + 20.0;
    let (first, last) = ((mean - spread).max(0.0) as u32, (mean + spread) as u32);
    let last = last.min(n);
    let mode = (((trials + 1.0) * p) as u32).clamp(first, last);
    let mut probabilities = vec![1.0; (last - first) as usize + 1];
    for k in mode..last {
        let ratio = f64::from(n - k) / f64::from(k + 1) * odds;
        probabilities[(k + 1 - first) as usize] = probabilities[(k - first) as usize] * ratio;
    }
    for k in (first..mode).rev() {
        let ratio = f64::from(n - k) / f64::from(k + 1) * odds;
        probabilities[(k - first) as usize] = probabilities[(k + 1 - first) as usize] / ratio;
    }
    let sum: f64 = probabilities.iter().sum();
    for probability in &mut probabilities {
        *probability /= sum;
    }
    (first, probabilities)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::level::{Level, Machine, Task};
    use crate::random::{Purpose, Words};

    struct Counts<'a>(&'a Words, &'a Binomial, u64, &'a mut [u32; DRAW]);

    impl Task for Counts<'_> {
        #[inline(always)]
        fn run<M: Machine>(self, machine: M) {
            *self.3 = self.1.counts(&self.0.draw(machine, 0, self.2));
        }
    }

    /// Mean, variance and the share of every frequent number, of a million draws.
    #[test]
    fn numbers_are_binomially_distributed() {
        let words = Words::new(5, Purpose::PoissonInput, 0);
        for (n, p) in [
            (1, 0.001),
            (1, 0.5),
            (1000, 0.001),
            (20, 0.3),
            (100_000, 0.02),
            (3, 1.0),
        ] {
            let binomial = Binomial::new(n, p);
            let (mut sum, mut squares, mut total) = (0.0, 0.0, 0.0);
            let mut seen = std::collections::BTreeMap::<u32, f64>::new();
            for draw in 0..8_000 {
                let mut counts = [0; DRAW];
                Level::best().run(Counts(&words, &binomial, draw, &mut counts));
                for count in counts {
                    *seen.entry(count).or_default() += 1.0;
                    sum += f64::from(count);
                    squares += f64::from(count) * f64::from(count);
                    total += 1.0;
                }
            }
            let (mean, expected) = (sum / total, f64::from(n) * p);
            let variance = expected * (1.0 - p);
            let z = (mean - expected) / (variance / total).sqrt().max(1e-12);
            assert!(z.abs() < 4.0, "n = {n}, p = {p}: mean {mean}, z = {z}");
            let found = squares / total - mean * mean;
            // The variance of a sample variance, with the fourth moment of the binomial distribution.
            let excess = (1.0 - 6.0 * p * (1.0 - p)) / variance.max(1e-300);
            let error = variance * ((2.0 + excess) / total).sqrt();
            // The mean is estimated too; for a fair coin nothing else is uncertain.
            let of_mean = 20.0 * variance / total;
            assert!(
                (found - variance).abs() <= 4.5 * error + of_mean + 1e-9,
                "n = {n}, p = {p}: variance {found}, expected {variance}"
            );
            if n == 20 {
                let mut chi_square = 0.0;
                let mut probability = (1.0 - p).powi(20);
                for k in 0..20_u32 {
                    let expected = total * probability;
                    if expected > 10.0 {
                        let count = seen.get(&k).copied().unwrap_or_default();
                        chi_square += (count - expected) * (count - expected) / expected;
                    }
                    probability *= f64::from(20 - k) / f64::from(k + 1) * p / (1.0 - p);
                }
                assert!(chi_square < 45.0, "chi-square {chi_square} of 16 numbers");
            }
        }
    }

    /// Rounding must not keep the probabilities from adding up to 1: then all of many trials would succeed at once, and
    /// each number of them would have a word of its own.
    #[test]
    fn large_numbers_of_trials_have_no_long_tail() {
        for n in [1, 2, 59_999, 60_000, 100_001, 999_983, u32::MAX] {
            for mean in [1e-12, 1e-3, 5.0, 20.0, 1000.0] {
                let p = mean / f64::from(n);
                let binomial = Binomial::new(n, p);
                let largest = f64::from(binomial.smallest) + binomial.first_words.len() as f64;
                let bound = if p < 1.0 {
                    mean + 7.0 * mean.sqrt() + 12.0
                } else {
                    f64::from(n)
                };
                assert!(largest <= bound, "n = {n}, mean {mean}: {largest}");
                assert!(binomial.first_words.is_sorted());
            }
        }
        // Fewer than one word in 2^32 is lost or gained, whatever the number of trials: Poisson's distribution.
        let binomial = Binomial::new(u32::MAX, 2.0 / f64::from(u32::MAX));
        let mut below = 0.0;
        let mut probability = libm::exp(-2.0);
        for (k, &word) in (1..).zip(&binomial.first_words) {
            below += probability;
            probability *= 2.0 / f64::from(k);
            assert!(
                (f64::from(word) - below * 4_294_967_296.0).abs() < 8.0,
                "{k}"
            );
        }
    }

    /// Every instruction set counts alike, and the address of a draw is all that matters.
    #[test]
    fn numbers_are_the_same_at_every_level() {
        let words = Words::new(1234, Purpose::PoissonInput, 0);
        let binomial = Binomial::new(1000, 0.005);
        for level in Level::available() {
            let mut counts = [0; DRAW];
            level.run(Counts(&words, &binomial, 7, &mut counts));
            assert_eq!(counts[..8].to_vec(), PINNED, "{level}");
        }
    }

    const PINNED: [u32; 8] = [6, 5, 5, 2, 5, 4, 7, 5];
}
