//! Every level against one neuron after the other in software: the same bits.

use super::*;
use adexnet_model::adex::{AdexKernel, AdexParameters, AdexState, presets};
use adexnet_model::arithmetic::Arithmetic;
use adexnet_model::float::Float;
use adexnet_model::math::GROUP;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// State, normals and currents of a group.
#[derive(Debug, Clone, PartialEq)]
struct Neurons<F> {
    v: Vec<F>,
    w: Vec<F>,
    g_ex: Vec<F>,
    g_in: Vec<F>,
    normals: Vec<F>,
    current: Vec<F>,
}

impl<F: Float> Neurons<F> {
    /// Ordinary and extreme states: deep below rest, at and beyond the threshold and in the upswing, where e^x
    /// overflows in single precision; conductances that are 0, next to the smallest that is kept, denormal or huge.
    fn random(count: usize, random: &mut ChaCha8Rng) -> Self {
        let mut uniform = |low: f64, high: f64| {
            low + (high - low) * f64::from(random.next_u32()) / f64::from(u32::MAX)
        };
        let mut draw = |choices: &[(f64, f64)]| -> Vec<F> {
            let one = |_| {
                let (low, high) = choices[uniform(0.0, choices.len() as f64 - 1e-9) as usize];
                F::from_f64(uniform(low, high))
            };
            (0..count).map(one).collect()
        };
        let conductance = [
            (0.0, 0.0),
            (0.0, 5.0),
            (0.0, 1e-29),
            (0.0, 1e-40),
            (0.0, 1e15),
        ];
        Self {
            v: draw(&[
                (-80.0, -45.0),
                (-50.0, 0.0),
                (0.0, 40.0),
                (18.0, 20.0),
                (-1e6, -100.0),
                (-52.0, -52.0),
            ]),
            w: draw(&[(-50.0, 400.0), (0.0, 0.0), (-1e15, 1e15)]),
            g_ex: draw(&conductance),
            g_in: draw(&conductance),
            normals: draw(&[(-6.66, 6.66), (0.0, 0.0)]),
            current: draw(&[(0.0, 0.0), (-500.0, 500.0)]),
        }
    }

    fn step<A: Arithmetic>(
        &mut self,
        kernel: &AdexKernel<F>,
        range: std::ops::Range<usize>,
    ) -> u128 {
        let state = AdexState {
            v: &mut self.v[range.clone()],
            w: &mut self.w[range.clone()],
            g_ex: &mut self.g_ex[range.clone()],
            g_in: &mut self.g_in[range.clone()],
        };
        kernel.step::<A>(state, &self.normals[range.clone()], &self.current[range])
    }

    /// The bits of the state.
    fn bits(&self) -> Vec<u64> {
        let all = [&self.v, &self.w, &self.g_ex, &self.g_in];
        all.into_iter()
            .flatten()
            .map(|x| x.to_f64().to_bits())
            .collect()
    }
}

struct Steps<'a, F> {
    neurons: &'a mut Neurons<F>,
    kernel: &'a AdexKernel<F>,
    spikes: &'a mut Vec<u128>,
}

impl<F: Float> Task for Steps<'_, F> {
    #[inline(always)]
    fn run<M: Machine>(self, _: M) {
        let count = self.neurons.v.len();
        for _ in 0..STEPS {
            self.spikes
                .push(self.neurons.step::<M::Arithmetic>(self.kernel, 0..count));
        }
    }
}

/// Steps that are compared; after the first the states have been reset or gone on from the extreme ones.
const STEPS: usize = 4;

fn check<F: Float>(parameters: &AdexParameters, random: &mut ChaCha8Rng) {
    let kernel = AdexKernel::<F>::new(parameters, 0.1, true);
    for count in [GROUP, 100, 7, 1] {
        let start = Neurons::<F>::random(count, random);
        let mut expected = start.clone();
        let mut spikes = Vec::new();
        for _ in 0..STEPS {
            let one = |k| expected.step::<Emulated>(&kernel, k..k + 1) << k;
            spikes.push((0..count).map(one).sum::<u128>());
        }
        assert!(
            count < 100 || spikes[0] != 0,
            "some of the states are beyond the threshold"
        );
        for level in Level::available() {
            let (mut neurons, mut found) = (start.clone(), Vec::new());
            level.run(Steps {
                neurons: &mut neurons,
                kernel: &kernel,
                spikes: &mut found,
            });
            assert_eq!(found, spikes, "spikes at {level}, {count} neurons");
            assert_eq!(
                neurons.bits(),
                expected.bits(),
                "states at {level}, {count} neurons"
            );
        }
    }
}

#[test]
fn every_level_steps_to_the_same_bits() {
    let mut random = ChaCha8Rng::from_seed([7; 32]);
    for preset in presets() {
        for _ in 0..20 {
            check::<f32>(&preset.parameters, &mut random);
            check::<f64>(&preset.parameters, &mut random);
        }
    }
}
