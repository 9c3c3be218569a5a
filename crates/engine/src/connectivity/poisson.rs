//! Poisson numbers, addressed.

use crate::level::Machine;
use crate::random::{DRAW, Words};
use adexnet_model::math::ln_f64;

/// A Poisson number of the given mean from the draws of a stream: how many gaps between the events of a process of
/// rate 1, which are exponential, fit into that time.
#[inline(always)]
pub(super) fn poisson<M: Machine>(machine: M, words: &Words, stream: u64, mean: f64) -> u32 {
    const UNIT: f64 = 1.0 / 4_294_967_296.0;
    let mut gaps = [0.0; DRAW];
    let (mut time, mut events) = (0.0, 0);
    for number in 0.. {
        let drawn = words.draw(machine, stream, number);
        for (gap, word) in gaps.iter_mut().zip(drawn) {
            *gap = -ln_f64::<M::Arithmetic>((f64::from(word) + 1.0) * UNIT);
        }
        for gap in gaps {
            time += gap;
            if time >= mean {
                return events;
            }
            events += 1;
        }
    }
    events
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::level::{Level, Task};
    use crate::random::Purpose;

    struct Draw<'a>(&'a Words, f64, &'a mut [u32]);

    impl Task for Draw<'_> {
        #[inline(always)]
        fn run<M: Machine>(self, machine: M) {
            for (stream, number) in self.2.iter_mut().enumerate() {
                *number = poisson(machine, self.0, stream as u64, self.1);
            }
        }
    }

    /// If this fails, the numbers of synapses are spread too widely or too narrowly.
    #[test]
    fn numbers_have_the_probabilities_of_poisson() {
        let words = Words::new(3, Purpose::Degrees, 0);
        for mean in [0.01, 0.8, 7.0, 150.0] {
            let mut numbers = vec![0; 100_000];
            Level::best().run(Draw(&words, mean, &mut numbers));
            let most = numbers.iter().copied().max().unwrap_or(0) as usize;
            let mut counts = vec![0_u32; most + 1];
            for &k in &numbers {
                counts[k as usize] += 1;
            }
            let (mut chi2, mut classes) = (0.0, 0.0);
            let mut p = libm::exp(-mean);
            for (k, &count) in counts.iter().enumerate() {
                let expected = p * numbers.len() as f64;
                if expected > 10.0 {
                    chi2 += (f64::from(count) - expected).powi(2) / expected;
                    classes += 1.0;
                }
                p *= mean / (k + 1) as f64;
            }
            let z = (chi2 - classes) / (2.0_f64 * classes).sqrt();
            assert!(z.abs() < 5.0, "mean {mean}: chi-square is {z} off");
            for level in Level::available() {
                let mut others = vec![0; 1_000];
                level.run(Draw(&words, mean, &mut others));
                assert_eq!(others, numbers[..1_000], "{level}");
            }
        }
    }

    #[test]
    fn a_mean_of_zero_gives_zero() {
        let mut numbers = vec![9; 100];
        let words = Words::new(3, Purpose::Degrees, 0);
        Level::best().run(Draw(&words, 0.0, &mut numbers));
        assert_eq!(numbers, [0; 100]);
    }
}
