//! One step of up to 128 neurons of any model: the innermost loops.

use super::{FloatArray, NeuronModel};
use crate::arithmetic::Arithmetic;
use crate::float::Float;
use crate::math::GROUP;

/// State of neighbouring neurons, one slice a variable.
pub type States<'a, M, F> = <<M as NeuronModel>::State<F> as FloatArray<F>>::Slices<'a>;

/// Constants of neighbouring neurons, one slice a constant.
pub type Individual<'a, M, F> = <<M as NeuronModel>::Constants<F> as FloatArray<F>>::Shared<'a>;

/// Advances neurons with the same constants by one step, without resets, and returns whether any of them spikes.
///
/// `normals` are the standard normals z of this step and `current` the injected currents in pA, one for each neuron of
/// `states`: at most 128.
#[inline(always)]
pub fn advance<M: NeuronModel, F: Float, A: Arithmetic>(
    constants: &M::Constants<F>,
    states: &mut States<'_, M, F>,
    normals: &[F],
    current: &[F],
) -> bool {
    let n = normals.len();
    debug_assert!(n <= GROUP);
    let current = &current[..n];
    M::State::<F>::cut(states, n);
    let constants = *constants;
    let mut spikes = F::Flags::default();
    for k in 0..n {
        let old = M::State::<F>::load(states, k);
        let new = M::step::<F, A>(&constants, old, normals[k], current[k]);
        new.store(states, k);
        spikes |= F::Flags::from(M::is_spike(&constants, &new));
    }
    spikes != F::Flags::default()
}

/// The same for neurons of which each has constants of its own.
#[inline(always)]
pub fn advance_individual<M: NeuronModel, F: Float, A: Arithmetic>(
    mut constants: Individual<'_, M, F>,
    states: &mut States<'_, M, F>,
    normals: &[F],
    current: &[F],
) -> bool {
    let n = normals.len();
    debug_assert!(n <= GROUP);
    let current = &current[..n];
    M::State::<F>::cut(states, n);
    M::Constants::<F>::cut_shared(&mut constants, n);
    let mut spikes = F::Flags::default();
    for k in 0..n {
        let constants = M::Constants::<F>::read(&constants, k);
        let old = M::State::<F>::load(states, k);
        let new = M::step::<F, A>(&constants, old, normals[k], current[k]);
        new.store(states, k);
        spikes |= F::Flags::from(M::is_spike(&constants, &new));
    }
    spikes != F::Flags::default()
}

/// Resets those of the first `count` neurons that spike and returns them as a bit mask; `silent` is a mask of neurons
/// that cannot spike now. `constants` gives the constants of each.
#[cold]
pub fn reset<M: NeuronModel, F: Float>(
    constants: impl Fn(usize) -> M::Constants<F>,
    states: &mut States<'_, M, F>,
    count: usize,
    silent: u128,
) -> u128 {
    let mut spikes = 0;
    for k in 0..count {
        let constants = constants(k);
        let state = M::State::<F>::load(states, k);
        if M::is_spike(&constants, &state) && silent & (1 << k) == 0 {
            M::reset(&constants, state).store(states, k);
            spikes |= 1 << k;
        }
    }
    spikes
}
