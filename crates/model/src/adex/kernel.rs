//! One step of the explicit Euler method for up to 128 neurons: the only place where the AdEx
//! equations are computed.
//!
//! Every right-hand side uses the state before the step; the order of operations is fixed, and
//! with it every bit of every result.

use super::AdexParameters;
use crate::arithmetic::Arithmetic;
use crate::float::Float;
use crate::math::GROUP;

/// State of consecutive neurons, one slice of equal length per variable (structure of arrays).
#[derive(Debug)]
pub struct AdexState<'a, F> {
    /// Membrane potential V, in mV.
    pub v: &'a mut [F],
    /// Adaptation current w, in pA.
    pub w: &'a mut [F],
    /// Excitatory conductance ge, in nS.
    pub g_ex: &'a mut [F],
    /// Inhibitory conductance gi, in nS.
    pub g_in: &'a mut [F],
}

/// The parameters of one neuron type, folded into the constants of one step.
#[derive(Debug, Clone, PartialEq)]
pub struct AdexKernel<F> {
    dt_over_c: F,
    leak: F,
    rest: F,
    upswing: F,
    inverse_slope: F,
    threshold: F,
    peak: F,
    reset: F,
    reversal_ex: F,
    reversal_in: F,
    adaptation: F,
    jump: F,
    dt_over_tau_w: F,
    decay: F,
    noise: F,
}

impl<F: Float> AdexKernel<F> {
    /// Constants for steps of `dt` ms.
    ///
    /// The parameters are expected to have passed [`AdexParameters::validate`]; `noise` tells
    /// whether the white-noise current takes part.
    #[must_use]
    pub fn new(parameters: &AdexParameters, dt: f64, noise: bool) -> Self {
        let p = parameters;
        let f = F::from_f64;
        // Iext is given in pA sqrt(s); with dt in ms: sqrt(dt/1000) sqrt(s), times 1000 ms/s.
        let increment = 1000.0 * p.i_noise * (dt / 1000.0).sqrt() / p.c_m;
        Self {
            dt_over_c: f(dt / p.c_m),
            leak: f(p.g_l),
            rest: f(p.e_l),
            upswing: f(p.g_l * p.delta_t),
            inverse_slope: f(1.0 / p.delta_t),
            threshold: f(p.v_th),
            peak: f(p.v_peak),
            reset: f(p.v_reset),
            reversal_ex: f(p.e_ex),
            reversal_in: f(p.e_in),
            adaptation: f(p.a),
            jump: f(p.b),
            dt_over_tau_w: f(dt / p.tau_w),
            decay: f(1.0 - dt / p.tau_syn),
            noise: f(if noise { increment } else { 0.0 }),
        }
    }

    /// Whether normals take part in the step at all.
    pub fn is_noisy(&self) -> bool {
        self.noise != F::ZERO
    }

    /// Total synaptic current I = ge (V - Ee) + gi (V - Ei) of one neuron, in pA.
    #[inline(always)]
    pub fn synaptic_current(&self, v: F, g_ex: F, g_in: F) -> F {
        g_ex * (v - self.reversal_ex) + g_in * (v - self.reversal_in)
    }

    /// Advances up to 128 neurons by one step and returns those that spiked, as a bit mask.
    ///
    /// `normals` are the standard normals z of this step and `current` the injected current in
    /// pA; both have the length of the state.
    ///
    /// ```text
    /// V' = V + dt/C (gL DT exp((V-VT)/DT) - gL (V-EL) - I - w + Iinj) - (Iext/C) sqrt(dt) z
    /// w' = w + dt/tau_w (a (V-EL) - w)
    /// g' = g (1 - dt/tau_g)
    /// spike: V' > Vs; reset: V' = Vr, w' = w' + b
    /// ```
    #[inline(always)]
    pub fn step<A: Arithmetic>(
        &self,
        state: AdexState<'_, F>,
        normals: &[F],
        current: &[F],
    ) -> u128 {
        let AdexState { v, w, g_ex, g_in } = state;
        let n = v.len();
        debug_assert!(n <= GROUP);
        // One bounds check for all that follows.
        let (v, w, g_ex, g_in) = (&mut v[..n], &mut w[..n], &mut g_ex[..n], &mut g_in[..n]);
        let (normals, current) = (&normals[..n], &current[..n]);
        let mut spiked = F::Flags::default();
        for k in 0..n {
            let old = v[k];
            let above_rest = old - self.rest;
            let x = (old - self.threshold) * self.inverse_slope;
            let upswing = x.at_most(F::EXP_ARGUMENT_MAX).exp::<A>();
            // The exponential comes last: all else is computed while it is under way.
            let drive = (-self.leak).multiply_add::<A>(above_rest, current[k] - w[k]);
            let drive = (-g_ex[k]).multiply_add::<A>(old - self.reversal_ex, drive);
            let drive = (-g_in[k]).multiply_add::<A>(old - self.reversal_in, drive);
            let drive = self.upswing.multiply_add::<A>(upswing, drive);
            let noisy = (-self.noise).multiply_add::<A>(normals[k], old);
            let new = self.dt_over_c.multiply_add::<A>(drive, noisy);
            v[k] = new;
            let pull = self.adaptation.multiply_add::<A>(above_rest, -w[k]);
            w[k] = self.dt_over_tau_w.multiply_add::<A>(pull, w[k]);
            g_ex[k] = self.decayed(g_ex[k]);
            g_in[k] = self.decayed(g_in[k]);
            spiked |= new.is_above(self.peak);
        }
        if spiked == F::Flags::default() {
            0
        } else {
            self.reset(v, w)
        }
    }

    #[inline(always)]
    fn decayed(&self, g: F) -> F {
        let g = g * self.decay;
        if g < F::CONDUCTANCE_MIN { F::ZERO } else { g }
    }

    /// Resets the neurons beyond the spike detection level and returns them as a bit mask.
    #[cold]
    fn reset(&self, v: &mut [F], w: &mut [F]) -> u128 {
        let mut mask = 0;
        for (k, (v, w)) in v.iter_mut().zip(w).enumerate() {
            if *v > self.peak {
                *v = self.reset;
                *w += self.jump;
                mask |= 1 << k;
            }
        }
        mask
    }
}
