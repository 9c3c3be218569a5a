//! Every level against one neuron after the other in software: the same bits.

use super::*;
use adexnet_model::adex::{AdexParameters, presets};
use adexnet_model::arithmetic::Arithmetic;
use adexnet_model::float::Float;
use adexnet_model::math::GROUP;
use adexnet_model::neuron::{FloatArray, NeuronModel, group};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

type Constants<F> = [F; 16];

/// State, normals and currents of a group.
#[derive(Debug, Clone, PartialEq)]
struct Neurons<F> {
    /// V, w, ge and gi.
    state: Vec<Vec<F>>,
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
        let potential = [
            (-80.0, -45.0),
            (-50.0, 0.0),
            (0.0, 40.0),
            (18.0, 20.0),
            (-1e6, -100.0),
            (-52.0, -52.0),
        ];
        let adaptation = [(-50.0, 400.0), (0.0, 0.0), (-1e15, 1e15)];
        Self {
            state: vec![
                draw(&potential),
                draw(&adaptation),
                draw(&conductance),
                draw(&conductance),
            ],
            normals: draw(&[(-6.66, 6.66), (0.0, 0.0)]),
            current: draw(&[(0.0, 0.0), (-500.0, 500.0)]),
        }
    }

    #[inline(always)]
    fn step<A: Arithmetic>(
        &mut self,
        constants: &Constants<F>,
        range: std::ops::Range<usize>,
    ) -> u128 {
        let count = range.len();
        let (normals, current) = (&self.normals[range.clone()], &self.current[range.clone()]);
        let mut states = <[F; 4]>::slices(&mut self.state, range);
        group::advance::<AdexParameters, F, A>(constants, &mut states, normals, current);
        group::reset::<AdexParameters, F>(|_| *constants, &mut states, count, 0)
    }

    /// The bits of the state.
    fn bits(&self) -> Vec<u64> {
        let all = self.state.iter().flatten();
        all.map(|x| x.to_f64().to_bits()).collect()
    }
}

struct Steps<'a, F: Float> {
    neurons: &'a mut Neurons<F>,
    constants: &'a Constants<F>,
    spikes: &'a mut Vec<u128>,
}

impl<F: Float> Task for Steps<'_, F> {
    #[inline(always)]
    fn run<M: Machine>(self, _: M) {
        let count = self.neurons.normals.len();
        for _ in 0..STEPS {
            self.spikes
                .push(self.neurons.step::<M::Arithmetic>(self.constants, 0..count));
        }
    }
}

/// Steps that are compared; after the first the states have been reset or gone on from the extreme ones.
const STEPS: usize = 4;

fn check<F: Float>(parameters: &AdexParameters, random: &mut ChaCha8Rng) {
    let constants = parameters.constants::<F>(0.1, true);
    for count in [GROUP, 100, 7, 1] {
        let start = Neurons::<F>::random(count, random);
        let mut expected = start.clone();
        let mut spikes = Vec::new();
        for _ in 0..STEPS {
            let one = |k| expected.step::<Emulated>(&constants, k..k + 1) << k;
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
                constants: &constants,
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
