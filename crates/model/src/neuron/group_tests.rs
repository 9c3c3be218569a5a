//! The loops over groups against one neuron after the other, for every model of this crate.

use super::{FloatArray, NeuronModel, group};
use crate::adex::{self, AdexParameters};
use crate::arithmetic::Emulated;
use crate::float::Float;
use crate::izhikevich::{self, IzhikevichParameters};
use crate::lif::{self, LifParameters};
use crate::math::GROUP;

/// Steps that are compared: after the first, neurons have been reset or have gone on from extreme states.
const STEPS: usize = 4;

/// A fixed sequence of numbers that look random (splitmix64).
struct Numbers(u64);

impl Numbers {
    fn uniform(&mut self, low: f64, high: f64) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let word = word ^ (word >> 31);
        low + (high - low) * (word >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn many<F: Float>(&mut self, count: usize, ranges: &[(f64, f64)]) -> Vec<F> {
        let one = |_| {
            let choice = self.uniform(0.0, ranges.len() as f64) as usize;
            let (low, high) = ranges[choice];
            F::from_f64(self.uniform(low, high))
        };
        (0..count).map(one).collect()
    }

    /// The state of some neurons: the potential below, next to and beyond every threshold, conductances that are 0,
    /// ordinary or about to vanish, anything else around 0.
    fn states<M: NeuronModel, F: Float>(&mut self, count: usize) -> Vec<Vec<F>> {
        let ranges = |number| -> &[(f64, f64)] {
            let mut receptors = M::RECEPTORS.iter();
            match number {
                0 => &[(-80.0, -45.0), (-50.0, 60.0), (-1e4, -100.0)],
                _ if receptors.any(|receptor| receptor.variable == number) => {
                    &[(0.0, 0.0), (0.0, 10.0), (0.0, 1e-29)]
                }
                _ => &[(-20.0, 20.0), (0.0, 0.0), (0.0, 400.0)],
            }
        };
        let variables = 0..M::VARIABLES.len();
        variables
            .map(|number| self.many(count, ranges(number)))
            .collect()
    }
}

/// What goes into and comes out of the steps of some neurons, each with its constants.
struct Neurons<M: NeuronModel, F: Float> {
    constants: Vec<M::Constants<F>>,
    states: Vec<Vec<F>>,
    normals: Vec<F>,
    current: Vec<F>,
    /// Neurons that cannot spike.
    silent: u128,
}

impl<M: NeuronModel, F: Float> Neurons<M, F> {
    /// Spikes and state after some steps, one neuron after the other.
    fn one_by_one(&self) -> (Vec<u128>, Vec<Vec<u64>>) {
        let mut spikes = vec![0; STEPS];
        let mut states = self.states.clone();
        for (k, constants) in self.constants.iter().enumerate() {
            let mut state = M::State::from_function(|number| self.states[number][k]);
            for spikes in &mut spikes {
                let (z, current) = (self.normals[k], self.current[k]);
                state = M::step::<F, Emulated>(constants, state, z, current);
                if M::is_spike(constants, &state) && self.silent & (1 << k) == 0 {
                    state = M::reset(constants, state);
                    *spikes |= 1 << k;
                }
            }
            for (states, &value) in states.iter_mut().zip(state.as_ref()) {
                states[k] = value;
            }
        }
        (spikes, bits(&states))
    }

    /// The same by a loop over all of them, which tells whether any spikes.
    fn together(
        &self,
        advance: impl Fn(&mut group::States<'_, M, F>, &[F], &[F]) -> bool,
    ) -> (Vec<u128>, Vec<Vec<u64>>) {
        let mut arrays = self.states.clone();
        let count = self.constants.len();
        let mut spikes = Vec::new();
        for _ in 0..STEPS {
            let mut states = M::State::<F>::slices(&mut arrays, 0..count);
            let any = advance(&mut states, &self.normals, &self.current);
            let of = |k: usize| self.constants[k];
            let silent = self.silent;
            let spiked = group::reset::<M, F>(of, &mut states, count, silent);
            assert!(any || spiked == 0, "a spike that was not announced");
            spikes.push(spiked);
        }
        (spikes, bits(&arrays))
    }
}

fn bits<F: Float>(states: &[Vec<F>]) -> Vec<Vec<u64>> {
    let of = |values: &Vec<F>| {
        values
            .iter()
            .map(|value| value.to_f64().to_bits())
            .collect()
    };
    states.iter().map(of).collect()
}

/// Compares neurons that share the parameters of one preset, and neurons of which each has those of another.
fn check<M: NeuronModel, F: Float>(presets: &[M]) {
    let mut numbers = Numbers(1);
    let constants: Vec<_> = presets
        .iter()
        .map(|model| model.constants::<F>(0.1, true))
        .collect();
    for (round, count) in [GROUP, 100, 7, 1].into_iter().enumerate() {
        let common = constants[round % constants.len()];
        let mut neurons = Neurons::<M, F> {
            constants: vec![common; count],
            states: numbers.states::<M, F>(count),
            normals: numbers.many(count, &[(-6.0, 6.0)]),
            current: numbers.many(count, &[(0.0, 0.0), (-500.0, 500.0)]),
            silent: 0b101,
        };
        let expected = neurons.one_by_one();
        let found = neurons.together(|states, normals, current| {
            group::advance::<M, F, Emulated>(&common, states, normals, current)
        });
        assert_eq!(found, expected, "{} with common constants", M::NAME);
        assert!(count < 100 || expected.0.iter().all(|&spikes| spikes & 0b101 == 0));
        assert!(
            count < 100 || expected.0[0] != 0,
            "some are beyond the threshold"
        );

        let each = |k: usize| constants[k % constants.len()];
        neurons.constants = (0..count).map(each).collect();
        let array = |number: usize| -> Vec<F> {
            let values = neurons.constants.iter();
            values.map(|constants| constants.as_ref()[number]).collect()
        };
        let arrays: Vec<_> = (0..M::Constants::<F>::COUNT).map(array).collect();
        let found = neurons.together(|states, normals, current| {
            let constants = M::Constants::<F>::shared(&arrays, 0..count);
            group::advance_individual::<M, F, Emulated>(constants, states, normals, current)
        });
        assert_eq!(
            found,
            neurons.one_by_one(),
            "{} with constants of their own",
            M::NAME
        );
    }
}

#[test]
fn groups_of_adex_neurons_step_as_single_ones() {
    let of = |preset: &adex::Preset| preset.parameters.clone();
    let presets: Vec<AdexParameters> = adex::presets().iter().map(of).collect();
    check::<_, f32>(&presets);
    check::<_, f64>(&presets);
}

#[test]
fn groups_of_lif_neurons_step_as_single_ones() {
    let of = |preset: &lif::Preset| preset.parameters.clone();
    let mut presets: Vec<LifParameters> = lif::presets().iter().map(of).collect();
    presets.push(LifParameters {
        g_l: 12.0,
        v_th: -47.0,
        v_reset: -55.0,
        i_noise: 8.0,
        ..LifParameters::default()
    });
    check::<_, f32>(&presets);
    check::<_, f64>(&presets);
}

#[test]
fn groups_of_izhikevich_neurons_step_as_single_ones() {
    let of = |preset: &izhikevich::Preset| preset.parameters.clone();
    let mut presets: Vec<IzhikevichParameters> = izhikevich::presets().iter().map(of).collect();
    presets.push(IzhikevichParameters {
        c_m: 60.0,
        i_noise: 8.0,
        ..IzhikevichParameters::default()
    });
    check::<_, f32>(&presets);
    check::<_, f64>(&presets);
}
